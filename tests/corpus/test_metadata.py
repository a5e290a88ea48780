"""Issuer, 位阶 and what is replaced, as a text tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from guiju.corpus.catalogue import load_catalogue
from guiju.corpus.metadata import issuer_in, level_of, replaced_in
from guiju.corpus.recognition import Recognised
from guiju.errors import BadData
from guiju.regulation import LEVELS, Article, Paragraph
from guiju.workspace import Workspace
from tests.conftest import ROOT


def recognised(
    note: str = "", signature: tuple[str, ...] = (), closing: str = "本办法自公布之日起施行。"
) -> Recognised:
    return Recognised("甲办法", note, (), (Article(1, paragraphs=(Paragraph(closing),)),), signature=signature)


@pytest.mark.parametrize(
    ("note", "issuer"),
    [
        ("（2031年5月3日第十九届全国人民代表大会常务委员会第二次会议修订）", "全国人民代表大会常务委员会"),
        ("（2031年5月3日第十九届全国人民代表大会第二次会议通过）", "全国人民代表大会"),
        ("（2020年3月1日甲省第十三届人民代表大会常务委员会第七次会议通过）", "甲省人民代表大会常务委员会"),
        ("（中国共产党第三十次全国代表大会修改，2031年5月3日通过）", "中国共产党全国代表大会"),
        ("（2017年9月1日中共中央批准　2017年9月8日中共中央办公厅发布）", "中共中央办公厅"),
        ("（2007年4月22日中华人民共和国国务院令第495号公布）", "国务院"),
        ("（2021年9月20日国家监察委员会公告第1号公布）", "国家监察委员会"),
        ("（2020年3月1日甲市财政局、甲市公安局印发）", "甲市财政局、甲市公安局"),
        ("（2020年3月1日）", ""),
    ],
)
def test_the_issuer_in_a_note(note: str, issuer: str) -> None:
    assert issuer_in(recognised(note)) == issuer


def test_the_issuer_in_a_signature() -> None:
    assert issuer_in(recognised(signature=("甲市机关工委　乙局", "2020年3月1日"))) == "甲市机关工委、乙局"


@pytest.mark.parametrize(
    ("title", "issuer", "note", "level"),
    [
        ("中国共产党章程", "中国共产党全国代表大会", "", "党章"),
        ("关于新形势下党内政治生活的若干准则", "中共中央", "", "准则"),
        ("中国共产党纪律处分条例", "中共中央", "", "条例"),
        ("中国共产党组织处理规定（试行）", "中共中央办公厅", "", "规定"),
        ("中华人民共和国宪法", "全国人民代表大会", "", "宪法"),
        ("中华人民共和国公务员法", "全国人民代表大会常务委员会", "", "法律"),
        ("行政机关公务员处分条例", "国务院", "", "行政法规"),
        ("中华人民共和国监察法实施条例", "国家监察委员会", "", "监察法规"),
        ("甲省市容条例", "甲省人民代表大会常务委员会", "", "地方性法规"),
        ("最高人民法院关于适用若干问题的解释", "最高人民法院", "", "司法解释"),
        ("因公临时出国经费管理办法", "财政部", "2014年财政部令第1号", "部门规章"),
        ("关于会议的通知", "", "", None),
    ],
)
def test_the_level_follows_from_kind_and_issuer(title: str, issuer: str, note: str, level: str | None) -> None:
    assert level_of(title, issuer, note) == level
    assert level is None or level in LEVELS


@pytest.mark.parametrize(
    ("closing", "replaced"),
    [
        ("本办法自公布之日起施行，《乙办法》同时废止。", ("乙办法",)),
        ("本办法自公布之日起施行。2010年的《乙办法》和《丙规定》同时废止。", ("乙办法", "丙规定")),
        ("本办法自公布之日起施行。原《甲办法》同时废止。", ()),
        ("本办法自公布之日起施行。", ()),
        ("依照《乙办法》办理。", ()),
    ],
)
def test_what_a_closing_article_abolishes(closing: str, replaced: tuple[str, ...]) -> None:
    assert replaced_in(recognised(closing=closing)) == replaced


# --- the catalogue -----------------------------------------------------------------------------------------------------


def test_the_catalogue_that_we_ship_is_in_order() -> None:
    catalogue = load_catalogue(Workspace(ROOT))
    known = list(catalogue)
    assert len(known) >= 40
    assert len({k.id for k in known}) == len(known)
    names = [name for k in known for name in {k.title, *k.aliases, *k.former}]
    assert len(set(names)) == len(names), "a name must lead to one regulation"
    assert [k.id for k in known[:2]] == ["dangzhang", "jilv-chufen-tiaoli"]


ENTRY = """regulations:
- id: jia-banfa
  title: 甲办法
  level: 办法
  versions:
  - {effective: 2020-01-01, articles: 12}
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("regulations:", "regulation:"), "没有“regulations”这一组"),
        (("level: 办法", "level: 规矩"), "第2行：没有“规矩”这种位阶"),
        (("  title: 甲办法\n", ""), "第2行：这一部法规写得不对"),
        (("title: 甲办法", "title: 甲办法\n  colour: red"), "第2行：这一部法规写得不对：不认识colour"),
        (("effective: 2020-01-01", "effective: 2020-13-01"), "第6行：这一版的日期不对"),
        (("effective: 2020-01-01, ", ""), "第6行：这一版写得不对"),
        (("articles: 12", "articles: 十二"), "第6行：这一版的条数、章数应是整数"),
        (("level: 办法", "level: 办法\n  aliases: 甲"), "应是一个列表"),
    ],
)
def test_a_catalogue_that_was_damaged_by_hand_names_the_line(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    (tmp_path / "regulations").mkdir()
    path = tmp_path / "regulations" / "catalogue.yml"
    path.write_text(ENTRY, "utf-8")
    assert len(list(load_catalogue(Workspace(tmp_path)))) == 1
    path.write_text(ENTRY.replace(*change), "utf-8")
    with pytest.raises(BadData, match=said):
        load_catalogue(Workspace(tmp_path))
