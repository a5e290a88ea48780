"""Persons made unrecognisable: names, identity numbers, telephone numbers."""

from __future__ import annotations

import re

from guiju.errors import BadData

SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 "
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 "
    "百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 第五 南荣 东里 达奚 褚师".split()
)
"""Surnames of two characters: those of 《百家姓》 and the others that are still borne."""

_NUMBER = re.compile(
    r"""(?<![0-9])(?:
        [0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx]        # 身份证号, in one or in three
      | (?P<mobile>1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})
      | (?P<area>0(?:10|2[0-9]|[0-9]{3}))[ -]?(?P<local>[0-9]{7,8})
      | [0-9]{4}(?:[ -][0-9]{4}){2,}(?:[ -][0-9]{1,4})?  # 银行卡号, in fours
      | [0-9]{7,}[Xx]?
    )(?![0-9])""",
    re.VERBOSE,
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")


def redact(text: object, kind: str = "name") -> str:
    """A name, or a text with identity (`id`) or telephone numbers (`phone`), so that nobody is recognised. Raises BadData.

    name: one whole name; the surname stays, each further character is 某, two at most: 张某, 张某某, 欧阳某. Of a name with
      a dot between its parts the first character stays, of a Latin one the first letter (最高人民法院《关于人民法院在互联网
      公布裁判文书的规定》 法释〔2016〕19号, art. 9).
    id: the first and the last character of every number stay. The usual 前六后四 leaves the county, the sex and the number
      within a day, so that only the birthday is left to guess; first and last are a part of the country and a check digit.
    phone: 138******21, the area code and two digits of a landline: 前三后二, the stricter of the two usual forms.
    A number of seven digits or more that is neither is hidden like an identity number: a slip must not print it.
    """
    if not isinstance(text, str) or not text.strip():
        raise BadData("redact 没有要隐去的内容", remedy="请核对模板里的字段名；可不填的字段，请先在模板里判断有没有")
    if kind == "name":
        return _name("".join(text.split()))
    if kind in ("id", "phone"):
        return _NUMBER.sub(_hidden_phone if kind == "phone" else _hidden, text.translate(_FULL_WIDTH))
    raise BadData(f"redact 不认识“{kind}”", remedy='kind 只能是 "name"、"id" 或 "phone"')


def _name(name: str) -> str:
    if name[0].isascii():
        return name[0]
    kept = name[:2] if len(name) > 2 and name[:2] in SURNAMES else name[:1]
    return kept + "某" * min(len(name) - len(kept) or 1, 2)


def _hidden_phone(found: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", found[0])
    if found["mobile"]:
        return f"{digits[:3]}{'*' * 6}{digits[-2:]}"
    if found["area"]:
        return f"{found['area']}-{'*' * (len(found['local']) - 2)}{digits[-2:]}"
    return _hidden(found)


def _hidden(found: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", found[0])
    return f"{digits[0]}{'*' * (len(digits) - 2)}{digits[-1]}"
