from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.loading import load_corpus
from guiju.documents import batch as batches
from guiju.documents.batch import Batch, make_batch
from guiju.documents.filenames import names_of, safe
from guiju.documents.journal import JOURNAL
from guiju.documents.kinds import Kind, find_kind
from guiju.documents.results import RESULTS, Outcome
from guiju.documents.workbook import Row
from guiju.errors import BadData, BadTemplate, CannotWrite
from guiju.workspace import Workspace
from guiju.writing import HALF
from guiju.yamlfile import read_mapping
from tests.conftest import ON, SOAK, Run
from tests.documents.books import SCHEMA, book_of, every_type, saved

GUIJU = str(Path(sys.executable).with_name("guiju"))


def handouts(workspace: Workspace, count: int) -> list[dict[str, Any]]:
    """Rows of data for the handout, each for its own branch."""
    example, _ = read_mapping(find_kind(workspace, "handout").example)
    return [{**example, "audience": f"第{n}党支部"} for n in range(1, count + 1)]


def typed(
    workspace: Workspace, rows: Sequence[Mapping[str, Any]], name: str = "各支部.xlsx", kind: str = "handout"
) -> Path:
    """A workbook with these rows, in the workspace."""
    return saved(book_of(find_kind(workspace, kind), rows), workspace.root / name)


