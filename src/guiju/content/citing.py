"""The citations that people write into pages: {{ cite("党章第四十六条") }}, {{ short("党章46") }}, with a date for an older version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guiju.citations.reading import read_reference
from guiju.corpus.store import Corpus
from guiju.errors import BadReference, GuijuError, Place
from guiju.numerals import cn_date
from guiju.regulation import ArticleRef, Version

_CITE = re.compile(
    r"\{\{\s*(?P<how>cite|short)\(\s*[\"“](?P<name>[^\"”]+)[\"”]\s*"
    r"(?:,\s*(?:(?P<article>\d{1,4})|[\"“](?P<day>\d{4}-\d{2}-\d{2})[\"”])\s*)?\)\s*\}\}"
)
_OPEN = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in a page: where it stands in its text, what it names, and the words to show for it."""

    start: int
    end: int
    ref: ArticleRef
    version: Version
    shown: str


def citations_in(markdown: str, corpus: Corpus, on: date, source: str) -> Iterator[Cited]:
    """The citations of a page, each looked up. Raises GuijuError with the line of one that cannot be read or is not there."""
    at, names = 0, corpus.names()
    for m in _CITE.finditer(markdown):
        _check_marks(markdown[at : m.start()], markdown, at, source)
        at = m.end()
        try:
            yield _cited(m, corpus, names, on)
        except GuijuError as error:
            error.place = _place(markdown, m.start(), source)
            raise
    _check_marks(markdown[at:], markdown, at, source)


def words_of(ref: ArticleRef, version: Version) -> str:
    """《中国共产党章程》第四十六条第二款; a 项 of an article with a single 款 goes without 第一款."""
    label = version.label_of(ref)
    single = next((len(a.paragraphs) == 1 for _, a in version.articles() if a.number == ref.article), False)
    if ref.item and single:
        label = label.replace("第一款", "", 1)
    return f"《{version.meta.title}》{label}"


def _cited(m: re.Match[str], corpus: Corpus, names: Mapping[str, str], on: date) -> Cited:
    name = m["name"] + (m["article"] or "")
    ref = read_reference(name, names)
    if ref is None:
        raise BadReference(f"库里没有叫“{name}”的法规或条文", remedy="请核对名称和条号")
    ref = replace(ref, version=date.fromisoformat(m["day"]) if m["day"] else ref.version)
    version = corpus.version(ref, on)
    if ref.article:
        corpus.article(ref, on)
    older = f"（{cn_date(version.meta.effective)}起施行的版本）" if ref.version else ""
    shown = m["name"] if m["how"] == "short" else words_of(ref, version).replace("》", f"》{older}", 1)
    return Cited(m.start(), m.end(), ref, version, shown)


def _check_marks(text: str, markdown: str, at: int, source: str) -> None:
    if m := _OPEN.search(text):
        raise BadReference(
            "这里的引用写错了",
            remedy='写作 {{ cite("党章第四十六条") }}、{{ short("党章46") }} 或 {{ cite("处分条例第五条", "2018-10-01") }}',
            place=_place(markdown, at + m.start(), source),
        )


def _place(markdown: str, at: int, source: str) -> Place:
    return Place(source, markdown.count("\n", 0, at) + 1)
