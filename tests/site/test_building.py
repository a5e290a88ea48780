"""`guiju site`: what gets into the folder, what must not, and what happens when something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guiju.errors import ArticleNotFound, BadData
from guiju.site.building import build_site
from guiju.workspace import Workspace
from tests.conftest import ROOT, Run, typed_in

ON = date(2026, 11, 24)


def built(workspace: Workspace, *, strict: bool = True, jobs: int = 1) -> Path:
    return build_site(workspace, strict=strict, on=ON, jobs=jobs).first.parent


def files(root: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def everything(root: Path) -> bytes:
    return b"".join(files(root).values())


@pytest.fixture
def typed(small: Workspace) -> Run:
    """The command as a user types it in the small office."""
    return typed_in(small)


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def test_a_site_of_a_day_shows_the_version_that_was_in_force(small: Workspace, typed: Run) -> None:
    for day, there, gone in (("2020-12-31", "通知", "布置"), ("2021-06-01", "布置", "（一）通知")):
        run = typed("site", "--as-of", day)
        assert run.returncode == 0, run.stderr
        page = (small.site / "regulations" / "jia.html").read_text("utf-8")
        words = page[page.index('id="art-2"') : page.index('id="art-3"')]
        assert (there in words, gone in words) == (True, False)


def test_a_handbook_page_that_cites_what_is_not_there_stops_the_build(small: Workspace) -> None:
    page = small.content / "handbook" / "festival.md"
    page.write_text(page.read_text("utf-8") + '\n{{ cite("党章", 99) }}\n', "utf-8")
    line = page.read_text("utf-8").count("\n")
    with pytest.raises(ArticleNotFound, match="全文共五十五条") as refusal:
        built(small)
    assert str(refusal.value.place) == f"content/handbook/festival.md 第{line}行"
    assert not small.site.exists()


def test_a_failed_build_leaves_the_old_site(small: Workspace) -> None:
    root = built(small)
    before = files(root)
    (small.root / "mkdocs.yml").write_text("site_name: 规矩\nplugins: [没有这个插件]\n", "utf-8")
    with pytest.raises(BadData):
        built(small)
    assert files(root) == before
    assert not list(small.cache.glob("site-*"))


def test_private_rooms_and_what_an_office_fills_in_never_enter_the_site(small: Workspace) -> None:
    (small.root / "private").mkdir()
    (small.root / "private" / "线索.md").write_text("# 张三的线索\n", "utf-8")
    (small.content / "office.yml").write_text("phone: 千万别公开\n", "utf-8")
    found = everything(built(small))
    assert "张三的线索".encode() not in found
    assert "千万别公开".encode() not in found


def test_what_is_marked_for_inside_use_is_left_out_and_named(small: Workspace, typed: Run) -> None:
    page = small.content / "handbook" / "inside.md"
    page.write_text("---\nsecrecy: 内部\n---\n# 不对外的安排\n\n只给内部看的话。\n", "utf-8")
    run = typed("site", "--strict")
    assert run.returncode == 0, run.stderr
    assert "没有放进网站：content/handbook/inside.md（标明内部）" in run.stdout
    assert "只给内部看的话".encode() not in everything(small.site)


def test_the_open_web_gets_gists_and_no_imported_wording(small: Workspace) -> None:
    sentence = "会议由办公室负责".encode()
    assert sentence in everything(built(small))
    rewrite(small.root / "mkdocs.yml", lambda text: text.replace("texts: official", "texts: digest"))
    made = build_site(small, strict=True, on=ON)
    assert sentence not in everything(small.site)
    assert any("甲市机关会议办法" in what and "原文" in what for what in made.left_out)
    assert (small.site / "regulations" / "jia.html").is_file()


def test_an_unknown_setting_is_refused_by_name(small: Workspace) -> None:
    rewrite(small.root / "mkdocs.yml", lambda text: text.replace("texts: official", "texts: all"))
    with pytest.raises(BadData) as refusal:
        built(small)
    assert "texts" in str(refusal.value)


PERSONS = [
    ("handbook/festival.md", "联系人电话 13987654321。", "handbook/festival.html"),
    ("faq.yml", "13987654321", "handbook/faq.html"),
]
"""Where a number may slip in: a page that a person wrote, and data that a page is made from."""


@pytest.mark.parametrize(("source", "said", "page"), PERSONS, ids=[page for _, _, page in PERSONS])
def test_data_about_persons_stop_the_build_with_file_and_line(
    small: Workspace, source: str, said: str, page: str
) -> None:
    path = small.content / source
    if path.suffix == ".md":
        path.write_text(path.read_text("utf-8") + f"\n{said}\n", "utf-8")
    else:
        rewrite(path, lambda text: text.replace("    a: ", f"    a: 请打{said}。", 1))
    with pytest.raises(BadData) as refusal:
        built(small)
    assert f"{page} 第" in str(refusal.value)
    assert "手机号 1*********1" in str(refusal.value)
    assert "13987654321" not in str(refusal.value)
    assert not small.site.exists()


def test_names_of_the_office_s_own_table_stop_the_build(small: Workspace) -> None:
    (small.root / "private").mkdir()
    (small.root / "private" / "names.txt").write_text("# 不能公开的姓名\n欧阳小树\n", "utf-8")
    built(small)
    page = small.content / "handbook" / "clues.md"
    page.write_text(page.read_text("utf-8") + "\n欧阳小树反映的问题。\n", "utf-8")
    with pytest.raises(BadData, match=r"handbook/clues\.html 第\d+行：姓名"):
        built(small)


FAULTS = [
    ("\n[走错了](no-such-page.md)\n", "handbook/clues.html 的链接 no-such-page.md 打不开"),
    ("\n[走错了](festival.md#meiyou)\n", "handbook/festival.html 没有 #meiyou"),
    ("\n[走错了](../regulations/dangzhang.md#art-99)\n", "regulations/dangzhang.html 没有 #art-99"),
    ('\n<img src="../assets/guiju.svg">\n', "handbook/clues.html 的图片 ../assets/guiju.svg 没有替代文字"),
]


@pytest.mark.parametrize(("added", "said"), FAULTS, ids=["page", "anchor", "article", "picture"])
def test_a_strict_build_names_what_is_broken(small: Workspace, added: str, said: str) -> None:
    page = small.content / "handbook" / "clues.md"
    page.write_text(page.read_text("utf-8") + added, "utf-8")
    built(small, strict=False)
    with pytest.raises(BadData) as refusal:
        built(small)
    assert said in str(refusal.value)


def test_a_strict_build_names_a_page_that_nothing_leads_to(small: Workspace) -> None:
    (small.content / "alone.md").write_text("# 没人来的页\n\n字。\n", "utf-8")
    rewrite(small.root / "mkdocs.yml", lambda text: text + "not_in_nav: alone.md\n")
    with pytest.raises(BadData, match=r"没有链接通到 alone\.html"):
        built(small)


def test_a_strict_build_does_not_lose_a_published_address(small: Workspace) -> None:
    built(small)
    shutil.rmtree(small.regulations / "jia")
    with pytest.raises(BadData, match=r"regulations/jia\.html，这一次没有"):
        built(small)
    (small.content / "redirects.yml").write_text("regulations:\n  jia: sibitan\n", "utf-8")
    page = (built(small) / "regulations" / "jia.html").read_text("utf-8")
    assert "sibitan.html" in page


def test_what_has_not_changed_is_kept_and_the_result_is_that_of_a_full_build(small: Workspace) -> None:
    root = built(small)
    before = {path: path.stat().st_mtime_ns for path in root.glob("regulations/*.html")}
    gist = small.regulations / "dangzhang" / "2022-10-22.md"
    rewrite(gist, lambda text: text.replace("要点：", "要点：改过的。", 1))
    after = {path: path.stat().st_mtime_ns for path in built(small).glob("regulations/*.html")}
    changed = {path.name for path in after if after[path] != before[path]}
    assert "dangzhang.html" in changed
    assert "sibitan.html" not in changed
    shutil.rmtree(small.cache)
    kept = files(root)
    assert kept == files(built(small))
    assert "改过的".encode() in kept["regulations/dangzhang.html"]


def test_an_example_that_quotes_an_article_changes_with_it(small: Workspace) -> None:
    """A kind is made from the regulations too: its example must not show yesterday's words."""
    shutil.copytree(ROOT / "generators" / "handout", small.generators / "handout")
    shutil.copytree(ROOT / "regulations" / "jiandu-zhiji-guize", small.regulations / "jiandu-zhiji-guize")
    root = built(small)
    example = root / "documents" / "handout-example.html"
    before = example.read_text("utf-8")
    gist = small.regulations / "dangzhang" / "2022-10-22.md"
    head, mark, article = gist.read_text("utf-8").partition("### 第四十六条\n")
    gist.write_text(head + mark + article.replace("要点：", "要点：改过的话。", 1), "utf-8")
    after = (built(small) / "documents" / "handout-example.html").read_text("utf-8")
    assert ("改过的话" in before, "改过的话" in after) == (False, True)


