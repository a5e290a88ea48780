"""The patterns by which the command line reads queries, as JavaScript writes them: one grammar, two engines."""

from __future__ import annotations

import re

from guiju.citations.reading import ADDRESS, FILLING
from guiju.search.analysis import RUN
from guiju.search.suggesting import BEGUN
from guiju.search.understanding import PATTERNS

_NEEDLESS = re.compile(r"\\([\"'#])")
"""Escapes that JavaScript refuses."""

_COMMENT = re.compile(r"\s+#.*$", re.MULTILINE)


def patterns() -> dict[str, list[str]]:
    """Each pattern with its flags."""
    ours = PATTERNS | {"address": ADDRESS, "filling": FILLING, "run": RUN, "begun": BEGUN}
    return {name: in_javascript(pattern) for name, pattern in ours.items()}


def in_javascript(pattern: re.Pattern[str]) -> list[str]:
    """The source and flags of the same pattern in JavaScript. Only what our patterns use is translated."""
    source = pattern.pattern
    if pattern.flags & re.VERBOSE:
        source = re.sub(r"\s+", "", _COMMENT.sub("", source))
    source = _NEEDLESS.sub(r"\1", source).replace("(?P<", "(?<").replace(r"\d", r"\p{Nd}")
    return [source, "ui" if pattern.flags & re.IGNORECASE else "u"]
