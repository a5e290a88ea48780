"""Words by a part of jieba's dictionary: the same as by all of it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from guiju.segmenting import tokenizer_for, whole_dictionary
from tests.conftest import SOAK

CHARACTERS = "中国共产党纪律检查委员会处分条例工作人员的了在B超AT&C+#恤1 ，。龘㐀\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """jieba with all of its dictionary."""
    return whole_dictionary(tmp_path_factory.mktemp("jieba"))


@pytest.mark.parametrize("seed", range(40 if SOAK else 3))
def test_texts_are_cut_as_by_the_whole_dictionary(whole: Any, seed: int) -> None:
    dice = random.Random(seed)
    texts = ["".join(dice.choices(CHARACTERS, k=dice.randrange(30))) for _ in range(dice.choice([1, 5, 400]))]
    part = tokenizer_for(texts)
    assert [[*part.cut(text, HMM=False)] for text in texts] == [[*whole.cut(text, HMM=False)] for text in texts]


def test_a_sentence_of_the_field_is_cut_into_its_words(whole: Any) -> None:
    text = "中央八项规定精神是长期有效的铁规矩、硬杠杠，党员干部到医院做B超也不例外，2024年1月1日起施行。"
    words = [*tokenizer_for([text]).cut(text, HMM=False)]
    assert words == [*whole.cut(text, HMM=False)]
    assert {"规矩", "长期有效", "党员干部", "B超", "2024"} <= {*words}
