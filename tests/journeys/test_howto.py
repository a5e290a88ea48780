"""The commands of the how-tos, typed one after another as a reader would, on files of the names that they use."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from guiju.workspace import Workspace
from tests.conftest import CORPUS, ROOT, Run
from tests.corpus.files import GOOD

PAGE = ROOT / "docs" / "howto" / "import.md"

FILES = {
    "中华人民共和国公务员法.docx": "party/中华人民共和国公务员法(2019-06-01).docx",
    "中国共产党章程.html": "party/中国共产党章程(2022-10-22).html",
    "有疑点的文本.md": "party/中国共产党问责条例(2016-07-08).md",
    "某法.docx": "flk/中华人民共和国义务教育法_20181229.docx",
    "下载的法规/处分条例2018.md": "party/中国共产党纪律处分条例(2018-10-01).md",
    "下载的法规/处分条例2024.md": "party/中国共产党纪律处分条例(2024-01-01).md",
}


def commands(page: Path) -> list[list[str]]:
    """Every guiju line in a fenced block."""
    blocks = re.findall(r"^ *```\n(.*?)^ *```", page.read_text("utf-8"), re.M | re.S)
    return [
        shlex.split(line)[1:] for block in blocks for line in block.splitlines() if line.strip().startswith("guiju")
    ]


@pytest.mark.corpus
def test_every_command_of_the_how_to_works_in_turn(guiju: Run, workspace: Workspace) -> None:
    for name, source in FILES.items():
        target = workspace.root / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(CORPUS / source, target)
    (workspace.root / "旧的.txt").write_text(GOOD, "utf-8")
    (workspace.root / "新的.txt").write_text(GOOD.replace("通知", "布置"), "utf-8")
    typed = commands(PAGE)
    assert len(typed) >= 12
    for words in typed:
        done = guiju(*words)
        usual = {0, 1} if words[0] == "doctor" else {0}
        assert done.returncode in usual, (words, done.stderr)
        assert (done.stdout.strip() != "") is True, words
    assert (workspace.root / "条文对照表.docx").stat().st_size > 10_000


def test_links_of_the_documentation_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", re.sub("`[^`]*`", "", page.read_text("utf-8"))):
            assert (page.parent / target).exists(), (page.name, target)