def results(folder: Path) -> list[list[Any]]:
    """The rows of 结果.xlsx under its head."""
    page = openpyxl.load_workbook(folder / RESULTS).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def times(folder: Path) -> dict[str, int]:
    """When each document came into place."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix in (".docx", ".html")}


def assert_whole(folder: Path) -> None:
    """Every document there opens and says what it is."""
    for path in folder.iterdir():
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None
            assert any("党支部" in paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
        elif path.suffix == ".html":
            assert path.read_text("utf-8").endswith("</html>\n")


def run(workspace: Workspace, kind: Kind, rows: Sequence[Row], folder: Path, **wished: Any) -> list[Outcome]:
    order = Batch(kind, {workspace.root / "数据.xlsx": rows}, folder, wished.pop("on", ON), **wished)
    return list(make_batch(order, load_corpus(workspace), workspace))


def test_a_row_that_fails_is_named_and_the_others_are_made(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, 5)
    rows[1]["title"] = "短"
    rows[3]["sections"] = [{"title": "专题", "articles": ["党章9999"]}]
    typed(workspace, rows)
    done = guiju("make", "handout", "各支部.xlsx", "-o", "出")
    folder = workspace.root / "出"
    assert done.returncode == 2
    assert done.stdout == "共 5 份：已生成 3，先前已生成 0，未生成 2，见 出/结果.xlsx\n"
    assert "各支部.xlsx 第3行：“标题”(title)不能为空或过少（至少 4），给的是“短”" in done.stderr
    assert "各支部.xlsx 第5行：" in done.stderr
    assert sorted(times(folder)) == [f"各支部-{n:04}.{kind}" for n in (2, 4, 6) for kind in ("docx", "html")]
    assert_whole(folder)
    first, second, _, fourth, fifth = results(folder)
    assert first == [2, "各支部-0002.docx\n各支部-0002.html", "已生成", None, None]
    assert second[:3] == [3, None, "未生成"]
    assert "“标题”(title)" in second[3]
    assert "改好后再运行" in second[4]
    assert (fourth[0], fourth[2], "没有第九千九百九十九条" in fourth[3]) == (5, "未生成", True)
    assert fifth[2] == "已生成"


def test_json_tells_of_rows_as_of_files(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, 2)
    rows[1]["date"] = "昨天"
    typed(workspace, rows)
    done = guiju("make", "handout", "各支部.xlsx", "-o", "出", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 2
    (made,) = told["made"]
    assert (made["kind"], made["source"], made["row"], made["earlier"]) == ("handout", "各支部.xlsx", 2, False)
    assert made["outputs"] == ["出/各支部-0002.docx", "出/各支部-0002.html"]
    assert "dangzhang@2022-10-22#46" in made["cites"]
    (failed,) = told["failed"]
    assert (failed["source"], failed["row"]) == ("各支部.xlsx", 3)
    assert "编写日期" in failed["error"]


def test_a_mended_row_is_made_and_the_others_are_left_alone(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, 4)
    rows[2]["title"] = "短"
    typed(workspace, rows)
    guiju("make", "handout", "各支部.xlsx", "-o", "出")
    before = times(workspace.root / "出")
    rows[2]["title"] = "改好了的标题"
    typed(workspace, rows)
    done = guiju("make", "handout", "各支部.xlsx", "-o", "出")
    assert done.stdout == "共 4 份：已生成 1，先前已生成 3，未生成 0，见 出/结果.xlsx\n"
    after = times(workspace.root / "出")
    assert {name: after[name] for name in before} == before
    assert [row[2] for row in results(workspace.root / "出")] == ["先前已生成", "先前已生成", "已生成", "先前已生成"]
    again = guiju("make", "handout", "各支部.xlsx", "-o", "出")
    assert "已生成 0，先前已生成 4，未生成 0" in again.stdout
    assert times(workspace.root / "出") == after


def test_what_was_changed_or_lost_is_made_again(guiju: Run, workspace: Workspace) -> None:
    typed(workspace, handouts(workspace, 3))
    folder = workspace.root / "出"
    guiju("make", "handout", "各支部.xlsx", "-o", "出")
    whole = {path.name: path.read_bytes() for path in folder.glob("*.docx")}
    (folder / "各支部-0002.docx").unlink()
    (folder / "各支部-0003.docx").write_bytes(b"damaged")
    done = guiju("make", "handout", "各支部.xlsx", "-o", "出")
    assert "已生成 2，先前已生成 1，未生成 0" in done.stdout
    assert {path.name: path.read_bytes() for path in folder.glob("*.docx")} == whole


def test_documents_are_made_again_when_what_they_are_made_from_changes(workspace: Workspace, tmp_path: Path) -> None:
    kind = find_kind(workspace, "handout")
    rows = [Row(2, handouts(workspace, 1)[0])]
    folder = tmp_path / "出"

    def earlier(on: date = ON) -> bool:
        (outcome,) = run(workspace, kind, rows, folder, on=on)
        return outcome.earlier

    assert [earlier(), earlier()] == [False, True]
    assert earlier(date(2026, 12, 24)), "a later day on which the same versions apply"
    kind.template.write_text(kind.template.read_text("utf-8") + "\n尾注\n", "utf-8")
    assert [earlier(), earlier()] == [False, True]
    rule = workspace.regulations / "dangzhang" / "2022-10-22.md"
    rule.write_text(rule.read_text("utf-8").replace("> 要点：", "> 要点：改过的", 1), "utf-8")
    assert [earlier(), earlier()] == [False, True]
    office = workspace.content / "office.yml"
    office.write_text("variables:\n  单位名称: 某某局\n", "utf-8")
    assert [earlier(), earlier()] == [False, True]


def test_a_trial_makes_everything_and_writes_nothing(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, 3)
    rows[0]["title"] = "短"
    typed(workspace, rows)
    before = sorted(workspace.root.rglob("*"))
    done = guiju("make", "handout", "各支部.xlsx", "generators/handout/example.yml", "-o", "出", "--dry-run")
    assert done.returncode == 2
    assert "可以生成 出/example.docx" in done.stdout
    assert "共 3 份：可以生成 2，不能生成 1；只是试做，没有写入" in done.stdout
    assert "第2行：“标题”(title)" in done.stderr
    assert [path for path in sorted(workspace.root.rglob("*")) if "__pycache__" not in str(path)] == before


def test_yaml_and_json_with_many_documents(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, 3)
    rows[2]["title"] = "短"
    (workspace.root / "多份.json").write_text(json.dumps(rows), "utf-8")
    text = "rule: 委员会议制度\ndate: 2026-11-20\nrows:\n  - issuer: 甲单位纪委\n  - issuer: 乙\n"
    (workspace.root / "多份.yml").write_text(text, "utf-8")
    done = guiju("make", "handout", "多份.json", "-o", "出")
    assert "共 3 份：已生成 2，先前已生成 0，未生成 1" in done.stdout
    assert "多份.json 第3份：“标题”(title)" in done.stderr
    done = guiju("make", "office-rule", "多份.yml", "-o", "出")
    assert (workspace.root / "出" / "多份-0001.docx").exists()
    assert "多份.yml 第2份：“制定机关”(issuer)不能为空或过少（至少 4），给的是“乙”（第5行）" in done.stderr


def test_several_files_in_one_command(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, 2)
    typed(workspace, rows, "甲.xlsx")
    typed(workspace, rows[:1], "乙.xlsx")
    book = book_of(find_kind(workspace, "handout"), rows)
    book["数据"]["B2"].value = "=A1"
    saved(book, workspace.root / "坏.xlsx")
    done = guiju("make", "handout", "甲.xlsx", "坏.xlsx", "乙.xlsx", "generators/handout/example.yml", "-o", "出")
    assert done.returncode == 2
    assert "坏.xlsx 第2行：“数据”表 B2 是公式" in done.stderr
    assert "共 3 份：已生成 3" in done.stdout
    assert [row[:3] for row in results(workspace.root / "出")] == [
        ["甲.xlsx", 2, "甲-0002.docx\n甲-0002.html"],
        ["甲.xlsx", 3, "甲-0003.docx\n甲-0003.html"],
        ["乙.xlsx", 2, "乙.docx\n乙.html"],
    ]
    assert (workspace.root / "出" / "example.docx").exists()


def inspection(guiju: Run, workspace: Workspace, name: str, findings: int, **own: Any) -> None:
    """A workbook as the command writes it, with so many findings, and some of the document's own fields typed over."""
    assert guiju("new", "inspection-table", "--xlsx", "-o", name).returncode == 0
    path = workspace.root / name
    book = openpyxl.load_workbook(path)
    page, document = book["数据"], book["文书"]
    page.delete_rows(2, page.max_row)
    for n in range(2, findings + 2):
        for at, value in enumerate(
            ["办公室", f"第{n}室", "没有交接班的记录", None, "补正记录", "2026-11-01", "已整改"], 1
        ):
            page.cell(n, at).value = value
    for title, value in own.items():
        heads = {str(cell.value).rstrip("＊"): cell.coordinate for cell in document[1]}
        document[heads[title].replace("1", "2")].value = value
    book.save(path)


