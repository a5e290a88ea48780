"""Dates in the words of a 题注 or a closing article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_DATE = re.compile(r"(?P<y>\d{4})\s*(?:年|[.．/-])\s*(?P<m>\d{1,2})\s*(?:月|[.．/-])\s*(?P<d>\d{1,2})\s*日?")
_BEGINS = re.compile(r"[自从]?\s*" + _DATE.pattern + r"\s*起?\s*(?:施行|实施|生效)")
_MADE = re.compile(r"通过|修正|修订|修改|批准|发布|印发|公布")


def effective_in(text: str) -> date | None:
    """The date from which a text says it applies (自2019年6月1日起施行), the last where several are named."""
    found = [day for m in _BEGINS.finditer(text) for day in _existing(m)]
    return found[-1] if found else None


def adopted_in(note: str) -> date | None:
    """The date of the last adoption or revision that a 题注 tells; None where it tells none."""
    found = [day for m in _DATE.finditer(note) for day in _existing(m) if _is_made(note, m)]
    return max(found) if found else None


def _is_made(note: str, m: re.Match[str]) -> bool:
    """Whether the clause with the date speaks of adopting, and not only of taking effect."""
    start = max(note.rfind(c, 0, m.start()) for c in "（(　;；\n") + 1
    ends = [i for c in "　）);；\n" if (i := note.find(c, m.end())) >= 0]
    clause = note[start : min(ends, default=len(note))]
    return bool(_MADE.search(clause)) and not _BEGINS.match(note, m.start())


def _existing(m: re.Match[str]) -> Iterator[date]:
    try:
        yield date(int(m["y"]), int(m["m"]), int(m["d"]))
    except ValueError:
        return
