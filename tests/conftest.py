from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from guiju.corpus.importing import Wishes, import_file
from guiju.documents.fonts import font_states
from guiju.documents.render import find_office
from guiju.workspace import Workspace, find_workspace

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
ON = date(2026, 11, 24)

PARTY = {
    "dangzhang": "中国共产党章程(2022-10-22).html",
    "jiandu-zhiji-guize": "中国共产党纪律检查机关监督执纪工作规则(2019-01-01).md",
    "gongwuyuan-fa": "中华人民共和国公务员法(2019-06-01).docx",
}
"""The three shapes that an office meets most: a saved page, a Markdown copy, an official docx."""

SOAK = bool(os.environ.get("GUIJU_SOAK"))
"""Whether campaigns run whole (`make soak`); otherwise a seeded slice of each runs."""

settings.register_profile("slice", derandomize=True, deadline=None)
settings.register_profile("soak", max_examples=3000, deadline=None)
settings.load_profile("soak" if SOAK else "slice")

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = pytest.mark.skip(reason="没有 ../shared/corpus：需要真实文本的测试没有运行")
    for item in items:
        if item.get_closest_marker("corpus") and not CORPUS.is_dir():
            item.add_marker(absent)


@pytest.fixture
def repository() -> Workspace:
    """The project itself as a workspace."""
    return Workspace(ROOT)


def furnish(root: Path) -> Workspace:
    """A fresh office in a new folder: what the repository ships."""
    for room in ("regulations", "content", "generators"):
        shutil.copytree(ROOT / room, root / room)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return find_workspace(root)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A fresh office."""
    return furnish(tmp_path / "office")


@pytest.fixture
def guiju(workspace: Workspace) -> Run:
    """The command as a user types it, standing in the workspace."""
    return typed_in(workspace)


def typed_in(workspace: Workspace) -> Run:
    """The command as a user types it in that workspace."""

    def run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("guiju")), *map(str, words)]
        return subprocess.run(command, cwd=cwd or workspace.root, capture_output=True, text=True, timeout=300)

    return run


def party(name: str) -> Path:
    """A real text of the corpus."""
    return CORPUS / "party" / PARTY.get(name, name)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An office that has imported the three real texts. Shared by tests that only read it."""
    workspace = furnish(tmp_path_factory.mktemp("imported") / "office")
    for id in PARTY:
        import_file(party(id), workspace, Wishes(id=id))
    return workspace


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium."""
    if not CHROMIUM:
        pytest.skip("没有 Chromium：网页测试没有运行")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


FANDOL = ROOT / ".cache" / "fonts"


@pytest.fixture(scope="session")
def office_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the stand-in fonts, as `guiju` would use it; skips where a ruler could not be trusted."""
    if find_office() is None:
        pytest.skip("没有 LibreOffice：版面测试没有运行")
    if not all(state.installed or state.stand_in.startswith(("Fandol", "Noto Serif")) for state in font_states(FANDOL)):
        pytest.skip("没有仿宋、楷体的替代字体（tests/setup/fonts.sh）：版面测试没有运行")
    cache = tmp_path_factory.mktemp("cache")
    (cache / "fonts").symlink_to(FANDOL)
    return cache
