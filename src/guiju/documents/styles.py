"""House styles: what an office sets otherwise than GB/T 9704-2012 gives it, each with the clause that it leaves.

Two profiles come with the program. `word` has the margins that offices look for in the page dialog (37/35 mm); `strict`
moves the text by 7/16 of a character, so that a ruler on the paper finds 37 mm to the edge of the characters, as GB/T
33476.2-2016 annex A does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guiju.documents.fonts import FONT_SETS, FontSet
from guiju.documents.geometry import PAGE_WIDTH, Twips, mm, pt
from guiju.errors import BadData, Place
from guiju.workspace import Workspace
from guiju.yamlfile import read_mapping

FILE = "house-style.yml"
"""In content/: what this office sets otherwise."""


@dataclass(frozen=True, slots=True)
class Style:
    """Margins and distances in twips, as a word processor takes them. `shift` is how far a line box reaches above its ink.

    `number` is where the page number stands: outer (§7.5) or centre. `leaves` are the clauses that are not kept.
    """

    name: str
    top: Twips = mm(37)  # §5.2.1 天头
    bottom: Twips = mm(35)  # follows from §5.2.1: 297 − 37 − 225
    left: Twips = mm(28)  # §5.2.1 订口
    right: Twips = mm(26)  # follows from §5.2.1: 210 − 28 − 156
    line: Twips = Twips(579)  # §5.2.3: 22 lines in 225 mm is 579.8; rounded down so that line 22 fits
    shift: Twips = Twips(0)
    foot: Twips = mm(25.5)  # with a line of exactly 14 pt the dash stands 7 mm under the text area (§7.5), measured
    number: str = "outer"  # §7.5
    bold_third: bool = False  # §7.3.3 asks for no bold
    keep_headings: bool = False  # a heading at the foot of a page goes to the next: fewer than 22 lines (§5.2.3)
    fonts: FontSet = field(default_factory=lambda: FONT_SETS["gb2312"])
    leaves: tuple[str, ...] = ()

    @property
    def width(self) -> Twips:
        """The width of the text area."""
        return Twips(PAGE_WIDTH - self.left - self.right)


STYLES = {
    "word": Style("word"),
    "strict": Style("strict", top=mm(34.58), bottom=mm(32.58), line=Twips(589), shift=mm(2.42)),
}

_LENGTHS = {"top": "5.2.1", "bottom": "5.2.1", "left": "5.2.1", "right": "5.2.1"}
"""What a house style may set in millimetres, and the clause that it then leaves."""

_SWITCHES = {"bold_third", "keep_headings"}

_NUMBERS = ("outer", "centre")


def house_style(workspace: Workspace, base: str = "", fonts: str = "") -> Style:
    """The style of a workspace: its file over a profile; the names given here win. Raises BadData naming file and line."""
    path = workspace.content / FILE
    style, named = STYLES["word"], ""
    if path.is_file():
        data, lines = read_mapping(path)
        named = str(data.get("base", "word"))
        style = _checked(data, lines, base or named, path)
    elif base:
        style = _profile(base, None)
    if fonts:
        style = replace(style, fonts=_fonts(fonts, None))
    return style


def _profile(name: str, place: Place | None) -> Style:
    if name not in STYLES:
        raise BadData(f"没有“{name}”这种版面", remedy="可用的有：" + "、".join(STYLES), place=place)
    return STYLES[name]


def _fonts(name: str, place: Place | None) -> FontSet:
    if name not in FONT_SETS:
        raise BadData(f"没有“{name}”这一组字体", remedy="可用的有：" + "、".join(FONT_SETS), place=place)
    return FONT_SETS[name]


def _checked(data: dict[str, Any], lines: Any, base: str, path: Path) -> Style:
    def place(key: str) -> Place:
        return Place(str(path), lines.get((key,)))

    known = {"base", "fonts", "line", "number", *_SWITCHES, *_LENGTHS}
    for key in data:
        if key not in known:
            raise BadData(f"不认识“{key}”", remedy="可写的有：" + "、".join(sorted(known)), place=place(key))
    style = _profile(base, place("base"))
    changes: dict[str, Any] = {}
    for key in _LENGTHS.keys() & data.keys():
        changes[key] = mm(_between(data[key], 10, 60, "毫米", place(key)))
    if "line" in data:
        changes["line"] = pt(_between(data["line"], 20, 40, "磅", place("line")))
    if "number" in data:
        if data["number"] not in _NUMBERS:
            raise BadData("页码的位置写错了", remedy="写 outer（外侧）或 centre（居中）", place=place("number"))
        changes["number"] = data["number"]
    for key in _SWITCHES & data.keys():
        if not isinstance(data[key], bool):
            raise BadData(f"“{key}”应是 true 或 false", remedy="请改写", place=place(key))
        changes[key] = data[key]
    if "fonts" in data:
        changes["fonts"] = _fonts(str(data["fonts"]), place("fonts"))
    changed = replace(style, **changes)
    return replace(changed, leaves=tuple(_left_clauses(changed)))


def _between(value: Any, least: float, most: float, unit: str, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadData(f"“{value}”不合适", remedy=f"写 {least} 到 {most} 之间的数，单位是{unit}", place=place)
    return float(value)


def _left_clauses(style: Style) -> Iterator[str]:
    """The clauses of GB/T 9704-2012 that a style does not keep."""
    like = [
        profile for profile in STYLES.values() if all(getattr(style, key) == getattr(profile, key) for key in _LENGTHS)
    ]
    if not like:
        yield "5.2.1"
    if style.line not in [profile.line for profile in STYLES.values()] or style.keep_headings:
        yield "5.2.3"
    if style.number != "outer":
        yield "7.5"
    if style.bold_third:
        yield "7.3.3"
