"""How the shards are written: numbers as printable characters, hashes that a browser computes too, scripts that hand over JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from guiju.site.page import SiteFile

FOLDER = "search"

DIGITS = "".join(chr(code) for code in range(32, 126) if chr(code) not in '"\\')
"""The digits of numbers: printable ASCII that stands for itself in JSON."""

BASE = len(DIGITS)

VALUES = {ord(digit): value for value, digit in enumerate(DIGITS)}

BREAK = "~"
"""Between numbers and what follows; no digit."""

_ONE, _TWO, _THREE = 64, 88, 91
"""First digits up to here begin a number of one, two, three digits; the others one of four."""
NEAR = [value if (value := VALUES.get(code, _ONE)) < _ONE else -1 for code in range(256)]
"""The number that a byte is by itself, -1 where it begins a longer one."""

_UP_TO_TWO = _ONE + (_TWO - _ONE) * BASE
_UP_TO_THREE = _UP_TO_TWO + (_THREE - _TWO) * BASE * BASE

PER_FOLDER = 512
"""Shards in a folder at most: thousands of files in one are slow to list on a file share."""


_SHORT: list[str] = [*DIGITS[:_ONE], *(DIGITS[_ONE + n // BASE] + DIGITS[n % BASE] for n in range(_UP_TO_TWO - _ONE))]


def number(value: int) -> str:
    """A number from 0 in as few digits as it takes: below 64 one, below 2,272 two."""
    if value < _UP_TO_TWO:
        return _SHORT[value]
    if value < _UP_TO_THREE:
        high, rest = divmod(value - _UP_TO_TWO, BASE * BASE)
        return DIGITS[_TWO + high] + DIGITS[rest // BASE] + DIGITS[rest % BASE]
    high, rest = divmod(value - _UP_TO_THREE, BASE * BASE)
    return DIGITS[_THREE] + DIGITS[high] + DIGITS[rest // BASE] + DIGITS[rest % BASE]


def read_number(row: bytes | bytearray, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends."""
    first = VALUES[row[at]]
    if first < _ONE:
        return first, at + 1
    second = VALUES[row[at + 1]]
    if first < _TWO:
        return _ONE + (first - _ONE) * BASE + second, at + 2
    low = second * BASE + VALUES[row[at + 2]]
    if first < _THREE:
        return _UP_TO_TWO + (first - _TWO) * BASE * BASE + low, at + 3
    return _UP_TO_THREE + low * BASE + VALUES[row[at + 3]], at + 4


def hash_of(text: str) -> int:
    """FNV-1a over the UTF-16 code units, with its high bits folded into the low ones."""
    value = 0x811C9DC5
    for unit in map(ord, text) if text.isascii() or max(text) <= "\uffff" else _units(text):
        value = ((value ^ unit) * 0x01000193) & 0xFFFFFFFF
    return value ^ (value >> 15)


def shards_for(size: int, wanted: int) -> int:
    """How many shards, a power of two, `size` bytes make of about `wanted` each."""
    count = 1
    while count * wanted < size:
        count *= 2
    return count


def script(name: str, data: Any, encoding: str = "utf-8") -> SiteFile:
    """A shard as a script that hands its data to the engine under its name.

    As "utf-16" Chinese takes two bytes a character, not three; browsers know it by its first two bytes, from a folder too.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return SiteFile(address_of(name), f'guiju.load("{name}",{text})\n'.encode(encoding, "replace"))


def address_of(name: str) -> str:
    """Where the shard of a name lies: t/700 in search/t/1/700.js."""
    family, _, place = name.partition("/")
    return f"{FOLDER}/{family}/{int(place) // PER_FOLDER}/{place}.js" if place else f"{FOLDER}/{family}.js"


def bloom(keys: Iterable[str], bits: int = 6) -> dict[str, Any]:
    """A set of which a key may be asked: never no for one that is in it, hardly ever yes for another. Four bits a key."""
    held = sorted(set(keys))
    size = max(64, len(held) * bits)
    flags = bytearray(size)
    for key in held:
        for seed in "abcd":
            flags[hash_of(seed + key) % size] = 1
    sixes = (sum(flags[at + n] << n for n in range(6) if at + n < size) for at in range(0, size, 6))
    return {"size": size, "bits": "".join(DIGITS[six] for six in sixes)}


def _units(text: str) -> Iterable[int]:
    data = text.encode("utf-16-le", "surrogatepass")
    return (data[at] | data[at + 1] << 8 for at in range(0, len(data), 2))
