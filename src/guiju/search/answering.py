"""What `guiju search` gives, for a person and for a program, and the index it answers from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from guiju.citations.reading import read_reference
from guiju.corpus.store import Corpus
from guiju.errors import BadData, BadReference, NoIndex, Place
from guiju.regulation import LEVELS, Status
from guiju.search.index import OpenIndex, open_index
from guiju.search.searching import Answer, Filters, Hit, Index
from guiju.workspace import Workspace

MARKS = ("⟦", "⟧")
"""Around the words found, in `--json`: characters that no regulation contains."""


def current_index(workspace: Workspace, waiting: Callable[[], None] | None = None) -> OpenIndex:
    """The index; brought up to date first where the workspace has changed, so that no answer is stale."""
    try:
        return open_index(workspace)
    except NoIndex:
        from guiju.search.building import build_index  # what only builders need takes as long to load as a search takes

        build_index(workspace, waiting=waiting)
    try:
        return open_index(workspace)
    except NoIndex:  # another process changed the workspace in between, or the files were damaged meanwhile
        build_index(workspace, full=True, waiting=waiting)
        return open_index(workspace)


def read_filters(
    corpus: Corpus, on: date, level: str, regulation: str, status: str, *, expand: bool = True
) -> Filters:  # fmt: skip
    """Filters from what the user typed. Raises BadReference for a name, 位阶 or 时效 that does not exist."""
    if level and level not in LEVELS:
        raise BadReference(f"没有“{level}”这种位阶", remedy="可用的有：" + "、".join(LEVELS))
    if status and status not in list(Status):
        raise BadReference(f"没有“{status}”这种时效", remedy="可用的有：" + "、".join(Status))
    if not regulation:
        return Filters(on, level, "", status, expand)
    ref = read_reference(regulation, corpus.names())
    if ref is None or ref.article:
        raise BadReference(f"库里没有叫“{regulation}”的法规", remedy="请写法规的全称、简称或编号")
    return Filters(on, level, corpus.regulation(ref.regulation).id, status, expand)


def batch(path: Path, index: Index, filters: Filters, limit: int) -> Iterator[dict[str, object]]:
    """The answers to a file of queries, a JSON object with `query` a line. Raises BadData naming the line."""
    from guiju.yamlfile import read_text  # YAML takes a tenth of the time of a search to load, and a search needs none

    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            query = row["query"]
        except (ValueError, KeyError, TypeError):
            row, query = {}, None
        if not isinstance(query, str):
            raise BadData(
                "这一行不是带 query 的 JSON", remedy='写作 {"query": "影响期"}', place=Place(str(path), number)
            )
        yield {**row, **answer_facts(index.search(query, limit, filters))}


def answer_facts(answer: Answer) -> dict[str, object]:
    """The JSON of `guiju search`."""
    facts: dict[str, object] = {
        "query": answer.query,
        "total": answer.total,
        "took_ms": answer.took_ms,
        "hits": [_hit_facts(hit) for hit in answer.hits],
        "steps": list(answer.steps),
        "suggestions": list(answer.suggestions),
        "others": [_hit_facts(hit) for hit in answer.others],
    }
    return facts | ({"facets": answer.facets} if answer.facets else {})


def _hit_facts(hit: Hit) -> dict[str, object]:
    facts: dict[str, object] = {
        "ref": hit.ref,
        "regulation": hit.regulation,
        "version": hit.version,
        "article": hit.article,
        "title": hit.title,
        "status": hit.status,
        "score": hit.score,
        "snippet": hit.snippet.marked(*MARKS),
        "divisions": list(hit.divisions),
        "kind": hit.kind,
    }
    return facts | ({"explain": [list(share) for share in hit.shares]} if hit.shares else {})


def grouped(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits of one regulation together, the regulations in the order of their best hits."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.regulation or hit.ref, []).append(hit)
    return tuple(hit for group in groups.values() for hit in group)


def answer_text(answer: Answer, *, colour: bool, skip: int = 0) -> str:
    """The hits as a list; words found are bold on a terminal, in 【】 elsewhere."""
    head = [f"解读：{'；'.join(answer.steps)}"] if answer.steps else []
    head += [answer.note] if answer.note else []
    head += [f"您是不是要找：{'、'.join(answer.suggestions)}"] if answer.suggestions else []
    marks = ("\x1b[1;31m", "\x1b[0m") if colour else ("【", "】")
    if not answer.hits and not answer.others:
        nothing = f"没有找到“{answer.query}”。换一个说法试试，或先用 guiju import 导入相关法规。"
        return "\n".join(head if answer.note else [*head, nothing])
    lines = [_hit_text(number, hit, marks) for number, hit in enumerate(answer.hits, skip + 1)]
    if answer.others:
        lines.append("手册、术语、问答和题库：")
        lines += [f"  · {hit.kind}《{hit.title}》{hit.article}：{hit.snippet.marked(*marks)}" for hit in answer.others]
    lines += [
        f"{name}：{'、'.join(f'{key} {n}' for key, n in list(counts.items())[:6])}"
        for name, counts in answer.facets.items()
    ]
    return "\n".join([*head, *lines, f"共找到 {answer.total} 条，用时 {answer.took_ms} 毫秒"])


def _hit_text(number: int, hit: Hit, marks: tuple[str, str]) -> str:
    path = " › ".join(hit.divisions)
    kind = "要点：" if hit.is_digest else ""
    shares = "、".join(f"{word} {share}" for word, share in hit.shares)
    return (
        f"{number:>2}. 《{hit.title}》{hit.article}"
        + (f"　{path}" if path else "")
        + f"\n    {kind}{hit.snippet.marked(*marks)}"
        + f"\n    {hit.ref}　{hit.status}"
        + (f"　得分 {hit.score}：{shares}" if shares else "")
        + "\n"
    )
