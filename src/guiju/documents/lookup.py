"""Articles by the names that templates use. A corpus is asked once for its names, and once for each article of a batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from guiju.citations.reading import flat, read_reference
from guiju.corpus.store import Corpus
from guiju.errors import BadReference
from guiju.regulation import Article, ArticleRef, Version


class Lookup:
    """What a corpus holds under the names people use; what it found it remembers, what it did not find it looks for again."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._names = corpus.names()
        self._flat = {flat(name): id for name, id in self._names.items()}
        self.read = lru_cache(maxsize=4096)(self._read)
        self.article = lru_cache(maxsize=4096)(self._article)

    def _read(self, name: str) -> ArticleRef:
        """党章, 党章46, 党章@2017-10-24 or an address. Raises BadReference."""
        plain, _, day = name.partition("@")
        id = self._flat.get(flat(plain)) if day else None
        if id:
            return read_reference(f"{id}@{day}", {}) or ArticleRef(id)
        ref = read_reference(name, self._names)
        if ref is None:
            raise BadReference(f"库里没有叫“{name}”的法规或条文", remedy="请核对名称和条号，或先用 guiju import 导入")
        return ref

    def _article(
        self, name: str, article: int | None, paragraph: int | None, item: int | None, on: date
    ) -> tuple[ArticleRef, Version, Article | None]:
        """The address that the words mean, its version and, where it names one, its article; looked up and in force on the day.

        Raises BadReference, ArticleNotFound, StaleReference.
        """
        ref = self.read(name)
        if article is not None:
            ref = replace(ref, article=article, paragraph=paragraph or (1 if item else None), item=item)
        if ref.article is None:
            return ref, self.corpus.in_force(ref, on), None
        version, found = self.corpus.article(ref, on)
        self.corpus.in_force(ref, on)
        return ref, version, found


_last: list[Lookup] = []
"""The lookup of the corpus that was asked about last. A batch has one corpus, and a corpus cannot be a key of a cache."""


def lookup_of(corpus: Corpus) -> Lookup:
    """The lookup of a corpus, the same one as long as the corpus is the same."""
    for known in _last:
        if known.corpus is corpus:
            return known
    made = Lookup(corpus)
    _last[:] = [made]
    return made
