"""What people say and what the texts say: lay words, related words, words that sound alike, what people ask about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 12
"""Characters of the longest thing that people say."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of the texts that what was said stands for; `related` where it does not mean the same."""

    said: str
    word: str
    weight: float
    related: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tables. `lay` and `related` map what is said to words of the texts with weights, `sounds` pinyin to words.

    Words and weights are in one string (“收受 0.8 礼品 0.7”), and so are words that sound alike: ten thousand strings are
    read twice as fast as ten thousand lists. `syllables` has the pinyin of each character, so that no query has to load a
    dictionary of it.
    """

    lay: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)
    syllables: Mapping[str, str] = field(default_factory=dict)
    asked_about: Mapping[str, float] = field(default_factory=dict)

    def expansions(self, text: str) -> Iterator[Expansion]:
        """What the words of a text stand for: at each place the longest thing that the tables know."""
        for table, related in ((self.lay, False), (self.related, True)):
            at = 0
            while at < len(text) - 1:
                said = next(
                    (s for n in range(min(LONGEST, len(text) - at), 1, -1) if (s := text[at : at + n]) in table), ""
                )
                for word, weight in pairs(table[said]) if said else ():
                    yield Expansion(said, word, weight, related)
                at += len(said) or 1

    def alike(self, word: str) -> tuple[str, ...]:
        """Words of the texts that sound like a word which they do not have."""
        return tuple(self.sounds.get(self.sound(word), "").split())

    def sound(self, word: str) -> str:
        """The pinyin of a word without tones, character by character: the same for words that are no words."""
        return " ".join(self.syllables.get(char, char) for char in word)

    def to_json(self, words: Iterable[str]) -> dict[str, Any]:
        """The tables for an index whose texts have these words."""
        sounds: dict[str, list[str]] = {}
        for word in words:
            if len(word) > 1 and all("一" <= char <= "鿿" for char in word):
                sounds.setdefault(self.sound(word), []).append(word)
        joined = {sound: " ".join(alike) for sound, alike in sounds.items()}
        return {"lay": self.lay, "related": self.related, "sounds": joined, "syllables": self.syllables}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Vocabulary:
        """The tables that an index carries."""
        return cls(data["lay"], data["related"], data["sounds"], data["syllables"])


def joined(words: Mapping[str, float]) -> str:
    """Words with their weights as the tables hold them."""
    return " ".join(f"{word} {weight}" for word, weight in words.items())


def pairs(words: str) -> Iterator[tuple[str, float]]:
    """The words of an entry of a table, with their weights."""
    pieces = words.split(" ")
    return zip(pieces[::2], map(float, pieces[1::2]), strict=True)
