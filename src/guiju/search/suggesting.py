"""As-you-type completion of titles, terms and addresses, and the names that a query may have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date

from guiju.citations.reading import flat
from guiju.errors import GuijuError
from guiju.numerals import NUMERAL, to_chinese
from guiju.regulation import ArticleRef, Version
from guiju.search.index import OpenIndex
from guiju.search.understanding import by_letters

LONGEST_NAME = 40
"""Characters of a query that may be a name which nobody spelled right."""

BEGUN = re.compile(rf"^(?P<name>.*?[^\d{NUMERAL[1:-2]}第])第?(?P<number>\d{{1,4}}|{NUMERAL})(?P<closed>条?)$")
"""A name and the beginning of a number."""


def complete(text: str, index: OpenIndex, on: date, limit: int = 8) -> list[str]:
    """What the beginning of a query may become: names of regulations, by characters or pinyin, their articles, terms, then
    what people say.
    """
    bare = flat(text)
    if not bare:
        return []
    return list(dict.fromkeys([*_articles(bare, index, on, limit), *_completions(bare, index)]))[:limit]


def nearest(text: str, index: OpenIndex, limit: int = 3, *, sayings: bool = False) -> list[str]:
    """Names that look like the text, and where nothing was found what people say too. None for what is no name at all."""
    if len(text) > LONGEST_NAME:
        return []
    known = [*index.names, *index.terms, *(index.vocabulary.lay if sayings else ())]
    close = difflib.get_close_matches(flat(text), known, limit, cutoff=0.6 if sayings else 0.72)
    return [name for name in close if name != text]


def _articles(bare: str, index: OpenIndex, on: date, limit: int) -> Iterator[str]:
    """党章4 → 党章第四条, 党章第四十条 and so on: the articles whose number begins with what has been typed."""
    m = BEGUN.match(bare)
    name = next((name for name in index.names if m and flat(name) == m["name"]), "")
    if not m or not name:
        return
    try:
        version = index.corpus.version(ArticleRef(index.names[name]), on)
    except GuijuError:
        return
    yield from (f"{name}{label}" for label in _labels(version, m["number"], bool(m["closed"]))[:limit])


def _labels(version: Version, typed: str, closed: bool) -> list[str]:
    """The label of the article of that number and, while more digits may come, those of articles whose number begins so."""
    held = {
        (str(a.number) if typed.isdecimal() else to_chinese(a.number)): a.label
        for _, a in version.articles()
        if not a.inserted
    }
    begun = [label for number, label in held.items() if number.startswith(typed) and number != typed and not closed]
    return [*([held[typed]] if typed in held else []), *begun]


def _completions(bare: str, index: OpenIndex) -> Iterator[str]:
    names = sorted(index.names, key=len)
    yield from (name for name in names if flat(name).startswith(bare))
    if bare.isascii() and bare.isalpha():
        yield from by_letters(bare, names, index.vocabulary, beginning=True)
    yield from sorted((term for term in index.terms if flat(term).startswith(bare)), key=len)
    yield from (name for name in names if bare in flat(name))
    yield from sorted((said for said in index.vocabulary.lay if said.startswith(bare)), key=len)
