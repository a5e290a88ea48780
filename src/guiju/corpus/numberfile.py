"""The file of a regulation's number maps: regulations/<id>/numbers.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guiju.corpus.renumbering import NumberMap
from guiju.errors import BadData, Place
from guiju.workspace import Workspace
from guiju.yamlfile import Lines, read_mapping

FILE = "numbers.yml"
"""In the folder of a regulation."""


def read_number_maps(path: Path, shown: str) -> tuple[NumberMap, ...]:
    """The maps of a regulation. Raises BadData naming file, line and remedy."""
    data, lines = read_mapping(path)
    maps = data.get("maps")
    if not isinstance(maps, list):
        raise BadData("没有“maps”这一组", remedy="写法见随程序提供的 numbers.yml", place=shown)
    return tuple(_number_map(entry, i, lines, shown) for i, entry in enumerate(maps))


def load_number_maps(workspace: Workspace) -> dict[str, tuple[NumberMap, ...]]:
    """The maps of every regulation that has some, by id."""
    return {
        path.parent.name: read_number_maps(path, workspace.shown(path))
        for path in sorted(workspace.regulations.glob(f"*/{FILE}"))
    }


def _number_map(entry: object, index: int, lines: Lines, shown: str) -> NumberMap:
    def refusal(cause: str, *at: str) -> BadData:
        return BadData(
            cause, remedy="写法见随程序提供的 numbers.yml", place=Place(shown, lines.get(("maps", index, *at)))
        )

    if not isinstance(entry, dict) or set(entry) != {"from", "to", "articles"}:
        raise refusal("一组对照应有 from、to、articles 三项")
    try:
        start, end = date.fromisoformat(str(entry["from"])), date.fromisoformat(str(entry["to"]))
    except ValueError:
        raise refusal("日期不对，写作 2018-10-01", "from") from None
    articles = entry["articles"]
    if not isinstance(articles, dict):
        raise refusal("“articles”应是“旧条号: [新条号]”", "articles")
    for old, new in articles.items():
        if type(old) is not int or not isinstance(new, list) or any(type(n) is not int for n in new):
            raise refusal(f"旧条号 {old} 的写法不对，应是“{old}: [新条号]”", "articles")
    return NumberMap(start, end, {old: tuple(new) for old, new in articles.items()}, shown)
