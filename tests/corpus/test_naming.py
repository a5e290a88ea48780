from __future__ import annotations

from pathlib import Path

import pytest

from guiju.corpus.naming import id_from_title


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("中华人民共和国公务员法", "gongwuyuan-fa"),
        ("中华人民共和国监察法", "jiancha-fa"),
        ("中国共产党纪律处分条例", "jilv-chufen-tiaoli"),
        ("中国共产党组织处理规定（试行）", "zuzhi-chuli-guiding"),
        ("关于“一把手”的意见", "guanyu-yibashou-de-yijian"),
        ("ABC", ""),
    ],
)
def test_the_id_is_the_pinyin_of_the_short_title(title: str, id: str, tmp_path: Path) -> None:
    assert id_from_title(title, tmp_path) == id
