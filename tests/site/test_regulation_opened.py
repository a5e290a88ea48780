"""The pages of a regulation in a browser: citing, choosing, looking up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from playwright.sync_api import Browser, Page, Route

from guiju.corpus.importing import Wishes, import_file
from guiju.numerals import article_label
from guiju.site.building import build_site
from guiju.site.regulation import MOST_CONTENTS, RUN
from tests.conftest import furnish
from tests.corpus.files import GOOD, text_file
from tests.site.browsing import opened
from tests.site.conftest import LATER
from tests.site.regulations import JIA, OLD_JIA, rule

LAST = MOST_CONTENTS + 5
"""The last article of a text so long that its list of contents does not name the articles."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an office whose own rule has wording and a gist, and that has a very long one."""
    workspace = furnish(tmp_path_factory.mktemp("pages") / "office")
    for text in (GOOD, LATER):
        import_file(text_file(workspace, text), workspace, Wishes(id="jia"))
    path = workspace.regulations / "jia" / "2021-06-01.md"
    path.write_text(
        path.read_text("utf-8").replace("（二）记录。\n", "（二）记录。\n\n> 要点：办公室办会。\n"), "utf-8"
    )
    long = "## 第一章 总则\n\n"
    long += "".join(f"### {article_label(n)}\n\n{article_label(n)}说的事。\n\n" for n in range(1, LAST + 1))
    path = workspace.regulations / "chang" / "2020-01-01.md"
    path.parent.mkdir()
    path.write_text(rule("chang", "2020-01-01", long, title="长规定"), "utf-8")
    return build_site(workspace, strict=True).first.parent


@pytest.fixture
def page(chromium: Browser, folder: Path) -> Iterator[Page]:
    """A page opened from the folder."""
    page = opened(chromium, 1280, folder.as_uri(), [])
    yield page
    page.close()


