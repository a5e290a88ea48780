"""The citations that a text makes: 《中国共产党章程》第四十六条第二款, 本规则第五条、第六条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guiju.numerals import NUMERAL, BadNumeral, article_number, to_int

_SELF = r"本(?:章程|准则|条例|规定|办法|规则|细则|法|制度)"
_ADDRESS = re.compile(
    rf"第(?P<n>{NUMERAL})条(?P<i>之{NUMERAL})?(?:第(?P<p>{NUMERAL})款)?(?:第[（(]?(?P<k>{NUMERAL})[）)]?项)?"
)
_NAMED = re.compile(
    rf"(?:《(?P<title>[^《》]{{2,60}})》|(?P<self>{_SELF}))(?:[（(][^（）()]{{1,20}}[）)])?(?=第{NUMERAL}条)"
)
_AND = re.compile(r"[、和及或]|以及|或者|并")


@dataclass(frozen=True, slots=True)
class Found:
    """One citation: its exact words and their offset, the name it goes by, and the parts of its address.

    `title` is '' for 本规则. In a list (本规则第五条、第六条) the later ones begin at their own number.
    """

    offset: int
    text: str
    title: str
    article: int
    inserted: int = 0
    paragraph: int | None = None
    item: int | None = None

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.offset + len(self.text)


def find(text: str) -> Iterator[Found]:
    """Every citation of an article in the text, in order; a list gives one each."""
    for named in _NAMED.finditer(text):
        start, at = named.start(), named.end()
        while m := _ADDRESS.match(text, at):
            found = _found(text[start : m.end()], start, named["title"] or "", m)
            if found:
                yield found
            joint = _AND.match(text, m.end())
            start = at = joint.end() if joint else len(text)


def _found(text: str, offset: int, title: str, m: re.Match[str]) -> Found | None:
    try:
        number, inserted = article_number(m["n"] + (m["i"] or ""))
        item = to_int(m["k"]) if m["k"] else None
        paragraph = to_int(m["p"]) if m["p"] else 1 if item else None
    except BadNumeral:
        return None
    return Found(offset, text, title, number, inserted, paragraph, item)
