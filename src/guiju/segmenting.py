"""jieba, loaded without its surprises: no pkg_resources, no chatter, no cache in a shared folder."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any


def _load_guessing(name: str) -> Any:
    sys.modules.pop(GUESSING, None)
    return getattr(import_module(GUESSING), name)


# The tables for guessing unknown words, which a search never does, are half of what loading jieba takes.
GUESSING = "jieba.finalseg"
_later = ModuleType(GUESSING)
_later.__getattr__ = _load_guessing  # type: ignore[method-assign]
sys.modules.setdefault(GUESSING, _later)
# jieba falls back on open() without pkg_resources, whose import warns and takes longer than a search.
_before = sys.modules.get("pkg_resources")
sys.modules["pkg_resources"] = None  # type: ignore[assignment]
import jieba  # noqa: E402

del sys.modules["pkg_resources"]
if _before:
    sys.modules["pkg_resources"] = _before

jieba.setLogLevel(logging.WARNING)


_AT_ONCE = 200_000
"""Bytes of the dictionary that are looked at together."""


def whole_dictionary(cache: Path) -> jieba.Tokenizer:
    """A tokenizer with jieba's own dictionary, which takes half a second to load.

    Its cache goes to the private folder `cache`: predictable names in a shared one could be planted by others.
    """
    made = jieba.Tokenizer()
    made.tmp_dir = str(cache)
    return made


def words_in(texts: Iterable[str]) -> tuple[dict[str, int], int]:
    """The words of jieba's own dictionary that may stand in these texts: those that begin with two neighbouring characters of
    one. With their frequencies, and what those of the whole dictionary add up to; a third of the time of loading all of it.
    """
    near = set[str]()
    for text in texts:
        near.update(text)
        near.update(map("".join, pairwise(text)))
    held, total = dict[str, int](), 0
    with jieba.Tokenizer().get_dict_file() as file:
        while lines := file.readlines(_AT_ONCE):
            columns = b"".join(lines).decode("utf-8").split()  # word, frequency, kind of word
            counts = [*map(int, columns[1::3])]
            held |= {word: count for word, count in zip(columns[::3], counts, strict=True) if word[:2] in near}
            total += sum(counts)
    return held, total


def lexicon_of(words: Mapping[str, int]) -> dict[str, int]:
    """The words with their frequencies and, as jieba wants them, every beginning of a word, 0 where it is no word."""
    beginnings = {word[:n]: 0 for word in words for n in range(1, len(word))}
    return {**beginnings, **words}


def tokenizer_for(texts: Iterable[str]) -> jieba.Tokenizer:
    """A tokenizer that cuts these texts as one with the whole dictionary would."""
    words, total = words_in(texts)
    return tokenizer_of(lexicon_of(words), total)


def tokenizer_of(lexicon: dict[str, int], total: int = 0) -> jieba.Tokenizer:
    """A tokenizer with these words and their frequencies, and the beginnings of words with 0; nothing is read or written.

    `total` is what the frequencies of its dictionary add up to where it has more words than these.
    """
    made = jieba.Tokenizer()
    made.FREQ, made.total, made.initialized = lexicon, total or sum(lexicon.values()), True
    return made


def use_private_cache(cache: Path) -> None:
    """Make jieba's shared instance, which the theme's search uses, keep its cache in our private folder too."""
    jieba.dt.tmp_dir = str(cache)
