"""The page of a regulation and those around it: what a reader gets."""

from __future__ import annotations

import re
from html import unescape
from pathlib import PurePosixPath

import pytest

from guiju.content.glossary import load_glossary
from guiju.corpus.importing import Wishes, import_file
from guiju.site.downloads import regulation_files
from guiju.site.page import Heading, SitePage
from guiju.site.references import references_of
from guiju.site.regulation import MOST_CONTENTS
from guiju.site.rendering import body_html, contents_html
from guiju.workspace import Workspace
from tests.conftest import ON
from tests.corpus.files import GOOD, text_file
from tests.site.conftest import LATER
from tests.site.regulations import (
    JIA,
    OLD_JIA,
    data_of,
    everything,
    html_of,
    own_shelf,
    pages_of,
    rule,
    shelf_of,
)


def test_every_article_has_its_permanent_anchor(repository: Workspace) -> None:
    page = pages_of("dangzhang", shelf_of(repository))["regulations/dangzhang.html"]
    headings = [block.id for block in page.blocks if isinstance(block, Heading)]
    assert [id for id in headings if id.startswith("art-")] == [f"art-{n}" for n in range(1, 56)]
    assert {"part-总纲", "zhang-8"} <= set(headings)
    assert body_html(page).count("gj-digest__label") >= 60


def test_no_id_stands_twice_on_a_page(repository: Workspace) -> None:
    shelf = shelf_of(repository)
    for regulation in shelf.corpus:
        for page in pages_of(regulation.id, shelf).values():
            ids = re.findall(r'\bid="([^"]+)"', body_html(page))
            assert len(ids) == len(set(ids)), page.address


def test_sections_with_the_same_number_in_two_chapters_are_told_apart() -> None:
    text = (
        "## 第一章 甲\n\n### 第一节 子\n\n#### 第一条\n\n一。\n\n## 第二章 乙\n\n### 第一节 丑\n\n#### 第二条\n\n二。\n"
    )
    page = pages_of("jia", own_shelf(rule("jia", "2020-01-01", text)))[JIA]
    ids = [block.id for block in page.blocks if isinstance(block, Heading)]
    assert ids == ["zhang-1", "zhang-1-jie-1", "art-1", "zhang-2", "zhang-2-jie-1", "art-2"]


def test_what_nobody_verified_is_shown_as_such(repository: Workspace) -> None:
    page = html_of("jiandu-zhiji-guize", shelf_of(repository))
    assert "<dt>发布机关</dt><dd>待核实</dd>" in page
    assert "<dt>施行日期</dt><dd>2019-01-01</dd>" in page


def test_a_text_that_was_never_published_says_so(repository: Workspace) -> None:
    page = html_of("jiguan-jiwei-gongzuo-guize", shelf_of(repository))
    assert "没有公开发布的文本" in page
    assert "<dt>施行日期</dt><dd>待核实</dd>" in page


def test_a_model_rule_shows_the_names_of_the_office(repository: Workspace) -> None:
    assert "【单位名称】" in html_of("weiyuanhui-yishi", shelf_of(repository))
    filled = html_of("weiyuanhui-yishi", shelf_of(repository, {"单位名称": "甲市档案局"}))
    assert ("甲市档案局" in filled, "【单位名称】" in filled, "【3】" in filled) == (True, False, True)


def test_a_model_text_says_that_it_is_one(repository: Workspace) -> None:
    page = pages_of("bayanjin-jijian", shelf_of(repository))["regulations/bayanjin-jijian.html"]
    assert "示范文本，不是任何机关发布的规定" in body_html(page)
    assert "schema.org" not in page.head


def test_paper_says_title_and_version(repository: Workspace) -> None:
    page = pages_of("dangzhang", shelf_of(repository))["regulations/dangzhang.html"]
    assert page.foot == "《中国共产党章程》（2022-10-22 施行版本）"


def test_the_contents_of_a_very_long_text_go_less_deep() -> None:
    chapters = "".join(
        f"## 第{n}章 甲\n\n" + "".join(f"### 第{m}条\n\n甲。\n\n" for m in ms)
        for n, ms in (("一", ["一", "二"]), ("二", ["三"]))
    )
    short = pages_of("jia", own_shelf(rule("jia", "2020-01-01", chapters)))[JIA]
    assert "第三条" in contents_html(short)
    many = "## 第一章 甲\n\n" + "".join(f"### {label}\n\n甲。\n\n" for label in _labels(MOST_CONTENTS + 1))
    long = pages_of("jia", own_shelf(rule("jia", "2020-01-01", many)))[JIA]
    assert ("第一章 甲" in contents_html(long), "第二条" in contents_html(long)) == (True, False)


def _labels(count: int) -> list[str]:
    from guiju.numerals import article_label

    return [article_label(n) for n in range(1, count + 1)]


