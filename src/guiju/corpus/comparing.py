"""Two versions of a text, article by article: what stayed, changed, moved, was split, merged, is new or gone. Pure.

Articles are matched by the pairs of characters that they share, each weighted by how rare it is in the two texts (as in
the vector model of retrieval), then by their neighbours; what is left is looked for 款 by 款, which finds splits and
merges. Numbers and headings play no part, so renumbering is followed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guiju.regulation import Article, Version

_BLANK = re.compile(r"[\s\u3000\u00a0]+")
_REFERENCE = re.compile(r"第[零〇○一二三四五六七八九十百千]+[条款项]")


class Change(StrEnum):
    """What became of an article."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    GONE = "gone"

    @property
    def label(self) -> str:
        """未变, 修改, 拆分, 合并, 新增, 删去."""
        return dict(zip(Change, ("未变", "修改", "拆分", "合并", "新增", "删去"), strict=True))[self]


@dataclass(frozen=True, slots=True)
class Row:
    """A new article with the old ones it comes from, the main one first; or an old one that is gone.

    `renumbered`: its main source has another number. `moved`: it changed its place among the others.
    """

    change: Change
    new: Article | None
    old: tuple[Article, ...]
    renumbered: bool = False
    moved: bool = False


SAME = 0.5
"""Likeness at which two articles are one without looking at their neighbours."""

NEAR = 0.07
"""Likeness that is enough between articles whose neighbours on both sides are matched to each other."""

BESIDE = 0.14
"""Likeness that is enough where the neighbour on one side is."""

LOOSE = 0.23
"""Likeness that is enough for articles that both would otherwise be new and gone.

In 处分条例 2016 → 2018 → 2024 and 监察法 2018 → 2025 every pair that a reader joins has 0.24 or more but four, which
their neighbours join, and no new article has that much in common with an old one that is free.
"""

HELD = 0.62
"""Share of a 款 that must be found in an article for it to have come from there."""

MOSTLY = 0.33
"""The same where no other article holds nearly as much (`APART` less)."""

APART = 0.2

SUBSTANTIAL = 24
"""Characters of a 款 under which it is too short to tell where it comes from."""

_WIDTHS = str.maketrans("，；：？！（）", ",;:?!()")
"""Copies differ in the width of marks where the rule did not change."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """An article as it is compared: its text without blanks, the pairs of characters in it, and those of its 款."""

    article: Article
    text: str
    pairs: Counter[str]
    parts: tuple[Counter[str], ...]


def compare(old: Version, new: Version) -> list[Row]:
    """Every new article in order, then every old one that is gone."""
    return compare_articles([a for _, a in old.articles()], [a for _, a in new.articles()])


def compare_articles(old: Sequence[Article], new: Sequence[Article]) -> list[Row]:
    """The same for two series of articles."""
    units_old, units_new = [_unit(a) for a in old], [_unit(a) for a in new]
    rare = _rarity([*units_old, *units_new])
    match = _Match(units_old, units_new, rare)
    match.identical()
    match.alike(SAME)
    match.between_neighbours(1.0)
    match.alike(LOOSE)
    match.between_neighbours(BESIDE)
    match.exchanged()
    return _rows(match)


def changed_share(rows: Iterable[Row]) -> float:
    """Articles that are not the same word for word, as a share of all."""
    counted = list(rows)
    return sum(row.change is not Change.UNCHANGED for row in counted) / max(1, len(counted))


def _unit(article: Article) -> _Unit:
    parts = tuple(_pairs("".join(paragraph.lines())) for paragraph in article.paragraphs)
    text = _BLANK.sub("", "".join((article.heading, *article.lines()))).translate(_WIDTHS)
    return _Unit(article, text, _pairs(text), parts)


def _pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring characters, with article numbers left out: they change without the rule changing."""
    bare = _REFERENCE.sub("第条", _BLANK.sub("", text))
    return Counter(bare[i : i + 2] for i in range(len(bare) - 1))


def _rarity(units: Sequence[_Unit]) -> dict[str, float]:
    held: Counter[str] = Counter()
    for unit in units:
        held.update(unit.pairs.keys())
    return {pair: math.log(len(units) / count + 0.5) ** 2 for pair, count in held.items()}


