"""Which article of a newer version an article of an older one became: numbers only, no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guiju.regulation import ArticleRef, Version


@dataclass(frozen=True, slots=True)
class NumberMap:
    """From the articles of one version to those of the next: several where an article was split, none where it is gone."""

    start: date
    end: date
    articles: Mapping[int, tuple[int, ...]]
    source: str = ""


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
