"""The command line as a user types it: help, exit codes, and one message for each kind of bad input."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest

from guiju.cli import guiju as command
from guiju.corpus.findings import CODES, UNREADABLE
from guiju.workspace import Workspace
from tests.conftest import ROOT, Run, party

VERBS = sorted(command.commands)
NOT_YET = ["check", "serve", "calendar", "due", "period", "ledger"]


def everything(workspace: Workspace) -> dict[str, bytes]:
    """Every file but the caches."""
    return {
        str(p): p.read_bytes()
        for p in workspace.root.rglob("*")
        if p.is_file() and not p.is_relative_to(workspace.cache)
    }


def test_help_lists_what_is_there_and_nothing_else(guiju: Run) -> None:
    done = guiju("--help")
    listed = re.findall(r"^  (\S+)  ", done.stdout, re.M)
    assert (done.returncode, listed) == (0, list(command.commands))
    assert not set(NOT_YET) & set(listed)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_chinese_help_with_an_example(guiju: Run, verb: str) -> None:
    done = guiju(verb, "--help")
    assert done.returncode == 0
    assert f"例：guiju {verb}" in done.stdout
    assert not re.search(r"Usage|Options|Show this|default:", done.stdout)


def test_the_reference_pages_are_what_the_program_says() -> None:
    from tests.setup.reference import findings_reference, reference

    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference(), "run: make reference"
    assert (ROOT / "docs" / "findings.md").read_text("utf-8") == findings_reference(), "run: make reference"


def test_every_code_that_the_program_gives_is_explained() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "guiju").rglob("*.py"))
    given = set(re.findall(r'code="([a-z_]+)"', sources)) | set(
        re.findall(r'(?:Finding|tell|_Seen)\(\s*"([a-z_]+)"', sources)
    )
    assert {"zip_bomb", "article_gap", "width_mixture"} <= given <= {*CODES, *UNREADABLE}
    unused = [code for code in CODES if f'"{code}"' not in sources.replace(f'"{code}": Code(', "")]
    assert unused == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serch"], "没有 serch 这条命令"),
        (["search"], "缺少检索词"),
        (["search", " "], "缺少检索词"),
        (["search", "--foo", "x"], "没有 --foo 这个选项"),
        (["search", "回避", "-n", "many"], "-n"),
        (["show", "党章46", "--as-of", "2022-13-01"], "2022-13-01"),
        (["show", "党章99"], "全文共五十五条"),
        (["search", "回避", "--level", "规章"], "没有“规章”这种位阶"),
        (["search", "回避", "--in", "刑法"], "没有叫“刑法”的法规"),
        (["make", "festival-remainder", "x.yml"], "是不是想写 festival-reminder"),
        (["import", "没有.docx"], "没有这个文件"),
    ],
)
def test_what_cannot_be_used_gives_one_chinese_line_and_exit_code_2(guiju: Run, words: list[str], said: str) -> None:
    done = guiju(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_outside_a_workspace_the_way_in_is_named(guiju: Run, tmp_path: Path) -> None:
    done = guiju("search", "回避", cwd=tmp_path)
    assert done.returncode == 2
    assert "guiju init" in done.stderr


def test_nothing_found_is_exit_code_1(guiju: Run) -> None:
    assert guiju("search", "阿斯蒂芬").returncode == 1


def test_lint_names_file_line_and_remedy(guiju: Run, workspace: Workspace) -> None:
    assert guiju("lint").returncode == 0
    path = next((workspace.regulations / "weiyuanhui-yishi").glob("*.md"))
    path.write_text(path.read_text("utf-8").replace("第三条", "第四条", 1), "utf-8")
    done = guiju("lint", "--json")
    finding = json.loads(done.stdout)["findings"][0]
    assert done.returncode == 1
    assert (finding["file"], finding["line"] > 0) == (f"regulations/weiyuanhui-yishi/{path.name}", True)
    assert "条号不连续" in finding["cause"]
    assert finding["remedy"]


def altchunk() -> bytes:
    """A docx that holds nothing but a reference to an embedded web page."""
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["word/document.xml"] = re.sub(
        rb"<w:body>.*</w:body>",
        b'<w:body><w:altChunk r:id="rId99"/></w:body>',
        parts["word/document.xml"],
        flags=re.DOTALL,
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("甲.docx", b"this is not a docx", "不是有效的 docx"),
        ("甲.docx", b"", "0 字节"),
        ("甲.docx", altchunk(), "altChunk"),
        ("甲.txt", "第一条　为了规范会议，制定本办法。".encode("gb18030"), "没有找到标题"),
        ("甲.txt", "甲市机关会议办法\n第一条　甲。\n第三条　乙。\n".encode(), "条号不连续"),
    ],
    ids=["not-a-docx", "empty", "altChunk", "GB18030", "gap"],
)
def test_a_text_that_is_refused_gives_one_message_and_stores_nothing(
    guiju: Run, workspace: Workspace, name: str, content: bytes, said: str
) -> None:
    (workspace.root / name).write_bytes(content)
    before = everything(workspace)
    done = guiju("import", name, "--id", "jia", "--effective", "2026-01-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr
    assert said in done.stderr
    assert done.stderr.count("请") >= 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert everything(workspace) == before


EXAMPLE = (ROOT / "generators" / "festival-reminder" / "example.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("date: 2026-09-11\n", ""), "缺少“成文日期”(date)"),
        (("year: 2026", "year: 二〇二六"), "第5行：“年份”(year)应是整数"),
        (("recipients:", "recipient:"), "是不是想写“recipients”"),
        (("doc_number: 滨档机纪〔2026〕5号", "doc_number: 滨档机纪[2026]5号"), "“发文字号”(doc_number)"),
        (("date: 2026-09-11", "date: 2026-09-31"), "2026-09-31"),
        (("year: 2026", "year 2026"), "YAML 写法有误"),
        (("year: 2026", "year: 2026\nyear: 2027"), "“year”写了两次"),
        (("  - topic: 吃喝宴请\n", "  - topic: 吃喝宴请\n    extra: 1\n"), "不认识“extra”"),
        (("topic: 吃喝宴请", "topic: [吃喝]"), "“纪律要求”(requirements)第2项的“事项”(topic)应是文字"),
        (("signatories: [中共滨江市档案局机关纪律检查委员会]", "signatories: []"), "“署名”(signatories)不能为空"),
        (("phone: 025-0000000", 'phone: "025-0000000\\n# 一、另起"'), "“举报电话”(phone)"),
        (("topic: 吃喝宴请", 'topic: "吃喝\\n\\n# 宴请"'), "换行"),
    ],
)
def test_half_filled_data_is_refused_by_field_and_line(
    guiju: Run, workspace: Workspace, change: tuple[str, str], said: str
) -> None:
    text = EXAMPLE.replace(*change, 1)
    assert text != EXAMPLE
    data = workspace.root / "中秋.yml"
    data.write_text(text, "utf-8")
    before = everything(workspace)
    done = guiju("make", "festival-reminder", "中秋.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "中秋.yml" in done.stderr or "template.md.j2" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert everything(workspace) == before


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('{{ cite("党章", 99) }}', "没有第九十九条"),
        ('{{ cite("刑法", 1) }}', "没有叫“刑法”"),
        ('{{ cite("干部八严禁", 1) }}', "示范文本，不能作为依据"),
        ('{{ quote("党章", 46)[0] }}', "原文还没有导入"),
        ("{{ 没有的字段 }}", "没有的字段"),
        ("{% for %}", "模板运行出错"),
        ("{% for i in range(100000) %}{% for j in range(100000) %}长{% endfor %}{% endfor %}", "过长"),
        ('{{ "".__class__.__mro__ }}', "模板运行出错"),
        ("| 表格 |", "template.md.j2 第"),
        ("secret: 机密", "机密"),
    ],
)
def test_a_template_that_cites_or_does_what_it_must_not(
    guiju: Run, workspace: Workspace, template: str, said: str
) -> None:
    path = workspace.generators / "festival-reminder" / "template.md.j2"
    text = path.read_text("utf-8")
    if template.startswith("secret"):
        text = text.replace("form: notice\n", "form: notice\nsecrecy: 机密\n")
    else:
        text += f"\n{template}\n"
    path.write_text(text, "utf-8")
    before = everything(workspace)
    done = guiju("make", "festival-reminder", "generators/festival-reminder/example.yml")
    assert done.returncode == 2
    assert said in done.stderr
    assert "template.md.j2" in done.stderr
    assert "Traceback" not in done.stderr
    assert everything(workspace) == before


def test_one_bad_file_does_not_stop_the_others(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "好.yml").write_text(EXAMPLE, "utf-8")
    (workspace.root / "坏.yml").write_text("year: 2026\n", "utf-8")
    done = guiju("make", "festival-reminder", "坏.yml", "好.yml", "--json")
    facts = json.loads(done.stdout)
    assert done.returncode == 2
    assert [Path(p).name for m in facts["made"] for p in m["outputs"]] == ["好.docx", "好.xlsx"]
    assert [f["source"] for f in facts["failed"]] == ["坏.yml"]
    assert facts["made"][0]["cites"] == ["dangzhang@2022-10-22#46", "jiandu-zhiji-guize@2019-01-01#15"]


def test_an_unwritable_folder_is_named_and_nothing_is_left(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "文件").write_text("这不是文件夹", "utf-8")
    before = everything(workspace)
    done = guiju("make", "festival-reminder", "generators/festival-reminder/example.yml", "-o", "文件")
    assert done.returncode == 2
    assert "写不进去" in done.stderr
    assert "文件夹" in done.stderr
    assert everything(workspace) == before


def test_a_full_disk_leaves_nothing_half_written(guiju: Run) -> None:
    done = guiju("make", "festival-reminder", "generators/festival-reminder/example.yml", "-o", "/dev/full/x")
    assert done.returncode == 2
    assert "/dev/full" in done.stderr


def test_where_nothing_can_be_written_the_place_is_named(guiju: Run, workspace: Workspace) -> None:
    done = guiju("init", "/proc/规矩")
    assert (done.returncode, "/proc/规矩" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    workspace.cache.write_text("挡住缓存文件夹")
    done = guiju("search", "回避")
    assert (done.returncode, ".guiju" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_init_refuses_a_folder_that_has_something_in_it(guiju: Run, tmp_path: Path) -> None:
    (tmp_path / "已有").mkdir()
    (tmp_path / "已有" / "文件").write_text("x")
    done = guiju("init", tmp_path / "已有")
    assert done.returncode == 2
    assert "已经有东西" in done.stderr
    assert [p.name for p in (tmp_path / "已有").iterdir()] == ["文件"]


def test_new_never_overwrites(guiju: Run, workspace: Workspace) -> None:
    assert guiju("new", "handout", "-o", "讲义.yml").returncode == 0
    before = (workspace.root / "讲义.yml").read_bytes()
    done = guiju("new", "handout", "-o", "讲义.yml")
    assert done.returncode == 2
    assert "没有覆盖" in done.stderr
    assert (workspace.root / "讲义.yml").read_bytes() == before


@pytest.mark.parametrize("kind", ["festival-reminder", "reminder-card", "handout"])
def test_what_new_writes_can_be_made_at_once(guiju: Run, workspace: Workspace, kind: str) -> None:
    guiju("new", kind, "-o", "数据.yml")
    text = (workspace.root / "数据.yml").read_text("utf-8")
    assert "（必填）" in text
    done = guiju("make", kind, "数据.yml", "--json")
    assert done.returncode == 0, done.stderr
    outputs = [Path(p) for m in json.loads(done.stdout)["made"] for p in m["outputs"]]
    assert outputs
    assert all(zipfile.is_zipfile(p) for p in outputs if p.suffix == ".docx")


@pytest.mark.corpus
def test_doctor_lists_what_is_not_imported_in_the_order_of_need(guiju: Run) -> None:
    def wanted() -> list[tuple[str, str]]:
        return re.findall(r"^ +(\d+)\. 《(.+?)》", guiju("doctor", "--as-of", "2026-11-24").stdout, re.M)

    before = wanted()
    assert [place for place, _ in before] == [str(n + 1) for n in range(len(before))]
    assert [title for _, title in before[:2]] == ["中国共产党章程", "中国共产党纪律处分条例"]
    guiju("import", party("dangzhang"))
    assert [title for _, title in wanted()] == [title for _, title in before[1:]]
    guiju("import", party("中国共产党纪律处分条例(2018-10-01).md"))
    assert "《中国共产党纪律处分条例》（2024-01-01 施行，库里只有 2018-10-01 的旧版）" in guiju("doctor").stdout
    guiju("import", party("中国共产党纪律处分条例(2024-01-01).md"))
    assert "中国共产党纪律处分条例" not in [title for _, title in wanted()]


def test_kinds_and_doctor_speak_json(guiju: Run) -> None:
    kinds = json.loads(guiju("kinds", "--json").stdout)
    assert [k["kind"] for k in kinds] == sorted(path.name for path in (ROOT / "generators").iterdir())
    facts = json.loads(guiju("doctor", "--json").stdout)
    assert {"LibreOffice", "检索索引", "法规原文"} <= {fact["name"] for fact in facts}
    assert all(fact["remedy"] for fact in facts if not fact["ok"])
