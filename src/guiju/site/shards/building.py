"""Everything that can be found → the files of the search in the page. The same input gives the same files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from guiju.corpus.store import Corpus
from guiju.search.analysis import Analyser
from guiju.search.building import MOST_PAIRED
from guiju.search.entries import Unit
from guiju.search.vocabulary import Vocabulary, pairs
from guiju.site.page import SiteFile
from guiju.site.shards.cutting import cut_all, cut_anew
from guiju.site.shards.directory import Span, index_files, span_of
from guiju.site.shards.termfiles import Gathered, term_entries
from guiju.site.shards.textfiles import text_files
from guiju.site.shards.versions import Dated, dated_versions
from guiju.site.shards.wordfiles import sound_files, word_files

WHOLE_OF_FEW, WHOLE_OF_MANY = 400, 150
"""Postings of a word that lie together, among few documents and among many."""

FEW_TOGETHER, MANY_TOGETHER = 10, 16
"""Documents in a file of texts: a hit wants one of them, and a site should not have many thousands of files."""


KEPT = "page-search"
"""The folder in the cache with the words of what has been cut."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the search in the page is built from. `units` is gone through several times, and should make them anew each time
    where there are many; they have the versions in the order of the corpus, then the content, as units_of gives them.

    `terms` are those of the glossary with their other names, `own` the ids of the catalogue.
    """

    units: Iterable[Unit]
    corpus: Corpus
    vocabulary: Vocabulary
    terms: Sequence[str]
    own: frozenset[str]
    on: date


def shards_of(material: Material, cache: Path) -> Iterator[SiteFile]:
    """The files of the search. `cache` is a private folder: jieba's dictionary, and the words of what has not changed.

    The last one is index.js, with a stamp that changes when any other does: browsers may keep what they have read.
    """
    spans = list(_spans(material.units))
    counts: dict[str, Any] = {"docs": sum(span.docs for span in spans)}
    stamp = hashlib.blake2b(digest_size=6)
    dated = dated_versions(material.corpus, material.vocabulary.asked_about, material.own, material.on)
    for file in _contents(material, cache, dated, counts):
        stamp.update(file.content)
        yield file
    counts["stamp"] = stamp.hexdigest()
    yield from index_files(
        material.corpus, spans, dated, material.own, material.vocabulary.syllables, material.terms, material.on, counts
    )


def _contents(
    material: Material, cache: Path, dated: Mapping[str, Dated], counts: dict[str, Any]
) -> Iterator[SiteFile]:
    """Texts, words and where they stand. What the engine must know to find its way in them goes into `counts`."""
    small = counts["docs"] <= MOST_PAIRED
    counts["block"] = FEW_TOGETHER if small else MANY_TOGETHER
    yield from text_files(_dated(material.units, dated), counts["block"])
    units, gathered = material.units, Gathered()
    for cut in cut_anew([*units], cache / KEPT) if small else cut_all(units, Analyser.whole(cache)):
        gathered.add(cut)
    counts["having"] = gathered.having
    entries: dict[str, str] = {}
    yield from term_entries(gathered, entries, WHOLE_OF_FEW if small else WHOLE_OF_MANY)
    found, files = word_files(entries, gathered.words, material.vocabulary)
    counts |= found
    yield from files
    counts["s"], files = sound_files(
        gathered.words if small else gathered.words.keys() & _professional(material), material.vocabulary
    )
    yield from files


def _professional(material: Material) -> set[str]:
    """What people say to an office and what the texts call it."""
    tables = (material.vocabulary.lay, material.vocabulary.related)
    said = {word for table in tables for means in table.values() for word, _ in pairs(means)}
    return {*said, *(said for table in tables for said in table), *material.terms}


def _spans(units: Iterable[Unit]) -> Iterator[Span]:
    first = 0
    for unit in units:
        yield span_of(unit, first)
        first += len(unit.entries)


def _dated(units: Iterable[Unit], dated: Mapping[str, Dated]) -> Iterator[tuple[Unit, Dated | None]]:
    return ((unit, dated.get(unit.key)) for unit in units)
