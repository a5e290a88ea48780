from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser

from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.loading import load_corpus
from guiju.errors import ArticleNotFound, BadData
from guiju.site.building import build_site
from guiju.site.pages import Shelf, regulation_page
from guiju.workspace import Workspace
from tests.conftest import ON, ROOT, Run
from tests.corpus.files import GOOD, text_file
from tests.site.browsing import opened, serve

PAGES = ["index.html", "search.html", "regulations/index.html", "regulations/dangzhang.html", "documents/index.html",
         "regulations/jilv-chufen-tiaoli/2018-10-01.html", "regulations/jiguan-jiwei-gongzuo-guize.html",
         "regulations/sibitan.html", "practice/index.html", "practice/chufen-zongze.html"]  # fmt: skip
PAGES += [f"handbook/{path.stem}.html" for path in (ROOT / "content" / "handbook").glob("*.md")]
PAGES += ["handbook/glossary.html", "handbook/faq.html"]


def test_every_article_has_its_permanent_anchor(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    page = regulation_page(corpus.regulation("dangzhang"), Shelf(corpus, ON))
    assert re.findall(r"^### \S+ \{#(.+)\}$", page, re.M) == [f"art-{n}" for n in range(1, 56)]
    assert page.count("gj-digest__label") >= 60


def test_what_nobody_verified_is_shown_as_such(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    page = regulation_page(corpus.regulation("jiandu-zhiji-guize"), Shelf(corpus, ON))
    assert "<dt>发布机关</dt><dd>待核实</dd>" in page
    assert "<dt>施行日期</dt><dd>2019-01-01</dd>" in page


def test_a_text_that_was_never_published_says_so(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    page = regulation_page(corpus.regulation("jiguan-jiwei-gongzuo-guize"), Shelf(corpus, ON))
    assert "没有公开发布的文本" in page
    assert "2023-07-01" not in page


def test_an_older_version_has_its_page_and_shows_what_its_articles_became(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    regulation = corpus.regulation("jilv-chufen-tiaoli")
    old = next(v for v in regulation.versions if v.meta.effective == date(2018, 10, 1))
    page = regulation_page(regulation, Shelf(corpus, ON), old)
    assert "已被修订" in page
    assert '2024-01-01 版本：<a href="../../regulations/jilv-chufen-tiaoli.html#art-97">第九十七条</a>' in page


def test_a_model_rule_shows_the_names_of_the_office(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    regulation = corpus.regulation("weiyuanhui-yishi")
    assert "【单位名称】" in regulation_page(regulation, Shelf(corpus, ON))
    filled = regulation_page(regulation, Shelf(corpus, ON, {"单位名称": "甲市档案局"}))
    assert ("甲市档案局" in filled, "【单位名称】" in filled, "【3】" in filled) == (True, False, True)


def test_a_model_text_says_that_it_is_one(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    page = regulation_page(corpus.regulation("bayanjin-jijian"), Shelf(corpus, ON))
    assert "示范文本，不是任何机关发布的规定" in page
    assert "虚构" in page


@pytest.mark.corpus
def test_the_imported_wording_stands_on_the_page_character_for_character(imported: Workspace) -> None:
    corpus = load_corpus(imported)
    for regulation in corpus:
        page = regulation_page(regulation, Shelf(corpus, ON))
        shown = [
            unescape(re.sub(r"<[^>]+>", "", p)) for p in re.findall(r'<p [^>]*class="gj-text[^>]*>(.*?)</p>', page)
        ]
        lines = [line for _, node in regulation.current(ON).walk() for p in node.paragraphs for line in p.lines()]
        assert shown == lines


def test_the_site_of_a_day_shows_the_version_that_was_in_force(workspace: Workspace, guiju: Run) -> None:
    later = (
        GOOD.replace("印发）", "印发　2021年5月1日修订）")
        .replace("2020年4月1日", "2021年6月1日")
        .replace("通知", "布置")
    )
    for text in (GOOD, later):
        import_file(text_file(workspace, text), workspace, Wishes(id="jia"))
    assert guiju("site", "--as-of", "2020-12-31").returncode == 0
    page = (workspace.root / "site" / "regulations" / "jia.html").read_text("utf-8")
    assert ("通知" in page, "布置" in page) == (True, False)
    assert guiju("site", "--as-of", "2021-06-01").returncode == 0
    page = (workspace.root / "site" / "regulations" / "jia.html").read_text("utf-8")
    assert "布置" in page


@pytest.mark.corpus
def test_paragraphs_and_items_have_anchors_and_citations_are_links(imported: Workspace) -> None:
    corpus = load_corpus(imported)
    page = regulation_page(corpus.regulation("dangzhang"), Shelf(corpus, ON))
    assert 'id="art-46-2"' in page
    assert 'id="art-4-1-8"' in page
    guize = regulation_page(corpus.regulation("weiyuanhui-yishi"), Shelf(corpus, ON))
    assert '<a href="../regulations/dangzhang.html#art-46">' in guize


def test_a_handbook_page_that_cites_what_is_not_there_stops_the_build(workspace: Workspace) -> None:
    page = workspace.content / "handbook" / "festival.md"
    page.write_text(page.read_text("utf-8") + '\n{{ cite("党章", 99) }}\n', "utf-8")
    line = page.read_text("utf-8").count("\n")
    with pytest.raises(ArticleNotFound, match="全文共五十五条") as refusal:
        build_site(workspace, strict=True)
    assert str(refusal.value.place) == f"content/handbook/festival.md 第{line}行"
    assert not workspace.site.exists()


def test_a_failed_build_leaves_the_old_site(workspace: Workspace) -> None:
    first = build_site(workspace, strict=True)
    before = first.read_bytes()
    (workspace.root / "mkdocs.yml").write_text("site_name: 规矩\nplugins: [没有这个插件]\n", "utf-8")
    with pytest.raises(BadData):
        build_site(workspace, strict=True)
    assert first.read_bytes() == before
    assert not list(workspace.cache.glob("site-*"))


def test_private_rooms_never_enter_the_site(workspace: Workspace) -> None:
    (workspace.root / "private").mkdir()
    (workspace.root / "private" / "线索.md").write_text("# 张三的线索\n", "utf-8")
    (workspace.content / "office.yml").write_text("phone: 千万别公开\n", "utf-8")
    root = build_site(workspace, strict=True).parent
    built = b"".join(p.read_bytes() for p in root.rglob("*") if p.is_file())
    assert "张三的线索".encode() not in built
    assert "千万别公开".encode() not in built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository, built once."""
    root = tmp_path_factory.mktemp("site") / "office"
    for room in ("regulations", "content", "generators"):
        shutil.copytree(ROOT / room, root / room)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return build_site(Workspace(root), strict=True).parent


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    if request.param == "file":
        yield built.as_uri()
        return
    server = serve(built)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_opens_offline_at_both_widths(chromium: Browser, base: str, width: int) -> None:
    outside: list[str] = []
    page = opened(chromium, width, base, outside)
    for name in PAGES:
        page.goto(f"{base}/{name}")
        assert page.locator("h1").first.inner_text().strip(), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
    assert outside == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_an_article_is_opened_by_its_address(chromium: Browser, base: str, width: int) -> None:
    page = opened(chromium, width, base, [])
    page.goto(f"{base}/regulations/dangzhang.html#art-46")
    page.wait_for_function("Math.abs(document.getElementById('art-46').getBoundingClientRect().top) < 200")
    assert page.locator("#art-46").inner_text().startswith("第四十六条")
    assert page.locator(".gj-status").inner_text().endswith("现行有效")


@pytest.mark.browser
def test_links_between_pages_lead_to_articles(chromium: Browser, base: str) -> None:
    page = opened(chromium, 1280, base, [])
    page.goto(f"{base}/handbook/index.html")
    page.get_by_role("link", name="《中国共产党章程》第四十六条第一款").first.click()
    page.wait_for_url("**/regulations/dangzhang.html#art-46")
    assert page.locator("h1").first.inner_text().startswith("中国共产党章程")


NEWCOMER = [
    (["中秋快到了"], "节前提醒怎么发", "中秋"),
    (["谁可以决定给警告处分"], "中国共产党处分违纪党员批准权限和程序规定", "机关纪委可以审查批准给予警告、严重警告"),
    (["受严重警告"], "影响期", "一年半"),
    (["收到一封举报"], "收到线索怎么办", "移送"),
    (["派驻组和机关党委"], "四种关系", "派驻组和机关党委有什么不同"),
]
"""What a newcomer asks: the rows of the first page to follow, the page it leads to, and the words that answer."""


@pytest.mark.browser
@pytest.mark.parametrize(("rows", "title", "words"), NEWCOMER, ids=[rows[0] for rows, _, _ in NEWCOMER])
def test_a_newcomer_finds_it_from_the_first_page(
    chromium: Browser, base: str, rows: list[str], title: str, words: str
) -> None:
    page = opened(chromium, 390, base, [])
    page.goto(f"{base}/index.html")
    for row in rows:
        page.locator("tr", has_text=row).get_by_role("link").first.click()
    page.wait_for_function(f"document.querySelector('h1')?.innerText.startsWith('{title}')")
    assert words in page.locator("article").inner_text()


@pytest.mark.browser
def test_a_handbook_page_prints_on_a4(chromium: Browser, built: Path, tmp_path: Path) -> None:
    page = opened(chromium, 1280, built.as_uri(), [])
    page.goto(f"{built.as_uri()}/handbook/sizhong-guanxi.html")
    page.pdf(path=tmp_path / "甲.pdf", prefer_css_page_size=True)
    document = pdfium.PdfDocument(tmp_path / "甲.pdf")
    first = document[0].get_textpage().get_text_bounded()
    assert [round(size) for size in document[0].get_size()] == [595, 842]
    assert first.lstrip().startswith("四种关系")
    assert "术语表" not in first  # no navigation on paper


@pytest.mark.browser
def test_no_dead_search_button_where_search_cannot_run(chromium: Browser, base: str) -> None:
    page = opened(chromium, 390, base, [])
    page.goto(f"{base}/index.html")
    assert page.locator("main label[for=__search]").is_visible() is base.startswith("http")


@pytest.mark.browser
def test_the_search_box_finds_over_http(chromium: Browser, built: Path) -> None:
    server = serve(built)
    page = opened(chromium, 1280, f"http://127.0.0.1:{server.server_port}", [])
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html?q=预备党员")
    page.locator(".md-search-result__link").first.wait_for(timeout=15_000)
    assert "中国共产党章程" in page.locator(".md-search-result").inner_text().replace("\u200b", "")
    server.shutdown()
