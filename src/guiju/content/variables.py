"""The names that model rules leave open, 【单位名称】, and what stands for them in this office (content/office.yml, `variables`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guiju.errors import BadData, Place
from guiju.workspace import Workspace
from guiju.yamlfile import read_mapping

VARIABLES = ("单位名称", "党组", "上级纪检监察工委", "派驻纪检监察组", "举报电话")
"""What a model rule may leave to the office; anything else in 【】 is a value that we suggest."""

OPEN = re.compile(r"【([^【】]+)】")


def load_variables(workspace: Workspace) -> dict[str, str]:
    """What the office has for the variables; empty where it names none. Raises BadData."""
    path = workspace.content / "office.yml"
    if not path.is_file():
        return {}
    data, lines = read_mapping(path)
    given = data.get("variables") or {}
    if not isinstance(given, dict) or not all(k in VARIABLES and isinstance(v, str) and v for k, v in given.items()):
        raise BadData(
            "“variables”写得不对",
            remedy="写成“单位名称: 某某局”，可写的有：" + "、".join(VARIABLES),
            place=Place(workspace.shown(path), lines.get(("variables",))),
        )
    return dict(given)


def filled(text: str, variables: Mapping[str, str]) -> str:
    """The text with the names that the office has given in place of their 【】; what it has not given stays open."""
    return OPEN.sub(lambda m: variables.get(m[1], m[0]), text)
