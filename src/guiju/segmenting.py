"""jieba, loaded without its surprises: no pkg_resources, no chatter, no cache in a shared folder."""

from __future__ import annotations

import logging
import sys
from collections.abc import Container
from importlib import import_module
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


def whole_dictionary(cache: Path) -> jieba.Tokenizer:
    """A tokenizer with jieba's own dictionary, which takes half a second to load.

    Its cache goes to the private folder `cache`: predictable names in a shared one could be planted by others.
    """
    made = jieba.Tokenizer()
    made.tmp_dir = str(cache)
    return made


def words_within(beginnings: Container[str]) -> tuple[dict[str, int], int]:
    """The words of jieba's own dictionary whose first two characters (of one character, that one) are among these, with their
    frequencies, and what those of the whole dictionary add up to: a third of the time of loading all of it.
    """
    with jieba.Tokenizer().get_dict_file() as file:
        columns = file.read().decode("utf-8").split()  # word, frequency, kind of word
    counts = columns[1::3]
    held = {word: int(count) for word, count in zip(columns[::3], counts, strict=True) if word[:2] in beginnings}
    return held, sum(map(int, counts))


def tokenizer_of(lexicon: dict[str, int]) -> jieba.Tokenizer:
    """A tokenizer with these words and their frequencies, and the beginnings of words with 0; nothing is read or written."""
    made = jieba.Tokenizer()
    made.FREQ, made.total, made.initialized = lexicon, sum(lexicon.values()), True
    return made


def use_private_cache(cache: Path) -> None:
    """Make jieba's shared instance, which the theme's search uses, keep its cache in our private folder too."""
    jieba.dt.tmp_dir = str(cache)