def test_all_rows_of_a_workbook_make_one_document(guiju: Run, workspace: Workspace) -> None:
    inspection(guiju, workspace, "检查.xlsx", 40)
    done = guiju("make", "inspection-table", "检查.xlsx", "-o", "出")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "共 1 份：已生成 1，先前已生成 0，未生成 0，见 出/结果.xlsx\n"
    folder = workspace.root / "出"
    made = folder / "滨档机纪〔2026〕7号.docx"
    assert list(times(folder)) == [made.name]
    document = docx.Document(str(made))
    (table,) = document.tables
    assert [row.cells[2].text for row in table.rows[1:]] == [f"第{n}室" for n in range(2, 42)]
    assert any("共发现问题40个" in paragraph.text for paragraph in document.paragraphs)
    assert results(folder) == [[None, made.name, "已生成", None, None]]
    again = guiju("make", "inspection-table", "检查.xlsx", "-o", "出")
    assert "已生成 0，先前已生成 1" in again.stdout


def test_the_workbook_as_it_is_given_makes_the_document_of_the_example(guiju: Run, workspace: Workspace) -> None:
    guiju("new", "inspection-table", "--xlsx", "-o", "检查.xlsx")
    guiju("make", "inspection-table", "检查.xlsx", "generators/inspection-table/example.yml", "-o", "出")
    first, second = sorted((workspace.root / "出").glob("*.docx"))
    assert first.read_bytes() == second.read_bytes()


