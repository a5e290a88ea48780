"""Awkward files: read right, or refused with a message that says why. The counts are those that the published laws have."""

from __future__ import annotations

from pathlib import Path

import pytest

from guiju.corpus.batch import Outcome, import_all
from guiju.corpus.importing import Wishes, parse
from guiju.corpus.outline import count_nodes
from guiju.corpus.reading.sources import Source
from guiju.workspace import Workspace
from tests.conftest import CORPUS, furnish

UGLY = CORPUS / "ugly"

ROWS = {
    "altChunk-中华人民共和国国旗法.docx": (24, {"effective_conflict"}),
    "altChunk-中华人民共和国宪法.docx": (143, {"no_effective", "no_closing"}),
    "altChunk-中华人民共和国行政许可法.docx": (83, set[str]()),
    "宪法2018-CRLF(名为gbk实为UTF-8).txt": (143, {"no_effective", "no_closing"}),
    "浏览器打印-中华人民共和国国旗法.pdf": (24, {"effective_conflict", "doubtful_join"}),
}
"""File, articles, and why it does not come in without a word from the user."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    workspace = furnish(tmp_path_factory.mktemp("ugly") / "office")
    sources = [Source(path) for path in sorted(UGLY.iterdir())]
    return {outcome.source.path.name: outcome for outcome in import_all(sources, workspace, Wishes(), dry_run=True)}


@pytest.mark.corpus
@pytest.mark.parametrize("name", ROWS)
def test_an_awkward_file_is_read_right(outcomes: dict[str, Outcome], name: str) -> None:
    planned = outcomes[name].planned
    assert planned
    assert (count_nodes(planned.version)["条"], {f.code for f in planned.refusals(accept=False)}) == ROWS[name]


@pytest.mark.corpus
def test_no_awkward_file_is_left_untested() -> None:
    assert {path.name for path in UGLY.iterdir()} == set(ROWS)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("altChunk-中华人民共和国国旗法.docx", "早于题注中的 2020-10-17"),
        ("altChunk-中华人民共和国宪法.docx", "没有写明施行日期；题注中的日期是 2018-03-11"),
        ("浏览器打印-中华人民共和国国旗法.pdf", "分不清是否分段"),
    ],
)
def test_the_message_says_why(outcomes: dict[str, Outcome], name: str, said: str) -> None:
    assert said in str(outcomes[name].error)
    assert "请" in str(outcomes[name].error)


@pytest.mark.corpus
def test_what_was_read_of_an_awkward_kind_is_told(outcomes: dict[str, Outcome]) -> None:
    told = {name: {f.code for f in outcome.findings} for name, outcome in outcomes.items()}
    assert "embedded_page" in told["altChunk-中华人民共和国行政许可法.docx"]
    mislabelled = outcomes["宪法2018-CRLF(名为gbk实为UTF-8).txt"].findings
    assert "文字编码是 UTF-8" in [f.cause for f in mislabelled]


def articles(path: Path) -> list[str]:
    return ["".join("".join(a.lines()).split()) for a in parse(Source(path), Wishes())[0].articles()]


@pytest.mark.corpus
def test_one_law_from_three_kinds_of_file_has_the_same_words(workspace: Workspace) -> None:
    """The same law in a docx that holds a web page, printed from a browser, and as the national database gives it."""
    embedded = articles(UGLY / "altChunk-中华人民共和国国旗法.docx")
    printed = articles(UGLY / "浏览器打印-中华人民共和国国旗法.pdf")
    official = articles(CORPUS / "flk" / "中华人民共和国国旗法_20201017.docx")
    assert embedded == printed
    # Two articles of the page differ from the official text, by a mark each.
    assert [i + 1 for i, (one, two) in enumerate(zip(embedded, official, strict=True)) if one != two] == [5, 7]