def test_several_processes_give_the_same_site_as_one(small: Workspace) -> None:
    one = files(built(small))
    shutil.rmtree(small.cache)
    assert files(built(small, jobs=3)) == one


def test_somebody_s_change_to_a_built_page_does_not_stay(small: Workspace) -> None:
    root = built(small)
    page = root / "regulations" / "jia.html"
    good = page.read_bytes()
    page.write_bytes(good.replace("会议".encode(), "饭局".encode()))
    assert (built(small) / "regulations" / "jia.html").read_bytes() == good


def test_a_site_with_an_address_has_a_sitemap_with_full_addresses(small: Workspace) -> None:
    assert not (built(small) / "sitemap.xml").exists()
    rewrite(small.root / "mkdocs.yml", lambda text: text + "site_url: https://gz.example/guiju/\n")
    root = built(small)
    sitemap = (root / "sitemap.xml").read_text("utf-8")
    assert "<loc>https://gz.example/guiju/regulations/dangzhang.html</loc>" in sitemap
    page = (root / "regulations" / "dangzhang.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://gz.example/guiju/regulations/dangzhang.html">' in page


def test_a_text_that_was_never_published_stays_out_even_where_an_office_has_it(small: Workspace) -> None:
    folder = small.regulations / "jiguan-jiwei-gongzuo-guize"
    path = next(folder.glob("*.md"))
    rewrite(path, lambda text: text + "\n## 第一条\n\n> 要点：内部掌握的一句话。\n")
    made = build_site(small, strict=True, on=ON)
    assert "内部掌握的一句话".encode() not in everything(small.site)
    assert any("没有公开发布的文本" in what for what in made.left_out)
