"""What a newcomer does: from the first page to the answer, from an address to the article, from a citation to the text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_an_article_is_opened_by_its_address(chromium: Browser, base: str, width: int) -> None:
    page = opened(chromium, width, base, [])
    page.goto(f"{base}/regulations/dangzhang.html#art-46")
    page.wait_for_function("Math.abs(document.getElementById('art-46').getBoundingClientRect().top) < 200")
    assert page.locator("#art-46").inner_text().startswith("第四十六条")
    assert page.locator(".gj-status").inner_text().endswith("现行有效")


def test_links_between_pages_lead_to_articles(chromium: Browser, base: str) -> None:
    page = opened(chromium, 1280, base, [])
    page.goto(f"{base}/handbook/index.html")
    page.get_by_role("link", name="《中国共产党章程》第四十六条第一款").first.click()
    page.wait_for_url("**/regulations/dangzhang.html#art-46")
    assert page.locator("h1").first.inner_text().startswith("中国共产党章程")


def test_the_dated_address_of_the_text_in_force_leads_to_it_and_keeps_the_place(chromium: Browser, base: str) -> None:
    page = opened(chromium, 1280, base, [])
    page.goto(f"{base}/regulations/dangzhang/2022-10-22.html#art-46")
    page.wait_for_url("**/regulations/dangzhang.html#art-46")


NEWCOMER = [
    (["中秋快到了"], "节前提醒怎么发", "中秋"),
    (["谁可以决定给警告处分"], "中国共产党处分违纪党员批准权限和程序规定", "机关纪委可以审查批准给予警告、严重警告"),
    (["受严重警告"], "影响期", "一年半"),
    (["收到一封举报"], "收到线索怎么办", "移送"),
    (["派驻组和机关党委"], "四种关系", "派驻组和机关党委有什么不同"),
]
"""What a newcomer asks: the rows of the first page to follow, the page it leads to, and the words that answer."""


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
