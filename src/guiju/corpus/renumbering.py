"""Which article of a newer version an article of an older one became: regulations/<id>/numbers.yml, numbers only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guiju.errors import BadData, Place
from guiju.regulation import ArticleRef, Version
from guiju.workspace import Workspace
from guiju.yamlfile import Lines, read_mapping

FILE = "numbers.yml"
"""In the folder of a regulation."""


@dataclass(frozen=True, slots=True)
class NumberMap:
    """From the articles of one version to those of the next: several where an article was split, none where it is gone."""

    start: date
    end: date
    articles: Mapping[int, tuple[int, ...]]
    source: str = ""


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


def followed(ref: ArticleRef, maps: tuple[NumberMap, ...]) -> ArticleRef | None:
    """The article of the last version that the maps lead to; None where they lead nowhere, or to more than one article."""
    while step := next((m for m in maps if m.start == ref.version), None):
        now = step.articles.get(ref.article or 0, ()) if not ref.inserted else ()
        if len(now) != 1:
            return None
        ref = ArticleRef(ref.regulation, step.end, now[0])
    return ref


def became(ref: ArticleRef, maps: tuple[NumberMap, ...]) -> tuple[ArticleRef, ...] | None:
    """The articles that an article became in the version after its own; () where it is gone, None where no map says."""
    step = next((m for m in maps if m.start == ref.version), None)
    if step is None or ref.article is None or ref.article not in step.articles:
        return None
    whole = replace(ref, version=step.end, paragraph=None, item=None)
    return tuple(replace(whole, article=number) for number in step.articles[ref.article])


def map_findings(maps: tuple[NumberMap, ...], versions: Mapping[date, Version]) -> Iterator[tuple[str, str]]:
    """What is wrong with the maps of a regulation beside its versions, as (cause, remedy)."""
    for step in maps:
        name = f"{step.start} 到 {step.end} 的条号对照"
        for day, numbers, what in (
            (step.start, set(step.articles), "旧版"),
            (step.end, {n for new in step.articles.values() for n in new}, "新版"),
        ):
            version = versions.get(day)
            if version is None:
                yield f"{name}：库里没有 {day} 的版本", "请核对日期，或补上这一版的文件"
                continue
            held = {article.number for _, article in version.articles()}
            if beyond := sorted(numbers - held):
                yield f"{name}：{what}没有第 {'、'.join(map(str, beyond))} 条", "请对照两版原文改正"
            if what == "旧版" and (left := sorted(held - numbers)):
                yield f"{name}：缺旧版第 {'、'.join(map(str, left))} 条", "请补上；新版里已经没有的写成空列表 []"


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