def test_what_is_wrong_in_one_of_many_rows_is_named_by_row_and_field(guiju: Run, workspace: Workspace) -> None:
    inspection(guiju, workspace, "甲.xlsx", 9, 发文字号="滨档机纪〔2026〕8号")
    inspection(guiju, workspace, "乙.xlsx", 9)
    inspection(guiju, workspace, "丙.xlsx", 0)
    book = openpyxl.load_workbook(workspace.root / "乙.xlsx")
    book["数据"]["F7"].value, book["文书"]["B2"].value = "下个月", "5号"
    book.save(workspace.root / "乙.xlsx")
    done = guiju("make", "inspection-table", "甲.xlsx", "乙.xlsx", "丙.xlsx", "-o", "出", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 2
    assert [(made["source"], made["row"], made["outputs"]) for made in told["made"]] == [
        ("甲.xlsx", 0, ["出/滨档机纪〔2026〕8号.docx"])
    ]
    second, third = told["failed"]
    assert (second["source"], second["row"], third["source"]) == ("乙.xlsx", 0, "丙.xlsx")
    assert "第7行，“问题清单”(findings)第6项的“整改期限”(deadline)应是存在的日期" in second["error"]
    assert "“发文字号”(doc_number)应是发文字号" in second["error"]
    assert "缺少“问题清单”(findings)" in third["error"]
    assert [row[:4] for row in results(workspace.root / "出")] == [
        ["甲.xlsx", None, "滨档机纪〔2026〕8号.docx", "已生成"],
        ["乙.xlsx", None, None, "未生成"],
        ["丙.xlsx", None, None, "未生成"],
    ]


def test_the_results_never_take_the_place_of_data(guiju: Run, workspace: Workspace) -> None:
    path = typed(workspace, handouts(workspace, 2), RESULTS)
    before = path.read_bytes()
    done = guiju("make", "handout", RESULTS, "-o", ".")
    assert done.returncode == 2
    assert "会被覆盖" in done.stderr
    assert path.read_bytes() == before


@pytest.mark.office
def test_a_batch_goes_to_paper_in_one_go_and_only_what_is_new(
    guiju: Run, workspace: Workspace, office_cache: Path
) -> None:  # fmt: skip
    typed(workspace, handouts(workspace, 3))
    assert guiju("make", "handout", "各支部.xlsx", "-o", "出", "--pdf", "--png").returncode == 0
    folder = workspace.root / "出"
    printed = {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    assert [path.with_suffix(".docx").is_file() for path in printed] == [True] * 3
    assert len(list(folder.glob("*-1.png"))) == 3
    next(iter(printed)).unlink()
    assert guiju("make", "handout", "各支部.xlsx", "-o", "出", "--pdf").returncode == 0
    again = {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    assert again.keys() == printed.keys()
    assert sum(again[path] != printed[path] for path in printed) == 1


NAMES = [
    ("中秋提醒-综合处", "中秋提醒-综合处"),
    ("../../etc/passwd", "etc_passwd"),
    ("C:\\机关\\纪委", "C_机关_纪委"),
    ("a\x00b\x1fc\u202e\u200bd", "abcd"),
    ("甲\n乙\t丙　丁", "甲乙丙 丁"),
    ("con", "_con"),
    ("COM1.通知", "_COM1.通知"),
    ("name. . .", "name"),
    (".隐藏", "隐藏"),
    ("e\u0301", "é"),
    ('<>:"|?*', "未命名"),
    ("", "未命名"),
    ("\ud800甲", "甲"),
    ("长" * 200, "长" * 66),
    ("a" * 200, "a" * 80),
]


@pytest.mark.parametrize(("given", "expected"), NAMES)
def test_a_name_is_made_safe(given: str, expected: str) -> None:
    assert safe(given) == expected


@given(names=st.lists(st.text(max_size=120), min_size=1, max_size=8))
def test_names_are_always_safe_and_never_alike(names: list[str]) -> None:
    kind = Kind("x", Path("x"), "甲", "", {"x-filename": "{name}", "properties": {"name": {}}}, ("docx",))
    rows = [(Path("数据.xlsx"), Row(i, {"name": name})) for i, name in enumerate(names, 2)]
    found = names_of(rows, kind, {}, ["结果"])
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert name
        assert len(name) <= 80
        assert len(f".{name}.docx.12345678{HALF}".encode()) <= 255
        assert not set(name) & set('\\/:*?"<>|\n\r\t\x00')
        assert name == name.strip(" .")
        assert name != "结果"
        assert Path(name).name == name


def test_names_follow_the_pattern_and_are_told_apart(workspace: Workspace) -> None:
    kind = every_type(workspace, SCHEMA.replace("type: object", 'x-filename: "{day}-{name}-{cc}"\ntype: object', 1))
    data: list[dict[str, Any]] = [
        {"name": "甲单位", "day": "2026-09-18", "cc": ["乙", "丙"]},
        {"name": "甲/单位", "day": "2026-09-18"},
        {"name": "甲:单位", "day": "2026-09-18"},
        {"name": "甲_单位", "day": "2026-09-18"},
        {},
    ]
    rows = [(Path("数据.xlsx"), Row(number, row)) for number, row in enumerate(data, 2)]
    assert names_of(rows, kind, {"day": "2026-01-01"}) == [
        "2026-09-18-甲单位-乙、丙",
        "2026-09-18-甲_单位",
        "2026-09-18-甲_单位(2)",
        "2026-09-18-甲_单位(3)",
        "2026-01-01",
    ]


@pytest.mark.parametrize("pattern", ['"{天气}"', "[a]", '""'])
def test_a_pattern_that_names_no_field_is_refused(pattern: str, workspace: Workspace) -> None:
    kind = every_type(workspace, SCHEMA.replace("type: object", f"x-filename: {pattern}\ntype: object", 1))
    with pytest.raises(BadTemplate, match="x-filename"):
        names_of([(Path("数据.xlsx"), Row(2, {}))], kind, {})


def test_documents_of_the_same_name_all_stay(workspace: Workspace, tmp_path: Path) -> None:
    kind = every_type(workspace, SCHEMA.replace("type: object", 'x-filename: "{name}"\ntype: object', 1))
    rows = [Row(n, {"name": name, "day": "2026-09-18"}) for n, name in enumerate(["甲单位", "甲单位", "结果"], 2)]
    run(workspace, kind, rows, tmp_path / "出")
    assert sorted(times(tmp_path / "出")) == ["甲单位(2).html", "甲单位.html", "结果(2).html"]


def kill_at(words: list[str], workspace: Workspace, folder: Path, count: int, chance: random.Random) -> None:
    """Start the command and kill it, without warning, soon after the folder holds so many documents more."""
    command = [GUIJU, *words]
    process = subprocess.Popen(command, cwd=workspace.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wanted = sum(1 for _ in folder.glob("*.docx")) + count
    while process.poll() is None and sum(1 for _ in folder.glob("*.docx")) < wanted:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.03))
    process.send_signal(signal.SIGKILL)
    process.wait()


KILLS, ROWS = (50, 500) if SOAK else (4, 40)


def test_killed_in_a_batch_every_document_is_whole_and_none_is_made_twice(guiju: Run, workspace: Workspace) -> None:
    rows = handouts(workspace, ROWS)
    rows[7]["title"] = "短"
    typed(workspace, rows)
    words = ["make", "handout", "各支部.xlsx", "-o", "出"]
    folder = workspace.root / "出"
    folder.mkdir()
    chance = random.Random(20261128)
    seen: dict[str, int] = {}
    for turn in range(KILLS):
        kill_at(
            words, workspace, folder, chance.randrange(0, max(1, (ROWS - len(seen) // 2) // (KILLS - turn) * 2)), chance
        )
        assert_whole(folder)
        now = times(folder)
        assert {name: now[name] for name in seen} == seen
        seen = now
    assert len(seen) > 2, "the kills did not fall into the run"
    done = guiju(*words)
    made = ROWS - 1
    assert done.stdout.startswith(f"共 {ROWS} 份：")
    assert done.returncode == 2
    after = times(folder)
    assert {name: after[name] for name in seen} == seen
    assert sorted(after) == [f"各支部-{n:04}.{end}" for n in range(2, ROWS + 2) if n != 9 for end in ("docx", "html")]
    assert_whole(folder)
    told = results(folder)
    assert [row[0] for row in told] == list(range(2, ROWS + 2))
    assert [row[0] for row in told if row[2] == "未生成"] == [9]
    for number, files, said, *_ in told:
        both = {f"各支部-{number:04}.docx", f"各支部-{number:04}.html"}
        assert number == 9 or set(files.split("\n")) == both
        # A document of which only one file had come into place is made up for, and counts as made now.
        assert number == 9 or (said == "先前已生成") == (both <= seen.keys())
    assert made * 2 == len(after)
    assert {path.name for path in folder.iterdir()} == {*after, RESULTS, JOURNAL}
    again = guiju(*words)
    assert f"已生成 0，先前已生成 {made}，未生成 1" in again.stdout
    assert times(folder) == after


def test_two_runs_give_the_same_bytes(guiju: Run, workspace: Workspace) -> None:
    typed(workspace, handouts(workspace, 6))
    guiju("make", "handout", "各支部.xlsx", "-o", "甲", "--jobs", "1")
    guiju("make", "handout", "各支部.xlsx", "-o", "乙", "--jobs", "3")
    first, second = (
        {path.name: path.read_bytes() for path in (workspace.root / name).iterdir() if path.name != JOURNAL}
        for name in "甲乙"
    )
    assert first == second
    assert len(first) == 13


def heeding_ctrl_c() -> None:
    """What a shell starts in the background ignores Ctrl+C, and so does all that it starts; a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_batch_ends_quietly_and_goes_on(guiju: Run, workspace: Workspace) -> None:
    typed(workspace, handouts(workspace, 600))
    command = [GUIJU, "make", "handout", "各支部.xlsx", "-o", "出"]
    with subprocess.Popen(
        command, cwd=workspace.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=heeding_ctrl_c,
    ) as process:  # fmt: skip
        folder = workspace.root / "出"
        while process.poll() is None and not list(folder.glob("*.docx")):
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl+C does: all processes of the terminal
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told.strip()) == (130, "已中断，没有完成的部分不会留下")
    assert_whole(folder)
    assert "共 600 份" in guiju(*command[1:]).stdout
    assert len(times(folder)) == 1200


def test_two_batches_do_not_write_into_one_folder_at_once(guiju: Run, workspace: Workspace) -> None:
    typed(workspace, handouts(workspace, 3))
    folder = workspace.root / "出"
    folder.mkdir()
    hold = f"import fcntl; f=open({str(folder / JOURNAL)!r},'a'); fcntl.lockf(f, 2); print('x', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        done = guiju("make", "handout", "各支部.xlsx", "-o", "出")
        other.communicate(b"\n")
    assert (done.returncode, "另一个程序正在往这个文件夹里生成文书" in done.stderr) == (2, True)
    assert guiju("make", "handout", "各支部.xlsx", "-o", "出").returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 300 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)], capture_output=True
    ).returncode:
        pytest.skip("这里不能挂载小磁盘：磁盘写满和只读的测试没有运行")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_once_and_the_rerun_goes_on(guiju: Run, workspace: Workspace, disk: Path) -> None:
    typed(workspace, handouts(workspace, 40))
    done = guiju("make", "handout", "各支部.xlsx", "-o", disk)
    assert done.returncode == 2
    assert done.stderr.count("磁盘已满") == 1
    assert "Traceback" not in done.stderr
    before = times(disk)
    assert before
    assert_whole(disk)
    assert not list(disk.glob(f".*{HALF}"))
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    assert guiju("make", "handout", "各支部.xlsx", "-o", disk).returncode == 0
    after = times(disk)
    assert {name: after[name] for name in before} == before
    assert len(after) == 80


def test_a_folder_that_cannot_be_written_to_is_named_before_anything_is_made(
    guiju: Run, workspace: Workspace, disk: Path
) -> None:
    typed(workspace, handouts(workspace, 3))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = guiju("make", "handout", "各支部.xlsx", "-o", disk / "出")
    assert (done.returncode, done.stderr.count("磁盘是只读的")) == (2, 1)
    assert str(disk / "出") in done.stderr
    (workspace.root / "文件").write_text("挡路", "utf-8")
    done = guiju("make", "handout", "各支部.xlsx", "-o", "文件")
    assert (done.returncode, done.stdout) == (2, "")
    assert "已有同名的文件" in done.stderr


def test_a_torn_line_in_the_journal_costs_only_its_document(guiju: Run, workspace: Workspace) -> None:
    typed(workspace, handouts(workspace, 4))
    guiju("make", "handout", "各支部.xlsx", "-o", "出")
    journal = workspace.root / "出" / JOURNAL
    journal.write_bytes(journal.read_bytes()[:-40])
    done = guiju("make", "handout", "各支部.xlsx", "-o", "出")
    assert "已生成 1，先前已生成 3，未生成 0" in done.stdout
    assert "先前已生成 4" in guiju("make", "handout", "各支部.xlsx", "-o", "出").stdout


def test_a_document_that_takes_too_long_is_ended_and_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LONGEST_TIME", 0.0)
    (outcome,) = run(workspace, find_kind(workspace, "handout"), [Row(2, handouts(workspace, 1)[0])], tmp_path / "出")
    assert "还没有做完，已经停下" in str(outcome.error)
    assert [row[2] for row in results(tmp_path / "出")] == ["未生成"]


def test_a_batch_that_lost_its_folder_says_so(workspace: Workspace, tmp_path: Path) -> None:
    rows = [Row(n, data) for n, data in enumerate(handouts(workspace, 40), 2)]
    (tmp_path / "出").mkdir()
    order = Batch(find_kind(workspace, "handout"), {tmp_path / "数据.xlsx": rows}, tmp_path / "出", ON)
    running = make_batch(order, load_corpus(workspace), workspace)
    next(running)
    shutil.rmtree(tmp_path / "出")
    (tmp_path / "出").write_text("挡路", "utf-8")
    with pytest.raises(CannotWrite):
        list(running)


MEMORY = """
import resource, sys
from pathlib import Path
from guiju.corpus.loading import load_corpus
from guiju.documents.batch import Batch, make_batch
from guiju.documents.kinds import find_kind
from guiju.documents.workbook import Row
from guiju.workspace import Workspace
from guiju.yamlfile import read_mapping
workspace = Workspace(Path(sys.argv[1]))
kind = find_kind(workspace, "handout")
example, _ = read_mapping(kind.example)
rows = [Row(n, {**example, "audience": f"第{n}党支部"}) for n in range(2, 1002)]
batch = Batch(kind, {Path("数据.xlsx"): rows}, Path(sys.argv[1]) / "出", __import__("datetime").date(2026, 11, 28), 2, True)
peaks = []
for number, outcome in enumerate(make_batch(batch, load_corpus(workspace), workspace)):
    assert not outcome.error, outcome.error
    if number % 100 == 99:
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[0], peaks[-1])
"""


def test_memory_stays_flat_over_a_thousand_rows(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(workspace.root)], capture_output=True, text=True, check=True
    )
    first, last = map(int, done.stdout.split())
    assert last - first < 10_000, "kB: the bytes of the documents alone would be 20,000"


HOSTILE = (
    "{{ 7*7 }}", "{% for x in range(10**9) %}x{% endfor %}", "{{ ''.__class__.__mro__ }}", "=1+1", "=HYPERLINK(\"x\")",
    "+cmd|' /C calc'!A0", "@SUM(1)", "a\x00b", "a\x07\x1b[31mb", "甲\u202e乙\u202c", "\u200f左\u200e右", "\ufeff开头",
    "../../../../tmp/出去", "C:\\windows\\system32", "CON", "nul.txt", "~$锁", "a/b\\c:d*e?f", "<script>alert(1)</script>",
    "]]>&amp;<w:p/>", "---\nform: notice", "# 标题", "- 列表", "| 表 | 格 |", "**粗", "![](http://x)", "```", "\\n", "\r\n甲",
    "\ud800", "𠮷😀", "长" * 33_000, "x" * 100_000, "：：：", "'\"`", "null", "true", "2026-02-30", "-1", "1e999", "　", "", ".", "…",
    "_x0000_", "_xD800_", "%00%2e%2e", "甲\u2028乙", "e\u0301" * 500, "\ufffe", "人民币￥１２３",
)  # fmt: skip

TRIES = 2000 if SOAK else 60


def hostile(chance: random.Random, example: dict[str, Any]) -> dict[str, Any]:
    """The example with one, two or three values that were put there to do harm."""
    share = 2 / sum(1 for _ in leaves(example))

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [turned(inner) for inner in value]
        if chance.random() >= share:
            return value
        bad, way = chance.choice(HOSTILE), chance.random()
        if way < 0.1:
            return chance.choice([None, 1, 2.5, True, [], {}, [value], {"a": value}])
        return bad if way < 0.4 else f"{value}{bad}" if way < 0.7 else f"{bad}{value}"

    return {key: turned(value) for key, value in example.items()}


def leaves(value: Any) -> Iterator[Any]:
    """Every value that holds no others."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if inner is None:
        yield value
    else:
        for each in inner:
            yield from leaves(each)


@pytest.mark.parametrize("name", ["handout", "reminder-card", "festival-reminder", "training-notice"])
def test_hostile_rows_become_documents_or_clear_refusals(name: str, workspace: Workspace, tmp_path: Path) -> None:
    schema = workspace.generators / name / "schema.yml"
    if "x-filename" not in schema.read_text("utf-8"):
        schema.write_text(
            schema.read_text("utf-8").replace("type: object", 'x-filename: "{title}"\ntype: object', 1), "utf-8"
        )
    kind = find_kind(workspace, name)
    example, _ = read_mapping(kind.example)
    chance = random.Random(20261128)
    rows = [Row(n, hostile(chance, example)) for n in range(2, TRIES // 4 + 2)]
    outcomes = run(workspace, kind, rows, tmp_path / "出" / "里")
    assert {path.name for path in tmp_path.iterdir()} == {"出", "office"}
    assert [path.name for path in (tmp_path / "出").iterdir()] == ["里"]
    made = [outcome for outcome in outcomes if not outcome.error]
    assert made
    assert len(made) < len(outcomes)
    for outcome in outcomes:
        for path in outcome.outputs:
            assert path.parent == tmp_path / "出" / "里"
            if path.suffix == ".docx":
                assert docx.Document(str(path)).paragraphs
            elif path.suffix == ".xlsx":
                pages = openpyxl.load_workbook(path).worksheets
                assert not [
                    c.coordinate for page in pages for row in page.iter_rows() for c in row if c.data_type in "fe"
                ]
        if outcome.error:
            assert "程序自身" not in str(outcome.error)
            assert outcome.error.remedy
            assert str(outcome.error).isprintable() or "　" in str(outcome.error)
    told = results(tmp_path / "出" / "里")
    assert [row[0] for row in told] == [row.number for row in rows]
    page = openpyxl.load_workbook(tmp_path / "出" / "里" / RESULTS).worksheets[0]
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type in "fe"]


def test_hostile_cells_become_documents_or_clear_refusals(guiju: Run, workspace: Workspace) -> None:
    """The same through the workbook and the command, as far as a cell can hold them."""
    kind = find_kind(workspace, "handout")
    example, _ = read_mapping(kind.example)
    chance = random.Random(20261129)
    usable = [text for text in HOSTILE if text.isprintable() and len(text) < 32_000 and "\ud800" not in text]
    rows = [
        {
            **example,
            "title": f"{chance.choice(usable)}的材料",
            "introduction": [f"{chance.choice(usable)}说明文字说明文字说明"],
        }
        for _ in range(TRIES // 3)
    ]
    typed(workspace, rows)
    done = guiju("make", "handout", "各支部.xlsx", "-o", "出")
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr
    assert "程序自身" not in done.stderr
    assert done.stdout.startswith(f"共 {TRIES // 3} 份：")
    assert {path.name for path in workspace.root.iterdir()} == {
        "regulations", "content", "generators", "mkdocs.yml", "各支部.xlsx", "出",
    }  # fmt: skip


def test_jinja_in_data_is_text(workspace: Workspace, tmp_path: Path) -> None:
    rows = [Row(2, {"name": "{{ 7 * 7 }}单位", "day": "2026-09-18", "tasks": [{"text": "{% if 1 %}甲{% endif %}"}]})]
    run(workspace, every_type(workspace), rows, tmp_path / "出")
    page = (tmp_path / "出" / "数据.html").read_text("utf-8")
    assert "<title>{{ 7 * 7 }}单位</title>" in page
    assert "{% if 1 %}甲{% endif %}" in page


def test_a_formula_in_the_results_is_text(workspace: Workspace, tmp_path: Path) -> None:
    rows = [Row(2, {"name": "=1+1", "day": '=HYPERLINK("http://x")'})]
    run(workspace, every_type(workspace), rows, tmp_path / "出")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "出" / RESULTS).read_bytes())) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    with pytest.raises(BadData):
        raise run(workspace, every_type(workspace), rows, tmp_path / "又")[0].error or AssertionError


@pytest.mark.office
def test_a_character_that_the_font_lacks_is_told(guiju: Run, workspace: Workspace, office_cache: Path) -> None:
    text = (workspace.generators / "festival-reminder" / "example.yml").read_text("utf-8")
    (workspace.root / "甲.yml").write_text(text.replace("各处室党支部", "喆镕党支部"), "utf-8")
    workspace.cache.mkdir(exist_ok=True)
    (workspace.cache / "fonts").symlink_to(office_cache / "fonts")
    done = guiju("make", "festival-reminder", "甲.yml", "-o", "出", "--pdf")
    assert done.returncode == 0
    assert "喆、镕" in done.stderr
    assert "没有用上公文字体" in done.stderr
