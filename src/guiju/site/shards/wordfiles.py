"""What queries are cut, understood and ranked with, by the hash of the first two characters of a word or of what people say.

w/<n>.js: {"t": {word: its frequency in the dictionary, as a number, and its entry (termfiles.py)}, "l": what people say and
what it stands for, "r": the same where it is only related}. So a query reads a shard for each two neighbouring characters, and
most words that it turns out to have are there. c/<n>.js: characters, each with its pinyin and frequency, by their hash.
s/<n>.js: words of two to four characters by the hash of their pinyin; of those of three or four `sounds.js` tells whether they
may be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from guiju.search.vocabulary import Vocabulary, pairs
from guiju.segmenting import lexicon_of
from guiju.site.page import SiteFile
from guiju.site.shards.coding import bloom, hash_of, number, script, shards_for
from guiju.site.shards.tokens import Tokens

WORD_SHARD = 1000
CHAR_SHARD = 300
SOUND_SHARD = 1500
"""Bytes that these shards should have at most: a query reads many of them, of which it wants little."""

MOST_SHARDS = 4096

LONGEST_MISTYPED = 4
"""Characters of an unknown word that is looked up by its sound."""

APART = "|"
"""Between a word of the vocabulary and the pieces that stand for it where it is no word of the lexicon."""


def word_files(
    entries: Mapping[str, str], words: Mapping[str, int], vocabulary: Vocabulary
) -> tuple[dict[str, Any], Iterator[SiteFile]]:
    """How many shards there are and what all frequencies add up to, and the shards. `words` is the lexicon."""
    cutter = Tokens(lexicon_of(words), sum(words.values()))
    tables = {name: _cut_ahead(table, cutter) for name, table in (("l", vocabulary.lay), ("r", vocabulary.related))}
    size = sum(3 * len(word) + len(entry) + 5 for word, entry in entries.items())
    size += sum(3 * (len(said) + len(means)) for table in tables.values() for said, means in table.items())
    counts = {
        "w": (shards := min(shards_for(size, WORD_SHARD), MOST_SHARDS)),
        "c": shards_for(10 * len(vocabulary.syllables), CHAR_SHARD),
        "wordShard": size // shards,
    }
    files = chain(_word_shards(entries, words, tables, counts["w"]), _char_shards(words, vocabulary, counts["c"]))
    return counts | {"frequencies": sum(words.values())}, files


def sound_files(words: Iterable[str], vocabulary: Vocabulary) -> tuple[int, Iterator[SiteFile]]:
    """How many shards of words by their sounds there are, and the shards."""
    sounds: dict[str, str] = {}
    for word in sorted(words):
        if 1 < len(word) <= LONGEST_MISTYPED and all("一" <= char <= "鿿" for char in word):
            sound = vocabulary.sound(word)
            sounds[sound] = f"{sounds[sound]} {word}" if sound in sounds else word
    count = shards_for(sum(len(sound) + 3 * len(alike) + 6 for sound, alike in sounds.items()), SOUND_SHARD)
    return count, _sound_shards(sounds, count)


def _word_shards(
    entries: Mapping[str, str], words: Mapping[str, int], tables: Mapping[str, Mapping[str, str]], count: int
) -> Iterator[SiteFile]:
    shards: list[dict[str, dict[str, str]]] = [{} for _ in range(count)]
    for word in sorted(entries):
        row = number(words.get(word, 0)) + entries[word]
        shards[hash_of(word[:2]) % count].setdefault("t", {})[word] = row
    for name, table in tables.items():
        for said, means in sorted(table.items()):
            shards[hash_of(said[:2]) % count].setdefault(name, {})[said] = means
    yield from (script(f"w/{place}", rows) for place, rows in enumerate(shards) if rows)


def _char_shards(words: Mapping[str, int], vocabulary: Vocabulary, count: int) -> Iterator[SiteFile]:
    shards: list[list[str]] = [[] for _ in range(count)]
    for char in sorted({*vocabulary.syllables, *(word for word in words if len(word) == 1)}):
        shards[hash_of(char) % count].append(f"{char} {vocabulary.syllables.get(char) or '-'} {words.get(char, 0)}")
    yield from (script(f"c/{place}", " ".join(rows)) for place, rows in enumerate(shards) if rows)


def _sound_shards(sounds: Mapping[str, str], count: int) -> Iterator[SiteFile]:
    yield script("sounds", bloom(sound for sound in sounds if sound.count(" ") > 1))
    shards: list[dict[str, str]] = [{} for _ in range(count)]
    for sound, alike in sorted(sounds.items()):
        shards[hash_of(sound) % count][sound] = alike
    for place, rows in enumerate(shards):
        if rows:
            yield script(f"s/{place}", rows)


def _cut_ahead(table: Mapping[str, str], cutter: Tokens) -> dict[str, str]:
    """What is said, and the words that it stands for, with the pieces to search for, so that the page need not cut them."""
    return {
        said: " ".join(f"{_pieces(word, cutter)} {weight:g}" for word, weight in pairs(means))
        for said, means in table.items()
    }


def _pieces(word: str, cutter: Tokens) -> str:
    pieces = list(dict.fromkeys(piece for piece in cutter.words(word) if len(piece) > 1)) or [word]
    return word if pieces == [word] else APART.join((word, *pieces))
