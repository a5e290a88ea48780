"""The numbers that Word writes before paragraphs by itself (第%1条, （%1）): they are text to the reader of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from guiju.numerals import to_chinese

Element = etree._Element

_DIGITS = "〇一二三四五六七八九"


def _plain_digits(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if value <= 20 else str(value)


def _letters(first: str) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    out = ""
    for sign, size in (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40),
                       ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)):  # fmt: skip
        out += sign * (value // size)
        value %= size
    return out


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "chineseCounting": to_chinese,
    "chineseCountingThousand": to_chinese,
    "japaneseCounting": to_chinese,
    "taiwaneseCountingThousand": to_chinese,
    "ideographDigital": _plain_digits,
    "japaneseDigitalTenThousand": _plain_digits,
    "ideographTraditional": lambda value: "甲乙丙丁戊己庚辛壬癸"[(value - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "none": lambda value: "",
}
"""ST_NumberFormat (ECMA-376 part 1, 17.18.59): those that Chinese documents use. A bullet is no number."""


class UnknownFormat(Exception):
    """A number format that is not among these."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    suffix: str


@dataclass
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: Mapping[str, Mapping[int, _Level]]
    list_of: Mapping[str, str]
    by_style: Mapping[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def prefix(self, paragraph: Element) -> str:
        """What Word writes before this paragraph, '' where it is not numbered. Raises UnknownFormat."""
        found = _own_number(paragraph) or self.by_style.get(_style_of(paragraph), ("0", 0))
        number, depth = found
        levels = self.levels.get(self.list_of.get(number, ""), {})
        level = levels.get(depth)
        if number == "0" or level is None:
            return ""
        counts = self.counts.setdefault(self.list_of[number], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return ""
        text = level.text
        for above, shown in levels.items():
            if f"%{above + 1}" in text:
                text = text.replace(f"%{above + 1}", _written(counts.get(above, shown.start), shown.format))
        return text + {"nothing": "", "space": " "}.get(level.suffix, "\u3000")


def _written(value: int, format: str) -> str:
    if format not in _FORMATS or not 0 < value < 10_000:
        raise UnknownFormat(format)
    return _FORMATS[format](value)


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """The lists that a document defines; without any, nothing is numbered."""
    if numbering is None:
        return Numbering({}, {}, {})
    levels = {
        _value(abstract, "abstractNumId"): {
            int(_value(level, "ilvl") or 0): _Level(
                int(_child_value(level, "start") or 1),
                _child_value(level, "numFmt") or "decimal",
                _child_value(level, "lvlText"),
                _child_value(level, "suff"),
            )
            for level in abstract.iterfind("{*}lvl")
        }
        for abstract in numbering.iterfind("{*}abstractNum")
    }
    list_of = {_value(num, "numId"): _child_value(num, "abstractNumId") for num in numbering.iterfind("{*}num")}
    by_style = {}
    for style in styles.iterfind("{*}style") if styles is not None else ():
        own = style.find("{*}pPr/{*}numPr")
        if own is not None and (number := _child_value(own, "numId")):
            by_style[_value(style, "styleId")] = (number, int(_child_value(own, "ilvl") or 0))
    return Numbering(levels, list_of, by_style)


def _own_number(paragraph: Element) -> tuple[str, int] | None:
    own = paragraph.find("{*}pPr/{*}numPr")
    if own is None or not (number := _child_value(own, "numId")):
        return None
    depth = _child_value(own, "ilvl") or "0"
    return number, int(depth) if depth.isdigit() else 0


def _style_of(paragraph: Element) -> str:
    style = paragraph.find("{*}pPr/{*}pStyle")
    return "" if style is None else _value(style, "val")


def _child_value(element: Element, name: str) -> str:
    child = element.find(f"{{*}}{name}")
    return "" if child is None else _value(child, "val")


def _value(element: Element, name: str) -> str:
    """An attribute by its local name: the namespace differs between the transitional and the strict format."""
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == name), "")
