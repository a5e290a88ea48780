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
        ("中华人民共和国刑法修正案（十一）", "xingfa-xiuzhengan-11"),
        ("中国（山东）自由贸易试验区条例", "zhongguo-shandong-ziyou-maoyi-shiyanqu-tiaoli"),
        ("ABC", ""),
    ],
)
def test_the_id_is_the_pinyin_of_the_short_title(title: str, id: str, tmp_path: Path) -> None:
    assert id_from_title(title, tmp_path) == id


def test_an_id_is_never_longer_than_a_folder_name_may_be(tmp_path: Path) -> None:
    title = "最高人民法院、最高人民检察院关于办理利用互联网、移动通讯终端、声讯台传播淫秽电子信息刑事案件的解释（二）"
    id = id_from_title(title, tmp_path)
    assert len(id) <= 80
    assert id.startswith("zuigao-renmin-fayuan-")
    assert id.endswith("-2")
