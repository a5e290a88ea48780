"""Text → words, the same way for articles and for queries. jieba with a lexicon of the corpus's own words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiju.segmenting import tokenizer_of, whole_dictionary

STOP_WORDS = frozenset(
    ["的", "了", "和", "与", "及", "或", "吗", "呢", "啊", "我", "你", "他", "什么", "怎么", "如何", "哪些", "多少"]
)
"""Words that say nothing about which article is meant. They are neither indexed nor searched."""

RUN = re.compile(r"[㐀-鿿豈-﫿]+|[a-z0-9]+")
"""What is cut: Chinese characters, and Latin letters with digits."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it is compared, and where it stands (offsets in characters of the original)."""

    text: str
    start: int
    end: int


class Analyser:
    """Cuts texts into words by one dictionary."""

    def __init__(self, jieba: Any) -> None:
        self._jieba = jieba

    @classmethod
    def whole(cls, cache: Path) -> Analyser:
        """With the whole dictionary of jieba, for building; jieba keeps its own cache of it in the private folder `cache`."""
        return cls(whole_dictionary(cache))

    @classmethod
    def of_lexicon(cls, lexicon: dict[str, int]) -> Analyser:
        """With the words that occur in the texts, as `lexicon_of` gives them: half a second faster to load."""
        return cls(tokenizer_of(lexicon))

    def words(self, text: str) -> Iterator[Word]:
        """The words of a text in jieba's search mode: long words and the shorter ones inside them. No stop words.

        Neighbouring characters that belong to no word of the dictionary also give a word of two: 等次, names.
        """
        for run in RUN.finditer(fold(text)):
            if run[0][0] < "\u3400":
                yield Word(run[0], run.start(), run.end())
                continue
            before: Word | None = None
            for token, start, end in self._jieba.tokenize(run[0], mode="search", HMM=False):
                word = Word(token, run.start() + start, run.start() + end)
                if token in STOP_WORDS:
                    before = None
                    continue
                yield word
                single = len(token) == 1
                if single and before and before.end == word.start:
                    yield Word(before.text + token, before.start, word.end)
                before = word if single else None

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds a word."""
        return bool(self._jieba.FREQ.get(word))

    @property
    def frequencies(self) -> Mapping[str, int]:
        """The dictionary, with every beginning of a word, 0 where it is no word."""
        self._jieba.check_initialized()
        return self._jieba.FREQ  # type: ignore[no-any-return]

    @property
    def total(self) -> int:
        """What the dictionary's frequencies add up to."""
        self._jieba.check_initialized()
        return int(self._jieba.total)

    def frequency(self, word: str) -> int:
        """How common the dictionary holds a word to be, at least 1."""
        return int(self._jieba.FREQ.get(word) or 1)


def fold(text: str) -> str:
    """The text as it is compared, character for character: half width, lower case. Lengths do not change."""
    return text.translate(_FOLDED)


def write_lexicon(path: Path, words: Iterable[str], analyser: Analyser) -> None:
    """A dictionary of just these words with their frequencies, for fast starts and equal cuts of queries."""
    lines = [f"{word} {analyser.frequency(word)}\n" for word in sorted(Counter(words))]
    path.write_text("".join(lines), encoding="utf-8")


class _Folded(dict[int, str]):
    """What each character becomes, by its code; made when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char).lower()
        self[code] = plain if len(plain) == 1 else char
        return self[code]


_FOLDED = _Folded()