@pytest.mark.corpus
def test_the_imported_wording_stands_on_the_page_character_for_character(imported: Workspace) -> None:
    shelf = shelf_of(imported)
    references = everything(imported, shelf)
    for regulation in shelf.corpus:
        shown = [
            unescape(re.sub(r"<[^>]+>", "", p))
            for p in re.findall(r'<p [^>]*class="gj-text[^>]*>(.*?)</p>', html_of(regulation.id, shelf, references))
        ]
        version = regulation.current(ON)
        lines = [line for p in version.preamble for line in p.lines()]
        lines += [line for _, node in version.walk() for p in node.paragraphs for line in p.lines()]
        assert shown == lines


@pytest.mark.corpus
def test_paragraphs_and_items_have_anchors_and_citations_are_links(imported: Workspace) -> None:
    shelf = shelf_of(imported)
    page = html_of("dangzhang", shelf)
    assert '<p id="art-46-2" class="gj-text">' in page
    assert '<p id="art-4-1-8" class="gj-text gj-item">' in page
    assert '<a href="../regulations/dangzhang.html#art-46">' in html_of("weiyuanhui-yishi", shelf)


def test_a_citation_of_an_article_that_is_not_there_is_no_link() -> None:
    text = "## 第一条\n\n依照本规定第二条、第九条和《乙规定》第一条。\n\n## 第二条\n\n甲。\n"
    page = html_of("jia", own_shelf(rule("jia", "2020-01-01", text)))
    assert '依照<a href="#art-2">本规定第二条</a>、第九条和《乙规定》第一条。' in page


def test_anchors_stay_where_they_are_when_another_version_is_imported(workspace: Workspace) -> None:
    import_file(text_file(workspace, GOOD), workspace, Wishes(id="jia"))
    before = _ids(pages_of("jia", shelf_of(workspace))[JIA])
    import_file(text_file(workspace, LATER), workspace, Wishes(id="jia"))
    after = _ids(pages_of("jia", shelf_of(workspace))[OLD_JIA])
    assert after == before
    assert {"zhang-1", "art-2", "art-2-1", "art-2-1-2"} <= set(before)


def _ids(page: SitePage) -> list[str]:
    """The ids of the text; what stands above it tells of other versions."""
    return [id for id in re.findall(r'\bid="([^"]+)"', body_html(page)) if not id.startswith("gj-")]


# ---- versions


def test_an_older_version_shows_what_its_articles_are_now(repository: Workspace) -> None:
    pages = pages_of("jilv-chufen-tiaoli", shelf_of(repository))
    page = body_html(pages["regulations/jilv-chufen-tiaoli/2018-10-01.html"])
    assert "已被修订，现行的是" in page
    assert '现在是<a href="../../regulations/jilv-chufen-tiaoli.html#art-97">第九十七条</a>' in page
    oldest = body_html(pages["regulations/jilv-chufen-tiaoli/2016-01-01.html"])
    assert "现在是" in oldest
    assert "现在是" not in body_html(pages["regulations/jilv-chufen-tiaoli.html"])


def test_a_coming_version_says_from_when_and_what_applies_until_then() -> None:
    text = "## 第一条\n\n甲。\n"
    wording = [rule("jia", day, text).replace("text: model", "text: digest").replace("甲。\n", "> 要点：甲。\n")
               for day in ("2020-01-01", "2027-01-01")]  # fmt: skip
    page = body_html(pages_of("jia", own_shelf(*wording))["regulations/jia/2027-01-01.html"])
    assert (
        '2027-01-01 版，截至 2026-11-24 尚未施行；现行的是 <a href="../../regulations/jia.html">2020-01-01 版</a>'
        in page
    )


def test_a_repealed_text_leads_to_its_successor() -> None:
    text = "## 第一条\n\n> 要点：甲。\n"
    old = rule("jia", "2010-01-01", text).replace("text: model", "text: digest")
    new = rule("yi", "2020-01-01", text, "replaces: [甲规定]\n", title="乙规定").replace("text: model", "text: digest")
    page = html_of("jia", own_shelf(old, new))
    assert '已废止，由<a href="../regulations/yi.html">《乙规定》</a>代替' in page


def test_versions_stand_in_time_with_their_neighbours(repository: Workspace) -> None:
    pages = pages_of("jilv-chufen-tiaoli", shelf_of(repository))
    middle = body_html(pages["regulations/jilv-chufen-tiaoli/2018-10-01.html"])
    days = re.findall(r"<li>.*?(\d{4}-\d\d-\d\d) 版", middle)
    assert days[:3] == ["2016-01-01", "2018-10-01", "2024-01-01"]
    assert 'aria-current="true">2018-10-01 版（本页）' in middle
    assert '2016-01-01.html">上一版（2016-01-01）</a>' in middle
    assert 'jilv-chufen-tiaoli.html">下一版（2024-01-01）</a>' in middle


def test_wordings_are_compared_and_gists_are_not(workspace: Workspace) -> None:
    for text in (GOOD, LATER):
        import_file(text_file(workspace, text), workspace, Wishes(id="jia"))
    shelf = shelf_of(workspace)
    pages = pages_of("jia", shelf)
    compared = body_html(pages["regulations/jia/2020-04-01--2021-06-01.html"])
    assert "（一）<del>通知</del>；" in compared
    assert "（一）<ins>布置</ins>；" in compared
    assert (
        '<tr class="gj-same"><td data-label="2020-04-01 版"><p><b><a href="../../regulations/jia/2020-04-01.html#art-1">'
        in compared
    )
    assert 'href="../regulations/jia/2020-04-01--2021-06-01.html"' in body_html(pages[JIA])
    gists = pages_of("jilv-chufen-tiaoli", shelf)
    assert not [address for address in gists if "--" in address]
    assert "版对照</a>" not in body_html(gists["regulations/jilv-chufen-tiaoli.html"])


