"""An id for a regulation out of its title: pinyin of the short title, a hyphen between words."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pypinyin import lazy_pinyin

from guiju.numerals import NUMERAL, to_int
from guiju.regulation import LEVELS
from guiju.segmenting import whole_dictionary

if TYPE_CHECKING:
    import jieba

_PREFIXES = ("中华人民共和国", "中国共产党")
_ENDS = (*LEVELS[1:7], "法", "章程", "制度", "意见", "决定")


LONGEST_ID = 80
"""Characters of an id: it names a folder, and Windows counts 260 for the whole path."""

_SERIAL = re.compile(rf"[（(]({NUMERAL})[）)]$")


def id_from_title(title: str, cache: Path) -> str:
    """gongwuyuan-fa for 中华人民共和国公务员法, jilv-chufen-tiaoli for 中国共产党纪律处分条例; '' where nothing is left.

    The names of the State and the Party, a bracket at the end and marks are left out; （二） at the end is -2. A long one
    loses words before its last. `cache` is a private folder for jieba.
    """
    serial = _SERIAL.search(title)
    short = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    short = re.sub(r"[^㐀-鿿]", "", short)
    for prefix in _PREFIXES:
        short = short.removeprefix(prefix)
    end = next((end for end in _ENDS if short.endswith(end)), "")
    stem = short.removesuffix(end)
    known = _words(cache)
    words = [part for word in known.cut(stem, HMM=False) for part in _pairs(word, known.FREQ)]
    tail = ["".join(lazy_pinyin(end))] if end else []
    tail += [str(to_int(serial[1]))] if serial and (words or end) else []
    return _joined(["".join(lazy_pinyin(word)) for word in words], tail)


def _joined(words: Sequence[str], tail: Sequence[str]) -> str:
    """The words and the tail with hyphens, in LONGEST_ID characters at most."""
    kept = list(words)
    while kept and len("-".join([*kept, *tail])) > LONGEST_ID:
        kept.pop()
    return "-".join([*kept, *tail])


@functools.lru_cache(maxsize=1)
def _words(cache: Path) -> jieba.Tokenizer:
    """jieba with its whole dictionary, loaded once however many texts are named."""
    return whole_dictionary(cache)


def _pairs(word: str, known: Container[str]) -> list[str]:
    """A long word as the words of two characters that it is made of, if it is: 纪律处分 → 纪律, 处分."""
    parts = [word[i : i + 2] for i in range(0, len(word), 2)]
    return parts if len(word) % 2 == 0 and all(part in known for part in parts) else [word]
