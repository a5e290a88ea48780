"""198 official documents of the national database and the same laws as text from another source: they must agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guiju.corpus.findings import Severity
from guiju.corpus.reading.sources import Source, read_source
from guiju.corpus.recognition import Recognised, recognise
from tests.conftest import CORPUS, SOAK

FLK = CORPUS / "flk"
BLANK = re.compile(r"[\s\u3000\u00a0]+")


def pairs() -> list[list[str]]:
    if not FLK.is_dir():
        return []
    rows = [line.split("\t") for line in (FLK / "PAIRS.tsv").read_text("utf-8").splitlines()[1:]]
    return rows[:: 1 if SOAK else 6]


def articles(found: Recognised) -> dict[tuple[int, int], str]:
    return {
        (a.number, a.inserted): BLANK.sub("", "".join(a.lines())) for a in found.articles() if a.form == "条"
    }  # fmt: skip


def read(path: Path) -> Recognised:
    return recognise(read_source(Source(path)))[0]


@pytest.mark.corpus
@pytest.mark.parametrize("row", pairs(), ids=lambda row: row[0].removesuffix(".docx"))
def test_document_and_text_have_the_same_articles(row: list[str]) -> None:
    """Every article of every pair is the same, annexes with tables included: PAIRS.tsv expects one less in seven."""
    document, text = read(FLK / row[0]), read(FLK / row[1])
    assert articles(document) == articles(text)
    assert len(articles(document)) == int(row[2])
    assert document.title == text.title
    assert document.title in row[0] or "批准《" in row[0]


@pytest.mark.corpus
@pytest.mark.parametrize("row", pairs(), ids=lambda row: row[0].removesuffix(".docx"))
def test_an_official_text_has_no_error(row: list[str]) -> None:
    for name in row[:2]:
        found = {f.code for f in read(FLK / name).findings if f.severity is Severity.ERROR}
        assert found == set(), name
