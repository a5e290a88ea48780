from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from guiju.corpus.importing import Wishes, import_file
from guiju.site.building import build_site
from guiju.workspace import Workspace
from tests.conftest import ROOT, furnish
from tests.corpus.files import GOOD, text_file
from tests.site.browsing import reached

LATER = (
    GOOD.replace("印发）", "印发　2021年5月1日修订）").replace("2020年4月1日", "2021年6月1日").replace("通知", "布置")
)
"""The text of an office's own rule, and the same one amended: the shortest corpus with a comparison."""

PAGES = {
    "home": "index.html",
    "search": "search.html?q=收红包",
    "by level": "regulations/index.html",
    "by topic": "regulations/topics.html",
    "by body": "regulations/bodies.html",
    "by status": "regulations/status.html",
    "regulation": "regulations/jilv-chufen-tiaoli.html",
    "model rule": "regulations/sibitan.html",
    "not public": "regulations/jiguan-jiwei-gongzuo-guize.html",
    "older version": "regulations/jilv-chufen-tiaoli/2018-10-01.html",
    "wording": "regulations/jia.html",
    "comparison": "regulations/jia/2020-04-01--2021-06-01.html",
    "numbers": "regulations/jilv-chufen-tiaoli/numbers.html",
    "handbook": "handbook/festival.html",
    "glossary": "handbook/glossary.html",
    "answers": "handbook/faq.html",
    "bank": "practice/index.html",
    "practice": "practice/chufen-zongze.html",
    "gallery": "documents/index.html",
    "document": "documents/festival-reminder.html",
    "cards": "cards/index.html",
    "news": "news.html",
    "errors": "404.html",
}
"""Every type of page, and where one stands."""


HANDBOOK = {
    "index.md": "# 首页\n\n[手册](handbook/clues.md)，[题库](practice/index.md)，[法规](regulations/index.md)。\n",
    "search.md": "# 查\n\n<div id='gj-search'><a href='regulations/index.html'>法规目录</a></div>\n",
    "handbook/clues.md": '# 收到线索怎么办\n\n看{{ cite("党章", 46) }}和[节前提醒](festival.md)。\n',
    "handbook/festival.md": "# 节前提醒怎么发\n\n## 什么时候发\n\n过节之前。\n",
    "faq.yml": "groups:\n- title: 职责\n  items:\n  - q: 纪委的任务写在哪里？\n"
    "    a: 写在党章第八章，纪委的任务一条一条列在那里，可以点开看。\n"
    "    refs: [dangzhang@2022-10-22#46]\n",
}
NAV = """nav:
  - 首页: index.md
  - 查: search.md
  - 法规: regulations/index.md
  - 手册: [handbook/clues.md, handbook/festival.md, handbook/glossary.md, handbook/faq.md]
  - 题库: practice/index.md
  - 文书: documents/index.md
  - 卡片: cards/index.md
  - 新近: news.md
"""


def small_office(root: Path) -> Workspace:
    """An office with four regulations, one of its own among them, two pages and one kind of document: quick to build."""
    for id in ("dangzhang", "sibitan", "jiguan-jiwei-gongzuo-guize"):
        shutil.copytree(ROOT / "regulations" / id, root / "regulations" / id)
    shutil.copytree(ROOT / "generators" / "reminder-card", root / "generators" / "reminder-card")
    for name, text in HANDBOOK.items():
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text(text, "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    start, end = settings.index("nav:"), settings.index("exclude_docs:")
    (root / "mkdocs.yml").write_text(settings[:start] + NAV + settings[end:], "utf-8")
    return with_own_rule(Workspace(root))


def with_own_rule(workspace: Workspace) -> Workspace:
    """The workspace with a rule of the office itself in two versions."""
    for text in (GOOD, LATER):
        import_file(text_file(workspace, text), workspace, Wishes(id="jia"))
    return workspace


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A small office."""
    return small_office(tmp_path / "office")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an office, built once for all tests that only read it."""
    return build_site(with_own_rule(furnish(tmp_path_factory.mktemp("site") / "office")), strict=True).first.parent


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """The site over http and from its folder."""
    with reached(built, request.param) as address:
        yield address
