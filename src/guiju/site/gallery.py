"""Kinds of documents → the page that shows what can be made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guiju.documents.kinds import Kind
from guiju.yamlfile import Data

PICTURE = "picture.png"
"""In a generator folder: its example as a picture."""


def gallery_page(kinds: Sequence[Kind]) -> str:
    """One section a kind: picture, what it is for, how to make it, which fields it takes."""
    parts = [
        "# 文书",
        "每种文书填一份数据文件就能生成；引用的条文逐条核对，核对不上的不生成。图片中的单位和内容均为虚构。",
    ]
    for kind in kinds:
        parts += _section(kind)
    return "\n\n".join(parts) + "\n"


def picture_of(kind: Kind) -> Path | None:
    """The picture of a kind's example, where there is one."""
    path = kind.folder / PICTURE
    return path if path.is_file() else None


def _section(kind: Kind) -> list[str]:
    shown = (
        f"![{kind.title}的示例，第一页]({kind.name}.png){{ .gj-picture loading=lazy }}"
        if picture_of(kind)
        else "（还没有示例图片）"
    )
    return [
        f"## {kind.title} {{#{kind.name}}}",
        kind.description,
        shown,
        f"```\nguiju new {kind.name} -o 数据.yml\nguiju make {kind.name} 数据.yml\n```",
        f"格式：{'、'.join(kind.outputs)}",
        "| 要填的内容 | 是否必填 | 说明 |\n|---|---|---|\n" + "\n".join(_fields(kind.schema)),
    ]


def _fields(schema: Data) -> list[str]:
    required = set(schema.get("required", []))
    return [
        f"| {field.get('title', key)} | {'必填' if key in required else '可不填'} | {field.get('description', '')} |"
        for key, field in schema.get("properties", {}).items()
    ]
