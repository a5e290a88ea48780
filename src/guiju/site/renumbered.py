"""Where the articles of older versions stand now: by number maps, and the page on which an old number is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guiju.corpus.renumbering import NumberMap
from guiju.regulation import UNVERIFIED, ArticleRef, Regulation
from guiju.site.page import Heading, SitePage, link, root_of
from guiju.site.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Later:
    """What an article became: the version, and its numbers there; none where it is gone."""

    version: date
    numbers: tuple[int, ...]


def later(ref: ArticleRef, goal: date, maps: Sequence[NumberMap]) -> Later | None:
    """What an article of an older version is in the version `goal`, or as near to it as the maps lead; None where they say nothing."""
    if ref.version is None or ref.article is None or ref.inserted:
        return None
    day, numbers = ref.version, [ref.article]
    while day < goal and (step := next((m for m in maps if m.start == day), None)):
        if any(number not in step.articles for number in numbers):
            break
        day, numbers = step.end, list(dict.fromkeys(new for number in numbers for new in step.articles[number]))
        if not numbers:
            break
    return None if day == ref.version else Later(day, tuple(numbers))


@dataclass(frozen=True, slots=True)
class Ways:
    """How a page reaches the articles of the versions of a regulation, where the corpus holds them."""

    regulation: Regulation
    shelf: Shelf
    root: str
    unit: str
    held: Mapping[date, frozenset[int]]

    def one(self, day: date, number: int) -> str:
        """第九十七条 as a link; only its words where that version or that article is not here."""
        ref = ArticleRef(self.regulation.id, day, number)
        words = ref.label_as(self.unit)
        return link(self.shelf.address(ref, self.root), words) if number in self.held.get(day, ()) else words

    def several(self, day: date, numbers: Sequence[int]) -> str:
        """第十九条、第二十条; that there is none, where there is none."""
        return "、".join(self.one(day, number) for number in numbers) or "没有这一条了"


def ways_of(regulation: Regulation, shelf: Shelf, root: str) -> Ways:
    """The ways from a page at that depth."""
    held = {v.meta.effective: frozenset(a.number for _, a in v.articles()) for v in regulation.versions}
    return Ways(regulation, shelf, root, regulation.current(shelf.on).unit, held)


def numbers_address(id: str) -> str:
    """Where the number map of a regulation stands."""
    return f"regulations/{id}/numbers.html"


def numbers_page(regulation: Regulation, shelf: Shelf) -> SitePage | None:
    """The page on which an old number is typed or looked up; None for a regulation without number maps."""
    maps = shelf.corpus.numbers.get(regulation.id, ())
    if not maps:
        return None
    address = numbers_address(regulation.id)
    ways = ways_of(regulation, shelf, root_of(address))
    title = regulation.current(shelf.on).meta.title
    home = link(shelf.address(ArticleRef(regulation.id), ways.root), f"《{title}》")
    blocks: list[Heading | str] = [
        f"<p>{home}旧版的第几条，现在是第几条。这里只对条号，文字有没有变，请点开条文看。</p>",
        _finder(maps),
    ]
    for step in sorted(maps, key=lambda m: m.start, reverse=True):
        blocks += [Heading(2, f"from-{step.start}", f"{step.start} 版的条号"), "".join(_table(step, maps, ways))]
    return SitePage(
        address,
        f"{title}：条号对照",
        tuple(blocks),
        "numbers",
        description=f"《{title}》旧条号和新条号的对照",
        lit="regulations/index.html",
        foot=f"《{title}》条号对照",
        scripts=("numbers.js",),
    )


def _finder(maps: Sequence[NumberMap]) -> str:
    days = sorted((step.start for step in maps), reverse=True)
    options = "".join(f'<option value="{day}">{day} 版</option>' for day in days)
    return (
        f'<form class="gj-numbers gj-scripted"><label>哪一版 <select name="version">{options}</select></label> '
        '<label>旧条号 <input name="number" autocomplete="off" placeholder="88 或 第八十八条" maxlength="20"></label> '
        '<button type="submit" class="gj-button">查新条号</button><p class="gj-numbers__answer" role="status"></p></form>'
    )


def _table(step: NumberMap, maps: Sequence[NumberMap], ways: Ways) -> Iterator[str]:
    """Old number, number in the next version and, where that is not the current one, the number there."""
    goal = ways.regulation.current(ways.shelf.on).meta.effective
    days = [step.start, step.end, *([goal] if step.end < goal else [])]
    heads = "".join(f'<th scope="col">{day} 版</th>' for day in days)
    yield f'<table class="gj-table gj-map"><thead><tr>{heads}</tr></thead><tbody>'
    for old, new in sorted(step.articles.items()):
        cells = [ways.one(step.start, old), ways.several(step.end, new)]
        if step.end < goal:
            now = later(ArticleRef(ways.regulation.id, step.start, old), goal, maps)
            known = now and (now.version == goal or not now.numbers)
            cells.append(ways.several(now.version, now.numbers) if now and known else UNVERIFIED)
        yield f'<tr id="old-{step.start}-{old}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
    yield "</tbody></table>"