@pytest.mark.browser
def test_a_citation_of_any_part_is_copied(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/{JIA}")
    page.get_by_role("button", name="引用第二条").press("Enter")
    dialog = page.get_by_role("dialog", name="复制第二条的引用")
    assert dialog.locator("option").all_inner_texts() == ["整条", "第一项", "第二项"]
    dialog.get_by_label("引到").select_option("第二项")
    copies = [button.get_attribute("data-copy") for button in dialog.get_by_role("button").all()]
    address = f"{folder.as_uri()}/{JIA}#art-2-1-2"
    official = "《甲市机关会议办法》第二条第二项"
    assert copies[0] == official
    assert copies[1] is not None
    assert re.fullmatch(r"《甲市机关会议办法》（.*2021年6月1日起施行）第二条第二项", copies[1])
    assert copies[2:] == [f"[{official}]({address})", address]
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "引用第二条"


@pytest.mark.browser
def test_a_citation_of_an_older_version_names_the_version(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/{OLD_JIA}")
    page.get_by_role("button", name="引用第三条").click()
    first = page.get_by_role("dialog").get_by_role("button").first
    assert first.get_attribute("data-copy") == "《甲市机关会议办法》（2020年4月1日起施行的版本）第三条"


@pytest.mark.browser
def test_the_reader_chooses_wording_or_gists_and_the_page_remembers(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/{JIA}")
    words, gist = page.get_by_text("会议由办公室负责："), page.get_by_text("办公室办会。")
    assert (words.is_visible(), gist.is_visible()) == (True, True)
    page.get_by_role("button", name="要点", exact=True).click()
    assert (words.is_visible(), gist.is_visible()) == (False, True)
    assert page.get_by_text("为了规范会议，制定本办法。").is_visible()  # no gist: its wording stays
    page.get_by_role("button", name="原文", exact=True).click()
    page.reload()
    assert (words.is_visible(), gist.is_visible()) == (True, False)
    assert page.get_by_role("button", name="原文", exact=True).get_attribute("aria-pressed") == "true"


@pytest.mark.browser
def test_without_script_wording_and_gist_are_both_there(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/{JIA}")
    assert page.get_by_text("会议由办公室负责：").is_visible()
    assert page.get_by_text("办公室办会。").is_visible()
    assert not page.get_by_role("button", name="引用第二条").is_visible()
    context.close()


@pytest.mark.browser
def test_a_term_says_what_it_means_by_mouse_and_by_keyboard(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/regulations/dangzhang.html")
    term = page.locator("a.gj-term").first
    tip = page.get_by_role("tooltip")
    term.focus()
    assert tip.inner_text().startswith(term.inner_text()[:2])
    assert term.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.locator("h1").click()
    term.hover()
    tip.wait_for(state="visible")
    tip.hover()
    page.wait_for_timeout(400)
    assert tip.is_visible()  # the pointer may rest on it
    page.locator("h1").hover()
    tip.wait_for(state="hidden")


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["88", "第八十八条", "８８条", "八十八"])
def test_an_old_number_is_looked_up_as_it_is_typed(page: Page, folder: Path, typed: str) -> None:
    page.goto(f"{folder.as_uri()}/regulations/jilv-chufen-tiaoli/numbers.html")
    page.get_by_label("旧条号").fill(typed)
    page.get_by_role("button", name="查新条号").click()
    answer = page.locator(".gj-numbers__answer")
    assert answer.inner_text() == "2018-10-01 版 第八十八条 → 2024-01-01 版 第九十七条"
    answer.get_by_role("link", name="第九十七条").click()
    assert page.url.endswith("/regulations/jilv-chufen-tiaoli.html#art-97")


@pytest.mark.browser
def test_a_number_that_no_article_has_is_said_to_be_none(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/regulations/jilv-chufen-tiaoli/numbers.html")
    for typed, said in (("999", "2018-10-01 版里没有这一条"), ("甲", "请写条号")):
        page.get_by_label("旧条号").fill(typed)
        page.get_by_label("旧条号").press("Enter")
        assert page.locator(".gj-numbers__answer").inner_text().startswith(said)


@pytest.mark.browser
def test_a_comparison_can_be_cut_down_to_what_changed(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/regulations/jia/2020-04-01--2021-06-01.html")
    rows = page.locator(".gj-compared tbody tr")
    before = rows.filter(visible=True).count()
    page.get_by_label("只看有变化的").check()
    shown = rows.filter(visible=True)
    assert 0 < shown.count() < before
    assert all("未变" not in text for text in shown.all_inner_texts())


@pytest.mark.browser
def test_in_a_long_text_the_address_of_an_article_leads_to_it_and_its_citation_is_seen_whole(
    page: Page, folder: Path
) -> None:
    number = 10 * RUN  # the last of those that are laid out together: what hangs out below it might be cut off
    page.goto(f"{folder.as_uri()}/regulations/chang.html#art-{number}")
    heading = page.locator(f"#art-{number}")
    heading.wait_for()
    assert 0 <= heading.evaluate("(heading) => heading.getBoundingClientRect().top") < 250
    page.get_by_role("button", name=f"引用{article_label(number)}", exact=True).click()
    last = page.get_by_role("dialog").get_by_role("button").last
    seen = """(button) => {
      const box = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(box.left + box.width / 2, box.bottom - 3));
    }"""
    assert last.get_attribute("data-copy") == f"{folder.as_uri()}/regulations/chang.html#art-{number}"
    assert last.evaluate(seen)


@pytest.mark.browser
def test_on_a_phone_the_contents_open_from_below_where_one_reads(chromium: Browser, folder: Path) -> None:
    page = opened(chromium, 390, folder.as_uri(), [])
    page.goto(f"{folder.as_uri()}/regulations/dangzhang.html#art-46")
    contents = page.locator(".md-sidebar--secondary")
    button = page.get_by_role("button", name="目录")
    assert not contents.is_visible()
    # What the address names stands under the head of the page, and is where the contents say that one is.
    page.wait_for_selector(".md-nav__link--active[href='#art-46']", state="attached")
    button.press("Enter")
    assert page.evaluate("document.activeElement.textContent.trim()") == "第四十六条"
    assert contents.get_by_role("link", name="第四十六条", exact=True).is_visible()
    page.keyboard.press("Escape")
    assert not contents.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "目录"
    button.click()
    contents.get_by_role("link", name="第四十七条", exact=True).click()
    assert page.url.endswith("#art-47")
    assert not contents.is_visible()
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_without_script_the_contents_are_there(chromium: Browser, folder: Path, width: int) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/regulations/dangzhang.html")
    assert page.locator(".md-sidebar--secondary").get_by_role("link", name="第一条", exact=True).is_visible()
    assert page.get_by_role("button", name="目录").count() == 0
    context.close()


SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) shifts += each.value; })
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_scripts_come_late(chromium: Browser, folder: Path, width: int) -> None:
    page = opened(chromium, width, folder.as_uri(), [])

    def late(route: Route) -> None:
        sleep(0.4)
        route.continue_()

    page.add_init_script(SHIFTS)
    page.route("**/*.js", late)
    page.goto(f"{folder.as_uri()}/regulations/dangzhang.html")
    page.locator("button.gj-type").wait_for()  # which the script shows
    assert page.evaluate("shifts") <= 0.05
    page.close()


@pytest.mark.browser
def test_words_far_down_a_long_text_are_found_and_copied_without_words_of_ours(page: Page, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/regulations/chang.html")
    assert page.evaluate("(words) => window.find(words)", f"{article_label(LAST)}说的事")
    assert page.locator(f"#art-{LAST}").evaluate("(heading) => heading.getBoundingClientRect().top") < 900
    copied = page.evaluate(
        """() => {
          const articles = [...document.querySelectorAll(".gj-article")].slice(-2);
          getSelection().setBaseAndExtent(articles[0], 0, articles[1], articles[1].childNodes.length);
          return getSelection().toString();
        }"""
    )
    assert copied.split() == [
        words for n in (LAST - 1, LAST) for words in (article_label(n), f"{article_label(n)}说的事。")
    ]
