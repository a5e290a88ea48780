from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.store import corpus_of
from guiju.errors import BadReference, StaleReference
from guiju.regulation import (
    Article,
    ArticleForm,
    ArticleRef,
    Metadata,
    Regulation,
    Status,
    TextKind,
    Version,
    parse_ref,
)

_ids = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
_number = st.integers(1, 999)


@st.composite
def refs(draw: st.DrawFn) -> ArticleRef:
    version = draw(st.none() | st.dates(min_value=date(1921, 7, 1)))
    article = draw(st.none() | _number)
    if article is None:
        return ArticleRef(draw(_ids), version)
    paragraph = draw(st.none() | _number)
    item = draw(st.none() | _number) if paragraph else None
    return ArticleRef(draw(_ids), version, article, draw(st.integers(0, 99)), paragraph, item)


@given(refs())
def test_an_address_is_read_back_from_its_own_words(ref: ArticleRef) -> None:
    assert parse_ref(str(ref)) == ref


@pytest.mark.parametrize(
    ("ref", "address", "anchor", "label"),
    [
        (ArticleRef("dangzhang", date(2022, 10, 22), 46), "dangzhang@2022-10-22#46", "art-46", "第四十六条"),
        (ArticleRef("dangzhang", None, 46, 0, 2, 3), "dangzhang#46.2.3", "art-46-2-3", "第四十六条第二款第三项"),
        (ArticleRef("xing-fa", None, 117, 1), "xing-fa#117-i1", "art-117-i1", "第一百一十七条之一"),
        (ArticleRef("dangzhang", date(2022, 10, 22)), "dangzhang@2022-10-22", "", ""),
    ],
)
def test_addresses_anchors_and_labels(ref: ArticleRef, address: str, anchor: str, label: str) -> None:
    assert (str(ref), ref.anchor, ref.label) == (address, anchor, label)


@pytest.mark.parametrize(
    "text", ["", "党章#46", "dangzhang#0", "dangzhang#46.", "dangzhang#46.2.3.4", "dangzhang@2022-13-01#1"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadReference):
        parse_ref(text)


def test_an_item_without_its_paragraph_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="paragraph"):
        ArticleRef("dangzhang", None, 46, 0, None, 3)


def version(effective: date, repealed: date | None = None, text: TextKind = TextKind.DIGEST, **more: Any) -> Version:
    return Version(
        replace(Metadata("a", "甲规定", "规定", "甲机关", effective, "自拟", text, repealed=repealed), **more)
    )


OLD, NEW = version(date(2018, 10, 1)), version(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("on", "old", "new"),
    [
        (date(2018, 9, 30), Status.FUTURE, Status.FUTURE),
        (date(2018, 10, 1), Status.IN_FORCE, Status.FUTURE),
        (date(2023, 12, 31), Status.IN_FORCE, Status.FUTURE),
        (date(2024, 1, 1), Status.AMENDED, Status.IN_FORCE),
    ],
)
def test_status_follows_from_the_dates(on: date, old: Status, new: Status) -> None:
    regulation = Regulation("a", (OLD, NEW))
    assert [regulation.status(v, on) for v in regulation.versions] == [old, new]


def test_a_repealed_regulation_has_no_version_in_force() -> None:
    regulation = corpus_of([version(date(2018, 10, 1), repealed=date(2020, 5, 1))]).regulation("a")
    assert regulation.in_force(date(2020, 4, 30)) is regulation.versions[0]
    assert regulation.in_force(date(2020, 5, 1)) is None
    assert regulation.status(regulation.versions[0], date(2020, 5, 1)) is Status.REPEALED


def test_a_work_that_another_replaces_ends_when_the_other_begins() -> None:
    successor = version(date(2020, 5, 1), id="b", title="乙条例", replaces=("甲规定",))
    corpus = corpus_of([OLD, successor])
    old = corpus.regulation("a")
    assert old.status_said(OLD, date(2020, 4, 30)) == "现行有效"
    assert old.status_said(OLD, date(2020, 5, 1)) == "已废止（由《乙条例》代替）"
    with pytest.raises(StaleReference, match="已废止") as refusal:
        corpus.in_force(ArticleRef("a"), date(2026, 1, 1))
    assert "《乙条例》" in refusal.value.remedy


def test_a_superseded_version_says_which_one_is_current() -> None:
    corpus = corpus_of([OLD, NEW])
    assert corpus.regulation("a").status_said(OLD, date(2026, 1, 1)) == "已被修订（现行为 2024-01-01 版本）"
    assert corpus.regulation("a").after(OLD) is NEW


def test_what_replaces_a_work_may_be_named_on_the_old_file_too() -> None:
    old = version(date(2018, 10, 1), repealed=date(2020, 5, 1), replaced_by="b")
    corpus = corpus_of([old, version(date(2020, 5, 1), id="b", title="乙条例")])
    assert corpus.regulation("a").status_said(old, date(2020, 5, 1)) == "已废止（由《乙条例》代替）"


def test_a_text_without_articles_is_cited_by_its_parts() -> None:
    parts = tuple(Article(n, form=ArticleForm.PART, heading="甲") for n in (1, 2))
    text = replace(version(date(2020, 1, 1)), children=parts)
    assert text.label_of(ArticleRef("a", None, 2, 0, 3)) == "第二部分第三款"
    items = replace(text, children=(Article(1, form=ArticleForm.PART),))
    assert (items.label_of(ArticleRef("a", None, 1)), items.children[0].label) == ("第一项", "一、")


def test_a_model_text_is_never_in_force() -> None:
    model = version(date(2020, 1, 1), text=TextKind.MODEL)
    assert Regulation("a", (model,)).status(model, date(2026, 1, 1)) is Status.MODEL


def test_a_fact_is_shown_only_when_somebody_verified_it() -> None:
    from guiju.regulation import Confidence

    meta = replace(OLD.meta, confidence=(("issuer", Confidence.C), ("adopted", Confidence.B)))
    assert [meta.verified(field) for field in ("issuer", "adopted", "effective")] == [False, True, True]
