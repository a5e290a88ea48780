"""The pages around the regulations as a reader opens, uses and prints them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, Page

from guiju.site.browse import LISTS
from guiju.site.building import build_site
from tests.conftest import ON, furnish
from tests.site.browsing import opened, reached


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an office with a renamed regulation."""
    workspace = furnish(tmp_path_factory.mktemp("around") / "office")
    (workspace.content / "redirects.yml").write_text("regulations:\n  dz: dangzhang\n", "utf-8")
    return build_site(workspace, strict=False, on=ON).first.parent


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    with reached(built, request.param) as address:
        yield address


def at(chromium: Browser, base: str, address: str, width: int = 1280) -> Page:
    page = opened(chromium, width, base, [])
    page.goto(f"{base}/{address}")
    return page


@pytest.mark.browser
def test_a_list_narrows_as_one_types_an_alias_or_pinyin(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "regulations/index.html")
    page.get_by_label("只看名称里有").fill("处分条例")
    shown = page.locator(".gj-index li:visible a").all_inner_texts()
    assert "中国共产党纪律处分条例" in shown
    assert all("处分" in title for title in shown)
    assert page.locator(".gj-page h2:visible").count() < 4
    page.get_by_label("只看名称里有").fill("jilv chufen")
    assert page.locator(".gj-index li:visible a").all_inner_texts() == ["中国共产党纪律处分条例"]
    page.get_by_label("只看名称里有").fill("没有这部法")
    assert page.get_by_role("status").filter(has_text="没有").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".gj-index li:visible").count() == 67


@pytest.mark.browser
def test_questions_are_judged_explained_and_kept(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "practice/dangzhang.html")
    single = page.locator("#dangzhang-002")
    single.get_by_role("radio").nth(0).check()
    single.get_by_role("button", name="提交").click()
    assert single.get_by_role("status").inner_text().startswith("答错了")
    assert single.get_by_role("link").first.is_visible()
    several = page.locator("#dangzhang-001")
    for letter in (1, 2, 4):
        several.get_by_role("checkbox").nth(letter).check()
    several.get_by_role("button", name="提交").click()
    assert several.get_by_role("status").inner_text() == "答对了。"
    blanks = page.locator("#dangzhang-005")
    for number, words in enumerate(["六 个月", "支部大会", "批准"]):
        blanks.get_by_role("textbox").nth(number).fill(words)
    blanks.get_by_role("button", name="提交").click()
    assert blanks.get_by_role("status").inner_text() == "答对了。"
    assert "做了 3，答对 2" in page.locator(".gj-score").inner_text()
    page.reload()
    assert "做了 3，答对 2" in page.locator(".gj-score").inner_text()
    page.goto(f"{base}/practice/index.html")
    assert "做了 3，对 2" in page.locator("tr[data-topic=dangzhang]").inner_text()


@pytest.mark.browser
def test_wrong_answers_are_asked_again_until_they_are_right(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "practice/dangzhang.html")
    single = page.locator("#dangzhang-002")
    single.get_by_role("radio").nth(0).check()
    single.get_by_role("button", name="提交").click()
    page.get_by_role("button", name="错题重做（1）").click()
    assert page.locator(".gj-question:visible").count() == 1
    assert (
        page.locator(".gj-page h2:visible").all_inner_texts() == ["单选题"]
        or page.locator(".gj-page h2:visible").count() == 1
    )
    assert not single.get_by_role("radio").nth(0).is_checked()
    single.get_by_role("radio").nth(1).check()
    single.get_by_role("button", name="提交").click()
    page.get_by_role("button", name="看全部题").click()
    assert page.get_by_role("button", name="错题重做（0）").is_disabled()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="重新开始").click()
    assert "做了 0" in page.locator(".gj-score").inner_text()
    page.reload()
    assert "做了 0" in page.locator(".gj-score").inner_text()


@pytest.mark.browser
def test_another_order_holds_the_same_questions_and_can_be_undone(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "practice/chufen-zongze.html")
    ids = "Array.from(document.querySelectorAll('.gj-question'), (q) => q.id)"
    before = page.evaluate(ids)
    page.get_by_role("button", name="换个顺序").click()
    mixed = page.evaluate(ids)
    assert mixed != before
    assert sorted(mixed) == sorted(before)
    page.get_by_role("button", name="恢复顺序").click()
    assert page.evaluate(ids) == before


@pytest.mark.browser
def test_a_question_in_own_words_is_judged_by_the_reader(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "practice/dangzhang.html")
    short = page.locator(".gj-question[data-kind=简答]").first
    short.get_by_role("button", name="想好了，看答案").click()
    assert short.locator(".gj-key strong").is_visible()
    short.get_by_role("button", name="算答错").click()
    assert page.get_by_role("button", name="错题重做（1）").is_enabled()


