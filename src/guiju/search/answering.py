"""What `guiju search` gives, for a person and for a program, and the index it answers from."""

from __future__ import annotations

from datetime import date

from guiju.citations.reading import read_reference
from guiju.corpus.store import Corpus
from guiju.errors import BadReference, NoIndex
from guiju.regulation import LEVELS, Status
from guiju.search.index import OpenIndex, build_index, open_index
from guiju.search.searching import Answer, Filters, Hit
from guiju.workspace import Workspace

MARKS = ("⟦", "⟧")
"""Around the words found, in `--json`: characters that no regulation contains."""


def current_index(workspace: Workspace, corpus: Corpus) -> OpenIndex:
    """The index; built first where there is none or regulations have changed, so that no answer is stale."""
    try:
        return open_index(workspace)
    except NoIndex:
        build_index(workspace, corpus)
        return open_index(workspace)


def read_filters(corpus: Corpus, on: date, level: str, regulation: str, status: str) -> Filters:
    """Filters from what the user typed. Raises BadReference for a name, 位阶 or 时效 that does not exist."""
    if level and level not in LEVELS:
        raise BadReference(f"没有“{level}”这种位阶", remedy="可用的有：" + "、".join(LEVELS))
    if status and status not in list(Status):
        raise BadReference(f"没有“{status}”这种时效", remedy="可用的有：" + "、".join(Status))
    if not regulation:
        return Filters(on, level, "", status)
    ref = read_reference(regulation, corpus.names())
    if ref is None or ref.article:
        raise BadReference(f"库里没有叫“{regulation}”的法规", remedy="请写法规的全称、简称或编号")
    return Filters(on, level, corpus.regulation(ref.regulation).id, status)


def answer_facts(answer: Answer) -> dict[str, object]:
    """The JSON of `guiju search`."""
    hits = [
        {
            "ref": hit.ref,
            "regulation": hit.regulation,
            "version": hit.version,
            "article": hit.article,
            "title": hit.title,
            "status": hit.status,
            "score": hit.score,
            "snippet": hit.snippet.marked(*MARKS),
            "divisions": list(hit.divisions),
        }
        for hit in answer.hits
    ]
    return {"query": answer.query, "total": answer.total, "took_ms": answer.took_ms, "hits": hits}


def answer_text(answer: Answer, *, colour: bool) -> str:
    """The hits as a list; words found are bold on a terminal, in 【】 elsewhere."""
    if not answer.hits:
        return answer.note or f"没有找到“{answer.query}”。换一个说法试试，或先用 guiju import 导入相关法规。"
    marks = ("\x1b[1;31m", "\x1b[0m") if colour else ("【", "】")
    head = [answer.note] if answer.note else []
    return "\n".join(head + [_hit_text(number, hit, marks) for number, hit in enumerate(answer.hits, 1)] + [
        f"共找到 {answer.total} 条，用时 {answer.took_ms} 毫秒"])  # fmt: skip


def _hit_text(number: int, hit: Hit, marks: tuple[str, str]) -> str:
    path = " › ".join(hit.divisions)
    kind = "要点：" if hit.is_digest else ""
    return (
        f"{number:>2}. 《{hit.title}》{hit.article}"
        + (f"　{path}" if path else "")
        + f"\n    {kind}{hit.snippet.marked(*marks)}"
        f"\n    {hit.ref}　{hit.status}\n"
    )
