from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from lxml import html

from guiju.corpus.importing import Wishes, import_file, plan_import
from guiju.corpus.outline import count_nodes
from guiju.corpus.versionfile import official_text, read_version, version_to_text
from guiju.errors import BadImport
from guiju.regulation import Division
from guiju.workspace import Workspace
from tests.conftest import CORPUS, PARTY, SOAK, party

BLANK = re.compile(r"[\s\u3000\u00a0]+")

GOOD = """甲市机关会议办法
（2020年3月1日印发）
第一章　总　则
第一条　为了规范会议，制定本办法。
第二条　会议由办公室负责：
（一）通知；
（二）记录。
第二章　附　则
第三条　本办法自2020年4月1日起施行。
"""


def files(workspace: Workspace) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in workspace.regulations.rglob("*") if p.is_file()}


def text_file(workspace: Workspace, text: str | bytes, name: str = "甲.txt") -> Path:
    path = workspace.root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("id", "effective", "adopted", "chapters", "articles"),
    [
        ("dangzhang", date(2022, 10, 22), date(2022, 10, 22), 11, 55),
        ("jiandu-zhiji-guize", date(2019, 1, 1), date(2018, 11, 26), 10, 77),
        ("gongwuyuan-fa", date(2019, 6, 1), date(2018, 12, 29), 18, 113),
    ],
)
def test_the_three_texts_come_in_with_their_structure_and_dates(
    workspace: Workspace, id: str, effective: date, adopted: date, chapters: int, articles: int
) -> None:
    imported = import_file(party(id), workspace, Wishes(id=id))
    meta, counts = imported.version.meta, count_nodes(imported.version)
    assert (meta.effective, meta.adopted, counts["章"], counts["条"]) == (effective, adopted, chapters, articles)
    assert imported.path == workspace.regulations / id / f"{effective}.md"
    assert read_version(imported.path) == imported.version


@pytest.mark.corpus
def test_the_constitution_keeps_its_general_programme_and_our_gists(workspace: Workspace) -> None:
    version = import_file(party("dangzhang"), workspace, Wishes()).version
    programme = version.children[0]
    assert isinstance(programme, Division)
    assert (programme.label, len(programme.paragraphs)) == ("总纲", 32)
    assert 5 <= len(programme.digests) <= 8
    assert all(article.digest and article.paragraphs for _, article in version.articles())


@pytest.mark.corpus
def test_not_a_character_of_the_page_is_changed(workspace: Workspace) -> None:
    page = html.fromstring(party("dangzhang").read_text("utf-8"))
    raw = str(page.xpath("string(//div[@class='conTxt'])"))
    note = str(page.xpath("string((//div[@class='conTxt']/p)[2])"))
    stored = official_text(import_file(party("dangzhang"), workspace, Wishes()).version)
    assert BLANK.sub("", stored) == BLANK.sub("", raw).replace(note, "")


@pytest.mark.corpus
def test_not_a_character_of_the_official_docx_is_changed(workspace: Workspace) -> None:
    paragraphs = [BLANK.sub("", p.text) for p in docx.Document(str(party("gongwuyuan-fa"))).paragraphs]
    contents = paragraphs.index("目录")
    body = paragraphs.index("第一章总则", contents + 2)
    stored = official_text(import_file(party("gongwuyuan-fa"), workspace, Wishes(id="gongwuyuan-fa")).version)
    assert BLANK.sub("", stored) == "中华人民共和国公务员法" + "".join(paragraphs[body:])


@pytest.mark.corpus
def test_importing_again_changes_nothing(workspace: Workspace) -> None:
    import_file(party("dangzhang"), workspace, Wishes())
    before = files(workspace)
    assert not import_file(party("dangzhang"), workspace, Wishes()).changed
    assert files(workspace) == before


@pytest.mark.corpus
def test_official_texts_of_the_national_database_agree_with_their_counts(workspace: Workspace) -> None:
    from guiju.corpus.recognition import recognise
    from guiju.corpus.sources import read_source

    rows = [line.split("\t") for line in (CORPUS / "flk" / "PAIRS.tsv").read_text("utf-8").splitlines()[1:]]
    seen = 0
    for name, _, articles, _ in rows[:: 1 if SOAK else 7]:
        try:
            found = recognise(read_source(CORPUS / "flk" / name).lines)
        except BadImport as refusal:
            assert re.search("表格|图片|嵌入", refusal.cause), name
            continue
        if found.count("条"):
            assert (name, found.count("条"), found.findings) == (name, int(articles), ())
            seen += 1
    assert seen >= 20