@pytest.mark.browser
def test_practice_is_done_with_the_keyboard_alone(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "practice/dangzhang.html")
    page.locator("#dangzhang-002").get_by_role("radio").nth(0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#dangzhang-002").get_by_role("status").inner_text() == "答对了。"
    assert page.evaluate("document.activeElement.textContent") == "再做一次"


@pytest.mark.browser
def test_without_script_questions_and_lists_are_whole(chromium: Browser, base: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/practice/dangzhang.html")
    page.locator("#dangzhang-002 summary").click()
    assert page.locator("#dangzhang-002 strong").inner_text() == "B"
    assert page.get_by_role("button", name="重新开始").count() == 0
    page.goto(f"{base}/regulations/index.html")
    assert page.locator(".gj-index li:visible").count() == 67
    assert not page.locator("#gj-narrow").is_visible()
    context.close()


def printed(page: Page, path: Path) -> list[str]:
    """The texts of the sides that a page prints."""
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    return [side.get_textpage().get_text_bounded() for side in pdfium.PdfDocument(path)]


@pytest.mark.browser
def test_a_paper_is_printed_without_answers_and_with_them_at_its_end(
    chromium: Browser, built: Path, tmp_path: Path
) -> None:
    page = at(chromium, built.as_uri(), "practice/dangzhang.html")
    page.locator("#dangzhang-002").get_by_role("radio").nth(1).check()
    page.locator("#dangzhang-002").get_by_role("button", name="提交").click()
    why = "常见误解是保留意见就可以暂不执行"
    bare = printed(page, tmp_path / "卷.pdf")
    assert "预备党员不能行使哪一项权利" in "".join(bare)
    assert why not in "".join(bare)
    page.get_by_label("打印时把答案附在最后").check()
    whole = printed(page, tmp_path / "卷和答案.pdf")
    first = next(i for i, side in enumerate(whole) if why in side)
    assert first >= len(bare)


@pytest.mark.browser
@pytest.mark.parametrize(("choice", "copies"), [("一张纸印两张", 2), ("一张纸印四张", 4)])
def test_cards_fill_a_sheet_of_a4(
    chromium: Browser, built: Path, tmp_path: Path, choice: str, copies: int
) -> None:  # fmt: skip
    page = at(chromium, built.as_uri(), "cards/index.html")
    assert page.locator(".gj-face:visible").count() == 2
    page.get_by_label(choice).check()
    sides = printed(page, tmp_path / "卡.pdf")
    assert len(sides) == 2
    assert sides[0].count("守住小节，方能行稳致远") == copies
    assert sides[1].count("有人送礼退不掉") == copies
    size = pdfium.PdfDocument(tmp_path / "卡.pdf")[0].get_size()
    assert [round(side) for side in size] == [595, 842]


@pytest.mark.browser
def test_an_old_address_leads_on_to_the_article(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "regulations/dz.html#art-46")
    page.wait_for_url("**/regulations/dangzhang.html#art-46")


@pytest.mark.browser
def test_what_is_not_there_can_be_searched_for(chromium: Browser, built: Path) -> None:
    page = at(chromium, built.as_uri(), "404.html")
    page.locator(".gj-find--large input").fill("党章46条")
    page.locator(".gj-find--large input").press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.go_back()
    page.locator("article, .gj-page").first.get_by_role("link", name="法规，按专题").click()
    assert page.locator("h1").first.inner_text().startswith("法规：按专题")


@pytest.mark.browser
def test_the_way_of_doing_it_that_one_chose_in_the_handbook_is_remembered(chromium: Browser, base: str) -> None:
    page = at(chromium, base, "handbook/festival.html")
    page.locator(".tabbed-labels label", has_text="YAML 文件").click()
    assert page.get_by_text("guiju make festival-reminder 中秋.yml").is_visible()
    page.reload()
    page.wait_for_function("document.querySelector('.tabbed-set input:nth-of-type(2)').checked")
    assert page.get_by_text("guiju make festival-reminder 中秋.yml").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_around_the_regulations_scrolls_sideways_or_leaves_the_site(
    chromium: Browser, base: str, width: int
) -> None:
    outside: list[str] = []
    page = opened(chromium, width, base, outside)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for address in (*LISTS, "handbook/glossary.html", "handbook/faq.html", "practice/index.html",
                    "practice/dangzhang.html", "documents/index.html", "documents/training-notice.html",
                    "cards/index.html", "news.html", "404.html"):  # fmt: skip
        page.goto(f"{base}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert (outside, faults) == ([], [])
