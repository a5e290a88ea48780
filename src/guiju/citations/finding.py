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
    """One citation: where it stands, by what name, and the parts of its address. `title` is '' for 本规则."""

    offset: int
    text: str
    title: str
    article: int
    inserted: int = 0
    paragraph: int | None = None
    item: int | None = None


def find(text: str) -> Iterator[Found]:
    """Every citation of an article in the text, in order; a list (第五条、第六条) gives one each."""
    for named in _NAMED.finditer(text):
        at = named.end()
        while m := _ADDRESS.match(text, at):
            found = _found(named, m)
            if found:
                yield found
            joint = _AND.match(text, m.end())
            at = joint.end() if joint else len(text)


def _found(named: re.Match[str], m: re.Match[str]) -> Found | None:
    try:
        number, inserted = article_number(m["n"] + (m["i"] or ""))
        paragraph, item = (to_int(m[part]) if m[part] else None for part in "pk")
    except BadNumeral:
        return None
    return Found(named.start(), named[0] + m[0], named["title"] or "", number, inserted, paragraph, item)
