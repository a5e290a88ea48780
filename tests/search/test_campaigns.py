"""Queries by the thousand that nobody should type: each is answered or says that nothing was found, and none takes long."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable

import pytest

from guiju.search.answering import answer_facts, answer_text
from guiju.search.index import OpenIndex
from guiju.search.searching import Filters, search
from guiju.search.suggesting import complete, nearest
from tests.conftest import ON, SOAK

pytestmark = pytest.mark.corpus

QUERIES = 50_000 if SOAK else 1_500
SEED = 20261128
LONGEST_MS = 2000.0

Chance = random.Random
FRAGMENTS = (
    "党章", "处分条例", "条例", "第", "条", "款", "项", "之一", "至", "、", "“", "”", '"', "「", "《", "》", "（", "）", "-", "－",
    "#", "@", "标题:", "章：", "位阶:条例", "时效:已废止", "年:", "年:99999", "法规:党章", "2018年", "9999年版", "0", "００",
    "一百三", "百", "十十", "万亿", "' OR 1=1 --", '"; DROP TABLE t; --', "UNION SELECT", ".*+?[", "(((((", "[^", "\\", "%s", "%00",
    "{0}", "{{7*7}}", "${x}", "$(id)", "\x00", "\x1b[31m", "\u202e", "\ufeff", "\u200d", "\ud800", "\udfff", "😀", "𠮷", "ﷺ", "İ", "ß", "ǆ",
    "e\u0301", "\t", "\n", "\r\n", "dangzhang", "dz", "DZ46", "null", "NaN", "-1", "1e9", "AND", "NOT", "*", "~", "^2", "title:", "text:",
    "../../etc/passwd",
)  # fmt: skip


def fragments(chance: Chance, words: list[str]) -> str:
    """Pieces of the query language in an order that nobody meant."""
    return "".join(chance.choice(FRAGMENTS) for _ in range(chance.randint(1, 12)))


def mixed(chance: Chance, words: list[str]) -> str:
    """Words of the office between such pieces."""
    return " ".join(
        chance.choice((chance.choice(words), chance.choice(FRAGMENTS))) for _ in range(chance.randint(1, 20))
    )


def noise(chance: Chance, words: list[str]) -> str:
    """Any characters at all, halves of characters among them."""
    ranges = ((0, 0x20), (0, 0x3000), (0x4E00, 0x9FFF), (0xD800, 0xE000), (0, 0x110000))
    return "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(chance.randint(1, 60)))


def damaged(chance: Chance, words: list[str]) -> str:
    """A sensible question with characters lost, doubled and exchanged."""
    text = list("".join(chance.choice(words) for _ in range(chance.randint(1, 6))))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        text[at : at + 1] = chance.choice(([], [text[at]] * 2, [chance.choice(FRAGMENTS)]))
        text = text or ["党"]
    return "".join(text)


def long(chance: Chance, words: list[str]) -> str:
    """Up to 10 kB of one thing, or of everything."""
    piece = chance.choice(FRAGMENTS + tuple(words))
    return (piece * 10_000)[: chance.randint(600, 10_000)] if chance.random() < 0.7 else mixed(chance, words) * 60


MAKERS: tuple[Callable[[Chance, list[str]], str], ...] = (fragments, mixed, noise, damaged, long)


def test_no_query_breaks_the_search_or_takes_long(office: OpenIndex) -> None:
    chance = random.Random(SEED)
    words = sorted(office.vocabulary.lay) + list(office.names)
    slowest, asked = 0.0, ""
    for turn in range(QUERIES):
        query = chance.choice(MAKERS)(chance, words)
        began = time.process_time()  # of this process alone: the machine may be at other work
        answer = search(query, office, Filters(ON), 3, facets=turn % 5 == 0, explain=turn % 97 == 0)
        took = 1000 * (time.process_time() - began)
        answer_text(answer, colour=turn % 2 == 0)
        json.dumps(answer_facts(answer))
        if turn % 10 == 0:
            complete(query, office, ON)
            nearest(query, office, sayings=True)
        if took > slowest:
            slowest, asked = took, query
    print(f"{QUERIES} queries, the slowest {slowest:.0f} ms")
    assert slowest < LONGEST_MS, asked[:80]