def test_a_dry_run_stores_nothing(workspace: Workspace) -> None:
    before = files(workspace)
    planned = plan_import(text_file(workspace, GOOD), workspace, Wishes(id="huiyi-banfa"))
    assert (planned.changed, count_nodes(planned.version)["条"]) == (True, 3)
    assert files(workspace) == before


def test_dates_and_unknown_facts_of_a_plain_text(workspace: Workspace) -> None:
    meta = import_file(text_file(workspace, GOOD), workspace, Wishes(id="huiyi-banfa")).version.meta
    assert (meta.adopted, meta.effective, meta.level) == (date(2020, 3, 1), date(2020, 4, 1), "办法")
    assert not meta.verified("issuer")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (("第二条　会议", "第四条　会议"), "条号不连续"),
        (("第三条　本办法", "第二条　本办法"), "条号重复"),
        (("第一章　总", "第二章　总"), "序号不连续"),
        (("规范会议", "规范\ufffd议"), "乱码"),
        (("（二）记录。", "（二）记录。\n上一篇：乙办法"), "网页"),
        (("制定本办法。", "制定本办法。第二条 会议要短。"), "连在了一起"),
        (("第二条　会议由", "第二条规定的会议由"), "分不清"),
        (("第二条　会议由办公室负责：\n（一）通知；\n（二）记录。\n", "第二条\n"), "没有正文"),
        (("甲市机关会议办法\n", ""), "标题"),
        (("第一条　为了", "为了"), "第一条"),
    ],
)
def test_a_broken_text_is_refused_and_nothing_is_stored(
    workspace: Workspace, change: tuple[str, str], cause: str
) -> None:
    before = files(workspace)
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(BadImport, match=cause) as refusal:
        import_file(text_file(workspace, text), workspace, Wishes(id="huiyi-banfa"))
    assert refusal.value.remedy
    assert "甲.txt" in str(refusal.value)
    assert files(workspace) == before


@pytest.mark.parametrize(
    ("text", "wishes", "cause"),
    [
        (GOOD, Wishes(id="会议"), "编号"),
        (GOOD, Wishes(id="dangzhang"), "已经是"),
        (GOOD.replace("2020年4月1日起", "发布之日起"), Wishes(id="huiyi-banfa"), "--effective"),
        (GOOD.replace("2020年4月1日起", "2019年4月1日起"), Wishes(id="huiyi-banfa"), "早于"),
        (GOOD.replace("会议办法", "会议制度"), Wishes(id="huiyi-banfa"), "位阶"),
    ],
)
def test_what_the_text_does_not_say_is_asked_for(workspace: Workspace, text: str, wishes: Wishes, cause: str) -> None:
    with pytest.raises(BadImport) as refusal:
        import_file(text_file(workspace, text), workspace, wishes)
    assert cause in str(refusal.value)


def test_a_new_regulation_is_named_after_its_title(workspace: Workspace) -> None:
    imported = import_file(text_file(workspace, GOOD), workspace, Wishes())
    assert imported.path == workspace.regulations / "jia-shi-jiguan-huiyi-banfa" / "2020-04-01.md"


def test_a_date_given_by_the_user_wins(workspace: Workspace) -> None:
    wishes = Wishes(id="huiyi-banfa", effective=date(2021, 1, 1))
    assert import_file(text_file(workspace, GOOD), workspace, wishes).path.name == "2021-01-01.md"


def empty_docx(body: str) -> bytes:
    """A docx whose body is this WordprocessingML."""
    out = io.BytesIO()
    document = docx.Document()
    document.save(out)
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>'
    source, target = zipfile.ZipFile(out), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for part in source.namelist():
            package.writestr(part, xml if part == "word/document.xml" else source.read(part))
    return target.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (201 * 2**20))
    return out.getvalue()


