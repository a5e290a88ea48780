"""The law of the country, 3,445 documents: every article right in number and text, every miss explained; round trips."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import Pool
from pathlib import Path

import pytest

from guiju.corpus.reading.sources import Source, read_source
from guiju.corpus.recognition import Recognised, recognise
from guiju.corpus.versionfile import sealed, version_from_text, version_to_text
from guiju.errors import BadImport
from guiju.numerals import NUMERAL, article_number
from guiju.regulation import Article, Metadata, TextKind, Version, walk
from tests.conftest import CORPUS, SOAK

STEP = 1 if SOAK else 40
"""Every how manieth document is read."""

_HEAD = re.compile(rf"第({NUMERAL})条(之{NUMERAL})?(?:[ \u3000](.*))?$")
_BLANK = re.compile(r"[\s\u3000\u00a0\u2002\u2003\u200b]+|\*\*|\\")

WITHOUT_BODY = 22
"""Documents that hold nothing but a title or a comment: twelve _index.md, ten that their publisher left empty."""


ODD_NUMBERS = {
    "青岛市海上交通安全条例(2014-09-26).md": 1,
    "浙江省农村生活污水处理设施管理条例(2019-09-27).md": 1,
    "重庆市合同格式条款监督条例(2010-07-30).md": 1,
    "最高人民法院关于适用《刑事诉讼法》的解释(2021-01-26).md": 3,
}
"""Articles before one whose number is written oddly (第三十五 条农村…): the reader of lines runs the two together, we do not."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one document gave: articles in it, those that agree, those explained, the rest; and its round trip."""

    name: str
    total: int
    right: int
    explained: int
    missed: tuple[str, ...]
    unreadable: bool
    round_trip: bool


def lines_of(path: Path) -> Iterator[str]:
    body = path.read_text("utf-8").split("<!-- INFO END -->", 1)[-1]
    yield from (clean for line in body.split("\n") if (clean := line.strip(" \u3000\u00a0\t\u200b")))


def naive(path: Path) -> list[tuple[tuple[int, int], str]]:
    """The articles as a reader of lines sees them: from one 第…条 and a blank to the next, or to a heading sign."""
    out: list[tuple[tuple[int, int], list[str]]] = []
    open_ = False
    for line in lines_of(path):
        m = _HEAD.match(line)
        if line.startswith("#"):
            open_ = False
        elif m:
            out.append((article_number(m[1] + (m[2] or "")), [m[3] or ""]))
            open_ = True
        elif open_:
            out[-1][1].append(line)
    return [(number, plain("".join(text))) for number, text in out]


def plain(text: str) -> str:
    return _BLANK.sub("", text)


def ours(found: Recognised) -> list[tuple[tuple[int, int], list[str]]]:
    """Each article with its text, then what follows it before the next: headings without number, annexes, a signature."""
    out: list[tuple[tuple[int, int], list[str]]] = []
    for _, node in walk(found.children):
        if isinstance(node, Article) and node.form == "条":
            out.append(((node.number, node.inserted), [plain("".join(node.lines()))]))
        elif out:
            text = [plain(line) for paragraph in node.paragraphs for line in paragraph.lines()]
            out[-1][1].extend([plain(node.label), *text])
    if out:
        out[-1][1].extend(plain(line) for line in found.signature)
    return out


def explained(expected: str, pieces: list[str]) -> bool:
    """Whether the naive text is our article and the first of what we set apart after it: not a character lost."""
    text = ""
    for piece in pieces:
        text += piece
        if text == expected or text.replace("|", "").replace("<br>", "") == expected.replace("|", "").replace(
            "<br>", ""
        ):
            return True
    return False


def result_of(path: Path) -> Result:
    expected, name = naive(path), path.name
    try:
        found = recognise(read_source(Source(path)))[0]
    except BadImport:
        return Result(name, len(expected), 0, 0, tuple(str(n) for n, _ in expected), unreadable=True, round_trip=True)
    mine: dict[tuple[int, int], list[list[str]]] = {}
    for number, pieces in ours(found):
        mine.setdefault(number, []).append(pieces)
    right = apart = 0
    missed = []
    for number, text in expected:
        held = mine.get(number, [])
        if any(pieces[0] == text for pieces in held):
            right += 1
        elif any(explained(text, pieces) for pieces in held):
            apart += 1
        else:
            missed.append(f"第{number}条 {text[:20]}…{text[-20:]}")
    return Result(name, len(expected), right, apart, tuple(missed), unreadable=False, round_trip=survives(found))


def survives(found: Recognised) -> bool:
    """Whether the text comes back from its file as it was, and the file byte for byte."""
    meta = Metadata(
        "x", found.title or "甲", "法律", "甲", date(2000, 1, 1), "甲", TextKind.OFFICIAL, history=found.note
    )
    version = sealed(Version(meta, found.preamble, (), found.children))
    text = version_to_text(version)
    again = version_from_text(text, "甲.md")
    return again == version and version_to_text(again) == text and replace(again, meta=meta).meta == meta


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    folder = tmp_path_factory.mktemp("laws")
    with tarfile.open(CORPUS / "laws" / "markdown.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    paths = sorted(folder.rglob("*.md"))
    assert len(paths) == 3445
    with Pool(2) as pool:
        return pool.map(result_of, paths[::STEP], chunksize=8)


@pytest.mark.corpus
def test_articles_are_right_in_number_and_text_and_what_is_set_apart_is_not_lost(results: list[Result]) -> None:
    total = sum(r.total for r in results)
    right, apart = sum(r.right for r in results), sum(r.explained for r in results)
    print(f"{total} articles: {right} the same, {apart} with what follows set apart, {total - right - apart} missed")
    assert {r.name: r.missed for r in results if len(r.missed) != ODD_NUMBERS.get(r.name, 0)} == {}
    if SOAK:
        assert (total, sum(r.unreadable for r in results)) == (147_283, WITHOUT_BODY)
        assert right >= 0.998 * total


@pytest.mark.corpus
def test_every_document_survives_its_file_byte_for_byte(results: list[Result]) -> None:
    assert [r.name for r in results if not r.round_trip] == []