class _Match:
    """Pairs old and new articles. `pair[j]` is the old article that the new one `j` is, `back` the inverse."""

    def __init__(self, old: list[_Unit], new: list[_Unit], rare: dict[str, float]) -> None:
        self.old, self.new, self.rare = old, new, rare
        self.weight_old = [self.weight(u.pairs) for u in old]
        self.weight_new = [self.weight(u.pairs) for u in new]
        self.pair: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.parts: dict[int, list[int]] = {}
        self.shared = self.shared_weights()

    def weight(self, pairs: Counter[str]) -> float:
        return sum(self.rare.get(pair, 0.0) * count for pair, count in pairs.items())

    def shared_weights(self) -> dict[tuple[int, int], float]:
        """For every old and new article that share something, the weight of what they share."""
        index: dict[str, list[tuple[int, int]]] = {}
        for i, unit in enumerate(self.old):
            for pair, count in unit.pairs.items():
                index.setdefault(pair, []).append((i, count))
        out: dict[tuple[int, int], float] = {}
        for j, unit in enumerate(self.new):
            for pair, count in unit.pairs.items():
                worth = self.rare[pair]
                for i, held in index.get(pair, ()):
                    out[i, j] = out.get((i, j), 0.0) + worth * min(count, held)
        return out

    def likeness(self, i: int, j: int) -> float:
        """Weight shared over the weight of the longer: 1 for the same text, 0 for nothing in common."""
        return self.shared.get((i, j), 0.0) / max(self.weight_old[i], self.weight_new[j], 1e-9)

    def join(self, i: int, j: int) -> None:
        self.pair[j], self.back[i] = i, j

    def identical(self) -> None:
        """The same text; of several, those in the same order."""
        places: dict[str, list[int]] = {}
        for i, unit in enumerate(self.old):
            places.setdefault(unit.text, []).append(i)
        for j, unit in enumerate(self.new):
            if unit.text and places.get(unit.text):
                self.join(places[unit.text].pop(0), j)

    def alike(self, least: float) -> None:
        """The likest pairs first, each article once; of nearly equal ones the pair that keeps the order."""
        scored = []
        for i, j in self.shared:
            if i in self.back or j in self.pair:
                continue
            likeness = self.likeness(i, j)
            if likeness >= least:
                scored.append((likeness + 0.08 * self.neighbourly(i, j), -abs(i - j), i, j))
        for _, _, i, j in sorted(scored, reverse=True):
            if i not in self.back and j not in self.pair:
                self.join(i, j)

    def neighbourly(self, i: int, j: int) -> int:
        """How many of the two neighbours of a pair are matched to each other."""
        return sum(self.pair.get(j + step) == i + step and i + step >= 0 for step in (-1, 1))

    def between_neighbours(self, beside: float) -> None:
        """An article whose neighbours are matched is the one between theirs, if it is like it at all.

        `beside` is the likeness that is enough where only one neighbour is.
        """
        again = True
        while again:
            again = False
            for j in range(len(self.new)):
                for i in self.places(j) if j not in self.pair else ():
                    both = self.placed(j - 1) == i - 1 and self.placed(j + 1) == i + 1
                    if i not in self.back and self.likeness(i, j) >= (NEAR if both else beside):
                        self.join(i, j)
                        again = True
                        break

    def places(self, j: int) -> list[int]:
        """Where the neighbours of a new article say that it was."""
        found = {self.placed(j - 1) + 1, self.placed(j + 1) - 1}
        return sorted(i for i in found if 0 <= i < len(self.old))

    def placed(self, j: int) -> int:
        """The old place of a new one; before the first and after the last stand the ends of the old text."""
        if j < 0:
            return -1
        return len(self.old) if j == len(self.new) else self.pair.get(j, -9)

    def held(self, part: Counter[str], whole: Counter[str]) -> float:
        """Which share of a part is found in a whole."""
        shared = sum(self.rare.get(pair, 0.0) * min(count, whole[pair]) for pair, count in part.items())
        return shared / max(self.weight(part), 1e-9)

    def exchanged(self) -> None:
        """款 that went to another article than the rest of theirs: splits and merges."""
        for i, unit in enumerate(self.old):
            main = self.back.get(i)
            for part in unit.parts:
                if sum(part.values()) < SUBSTANTIAL:
                    continue
                stayed = self.held(part, self.new[main].pairs) if main is not None else 0.0
                if stayed > 1 - 0.8 * APART:
                    continue
                best, share, second = self.best_holder(part, i)
                clear = share >= HELD or (share >= MOSTLY and share - second >= APART and stayed < APART)
                if best is not None and clear and share > stayed + 0.8 * APART:
                    sources = self.parts.setdefault(best, [])
                    if i not in sources:
                        sources.append(i)

    def best_holder(self, part: Counter[str], i: int) -> tuple[int | None, float, float]:
        """The new article, other than the one that old `i` is, that holds most of a 款 of it; its share, and the next best.

        A new article whose own predecessor held as much already does not count: it has a phrase that many have.
        """
        shares = []
        for j, unit in enumerate(self.new):
            before = self.pair.get(j)
            share = self.held(part, unit.pairs) if before != i else 0.0
            if share >= MOSTLY and before is not None and self.held(part, self.old[before].pairs) > share - 0.1:
                continue
            shares.append((share, j))
        shares.sort(reverse=True)
        if not shares or not shares[0][0]:
            return None, 0.0, 0.0
        return shares[0][1], shares[0][0], shares[1][0] if len(shares) > 1 else 0.0


def _rows(match: _Match) -> list[Row]:
    sources = [[*([match.pair[j]] if j in match.pair else []), *match.parts.get(j, [])] for j in range(len(match.new))]
    heirs = Counter(own[0] for own in sources if own)
    stays = _longest_rise([match.pair.get(j, -1) for j in range(len(match.new))])
    rows = []
    for j, unit in enumerate(match.new):
        own = sources[j]
        if not own:
            rows.append(Row(Change.NEW, unit.article, ()))
            continue
        old = tuple(match.old[i].article for i in own)
        same = len(own) == 1 and match.old[own[0]].text == unit.text
        change = (
            Change.MERGED if len(own) > 1 else Change.SPLIT if heirs[own[0]] > 1 else Change.UNCHANGED if same else Change.CHANGED
        )  # fmt: skip
        rows.append(
            Row(change, unit.article, old, _number(old[0]) != _number(unit.article), j in match.pair and j not in stays)
        )
    used = {i for own in sources for i in own}
    rows += [Row(Change.GONE, None, (unit.article,)) for i, unit in enumerate(match.old) if i not in used]
    return rows


def _number(article: Article) -> tuple[int, int]:
    return article.number, article.inserted


def _longest_rise(values: Sequence[int]) -> set[int]:
    """The places of the longest rising run of values (−1 is no value): what stands outside it has moved."""
    best: list[tuple[int, int]] = []
    for j, value in enumerate(values):
        if value < 0:
            best.append((0, -1))
            continue
        length, before = max(((best[k][0], k) for k in range(j) if 0 <= values[k] < value), default=(0, -1))
        best.append((length + 1, before))
    at = max(range(len(values)), key=lambda j: best[j][0], default=-1)
    out = set()
    while at >= 0 and values[at] >= 0:
        out.add(at)
        at = best[at][1]
    return out