def test_the_number_map_follows_an_article_through_every_version(repository: Workspace) -> None:
    page = body_html(
        pages_of("jilv-chufen-tiaoli", shelf_of(repository))["regulations/jilv-chufen-tiaoli/numbers.html"]
    )
    row = re.search(r'<tr id="old-2018-10-01-88">(.*?)</tr>', page)
    assert row
    assert re.sub(r"<[^>]+>", " ", row[1]).split() == ["第八十八条", "第九十七条"]
    row = re.search(r'<tr id="old-2016-01-01-48">(.*?)</tr>', page)
    assert row
    assert re.sub(r"<[^>]+>", " ", row[1]).split() == ["第四十八条", "第五十七条", "第六十四条"]


def test_a_regulation_without_number_map_has_no_page_for_it(repository: Workspace) -> None:
    assert list(pages_of("xinfang-gongzuo-tiaoli", shelf_of(repository))) == ["regulations/xinfang-gongzuo-tiaoli.html"]


# ---- what an article is tied to


def test_an_article_says_who_cites_it(repository: Workspace) -> None:
    shelf = shelf_of(repository)
    page = html_of("dangzhang", shelf, everything(repository, shelf))
    article = page.partition('id="art-46"')[2].partition("</section>")[0]
    assert re.search(r"<summary>引用它的：\d+ 处</summary>", article)
    for kind, address in (
        ("手册", "../handbook/"),
        ("文书", "../documents/festival-reminder.html"),
        ("题库", "../practice/"),
    ):
        assert f'<span class="gj-said">{kind}</span> <a href="{address}' in article
    assert '<a href="../regulations/weiyuanhui-yishi.html#art-' in article


def test_an_article_says_what_it_cites() -> None:
    text = "## 第一条\n\n依照本规定第二条。\n\n## 第二条\n\n甲。\n"
    page = html_of("jia", own_shelf(rule("jia", "2020-01-01", text)))
    first, second = page.split("</section>")[:2]
    assert '它引用的：1 处</summary><ul><li><a href="#art-2">第二条</a>' in first
    assert '引用它的：1 处</summary><ul><li><a href="../regulations/jia.html#art-1">《甲规定》第一条</a>' in second


def test_terms_are_explained_once_an_article_and_never_inside_another_word(repository: Workspace) -> None:
    terms = load_glossary(repository)
    text = "## 第一条\n\n党组织发现问题线索，依照《问题线索规定》第一条。问题线索报党委。\n\n## 第二条\n\n问题线索。\n"
    other = rule("yi", "2020-01-01", "## 第一条\n\n乙。\n", title="问题线索规定")
    shelf = own_shelf(rule("jia", "2020-01-01", text), other)
    page = html_of("jia", shelf, references_of(shelf, (), terms))
    term = '<a class="gj-term" href="../handbook/glossary.html#term-问题线索">问题线索</a>'
    assert (
        f'党组织发现{term}，依照<a href="../regulations/yi.html#art-1">《问题线索规定》第一条</a>。问题线索报党委。'
        in page
    )
    assert page.count(term) == 2
    assert data_of(pages_of("jia", shelf, references_of(shelf, (), terms))[JIA])["terms"] == {
        "问题线索": next(t.meaning for t in terms if t.name == "问题线索")
    }


def test_a_word_of_another_field_is_not_explained(repository: Workspace) -> None:
    shelf = own_shelf(rule("jia", "2020-01-01", "## 第一条\n\n合同自成立时生效。\n", level="法律", title="甲法"))
    assert "gj-term" not in html_of("jia", shelf, references_of(shelf, (), load_glossary(repository)))


def test_every_link_of_a_regulation_leads_to_something(repository: Workspace) -> None:
    shelf = shelf_of(repository)
    references = references_of(shelf)
    pages = {a: p for regulation in shelf.corpus for a, p in pages_of(regulation.id, shelf, references).items()}
    ids = {address: set(re.findall(r'\bid="([^"]+)"', body_html(page))) for address, page in pages.items()}
    files = {
        file.address
        for regulation in shelf.corpus
        for file in regulation_files(regulation, shelf, references, word=True)
    }
    for address, page in pages.items():
        for href in re.findall(r'<a [^>]*href="([^"]+)"', body_html(page)):
            path, _, anchor = unescape(href).partition("#")
            target = _joined(address, path)
            assert target in pages or target in files, (address, href)
            assert not anchor or anchor in ids[target], (address, href)


def _joined(address: str, path: str) -> str:
    parts = list(PurePosixPath(address).parent.parts) if path else list(PurePosixPath(address).parts)
    for part in PurePosixPath(path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
