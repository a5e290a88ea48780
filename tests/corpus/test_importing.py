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

from guiju.corpus.importing import Planned, Wishes, import_file, parse, plan
from guiju.corpus.library import open_library
from guiju.corpus.outline import count_nodes
from guiju.corpus.reading.sources import Source
from guiju.corpus.versionfile import official_text, read_version, version_to_text
from guiju.errors import BadImport
from guiju.regulation import Division
from guiju.workspace import Workspace
from tests.conftest import PARTY, SOAK, party
from tests.corpus.files import GOOD, stored_files, text_file

BLANK = re.compile(r"[\s\u3000\u00a0]+")


def planned(path: Path, workspace: Workspace, wishes: Wishes) -> Planned:
    return plan(parse(Source(path), wishes)[0], str(path), open_library(workspace), wishes)


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
    stored = official_text(import_file(party("dangzhang"), workspace, Wishes()).version)
    assert BLANK.sub("", stored) == BLANK.sub("", raw)


@pytest.mark.corpus
def test_not_a_character_of_the_official_docx_is_changed(workspace: Workspace) -> None:
    paragraphs = [BLANK.sub("", p.text) for p in docx.Document(str(party("gongwuyuan-fa"))).paragraphs]
    contents = paragraphs.index("目录")
    body = paragraphs.index("第一章总则", contents + 2)
    stored = official_text(import_file(party("gongwuyuan-fa"), workspace, Wishes(id="gongwuyuan-fa")).version)
    opening = "".join(paragraphs[:contents])
    assert opening.startswith("中华人民共和国公务员法（2005年")
    assert BLANK.sub("", stored) == opening + "".join(paragraphs[body:])


@pytest.mark.corpus
def test_importing_again_changes_nothing(workspace: Workspace) -> None:
    import_file(party("dangzhang"), workspace, Wishes())
    before = stored_files(workspace)
    assert not import_file(party("dangzhang"), workspace, Wishes()).changed
    assert stored_files(workspace) == before


def test_a_dry_run_stores_nothing(workspace: Workspace) -> None:
    before = stored_files(workspace)
    found = planned(text_file(workspace, GOOD), workspace, Wishes(id="huiyi-banfa"))
    assert (found.changed, count_nodes(found.version)["条"]) == (True, 3)
    assert stored_files(workspace) == before


def test_dates_and_unknown_facts_of_a_plain_text(workspace: Workspace) -> None:
    meta = import_file(text_file(workspace, GOOD), workspace, Wishes(id="huiyi-banfa")).version.meta
    assert (meta.published, meta.effective, meta.level) == (date(2020, 3, 1), date(2020, 4, 1), "办法")
    assert meta.history == "（2020年3月1日甲市人民政府办公室印发）"
    assert meta.issuer == "甲市人民政府办公室"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (("第二条　会议", "第四条　会议"), "条号不连续"),
        (("第三条　本办法", "第二条　本办法"), "条号重复"),
        (("第一章　总", "第二章　总"), "序号不连续"),
        (("规范会议", "规范\ufffd议"), "字已经丢失"),
        (("规范会议", "规范\ue003议"), "乱码"),
        (("（二）记录。", "（二）记录。\n上一篇：乙办法"), "网页"),
        (("制定本办法。", "制定本办法。第二条 会议要短。"), "连在了一起"),
        (("第二条　会议由", "第二条规定的会议由"), "条号不连续"),
        (("第二条　会议由办公室负责：\n（一）通知；\n（二）记录。\n", "第二条\n"), "没有正文"),
        (("甲市机关会议办法\n", ""), "没有找到标题"),
        (("第一条　为了", "为了"), "第一条"),
    ],
)
def test_a_broken_text_is_refused_and_nothing_is_stored(
    workspace: Workspace, change: tuple[str, str], cause: str
) -> None:
    before = stored_files(workspace)
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(BadImport, match=cause) as refusal:
        import_file(text_file(workspace, text), workspace, Wishes(id="huiyi-banfa"))
    assert refusal.value.remedy
    assert "甲.txt" in str(refusal.value)
    assert stored_files(workspace) == before


@pytest.mark.parametrize(
    ("text", "wishes", "cause"),
    [
        (GOOD, Wishes(id="会议"), "编号"),
        (GOOD, Wishes(id="dangzhang"), "已经是"),
        (
            GOOD.replace("2020年4月1日起", "发布之日起").replace("（2020年3月1日甲市人民政府办公室印发）\n", ""),
            Wishes(id="huiyi-banfa"),
            "--effective",
        ),
        (GOOD.replace("2020年4月1日起", "2019年4月1日起"), Wishes(id="huiyi-banfa"), "早于"),
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
            found = planned(path, workspace, Wishes(id="zzz", effective=date(2020, 1, 1)))
            outcomes.add("refused" if found.refusals(accept=False) else "taken")
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
        ("中华人民共和国监察官法-缺条(2022-01-01).md", "读作第三十九条"),
        ("违规发放津贴补贴行为处分规定(2013-08-01).md", "第一条"),
        ("中国共产党章程-残缺(2007-10-21).html", "序号不连续"),
    ],
)
def test_broken_files_found_in_the_wild_are_refused(workspace: Workspace, name: str, cause: str) -> None:
    before = stored_files(workspace)
    with pytest.raises(BadImport, match=cause):
        import_file(party(name), workspace, Wishes(id="jia"))
    assert stored_files(workspace) == before


def test_a_text_that_differs_from_the_stored_one_is_refused_until_accepted(workspace: Workspace) -> None:
    text_file(workspace, GOOD)
    first = import_file(workspace.root / "甲.txt", workspace, Wishes(id="huiyi-banfa"))
    longer = GOOD + "第四条　解释权归办公室。\n"
    longer = longer.replace(
        "第三条　本办法自2020年4月1日起施行。\n第四条　解释权归办公室。",
        "第三条　解释权归办公室。\n第四条　本办法自2020年4月1日起施行。",
    )
    with pytest.raises(BadImport, match="文字不同：第三条、第四条"):
        import_file(text_file(workspace, longer), workspace, Wishes())
    assert version_to_text(first.version) == first.path.read_text("utf-8")
    accepted = import_file(workspace.root / "甲.txt", workspace, Wishes(accept=True))
    assert accepted.changed
    assert accepted.version.meta.accepted == ("stored_differs",)


def test_a_file_changed_by_hand_is_replaced_by_importing_again(workspace: Workspace) -> None:
    first = import_file(text_file(workspace, GOOD), workspace, Wishes(id="huiyi-banfa"))
    good = first.path.read_bytes()
    first.path.write_bytes(good.replace("规范会议".encode(), "规范开会".encode()))
    assert import_file(workspace.root / "甲.txt", workspace, Wishes()).changed
    assert first.path.read_bytes() == good


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("共产党组织处理规定（试行）", "中国共产党组织处理规定（试行）"),
        ("中国共产党处理规定（试行）", "中国共产党组织处理规定（试行）"),
        ("甲市组织处理规定（试行）", ""),
        ("中国共产党组织处分规定（试行）", ""),
    ],
)
def test_a_title_that_lacks_some_characters_of_a_known_one_is_a_doubt(
    workspace: Workspace, title: str, whole: str
) -> None:
    found = planned(text_file(workspace, GOOD.replace("甲市机关会议办法", title)), workspace, Wishes())
    causes = [finding.cause for finding in found.findings if finding.code == "title_near"]
    assert causes == ([f"标题《{title}》比《{whole}》只少几个字"] if whole else [])
