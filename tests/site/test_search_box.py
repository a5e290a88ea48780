"""The search box and the search page with an engine of a dozen articles: what the reader sees and the keys do.

Whether answers are right is the engine's matter: test_page_search.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown import markdown
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ROOT
from tests.site.browsing import opened, reached

SITE = ROOT / "src" / "guiju" / "site"

ENGINE = Path(__file__).with_name("small_engine.js").read_text("utf-8")

HEAD_BOX = (
    '<form class="gj-find" role="search" action="{root}search.html"><input type="search" name="q" aria-label="查法规">'
    '<button type="submit" aria-label="查">查</button></form>'
    '<button type="button" class="gj-type" aria-pressed="false" hidden>大</button>'
)


def page_html(root: str, title: str, body: str) -> str:
    """A page with the head that the theme gives every page."""
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title} - 规矩</title>'
        f'<meta name="viewport" content="width=device-width"><meta name="guiju-root" content="{root or "./"}">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{root}assets/guiju.css"></head>'
        f'<body data-md-color-scheme="default"><header class="md-header">{HEAD_BOX.format(root=root)}</header>'
        f'<main class="md-typeset"><h1>{title}</h1>{body}</main><script src="{root}assets/guiju.js"></script></body></html>'
    )


def written(name: str) -> str:
    """A page of content/ as HTML."""
    text = re.sub(
        r"\A---.*?---|^# .*?$", "", (ROOT / "content" / name).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    return str(markdown(text, extensions=["tables", "attr_list"]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few pages with our scripts and styles."""
    root = tmp_path_factory.mktemp("box") / "网站"
    buttons = '<button data-copy="《中国共产党章程》第四十六条">复制</button><button data-print>打印</button>'
    pages = {
        "index.html": page_html("", "规矩", written("index.md")),
        "search.html": page_html("", "查", written("search.md")),
        "regulations/dangzhang.html": page_html("../", "中国共产党章程", buttons + '<h2 id="art-46">第四十六条</h2>'),
        "regulations/gongwuyuan.html": page_html("../", "中华人民共和国公务员法", '<h2 id="art-59">第五十九条</h2>'),
        "regulations/index.html": page_html("../", "全部法规", ""),
    }
    scripts = "\n".join((SITE / "js" / name).read_text("utf-8") for name in ("box.js", "results.js"))
    styles = "\n".join((SITE / "css" / name).read_text("utf-8") for name in ("base.css", "search.css"))
    assets = {
        "guiju.js": (SITE / "js" / "site.js").read_text("utf-8"),
        "search.js": ENGINE + scripts,
        "guiju.css": styles,
    }
    for address, text in [*pages.items(), *((f"assets/{name}", text) for name, text in assets.items())]:
        path = root / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    with reached(folder, request.param) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, base: str) -> Iterator[Page]:
    """A page of a desktop whose console must stay silent, and from which no request goes elsewhere."""
    outside: list[str] = []
    said: list[str] = []
    page = opened(chromium, 1280, base, outside)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.context.close()
    assert (outside, said) == ([], [])


pytestmark = pytest.mark.browser


def marks(page: Page, within: str) -> set[str]:
    return set(page.locator(f"{within} mark").all_inner_texts())


def test_hits_come_while_one_types_with_what_was_asked_marked(page: Page, base: str) -> None:
    page.goto(f"{base}/regulations/dangzhang.html")
    page.locator("header input").press_sequentially("礼品")
    expect(page.locator(".gj-panel mark").first).to_have_text("礼品")
    expect(page.get_by_role("option")).to_have_count(8)  # a completion, six hits, all results
    assert page.get_by_role("option").all_inner_texts()[0] == "礼品礼金"
    assert page.get_by_role("option").nth(1).inner_text().startswith("《中国共产党纪律处分条例》第97条")
    assert "<礼品>" in page.get_by_role("option").nth(1).inner_text()
    assert marks(page, ".gj-panel") == {"礼品"}
    page.get_by_role("option", name="全部结果（24 条）").click()
    page.wait_for_url("**/search.html?q=*")
    assert page.locator("main input[name=q]").input_value() == "礼品"


def test_the_panel_is_worked_by_keys_alone(page: Page, base: str) -> None:
    page.goto(f"{base}/index.html")
    page.keyboard.press("/")
    field = page.locator("main input")
    expect(field).to_be_focused()
    page.keyboard.type("公务员不得")
    expect(page.locator(".gj-panel mark").first).to_have_text("公务员不得")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert field.input_value() == "公务员不得"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regulations/gongwuyuan.html#art-59")


