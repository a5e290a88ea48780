"""Every type of page as a reader opens it: over http and from a folder, on a desk and on a phone, in every look, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, Page

from tests.site.browsing import opened
from tests.site.conftest import PAGES

pytestmark = pytest.mark.browser

LOOKS = {"light": 0, "dark": 1, "contrast": 2}
"""The looks in the order of the switch in the head of the page."""

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_opens_without_asking_anybody_else(chromium: Browser, base: str, width: int) -> None:
    outside: list[str] = []
    said: list[str] = []
    page = opened(chromium, width, base, outside)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, address in PAGES.items():
        page.goto(f"{base}/{address}")
        assert page.locator("h1").first.inner_text().strip(), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
    assert (outside, said) == ([], [])


@pytest.fixture(params=[(look, width) for look in LOOKS for width in (1280, 390)], ids=lambda p: f"{p[0]}-{p[1]}")
def looked_at(request: pytest.FixtureRequest, chromium: Browser, built: Path) -> Iterator[tuple[Page, str]]:
    """A page of that width in that look."""
    look, width = request.param
    page = chromium.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if look == "dark" else "light"
    )
    page.goto(f"{built.as_uri()}/index.html")
    for _ in range(LOOKS[look] if look == "contrast" else 0):
        page.locator("label[for^=__palette]:visible").click()
    yield page, look
    page.close()


def test_no_page_has_a_fault_that_axe_can_find(looked_at: tuple[Page, str], built: Path) -> None:
    page, look = looked_at
    scheme = {"light": "default", "dark": "slate", "contrast": "contrast"}[look]
    faults = []
    for name, address in PAGES.items():
        page.goto(f"{built.as_uri()}/{address}")
        assert page.locator("body").get_attribute("data-md-color-scheme") == scheme
        if name == "search":
            page.locator(".gj-hit").first.wait_for()
        for fault in violations(page):
            faults.append(f"{name}: {fault}")
    assert not faults, "\n".join(faults)


def violations(page: Page) -> list[str]:
    """What breaks a rule of WCAG 2.2 at level A or AA, or a habit of good pages."""
    page.evaluate(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags
    )
    return [
        f"{violation['id']}: {violation['help']} ({node['html'][:120]}; {node['failureSummary'][:200]})"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]


def test_the_keyboard_reaches_the_search_the_text_and_the_contents(chromium: Browser, base: str) -> None:
    page = opened(chromium, 1280, base, [])
    page.goto(f"{base}/regulations/dangzhang.html")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const at = document.activeElement, seen = at.type === 'radio' ? at.nextElementSibling : at;
                const look = getComputedStyle(seen), box = seen.getBoundingClientRect();
                return [at.name || at.className || at.tagName, look.outlineStyle !== 'none' || look.boxShadow !== 'none',
                        box.width > 0 && box.height > 0 && box.top < innerHeight] }"""
            )
        )
    names = [name for name, _, _ in seen]
    assert names[0].startswith("md-skip")
    assert any("gj-type" in name for name in names)
    assert "q" in names
    assert all(visible and shown for _, visible, shown in seen), seen


def test_the_skip_link_leads_to_the_text(chromium: Browser, base: str) -> None:
    page = opened(chromium, 1280, base, [])
    page.goto(f"{base}/regulations/dangzhang.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#gj-content"


def test_without_styles_the_text_comes_in_order(chromium: Browser, built: Path) -> None:
    page = chromium.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(f"{built.as_uri()}/regulations/jia.html")
    text = page.locator("article").inner_text()
    order = [
        text.index(words) for words in ("甲市机关会议办法", "2021-06-01", "第一条", "为了规范会议", "第二条", "第三条")
    ]
    assert order == sorted(order)


def test_without_a_script_every_page_has_its_text(chromium: Browser, base: str) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    for name, address in PAGES.items():
        page.goto(f"{base}/{address}")
        assert len(page.locator("main").inner_text()) > 40, name


def test_the_page_of_errors_works_at_any_depth(chromium: Browser, built: Path) -> None:
    page = chromium.new_page()
    content = (built / "404.html").read_text("utf-8")

    def answer(route: Any) -> None:
        path = built / route.request.url.removeprefix("http://gz.example/").split("?")[0]
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404, content_type="text/html", body=content)

    page.route("http://gz.example/**", answer)
    page.goto("http://gz.example/regulations/no/such.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    page.locator("main").get_by_role("link", name="手册").first.click()
    page.wait_for_url("http://gz.example/handbook/index.html")


PRINTED = ["regulation", "wording", "comparison", "numbers", "handbook", "glossary", "practice", "document", "by level"]


@pytest.mark.parametrize("name", PRINTED)
def test_a_page_prints_on_a4_with_its_title_at_the_foot_and_nothing_else_around(
    chromium: Browser, built: Path, tmp_path: Path, name: str
) -> None:
    page = opened(chromium, 1280, built.as_uri(), [])
    page.goto(f"{built.as_uri()}/{PAGES[name]}")
    title = page.locator("h1").first.inner_text().rstrip("¶").strip()
    page.pdf(path=tmp_path / "甲.pdf", prefer_css_page_size=True)
    document = pdfium.PdfDocument(tmp_path / "甲.pdf")
    texts = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    flat = ["".join(text.split()) for text in texts]
    assert [round(size) for size in document[0].get_size()] == [595, 842]
    assert "".join(title.split()) in flat[0][:200], texts[0][:80]
    assert f"1/{len(document)}" in flat[0]
    assert ("首页" in texts[0], "回到页面顶部" in texts[0]) == (False, False)  # no navigation on paper
    if name == "wording":
        assert "《甲市机关会议办法》（2021-06-01施行版本）" in flat[0]


def test_a_turn_of_large_type_makes_letters_larger_and_stays(chromium: Browser, base: str) -> None:
    page = opened(chromium, 390, base, [])
    page.goto(f"{base}/regulations/jia.html")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.gj-text')).fontSize)")
    page.locator(".gj-type").click()
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.gj-text')).fontSize)")
    assert after > before * 1.15
    page.goto(f"{base}/handbook/festival.html")
    assert page.locator(".gj-type").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