RUN = "<w:r><w:t>甲</w:t></w:r>"


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("甲.docx", b"not a docx", "不是有效的 docx"),
        ("甲.docx", b"", "0 字节"),
        ("甲.txt", b"", "0 字节"),
        ("甲.txt", " \n　\n", "没有文字"),
        ("甲.txt", GOOD.encode("gb18030"), "GB18030"),
        ("甲.txt", b"\xff\xfe\x00\x80", "不是 UTF-8"),
        ("甲.pdf", b"%PDF-1.4", "不认识的文件类型"),
        ("甲.md", GOOD + "| 一 | 二 |\n", "表格"),
        ("甲.html", "<p>第一条　甲。</p><table><tr><td>第二条　乙。</td></tr></table>", "表格"),
        ("甲.docx", empty_docx('<w:altChunk xmlns:r="http://r" r:id="rId9"/>'), "altChunk"),
        ("甲.docx", empty_docx(f"<w:p><w:ins>{RUN}</w:ins></w:p>"), "修订"),
        ("甲.docx", empty_docx(f"<w:tbl><w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr></w:tbl>"), "表格"),
        ("甲.docx", empty_docx(f'<w:p>{RUN}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'), "脚注"),
        ("甲.docx", empty_docx(f'<w:p>{RUN}<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>'), "符号字体"),
        ("甲.docx", empty_docx(f"<w:p>{RUN}<w:r><w:drawing/></w:r></w:p>"), "图片"),
        ("甲.docx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧版 doc"),
        ("甲.docx", empty_docx("").replace(b"<w:body>", b"<w:bxdy>"), "不是有效的 docx"),
        ("甲.docx", empty_docx(""), "没有文字"),
        ("甲.docx", zip_bomb(), "压缩炸弹"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_files_that_cannot_be_read_are_refused_by_name(
    workspace: Workspace, name: str, content: str | bytes, cause: str
) -> None:
    before = files(workspace)
    with pytest.raises(BadImport, match=cause) as refusal:
        import_file(text_file(workspace, content, name), workspace, Wishes(id="jia"))
    assert name in str(refusal.value)
    assert refusal.value.remedy
    assert files(workspace) == before


MUTATIONS = 10_000 if SOAK else 300


@pytest.mark.corpus
def test_a_damaged_file_is_taken_whole_or_refused_never_crashed_on(workspace: Workspace) -> None:
    """Bytes lost, changed or cut off, inside the parts of a docx too: every outcome is a text or a refusal."""
    chance = random.Random(20261124)
    originals = [party(id) for id in PARTY]
    outcomes = set()
    for _ in range(MUTATIONS):
        original = chance.choice(originals)
        path = text_file(workspace, damaged(original.read_bytes(), chance), f"损坏{original.suffix}")
        try:
            plan_import(path, workspace, Wishes(id="zzz", effective=date(2020, 1, 1)))
            outcomes.add("taken")
        except BadImport as refusal:
            assert refusal.remedy
            outcomes.add("refused")
    assert outcomes == {"taken", "refused"}


def damaged(data: bytes, chance: random.Random) -> bytes:
    if zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.6:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                if chance.random() < 0.9:
                    part = source.read(name)
                    target.writestr(name, damaged_bytes(part, chance) if chance.random() < 0.4 else part)
        return out.getvalue()
    return data[: chance.randrange(len(data))] if chance.random() < 0.3 else damaged_bytes(data, chance)


def damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(changed) or 1)
        if chance.random() < 0.5:
            changed[at : at + chance.randint(1, 400)] = b""
        elif at < len(changed):
            changed[at] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("中华人民共和国公务员法-altChunk(2019-06-01).docx", "altChunk"),
        ("中华人民共和国监察官法-缺条(2022-01-01).md", "第三十八条之后出现第四十条"),
        ("违规发放津贴补贴行为处分规定(2013-08-01).md", "第一条"),
        ("中国共产党章程-残缺(2007-10-21).html", "序号不连续"),
    ],
)
def test_broken_files_found_in_the_wild_are_refused(workspace: Workspace, name: str, cause: str) -> None:
    before = files(workspace)
    with pytest.raises(BadImport, match=cause):
        import_file(party(name), workspace, Wishes(id="jia"))
    assert files(workspace) == before


def test_a_text_that_does_not_fit_the_stored_gists_is_refused(workspace: Workspace) -> None:
    text_file(workspace, GOOD)
    first = import_file(workspace.root / "甲.txt", workspace, Wishes(id="huiyi-banfa"))
    longer = GOOD + "第四条　解释权归办公室。\n"
    longer = longer.replace(
        "第三条　本办法自2020年4月1日起施行。\n第四条　解释权归办公室。",
        "第三条　解释权归办公室。\n第四条　本办法自2020年4月1日起施行。",
    )
    with pytest.raises(BadImport, match=r"4条.*3条"):
        import_file(text_file(workspace, longer), workspace, Wishes())
    assert version_to_text(first.version) == first.path.read_text("utf-8")


def test_a_file_changed_by_hand_is_replaced_by_importing_again(workspace: Workspace) -> None:
    first = import_file(text_file(workspace, GOOD), workspace, Wishes(id="huiyi-banfa"))
    good = first.path.read_bytes()
    first.path.write_bytes(good.replace("规范会议".encode(), "规范开会".encode()))
    assert import_file(workspace.root / "甲.txt", workspace, Wishes()).changed
    assert first.path.read_bytes() == good
