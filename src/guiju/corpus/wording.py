"""What single lines tell about a damaged or foreign copy: lost characters, mixed widths, marks out of balance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guiju.corpus.ending import is_furniture
from guiju.corpus.findings import Finding, excerpt
from guiju.corpus.headings import article_opened, division_of, is_plain_heading, part_heading
from guiju.corpus.reading.lines import Line, LineKind, SourceText
from guiju.corpus.structure import ROW_MARK, article_head, list_mark, part_head
from guiju.numerals import NUMERAL, BadNumeral, to_int

_BROKEN = re.compile(
    r"[\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|锟斤拷|烫烫烫|屯屯屯|[À-ÖØ-öø-ÿ]{2}|[ÃÂ][\x80-\xbf]|&(?:nbsp|lt|gt|amp|quot|#\d+);"
)
_RARE = re.compile("[\u3400-\u4dbf\uf900-\ufaff]")
_HAN = re.compile("[一-鿿]")
_HALF = {
    "逗号": (re.compile(r"(?<=[一-鿿”》）]),|,(?=[一-鿿“《（])"), "，"),
    "分号": (re.compile(r"(?<=[一-鿿”》）]);|;(?=[一-鿿“《（])"), "；"),
    "冒号": (re.compile(r"(?<=[一-鿿”》）]):|:(?=[一-鿿“《（])"), "："),
    "问号": (re.compile(r"(?<=[一-鿿])\?"), "？"),
    "句点": (re.compile(r"(?<=[一-鿿])\.(?=[一-鿿]|$)"), "。"),
    "括号": (re.compile(r"\((?=[一-鿿])|(?<=[一-鿿])\)"), "（"),
    "引号": (re.compile(r"(?<=[一-鿿])\"|\"(?=[一-鿿])"), "“"),
}
"""Half-width marks beside a Han character, and the full-width one that the rest of the text should then not have."""

_GAP = re.compile(r"(?<=[一-鿿，。；：、])[ \u00a0\u2002\u2003\u3000]+(?=[一-鿿，。；：、])")
_ODD = re.compile(r"[，。；：、！？][，。；：、]|^[，。；：、！？”）》]|[，、][）》]|[《（][，。；：、]")
_PAGE = re.compile(r"[-—–―·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／]\s*\d{1,4}\s*(?:页)?)?[-—–―·\s]*")
_WORD = re.compile(r"[A-Za-z]{2,}")
_PAIRS = (("（(", "）)"), ("“", "”"), ("《", "》"), ("〈", "〉"), ("「", "」"), ("【", "】"))
_ENDS = re.compile(r"[。；：！？…”’）)】》」〉，、.;:,?!]$")

_REFERRED = re.compile(r"[（(][^（）()]{1,4}[）)](?:[、和至或项]|及)")
_INLINE = re.compile(rf"[（(]({NUMERAL})[）)]")

FEWEST_FOREIGN = 3
"""Paragraphs in another language from which a text counts as bilingual."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A thing that was seen in several places: told once, with the first place and the count."""

    code: str
    cause: str
    line: Line
    text: str


def wording_findings(lines: Sequence[Line], source: SourceText) -> list[Finding]:
    """Findings over the lines that are stored, one for each kind with the first place and how many there are."""
    seen: dict[tuple[str, str], list[_Seen]] = {}
    for hit in _hits(lines):
        seen.setdefault((hit.code, hit.cause), []).append(hit)
    out = []
    for (code, cause), hits in seen.items():
        many = f"（共 {len(hits)} 处）" if len(hits) > 1 else ""
        out.append(Finding(code, cause + many, source.place(hits[0].line), excerpt(hits[0].text)))
    return out


def _hits(lines: Sequence[Line]) -> Iterator[_Seen]:
    yield from _characters(lines)
    yield from _widths(lines)
    foreign = [line for line in lines if _is_foreign(line.text)]
    if len(foreign) >= FEWEST_FOREIGN:
        yield from (_Seen("foreign_text", "夹有外文段落", line, line.text) for line in foreign)
    for article in _articles(lines):
        yield from _balance(article)
        yield from _items(article)
    yield from _unfinished(lines)


