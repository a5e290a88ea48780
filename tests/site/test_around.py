"""What stands around the regulations: lists, glossary, answers, practice, gallery, cards, news, redirects, 404."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import pytest
from docx import Document
from lxml import etree, html
from openpyxl import load_workbook

from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.notes import load_notes
from guiju.content.questions import load_questions
from guiju.content.redirects import load_redirects
from guiju.content.topics import load_matters
from guiju.corpus.loading import load_corpus
from guiju.corpus.store import Corpus, corpus_of
from guiju.documents.kinds import find_kind, list_kinds
from guiju.errors import BadData
from guiju.regulation import Status, TextKind
from guiju.site.browse import LISTS, browse_pages
from guiju.site.cards import card_of, cards_page, load_card_data
from guiju.site.gallery import gallery_page, kind_page
from guiju.site.knowledge import faq_page, glossary_page
from guiju.site.news import feed, news_of, news_page
from guiju.site.page import Heading, SitePage
from guiju.site.practice import practice_pages
from guiju.site.redirects import lost_ids, not_found_page, redirect_pages
from guiju.site.rendering import body_html
from guiju.site.shelf import Shelf
from guiju.site.specimens import gallery_files
from guiju.workspace import Workspace
from tests.conftest import ON, ROOT

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(load_corpus(Workspace(ROOT)), ON)


def tree_of(page: SitePage) -> Any:
    return html.fromstring(f"<main>{body_html(page)}</main>")


def texts(page: SitePage, path: str) -> list[str]:
    """The texts of what an XPath finds on a page."""
    return [" ".join(e.text_content().split()) for e in tree_of(page).xpath(path)]


def headings(page: SitePage, level: int = 2) -> list[str]:
    return [b.text for b in page.blocks if isinstance(b, Heading) and b.level == level]


def listed(page: SitePage) -> dict[str, list[str]]:
    """Under each heading of level 2 the names that are listed."""
    out: dict[str, list[str]] = {}
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 2:
            out[block.text] = []
        elif isinstance(block, str) and out and 'class="gj-index"' in block:
            found: Any = html.fromstring(block)
            out[list(out)[-1]] += [a.text_content() for a in found.xpath("//li/a")]
    return out


# ---- lists


def lists(shelf: Shelf) -> dict[str, SitePage]:
    return {page.address: page for page in browse_pages(shelf, load_matters(Workspace(ROOT), shelf.corpus))}


def test_every_regulation_is_in_the_lists_by_level_by_topic_and_by_body(shelf: Shelf) -> None:
    titles = {regulation.current(ON).meta.title for regulation in shelf.corpus}
    for address in ("regulations/index.html", "regulations/topics.html", "regulations/bodies.html"):
        assert {name for names in listed(lists(shelf)[address]).values() for name in names} == titles, address


def test_the_list_by_level_begins_with_the_highest_and_says_what_one_chooses_by(shelf: Shelf) -> None:
    page = lists(shelf)["regulations/index.html"]
    assert headings(page)[:3] == ["党章", "准则", "条例"]
    rows = texts(page, "//li[@data-names]")
    assert "中国共产党章程现行有效，2022-10-22 施行，11章55条，只有要点" in rows
    assert any("待核实" in row and row.startswith("全国年节及纪念日放假办法") for row in rows)


def test_who_issued_it_is_a_heading_and_what_nobody_verified_comes_last(shelf: Shelf) -> None:
    held = listed(lists(shelf)["regulations/bodies.html"])
    assert list(held)[-1] == "待核实"
    assert "中国共产党纪律检查机关监督执纪工作规则" in held["待核实"]
    both = "党政机关办公用房管理办法"
    assert both in held["中共中央办公厅"]
    assert both in held["国务院办公厅"]


def test_by_status_every_version_stands_once_where_it_belongs(shelf: Shelf) -> None:
    held = listed(lists(shelf)["regulations/status.html"])
    count = sum(len(regulation.versions) for regulation in shelf.corpus)
    assert sum(map(len, held.values())) == count
    assert "中国共产党纪律处分条例" in held[Status.AMENDED]
    assert len(held[Status.AMENDED]) == sum(len(regulation.versions) - 1 for regulation in shelf.corpus)


def test_a_version_to_come_is_listed_as_such_and_leads_to_its_own_page(shelf: Shelf) -> None:
    early = Shelf(shelf.corpus, date(2023, 12, 20))
    page = lists(early)["regulations/status.html"]
    assert "中国共产党纪律处分条例" in listed(page)["尚未施行"]
    assert 'href="../regulations/jilv-chufen-tiaoli/2024-01-01.html"' in body_html(page)


def test_the_four_lists_lead_to_each_other_and_say_which_one_this_is(shelf: Shelf) -> None:
    for address, page in lists(shelf).items():
        tabs: Any = html.fromstring(str(page.blocks[0]))
        assert [urljoin(address, a.get("href")) for a in tabs.xpath("//a")] == list(LISTS)
        assert tabs.xpath("string(//a[@aria-current='page'])") == LISTS[address]


def many(shelf: Shelf, count: int) -> Shelf:
    """A shelf of so many regulations."""
    model = shelf.corpus.regulation("jiancha-fa").current(ON)
    metas = (
        replace(model.meta, id=f"{'abcdefghij'[n % 10]}-fa-{n}", title=f"第{n}号法", aliases=(), text=TextKind.OUTLINE)
        for n in range(count)
    )
    return Shelf(corpus_of(replace(model, meta=meta, children=(), digests=()) for meta in metas), ON)


def test_thousands_of_regulations_of_one_level_are_parted_by_letters(shelf: Shelf) -> None:
    page = next(browse_pages(many(shelf, 3445), ()))
    assert headings(page) == ["法律"]
    assert headings(page, 3) == list("ABCDEFGHIJ")
    assert len(texts(page, "//li[@data-names]")) == 3445


def test_a_topic_that_names_no_regulation_is_told_with_its_line(workspace: Workspace) -> None:
    path = workspace.content / "topics.yml"
    path.write_text(path.read_text("utf-8").replace("- wenze-tiaoli", "- wenze-tiaolie", 1), "utf-8")
    line = path.read_text("utf-8")[: path.read_text("utf-8").index("wenze-tiaolie")].count("\n") + 1
    with pytest.raises(BadData, match="“wenze-tiaolie”不是库里的法规") as refusal:
        load_matters(workspace, load_corpus(workspace))
    assert str(refusal.value.place) == f"content/topics.yml 第{line}行"


# ---- glossary and answers


def test_a_term_has_its_permanent_address_its_source_and_what_to_see_beside_it(shelf: Shelf) -> None:
    page = glossary_page(load_glossary(Workspace(ROOT)), shelf)
    tree = tree_of(page)
    ids = set(tree.xpath("//@id"))
    assert {"term-机关纪委", "term-影响期"} <= ids
    assert all(href[1:] in ids for href in tree.xpath("//a/@href") if href.startswith("#"))
    entry = tree.xpath("//dt[@id='term-机关纪委']/following-sibling::dd")[0]
    sources = entry.xpath(".//a[contains(@href, 'regulations/')]/@href")
    assert sources[0] == "../regulations/jiguan-jiceng-zuzhi-tiaoli.html#art-9"
    assert [h for h in headings(page) if len(h) != 1 or not h.isalpha()] == []


def test_every_answer_stands_under_its_question_with_its_sources(shelf: Shelf) -> None:
    groups = load_faq(Workspace(ROOT))
    page = faq_page(groups, shelf)
    assert headings(page, 3) == [item.question for group in groups for item in group.items]
    for at, block in enumerate(page.blocks):
        if isinstance(block, Heading) and block.level == 3:
            assert "出处：<a href=" in str(page.blocks[at + 1])


# ---- gallery


def test_a_table_to_fill_and_a_finished_example_can_be_taken_away(shelf: Shelf, repository: Workspace) -> None:
    files = {f.address: f.content for f in gallery_files(find_kind(repository, "request"), shelf.corpus, ON, {}).files}
    book = load_workbook(io.BytesIO(files["documents/request.xlsx"]))
    assert "数据" in book.sheetnames
    words = "\n".join(p.text for p in Document(io.BytesIO(files["documents/request.docx"])).paragraphs)
    assert "请示" in words
    assert files["documents/request.png"].startswith(b"\x89PNG")


def test_the_same_kind_gives_the_same_files(shelf: Shelf, repository: Workspace) -> None:
    kind = find_kind(repository, "training-notice")
    assert gallery_files(kind, shelf.corpus, ON, {}) == gallery_files(kind, shelf.corpus, ON, {})


def test_the_page_of_a_kind_says_what_to_fill_and_links_only_to_what_is_there(
    shelf: Shelf, repository: Workspace
) -> None:
    for kind in list_kinds(repository):
        specimens = gallery_files(kind, shelf.corpus, ON, {})
        page = kind_page(kind, specimens, shelf)
        assert specimens.fault == ""
        fields = texts(page, "//table[@class='gj-fields']/tbody/tr/th")
        assert {str(field["title"]) for field in kind.schema["properties"].values()} <= set(fields)
        tree = tree_of(page)
        files = {file.address for file in specimens.files}
        assert {f"documents/{href}" for href in tree.xpath("//a[@download]/@href")} <= files
        assert all(src in {a.rpartition("/")[2] for a in files} for src in tree.xpath("//img/@src"))
        assert "guiju make" in tree.text_content()
        if specimens.cites:
            assert len(texts(page, "//h2[@id='cites']/following-sibling::ul/li/a")) == len(specimens.cites)


def test_an_example_that_the_law_of_an_earlier_day_does_not_allow_is_left_out_with_the_reason(
    shelf: Shelf, repository: Workspace
) -> None:
    kind = find_kind(repository, "reminder-card")
    early = Shelf(shelf.corpus, date(2010, 1, 1))
    specimens = gallery_files(kind, early.corpus, early.on, {})
    assert not specimens.has("documents/reminder-card.docx")
    assert "示例没有生成" in body_html(kind_page(kind, specimens, early))


def test_every_kind_is_in_the_gallery_under_the_address_that_the_handbook_links_to(repository: Workspace) -> None:
    kinds = list_kinds(repository)
    page = gallery_page(kinds)
    assert [b.id for b in page.blocks if isinstance(b, Heading)] == [kind.name for kind in kinds]
    alts = tree_of(page).xpath("//img/@alt")
    assert alts == [f"{kind.title}的示例" for kind in kinds]


# ---- cards


def test_a_card_of_the_office_shows_what_its_own_file_says_and_nothing_from_office_yml(workspace: Workspace) -> None:
    kind = find_kind(workspace, "reminder-card")
    (workspace.content / "cards").mkdir()
    card = workspace.content / "cards" / "jieqian.yml"
    text = kind.example.read_text("utf-8").replace("清廉档案提示卡", "节前提示卡")
    card.write_text(text, "utf-8")
    shelf = Shelf(load_corpus(workspace), ON)
    made = [card_of(kind, n, d, shelf.corpus, ON, {}) for n, d in load_card_data(workspace, kind).items()]
    page = cards_page(made, shelf)
    assert headings(page) == ["节前提示卡"]
    assert "不收服务对象的礼品、礼金和电子红包" in texts(page, "//div[@class='gj-face']//li")
    assert "有人送礼退不掉：当日报告，三个工作日内登记上交" in texts(page, "//div[@class='gj-face']//li")
    card.write_text(re.sub(r"^phone:.*\n", "", text, flags=re.M), "utf-8")
    (workspace.content / "office.yml").write_text("phone: 025-83630000\n", "utf-8")
    with pytest.raises(BadData, match="联系电话"):
        load_card_data(workspace, kind)


# ---- news


def test_news_are_the_latest_versions_whose_day_is_verified(shelf: Shelf) -> None:
    news = news_of(shelf, ())
    assert news[0].title == "《中国共产党发展党员工作细则》施行"
    assert [n.day for n in news] == sorted((n.day for n in news), reverse=True)
    assert len(news) <= 30
    assert not any("示范文本" in n.title or "监督意见" in n.title for n in news)
    coming = news_of(Shelf(shelf.corpus, date(2024, 5, 1)), ())[0]
    assert coming.day == date(2026, 5, 11)
    assert "尚未施行" in coming.said


def test_the_office_can_add_its_own_news(workspace: Workspace) -> None:
    (workspace.content / "news.yml").write_text(
        'news:\n- {date: "2026-09-01", title: 中秋提醒已经发出, page: handbook/festival.html}\n', "utf-8"
    )
    news = news_of(Shelf(load_corpus(workspace), ON), load_notes(workspace))
    assert news[0].title == "中秋提醒已经发出"
    assert 'href="handbook/festival.html">中秋提醒已经发出<' in body_html(news_page(news, ON))
    (workspace.content / "news.yml").write_text("news:\n- {date: 九月一日, title: 中秋提醒已经发出}\n", "utf-8")
    with pytest.raises(BadData, match="日期"):
        load_notes(workspace)


def test_the_feed_is_valid_atom_and_the_same_at_every_build(shelf: Shelf) -> None:
    made = feed(news_of(shelf, ()), "规矩", ON)
    assert made == feed(news_of(Shelf(load_corpus(Workspace(ROOT)), ON), ()), "规矩", ON)
    root = etree.fromstring(made.content)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(news_of(shelf, ()))
    for element in (root, *entries):
        for needed in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{needed}"), needed
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", element.findtext(f"{ATOM}updated") or "")
        assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    ids = [e.findtext(f"{ATOM}id") for e in entries]
    assert len(set(ids)) == len(ids)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "规矩"
    href = entries[0].find(f"{ATOM}link").get("href")  # type: ignore[union-attr]
    assert urljoin("http://neiwang/guiju/feed.xml", href) == (
        "http://neiwang/guiju/regulations/fazhan-dangyuan-xize.html"
    )


# ---- redirects


def redirected(workspace: Workspace, text: str, corpus: Corpus) -> dict[str, str]:
    (workspace.content / "redirects.yml").write_text(text, "utf-8")
    return load_redirects(workspace, corpus)


def test_an_id_that_was_published_leads_on_also_from_its_versions(workspace: Workspace) -> None:
    shelf = Shelf(load_corpus(workspace), ON)
    steps = redirected(workspace, "regulations:\n  dz: dangzhang-2022\n  dangzhang-2022: dangzhang\n", shelf.corpus)
    assert steps == {"dz": "dangzhang", "dangzhang-2022": "dangzhang"}
    pages = {page.address: page for page in redirect_pages(steps, shelf)}
    assert 'content="0; url=../regulations/dangzhang.html"' in pages["regulations/dz.html"].head
    old = pages["regulations/dz/2017-10-24.html"]
    assert '<a href="../../regulations/dangzhang/2017-10-24.html">' in body_html(old)
    assert "regulations/dangzhang.html" in pages["regulations/dz/2022-10-22.html"].head


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("regulations:\n  dangzhang: jiancha-fa\n", "“dangzhang”现在就是一部法规的编号"),
        ("regulations:\n  jiu: meiyou\n", "“jiu”转到的“meiyou”不在库里"),
        ("regulations:\n  jia: yi\n  yi: jia\n", "转来转去回到了自己"),
    ],
)
def test_a_redirect_that_cannot_be_is_told_with_its_line(workspace: Workspace, text: str, said: str) -> None:
    with pytest.raises(BadData, match=said) as refusal:
        redirected(workspace, text, load_corpus(workspace))
    assert str(refusal.value.place) == "content/redirects.yml 第2行"


def test_ids_that_an_earlier_site_had_and_this_one_lost_are_named(shelf: Shelf) -> None:
    before = json.dumps({"regulations": [{"id": "dangzhang"}, {"id": "jiu"}, {"id": "gaiming"}]})
    assert lost_ids(before, shelf.corpus, {"gaiming": "jiancha-fa"}) == ["jiu"]
    with pytest.raises(BadData, match="读不出来"):
        lost_ids("[]", shelf.corpus, {})


def test_no_page_jumps_a_level_of_headings_or_has_an_id_twice(shelf: Shelf, repository: Workspace) -> None:
    kinds = list_kinds(repository)
    pages: Sequence[SitePage] = [
        *lists(shelf).values(),
        glossary_page(load_glossary(repository), shelf),
        faq_page(load_faq(repository), shelf),
        *practice_pages(load_questions(repository), shelf),
        gallery_page(kinds),
        *(kind_page(kind, gallery_files(kind, shelf.corpus, ON, {}), shelf) for kind in kinds),
        news_page(news_of(shelf, ()), ON),
        not_found_page({"index.html"}),
    ]
    for page in pages:
        tree = tree_of(page)
        levels = [1, *(int(e.tag[1]) for e in tree.xpath("//h2|//h3|//h4"))]
        assert all(after <= before + 1 for before, after in pairwise(levels)), page.address
        ids = tree.xpath("//@id")
        assert len(set(ids)) == len(ids), page.address
        assert all(alt for alt in tree.xpath("//img/@alt")), page.address
