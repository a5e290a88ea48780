"""How often is the article that answers a question found, and how fast?

Usage: python benchmarks/relevance.py --articles F.jsonl[.xz] --queries F.jsonl [--field query|keywords] [--index DIR] [--jobs N]
Articles: {"id", "law", "version", "article", "path", "text"} a line; queries: {"query_id", "query", "keywords", "relevant": [ids]}.
The last line is JSON: mrr@10, r@5, r@10, r@20, r@100, p50_ms, p95_ms, build_s, index_mb, n.
"""

from __future__ import annotations

import argparse
import json
import lzma
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from guiju.corpus.store import Corpus, corpus_of
from guiju.regulation import Metadata, TextKind, Version
from guiju.search.building import build_index
from guiju.search.entries import Entry, Kind, Unit
from guiju.search.index import open_index
from guiju.search.searching import Filters, search
from guiju.workspace import Workspace

ROOT = Path(__file__).parents[1]
ON = date(2026, 11, 24)
DEPTH = 100


def main() -> None:
    args = arguments()
    queries = [row for row in rows(args.queries) if row.get(args.field) and row["relevant"]]
    with tempfile.TemporaryDirectory() as folder:
        workspace, build_s = built(rows(args.articles), Path(args.index or folder), args.jobs)
        index = open_index(workspace)
        size = sum(path.stat().st_size for path in workspace.cache.rglob("*") if path.is_file()) / 1e6
        figures = measured(queries, args.field, index)
    figures |= {"build_s": round(build_s, 1), "index_mb": round(size, 1), "n": len(queries)}
    for name, value in figures.items():
        print(f"{name:9} {value}")
    print(json.dumps(figures))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--field", choices=["query", "keywords"], default="query")
    parser.add_argument("--index", help="a folder that keeps the index for the next run")
    parser.add_argument("--jobs", type=int, default=0)
    return parser.parse_args()


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def built(articles: Iterator[dict[str, Any]], folder: Path, jobs: int) -> tuple[Workspace, float]:
    """An office whose regulations are these laws, and the seconds that its index took."""
    workspace = Workspace(folder)
    workspace.regulations.mkdir(parents=True, exist_ok=True)
    if not workspace.content.exists():
        shutil.copytree(
            ROOT / "content",
            workspace.content,
            ignore=shutil.ignore_patterns("*.md", "faq.yml", "glossary.yml", "questions", "asked"),
        )
    corpus, units = material(articles)
    began = time.perf_counter()
    build_index(workspace, corpus, units, jobs=jobs)
    return workspace, time.perf_counter() - began


def material(articles: Iterator[dict[str, Any]]) -> tuple[Corpus, list[Unit]]:
    """Each law in its version as a unit; its articles keep their ids."""
    laws: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in articles:
        laws.setdefault((row["law"], row.get("version") or ""), []).append(row)
    versions, units = [], []
    for number, ((law, _), held) in enumerate(laws.items(), 1):
        meta = Metadata(f"law-{number}", law, "法律", "", ON, "", TextKind.OFFICIAL)
        versions.append(Version(meta))
        entries = tuple(
            Entry(Kind.ARTICLE, row["id"], meta.id, ON.isoformat(), row["article"], law, tuple(row.get("path") or ()), row["text"])
            for row in held
        )  # fmt: skip
        units.append(Unit(str(versions[-1].ref), entries))
    return corpus_of(versions), units


def measured(queries: list[dict[str, Any]], field: str, index: Any) -> dict[str, float]:
    """Means over the queries, and the median and 95th percentile of the times."""
    sums = dict.fromkeys(("mrr@10", "r@5", "r@10", "r@20", "r@100"), 0.0)
    times = []
    for row in queries:
        began = time.perf_counter()
        answer = search(row[field], index, Filters(ON), DEPTH)
        times.append((time.perf_counter() - began) * 1000)
        wanted = set(row["relevant"])
        places = [place for place, hit in enumerate(answer.hits, 1) if hit.ref in wanted]
        if places and places[0] <= 10:
            sums["mrr@10"] += 1 / places[0]
        for depth in (5, 10, 20, 100):
            sums[f"r@{depth}"] += sum(place <= depth for place in places) / len(wanted)
    cuts = statistics.quantiles(times, n=20)
    means = {name: round(value / len(queries), 4) for name, value in sums.items()}
    return means | {"p50_ms": round(statistics.median(times), 1), "p95_ms": round(cuts[18], 1)}


if __name__ == "__main__":
    main()
