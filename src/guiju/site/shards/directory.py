"""What the page reads before the first query: `index.js`, with the versions, the grammar, and the regulations by name.

Where there are more regulations than it has room for, only those that the office itself works with are in it; of the others it
has a hash of each name. Those names are in n/<n>.js by the hash of the flat name, {flat name: [name, number of the
regulation]}, their versions in r/<n>.js, sixteen regulations each; `titles.js` has all titles.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from guiju.citations.reading import flat
from guiju.corpus.store import Corpus
from guiju.regulation import LEVELS, Regulation, Status, TextKind, parse_ref
from guiju.search.analysis import STOP_WORDS
from guiju.search.entries import Unit
from guiju.search.searching import PARTY_LEVELS
from guiju.search.understanding import FIELD_NAMES, STOP_PAIRS
from guiju.search.weights import K1, WEIGHTS
from guiju.site.page import SiteFile
from guiju.site.shards.coding import BASE, DIGITS, hash_of, number, script, shards_for
from guiju.site.shards.patterns import patterns
from guiju.site.shards.termfiles import BEST
from guiju.site.shards.versions import Dated

ROOM = 36_000
"""Bytes for regulations and names in index.js."""

NAME_SHARD = 2500
TOGETHER = 16
"""Bytes of a shard of names; regulations in a shard of versions."""

STATUSES = tuple(Status)
FIRST_YEAR = 1950


@dataclass(frozen=True, slots=True)
class Span:
    """The documents of a version or of a file of content: the first, how many, and what stands in each.

    `parts` are the articles in order, with 0 for a chapter: 0,1-55,56-i1.
    """

    key: str
    first: int
    docs: int
    parts: str


def span_of(unit: Unit, first: int) -> Span:
    """Where the entries of a unit stand."""
    return Span(unit.key, first, len(unit.entries), _parts(unit) if "@" in unit.key else "")


def index_files(
    corpus: Corpus, spans: Sequence[Span], dated: Mapping[str, Dated], own: Container[str], syllables: Mapping[str, str],
    terms: Sequence[str], on: date, counts: Mapping[str, Any],
) -> Iterator[SiteFile]:  # fmt: skip
    """index.js and what it has no room for."""
    places = {span.key: place for place, span in enumerate(spans)}
    records = [_record(n, regulation, places, spans) for n, regulation in enumerate(corpus)]
    names = sorted(corpus.names().items(), key=lambda item: len(item[0]), reverse=True)
    numbers = {regulation.id: n for n, regulation in enumerate(corpus)}
    near = _near(corpus, records, own)
    held = [(name, numbers[id]) for name, id in names if numbers[id] in near]
    far = [(name, numbers[id]) for name, id in names if numbers[id] not in near]
    known = sorted({char for text in (*terms, *(name for name, _ in held)) for char in text})
    priors: dict[tuple[float, float], int] = {}
    index = {
        "on": on.isoformat(),
        **counts,
        "digits": DIGITS,
        "most": (K1 + 1) / BASE,
        "k1": K1,
        "best": BEST,
        "weights": {name: value for name, value in asdict(WEIGHTS).items() if isinstance(value, (int, float))},
        "levels": LEVELS,
        "statuses": STATUSES,
        "fields": FIELD_NAMES,
        "patterns": patterns(),
        "stop": " ".join(sorted(STOP_WORDS)),
        "stopPairs": " ".join(sorted(STOP_PAIRS)),
        "spans": _spans_coded(spans, dated, priors),
        "priors": [list(prior) for prior in priors],
        "firstYear": FIRST_YEAR,
        "shelf": [records[n] for n in sorted(near)],
        "names": "\n".join(f"{name}\t{n}" for name, n in held),
        "terms": "\n".join(terms),
        "pinyin": " ".join(f"{char}{syllables[char]}" for char in known if char in syllables),
    }
    if far:
        index["far"] = "".join(_mark(flat(name)) for name, _ in far)
        index["n"] = shards_for(sum(6 * len(name) + 12 for name, _ in far), NAME_SHARD)
        yield from _far_files(far, records, near, index["n"])
    yield script("index", index)


def _spans_coded(spans: Iterable[Span], dated: Mapping[str, Dated], priors: dict[tuple[float, float], int]) -> str:
    """Four numbers a version: documents; what it is; year; the number of its prior. Files of content: 0 and documents."""
    out, before = [], ""
    for span in spans:
        version = dated.get(span.key)
        if version is None:
            out += [0, span.docs]
            continue
        meta = version.meta
        kind = LEVELS.index(meta.level) * len(STATUSES) + STATUSES.index(version.status)
        kind = kind * 4 + 2 * version.current + (meta.id != before)
        prior = priors.setdefault((version.factor, round(version.bonus, 4)), len(priors))
        out += [1 + kind, span.docs, max(0, meta.effective.year - FIRST_YEAR), prior]
        before = meta.id
    return "".join(map(number, out))


def _record(n: int, regulation: Regulation, places: Mapping[str, int], spans: Sequence[Span]) -> list[Any]:
    """A regulation: number, id, versions [date, title, unit, place among the spans, first document, parts]."""
    versions = []
    for version in regulation.versions:
        place = places.get(str(version.ref), -1)
        span = spans[place] if place >= 0 else Span("", 0, 0, "")
        versions.append(
            [version.meta.effective.isoformat(), version.meta.title, version.unit, place, span.first, span.parts]
        )
    return [n, regulation.id, versions]


def _near(corpus: Corpus, records: Sequence[list[Any]], own: Container[str]) -> set[int]:
    """The numbers of the regulations that index.js has room for: all, or what the office itself works with."""
    sizes = [
        len(json.dumps(record, ensure_ascii=False).encode())
        + sum(3 * len(name) + 6 for v in regulation.versions for name in (v.meta.title, *v.meta.aliases))
        for record, regulation in zip(records, corpus, strict=True)
    ]
    if sum(sizes) <= ROOM:
        return set(range(len(sizes)))
    out, room = set(), ROOM
    for n, regulation in enumerate(corpus):
        meta = regulation.versions[-1].meta
        ours = meta.level in PARTY_LEVELS or meta.id in own or meta.text is TextKind.MODEL
        if ours and sizes[n] <= room:
            out.add(n)
            room -= sizes[n]
    return out


def _far_files(
    far: Sequence[tuple[str, int]], records: Sequence[list[Any]], near: Container[int], count: int
) -> Iterator[SiteFile]:
    shards: list[dict[str, list[Any]]] = [{} for _ in range(count)]
    for name, n in far:
        shards[hash_of(flat(name)) % count].setdefault(flat(name), [name, n])
    for n, id, _ in records:
        if n not in near:
            shards[hash_of(id) % count].setdefault(id, [id, n])
    for place, rows in enumerate(shards):
        if rows:
            yield script(f"n/{place}", dict(sorted(rows.items())))
    for place in range(0, len(records), TOGETHER):
        yield script(f"r/{place // TOGETHER}", records[place : place + TOGETHER])
    yield script("titles", "\n".join(versions[-1][1] for _, _, versions in records))


def _mark(name: str) -> str:
    """Four digits that a name hashes to: one in 64 million of other texts has the same."""
    value = hash_of(name)
    return "".join(DIGITS[value // BASE**place % BASE] for place in range(4))


def _parts(unit: Unit) -> str:
    """The articles of a unit's entries in order, with 0 for a chapter: 0,1-55,56-i1."""
    out: list[list[int | str]] = []
    for entry in unit.entries:
        ref = parse_ref(entry.ref)
        if ref.inserted:
            out.append([str(ref).partition("#")[2]])
        elif out and ref.article and isinstance(out[-1][-1], int) and out[-1][-1] and ref.article == out[-1][-1] + 1:
            out[-1][1:] = [ref.article]
        else:
            out.append([ref.article or 0])
    return ",".join("-".join(map(str, run)) if isinstance(run[0], int) else f"{run[0]}" for run in out)