def test_enter_without_a_choice_leads_to_the_search_page(page: Page, base: str) -> None:
    page.goto(f"{base}/regulations/dangzhang.html")
    page.locator("header input").fill("礼品")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator(".gj-count")).to_have_text("共找到 24 条，显示前 10 条")


def test_a_slow_answer_never_replaces_that_to_what_was_typed_later(page: Page, base: str) -> None:
    page.goto(f"{base}/index.html")
    field = page.locator("main input")
    field.fill("慢公务员")
    page.wait_for_function("window.asked && window.asked.includes('慢公务员')")
    field.fill("专责机关")
    expect(page.get_by_role("option").first).to_contain_text("中国共产党章程")
    page.wait_for_timeout(700)
    assert page.get_by_role("option").first.inner_text().startswith("《中国共产党章程》第46条")


def test_nothing_is_searched_while_an_input_method_composes(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html")
    field = page.locator("main input[name=q]")
    expect(field).to_be_focused()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "lipin", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(400)
    assert page.evaluate("window.asked") == []
    session.send("Input.insertText", {"text": "礼品"})
    expect(page.locator(".gj-hit")).to_have_count(10)
    assert page.evaluate("window.asked") == ["礼品"]


def test_the_search_page_answers_its_address(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html?q=礼品")
    expect(page.locator(".gj-hit")).to_have_count(10)
    assert page.title() == "礼品 - 查 - 规矩"
    first = page.locator(".gj-hit").first
    assert [first.locator(part).inner_text() for part in (".gj-hit__name", ".gj-status", ".gj-hit__path")] == [
        "《中国共产党纪律处分条例》第97条", "现行有效", "第八章 党的纪律检查机关",
    ]  # fmt: skip
    assert first.locator(".gj-hit__passage").inner_text().replace(" ", "").startswith("要点")
    assert marks(page, ".gj-hits") == {"礼品"}
    assert page.locator(".gj-read").inner_text() == "解读：“礼品”也查“礼金”"
    assert page.get_by_role("complementary", name="手册").get_by_role("link").all_inner_texts() == ["礼品"]
    expect(page.get_by_role("heading", name="目录")).to_be_hidden()


def test_typing_on_the_search_page_changes_results_and_address(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html")
    expect(page.get_by_role("heading", name="目录")).to_be_visible()
    page.keyboard.type("党章第四")
    expect(page.get_by_role("button", name="党章第四十六条")).to_be_visible()
    page.locator("main input[name=q]").fill("专责机关")
    expect(page.locator(".gj-hit")).to_have_count(1)
    page.wait_for_function("decodeURIComponent(location.search) === '?q=专责机关'")
    page.locator(".gj-hit__name").click()
    page.wait_for_url("**/regulations/dangzhang.html#art-46")
    page.go_back()
    expect(page.locator(".gj-hit")).to_have_count(1)


def test_filters_narrow_the_results_and_stand_in_the_address(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html?q=礼品")
    level = page.get_by_label("位阶")
    expect(level.locator("option")).to_have_text(["全部位阶", "条例（23）", "法律（1）"])
    level.select_option("法律")
    expect(page.locator(".gj-hit")).to_have_count(1)
    expect(page.get_by_label("法规", exact=True).locator("option")).to_have_text(
        ["全部法规", "中华人民共和国公务员法（1）"]
    )
    expect(level.locator("option")).to_have_count(3)
    page.reload()
    expect(page.locator(".gj-hit")).to_have_count(1)
    assert page.get_by_label("位阶").input_value() == "法律"
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator(".gj-count")).to_contain_text("24")
    page.get_by_label("时效").select_option("已被修订")
    expect(page.locator(".gj-hit .gj-status")).to_have_text(["已被修订"])
    page.get_by_label("位阶").select_option("条例")
    page.get_by_label("时效").select_option("已废止")
    expect(page.locator(".gj-count")).to_have_text("没有找到“礼品”的条文")
    expect(page.get_by_role("button", name="清除筛选")).to_be_visible()


def test_results_are_grouped_by_regulation_when_asked(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html?q=礼品")
    page.get_by_label("按法规归并").check()
    expect(page.locator(".gj-group")).to_have_text(["中国共产党纪律处分条例（9）", "中华人民共和国公务员法（1）"])
    page.reload()
    expect(page.locator(".gj-group")).to_have_count(2)


def test_more_results_are_added_below_and_the_keyboard_goes_on_there(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html?q=礼品")
    page.get_by_role("button", name="再看十条").click()
    expect(page.locator(".gj-hit")).to_have_count(20)
    expect(page.locator(".gj-hit a").nth(10)).to_be_focused()
    page.get_by_role("button", name="再看十条").click()
    expect(page.locator(".gj-count")).to_have_text("共找到 24 条")
    expect(page.get_by_role("button", name="再看十条")).to_be_hidden()


def test_nothing_found_says_so_and_shows_ways_on(page: Page, base: str) -> None:
    page.goto(f"{base}/search.html?q=甲乙丙<b>")
    expect(page.locator(".gj-count")).to_have_text("没有找到“甲乙丙<b>”的条文")
    expect(page.locator(".gj-read").get_by_role("link", name="法规目录")).to_be_visible()
    expect(page.get_by_role("link", name="全部法规")).to_be_visible()
    page.get_by_role("button", name="礼品").click()
    expect(page.locator(".gj-count")).to_contain_text("共找到 24 条")


def test_recent_queries_are_offered_and_can_be_cleared(page: Page, base: str) -> None:
    for query in ("礼品", "专责机关", "礼品"):
        page.goto(f"{base}/search.html?q={query}")
        page.locator(".gj-hit").first.wait_for()
    page.goto(f"{base}/index.html")
    page.locator("main input").focus()
    expect(page.get_by_role("option")).to_have_text(["礼品", "专责机关"])
    page.get_by_role("option", name="专责机关").click()
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator(".gj-hit")).to_have_count(1)
    page.goto(f"{base}/index.html")
    page.locator("main input").focus()
    expect(page.get_by_role("option")).to_have_text(["专责机关", "礼品"])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="清除")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.reload()
    page.locator("main input").focus()
    page.wait_for_function("document.querySelector('main input').getAttribute('role') === 'combobox'")
    expect(page.get_by_role("option")).to_have_count(0)


def test_large_type_stays_from_page_to_page(page: Page, base: str) -> None:
    page.goto(f"{base}/index.html")
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    before = page.evaluate(size)
    button = page.locator("button.gj-type")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) > before * 1.2
    page.goto(f"{base}/regulations/dangzhang.html")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    page.goto(f"{base}/index.html")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(size) == before


def test_a_citation_is_copied_and_said_so(page: Page, base: str) -> None:
    page.goto(f"{base}/regulations/dangzhang.html")
    page.get_by_role("button", name="复制").click()
    expect(page.locator(".gj-told")).to_have_text("已复制")
    expect(page.get_by_role("button", name="复制")).to_be_focused()
    field = page.locator("header input")
    field.focus()
    page.keyboard.press("Control+v")
    assert field.input_value() == "《中国共产党章程》第四十六条"


def test_the_print_button_prints(page: Page, base: str) -> None:
    page.goto(f"{base}/regulations/dangzhang.html")
    page.evaluate("window.addEventListener('beforeprint', () => { window.printed = true; })")
    page.get_by_role("button", name="打印").click()
    page.wait_for_function("window.printed")


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context
    context.close()


def test_without_script_there_is_a_plain_list_and_the_form_still_leads_there(plain: BrowserContext, base: str) -> None:
    page = plain.new_page()
    page.goto(f"{base}/index.html")
    page.locator("main input").fill("礼品")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert page.locator("noscript p").bounding_box()  # Playwright's texts leave out <noscript>
    page.get_by_role("link", name="全部法规").click()
    assert page.locator("h1").inner_text() == "全部法规"
    assert page.locator("button.gj-type").is_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_search_page_fits_a_phone_and_a_desk(chromium: Browser, base: str, width: int) -> None:
    page = opened(chromium, width, base, [])
    page.goto(f"{base}/search.html?q=礼品")
    page.locator(".gj-hit").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{base}/index.html")
    page.locator("main input").fill("礼品")
    page.get_by_role("option").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_without_the_files_of_the_search_the_lists_are_there_and_say_why(chromium: Browser, folder: Path) -> None:
    page = opened(chromium, 1280, folder.as_uri(), [])
    page.route("**/assets/search.js", lambda route: route.abort())
    page.goto(f"{folder.as_uri()}/search.html?q=礼品")
    expect(page.get_by_text("检索用的文件没有读到")).to_be_visible()
    expect(page.get_by_role("link", name="全部法规")).to_be_visible()
    page.context.close()
