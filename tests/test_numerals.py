from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.numerals import LARGEST, BadNumeral, article_label, article_number, to_chinese, to_int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百", 100),
        ("一百零三", 103),
        ("一百〇三", 103),
        ("一百○三", 103),
        ("一百一十", 110),
        ("一百一十三", 113),
        ("二百八十七", 287),
        ("一千二百六十", 1260),
        ("一千零一", 1001),
        ("一千零一十", 1010),
        ("九千九百九十九", 9999),
    ],
)
def test_numerals_of_laws_are_read(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("一百三", 2),  # spoken for 130, never written in an article number
        ("一百十", 2),  # 110 is written 一百一十
        ("一二", 1),
        ("零一", 0),
        ("十零", 1),
        ("一百零零三", 3),
        ("一百零一十", 3),  # 零 where no place is skipped
        ("十百", 1),
        ("百", 0),
        ("两百", 0),  # spoken
        ("一十二", 0),  # 12 is written 十二
        ("壹", 0),  # of money, not of articles
        ("一a", 1),
    ],
)
def test_what_no_law_writes_is_refused_at_its_first_bad_character(text: str, offset: int) -> None:
    with pytest.raises(BadNumeral) as refusal:
        to_int(text)
    assert refusal.value.offset == offset


@given(st.integers(1, LARGEST))
def test_writing_and_reading_are_inverse(value: int) -> None:
    assert to_int(to_chinese(value)) == value


@given(st.text(alphabet="零〇○一二三四五六七八九十百千", max_size=9))
def test_every_run_is_read_as_its_canonical_form_or_refused(text: str) -> None:
    try:
        value = to_int(text)
    except BadNumeral as refusal:
        assert 0 <= refusal.offset <= max(len(text) - 1, 0)
    else:
        assert to_chinese(value) == text.replace("〇", "零").replace("○", "零")


@pytest.mark.parametrize("value", [0, -1, 10_000])
def test_numbers_outside_the_range_are_not_written(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        to_chinese(value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [("一百二十之一", (120, 1)), ("120之1", (120, 1)), ("四十六", (46, 0)), ("４６", (46, 0)), ("46", (46, 0))],
)
def test_article_numbers_in_both_scripts(text: str, parts: tuple[int, int]) -> None:
    assert article_number(text) == parts


@pytest.mark.parametrize("text", ["之一", "四十六之", "0", "四六", "46之"])
def test_broken_article_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadNumeral):
        article_number(text)


@given(st.integers(1, LARGEST), st.integers(0, 30))
def test_article_labels_are_read_back(number: int, inserted: int) -> None:
    label = article_label(number, inserted)
    head, _, tail = label.partition("条")
    assert article_number(head.removeprefix("第") + tail) == (number, inserted)
