from __future__ import annotations

import pytest

from guiju.citations.finding import find
from guiju.citations.reading import read_reference
from guiju.errors import BadReference

NAMES = {"党章": "dangzhang", "中国共产党章程": "dangzhang", "监督执纪工作规则": "jiandu-zhiji-guize"}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("党章46", "dangzhang#46"),
        ("党章46条", "dangzhang#46"),
        ("党章第四十六条", "dangzhang#46"),
        ("四十六条 党章", "dangzhang#46"),
        ("46条 党章", "dangzhang#46"),
        ("党章 46", "dangzhang#46"),
        ("党章４６条", "dangzhang#46"),
        ("《党章》第四十六条第二款", "dangzhang#46.2"),
        ("中国共产党章程第46条第2款第（三）项", "dangzhang#46.2.3"),
        ("党章第四十六条第三项", "dangzhang#46.1.3"),  # without 款: the article has one
        ("党章46.2", "dangzhang#46.2"),
        ("监督执纪工作规则第一百二十条之一", "jiandu-zhiji-guize#120-i1"),
        ("党章", "dangzhang"),
        ("dangzhang", "dangzhang"),
        ("dangzhang@2017-10-24#46", "dangzhang@2017-10-24#46"),
        ("谈话函询", None),
        ("党章规定的义务", None),
        ("46条", None),
        ("刑法46条", None),
    ],
)
def test_what_people_type(text: str, address: str | None) -> None:
    ref = read_reference(text, NAMES)
    assert (str(ref) if ref else None) == address


@pytest.mark.parametrize("text", ["党章一百三", "党章第零条", "dangzhang#0", "党章#46"])
def test_numbers_that_no_law_writes_are_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadReference) as refusal:
        read_reference(text, NAMES)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依据《中国共产党章程》第四十六条第二款办理", [("《中国共产党章程》第四十六条第二款", 46, 2, None)]),
        (
            "本规则第五条、第六条和第八条第（三）项",
            [("本规则第五条", 5, None, None), ("第六条", 6, None, None), ("第八条第（三）项", 8, 1, 3)],
        ),
        ("《甲规定》（2020年修订）第一百零三条", [("《甲规定》（2020年修订）第一百零三条", 103, None, None)]),
        ("按照本条例办理", []),
        ("第五条", []),  # whose is not said
        ("《甲规定》第一百三条", []),  # a misspelt number is not guessed
    ],
)
def test_citations_in_running_text(text: str, found: list[tuple[str, int, int | None, int | None]]) -> None:
    hits = list(find(text))
    assert [(f.text, f.article, f.paragraph, f.item) for f in hits] == found
    assert all(text[f.offset : f.end] == f.text for f in hits)
