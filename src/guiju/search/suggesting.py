"""As-you-type completion of titles, terms and addresses, and what a query that finds nothing may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from guiju.citations.reading import flat
from guiju.search.index import OpenIndex
from guiju.search.understanding import by_letters


def complete(text: str, index: OpenIndex, limit: int = 8) -> list[str]:
    """What the beginning of a query may become: names of regulations, by characters or pinyin, then what people say."""
    bare = flat(text)
    if not bare:
        return []
    return list(dict.fromkeys(_completions(bare, index)))[:limit]


def nearest(text: str, index: OpenIndex, limit: int = 3) -> list[str]:
    """Names and sayings that look like the text; for a query that finds little."""
    known = [*index.names, *index.vocabulary.lay]
    return difflib.get_close_matches(text, known, limit, cutoff=0.6)


def _completions(bare: str, index: OpenIndex) -> Iterator[str]:
    names = sorted(index.names, key=len)
    yield from (name for name in names if flat(name).startswith(bare))
    if bare.isascii() and bare.isalpha():
        yield from by_letters(bare, index.names, index.vocabulary, beginning=True)
    yield from (name for name in names if bare in flat(name))
    yield from sorted((said for said in index.vocabulary.lay if said.startswith(bare)), key=len)
