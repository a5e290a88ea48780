"""References, titles and aliases in every spelling that people mix: the article or the regulation comes first, always."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from pypinyin import lazy_pinyin

from guiju.numerals import to_chinese
from guiju.regulation import ArticleRef, TextKind, Version
from guiju.search.index import OpenIndex
from guiju.search.searching import REFERENCE_SCORE, Filters, search
from tests.conftest import ON

pytestmark = pytest.mark.corpus

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

ARTICLE = (
    "{name}{n}", "{name}第{n}条", "{name}第{cn}条", "{name}{cn}条", "{name} {n}", "{name}{n}条", "《{name}》第{cn}条", "《{name}》{n}",
    "{n}条 {name}", "第{cn}条 {name}", "{cn}条，{name}", "{name}的第{n}条", "{name}，第{cn}条", "{name}　第{full}条", "{name}{full}",
    "{name} 第 {n} 条", "{name}  {cn}", "{name}:{n}", "{name}-{n}", "{name}#{n}", "{name}§{n}", "{name}art{n}", "{name}第{n}條",
    "{name}第{cn}条第一款", "{name}{n}条1款", "{name}{n}.1", "{name} 第{n}条第1款", "“{name}”第{cn}条", "【{name}】第{n}条",
    "<{name}>第{n}条", "{name}（第{cn}条）", "{name}第{cn}条规定", "{name}第{cn}条内容", "{name}第{cn}条是什么", "{name}第{cn}条怎么说",
    "请问{name}第{n}条", "查{name}第{n}条", "{name}第{n}条原文", "根据{name}第{cn}条", "依据《{name}》第{cn}条第一款的规定",
    "新{name}第{n}条", "最新修订的《{name}》第{n}条", "{year}年{name}第{cn}条", "{name}（{year}年版）第{n}条", "{name}{year}版第{n}条",
    "{year}版{name}{n}条", "{id}#{n}", "{ID} {n}",
)  # fmt: skip

SEVERAL = (
    "{name}{n}-{m}条",
    "{name}第{cn}条至第{cm}条",
    "《{name}》第{n}到{m}条",
    "{name}第{cn}、{cm}条",
    "{name}第{cn}条、第{cm}条",
)

WHOLE = ("{name}", "《{name}》", "{name}全文", "查{name}")

LETTERS = ("{letters}{n}", "{spaced} {n}", "{Title} {n}", "{first}{n}", "{FIRST} {n}")

SLIPS = ("drop", "double", "swap", "sound")


def named(office: OpenIndex) -> Iterator[tuple[Version, str, list[int]]]:
    """Every name of every text that is divided into articles, and their numbers."""
    for regulation in office.corpus:
        version = regulation.current(ON)
        numbers = [a.number for _, a in version.articles() if not a.inserted]
        if numbers and version.meta.text is not TextKind.MODEL:
            for name in dict.fromkeys((version.meta.title, *version.meta.aliases)):
                yield version, name, numbers


def fields(version: Version, name: str, n: int, m: int) -> dict[str, object]:
    syllables = lazy_pinyin(name)
    first = "".join(syllable[0] for syllable in syllables)
    return {
        "name": name, "n": n, "cn": to_chinese(n), "m": m, "cm": to_chinese(m), "full": str(n).translate(FULL_WIDTH),
        "id": version.meta.id, "ID": version.meta.id.upper(), "year": version.meta.effective.year,
        "letters": "".join(syllables), "spaced": " ".join(syllables), "Title": "".join(syllables).title(),
        "first": first, "FIRST": first.upper(),
    }  # fmt: skip


def references(office: OpenIndex) -> Iterator[tuple[str, str]]:
    """Queries and the address that each must bring: every spelling of an article for every name, and some of the others."""
    chance = random.Random(7)
    for version, name, numbers in named(office):
        for spelling in ARTICLE:
            n = chance.choice(numbers)
            yield spelling.format(**fields(version, name, n, n)), str(ref(version, n))
        n = chance.choice(numbers)
        if n + 1 in numbers:
            for spelling in SEVERAL:
                yield spelling.format(**fields(version, name, n, n + 1)), str(ref(version, n))
        for spelling in LETTERS if len(name) <= 10 else ():
            yield spelling.format(**fields(version, name, n, n)), str(ref(version, n))
        for spelling in WHOLE:
            yield spelling.format(name=name), f"{version.meta.id}@"


def ref(version: Version, number: int) -> ArticleRef:
    return ArticleRef(version.meta.id, version.meta.effective, number)


def missed(office: OpenIndex, wanted: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    out = []
    for query, address in wanted:
        hits = search(query, office, Filters(ON), 1).hits
        first = hits[0].ref if hits and hits[0].score == REFERENCE_SCORE else ""
        if first != address and not (address.endswith("@") and first.startswith(address)):
            out.append((query, address, first))
    return out


def test_every_reference_title_and_alias_comes_first(office: OpenIndex) -> None:
    wanted = list(references(office))
    assert len(wanted) > 3000
    assert missed(office, wanted) == []


def test_one_slip_of_the_pen_in_a_name_does_not_matter(office: OpenIndex) -> None:
    chance = random.Random(7)
    wanted = []
    for version, name, numbers in named(office):
        for slip in SLIPS if len(name) >= 4 else ():
            wrong = slipped(name, slip, chance, office)
            if wrong not in office.names and 4 <= len(wrong) <= 60:
                n = chance.choice(numbers)
                wanted += [(wrong, f"{version.meta.id}@"), (f"{wrong}{n}条", str(ref(version, n)))]
                wanted += [(f"《{wrong}》第{to_chinese(n)}条", str(ref(version, n)))]
    assert len(wanted) > 700
    assert missed(office, wanted) == []


def slipped(name: str, slip: str, chance: random.Random, office: OpenIndex) -> str:
    at = chance.randrange(len(name) - 1)
    syllables = office.vocabulary.syllables
    alike = [char for char in syllables if syllables[char] == syllables.get(name[at]) and char != name[at]]
    middle = {
        "drop": name[at + 1],
        "double": name[at] * 2 + name[at + 1],
        "swap": name[at + 1] + name[at],
        "sound": chance.choice(alike or ["某"]) + name[at + 1],
    }
    return name[:at] + middle[slip] + name[at + 2 :]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("根据党章应当怎么做", ""),
        ("“谈话函询”", ""),
        ("党章第一百三条", ""),
        ("八项规定", "baxiang-guiding@2012-12-04#1"),
        ("关于新形势下党内政治生活的若干准则", "dangnei-zhengzhi-shenghuo-zhunze@2016-10-27#1"),
    ],
)
def test_what_only_looks_like_a_reference_is_searched(office: OpenIndex, query: str, first: str) -> None:
    hits = search(query, office, Filters(ON), 1).hits
    assert (hits[0].ref if hits and hits[0].score == REFERENCE_SCORE else "") == first