def _characters(lines: Sequence[Line]) -> Iterator[_Seen]:
    for line in lines:
        text = line.text
        if "\ufffd" in text:
            yield _Seen(
                "lost_character", "有替换字符（U+FFFD），有字已经丢失", line, _around(text, text.index("\ufffd"))
            )
        if m := _BROKEN.search(text):
            yield _Seen("mojibake", "有乱码或不能显示的字符", line, _around(text, m.start()))
        elif ((rare := len(_RARE.findall(text))) > 2 and rare > 0.1 * len(text)) or _garbled(text):
            yield _Seen("mojibake", "有成片的生僻字，像是乱码", line, text)
        if is_furniture(text):
            yield _Seen("furniture", "混进了网页上的文字", line, text)
        if _PAGE.fullmatch(text):
            yield _Seen("page_number", "有单独一行的数字，像是页码", line, text)
        if m := _ODD.search(_after_head(text)):
            yield _Seen("odd_marks", f"标点“{m[0]}”不合常规", line, _around(_after_head(text), m.start()))
        if line.kind is LineKind.TEXT and not _spaced_heading(line) and (m := _GAP.search(_after_head(text))):
            yield _Seen("stray_blanks", "汉字之间夹着空格", line, _around(_after_head(text), m.start()))


def _garbled(text: str) -> bool:
    """Whether more than a quarter of a line's characters are outside GB 2312: what wrong decoding gives."""
    han = _HAN.findall(text)
    if _in_gb2312("".join(han)):
        return False
    return len(han) >= 12 and sum(not _in_gb2312(char) for char in han) > 0.25 * len(han)


def _in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _around(text: str, at: int) -> str:
    return text[max(0, at - 10) : at + 15]


def _after_head(text: str) -> str:
    """A line without its number or mark and the blank after it."""
    head = article_head(text) or part_head(text)
    rest = text[head.length :] if head else re.sub(r"^[（(][^（）()]{1,4}[）)]", "", text)
    return rest.lstrip(" \u3000\u00a0\u2002\u2003")


def _spaced_heading(line: Line) -> bool:
    """Whether blanks belong to the layout of a line: headings, and rows of names."""
    text = line.text
    return bool(
        division_of(text) or part_heading(text) or text.startswith(ROW_MARK) or "\t" in text
    ) or is_plain_heading(text)


def _widths(lines: Sequence[Line]) -> Iterator[_Seen]:
    whole = "\n".join(line.text for line in lines)
    for name, (half, full) in _HALF.items():
        if full not in whole:
            continue
        for line in lines:
            if line.kind is LineKind.TEXT and (m := half.search(line.text)):
                yield _Seen("width_mixture", f"半角{name}和全角{name}混用", line, _around(line.text, m.start()))


def _is_foreign(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) >= 4 and sum(map(len, words)) > 0.5 * len(text)


def _articles(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in groups, a group an article or what stands between two."""
    group: list[Line] = []
    for line in lines:
        if article_opened(line.text, (0, 0)) or division_of(line.text):
            if group:
                yield group
            group = []
        group.append(line)
    if group:
        yield group


def _balance(article: Iterable[Line]) -> Iterator[_Seen]:
    held = [line for line in article if line.kind is LineKind.TEXT]
    text = "".join(_without_item_marks(line.text) for line in held)
    for opening, closing in _PAIRS:
        opened, closed = (sum(text.count(c) for c in marks) for marks in (opening, closing))
        if opened != closed:
            line = next((li for li in held if _count(li, opening) != _count(li, closing)), held[0])
            yield _Seen("unbalanced_marks", f"“{opening[0]}”和“{closing[0]}”不成对", line, line.text)


def _without_item_marks(text: str) -> str:
    """1） and （1 open or close nothing."""
    return re.sub(r"^[0-9０-９一二三四五六七八九十]{1,3}[）)]", "", text)


def _count(line: Line, marks: str) -> int:
    return sum(_without_item_marks(line.text).count(c) for c in marks)


def _items(article: Sequence[Line]) -> Iterator[_Seen]:
    """Items whose numbers skip or begin late: （一）（三）. The first may stand in the line of its 款."""
    last = 0
    before = ""
    for line in article:
        mark = list_mark(line.text) if line.kind is LineKind.TEXT else None
        if mark and mark.style == "（一）" and not _REFERRED.match(line.text):
            inline = [_number(m[1]) for m in _INLINE.finditer(before)]
            if mark.number not in (1, last + 1, *(n + 1 for n in inline)):
                yield _Seen("item_gap", "项的序号不连续", line, line.text)
            last = mark.number
        before = line.text


def _number(text: str) -> int:
    try:
        return to_int(text)
    except BadNumeral:
        return 0


def _unfinished(lines: Sequence[Line]) -> Iterator[_Seen]:
    """Paragraphs of text that end without any mark, where headings, rows and short lines do not count."""
    for line in lines:
        text = line.text
        if line.kind is LineKind.TEXT and len(text) > 25 and not _ENDS.search(text) and not _spaced_heading(line):
            yield _Seen("unfinished_sentence", "段末没有标点，句子像是没有完", line, text[-20:])
