"""How fast is a search, beside stock Whoosh with jieba's own analyser, in one run on the same articles and questions?

Usage: python benchmarks/search_speed.py [--articles 3000] [--queries 100] [--repeats 3]
Reads ../shared/corpus/laws where it is there, else the texts of this repository. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import lzma
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from whoosh import fields
from whoosh import index as whoosh_index
from whoosh.qparser import OrGroup, QueryParser

from guiju.corpus.store import Corpus, corpus_of, load_corpus
from guiju.regulation import Article, Metadata, Paragraph, TextKind, Version
from guiju.search.index import build_index, entries_of, fingerprint, open_index
from guiju.search.searching import Filters, search
from guiju.workspace import Workspace

ROOT = Path(__file__).parents[1]
LAWS = ROOT.parent / "shared" / "corpus" / "laws"
ON = date(2026, 11, 24)
QUESTIONS = ["谈话函询多久报告", "预备党员的预备期", "初步核实", "开除党籍由谁批准", "回避", "廉政档案", "党员的权利"]


def main() -> None:
    args = arguments()
    corpus, questions = material(args.articles, args.queries)
    with tempfile.TemporaryDirectory() as folder:
        ours, our_build = our_searcher(corpus, Path(folder) / "ours")
        stock, stock_build = stock_searcher(corpus, Path(folder) / "stock")
        times: dict[str, list[float]] = {"ours": [], "stock": []}
        for _ in range(args.repeats):
            for question in questions:
                times["ours"].append(timed(ours, question))
                times["stock"].append(timed(stock, question))
    count = sum(1 for _ in entries_of(corpus))
    figures = {name: percentiles(values) for name, values in times.items()}
    ratio = figures["stock"]["p50_ms"] / figures["ours"]["p50_ms"]
    print(f"{count} 条，{len(questions)} 个问题，各 {args.repeats} 次（同一进程轮流）")
    print(f"{'':12}建库秒  p50 毫秒  p95 毫秒")
    for name, build in (("ours", our_build), ("stock", stock_build)):
        print(f"{name:12}{build:6.1f}  {figures[name]['p50_ms']:8.1f}  {figures[name]['p95_ms']:8.1f}")
    print(f"p50 之比 stock/ours = {ratio:.1f}")
    print(json.dumps({"n": count, "ours": figures["ours"], "stock": figures["stock"], "ratio_p50": round(ratio, 2)}))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def material(articles: int, queries: int) -> tuple[Corpus, list[str]]:
    if not LAWS.is_dir():
        return load_corpus(Workspace(ROOT)), QUESTIONS
    with lzma.open(LAWS / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, articles)]
    lines = (LAWS / "queries_dev.jsonl").read_text("utf-8").splitlines()
    step = max(len(lines) // queries, 1)
    return corpus_of(versions(rows)), [json.loads(line)["query"] for line in lines[::step][:queries]]


def versions(rows: list[dict[str, str]]) -> Iterator[Version]:
    """Each law as one version; its articles numbered in the order in which they stand."""
    laws: dict[str, list[str]] = {}
    for row in rows:
        laws.setdefault(row["law"], []).append(row["text"])
    for number, (law, texts) in enumerate(laws.items(), 1):
        meta = Metadata(f"law-{number}", law, "法律", "", ON, "", TextKind.MODEL)
        yield Version(meta, children=tuple(Article(n, 0, (Paragraph(t),)) for n, t in enumerate(texts, 1)))


def our_searcher(corpus: Corpus, root: Path) -> tuple[Callable[[str], object], float]:
    workspace = Workspace(root)
    workspace.regulations.mkdir(parents=True)
    fingerprint(workspace)
    began = time.perf_counter()
    build_index(workspace, corpus)
    built = time.perf_counter() - began
    index = open_index(workspace)
    return lambda question: search(question, corpus, index, Filters(ON), 10), built


def stock_searcher(corpus: Corpus, root: Path) -> tuple[Callable[[str], object], float]:
    from jieba.analyse import ChineseAnalyzer

    root.mkdir()
    began = time.perf_counter()
    schema = fields.Schema(content=fields.TEXT(analyzer=ChineseAnalyzer(), stored=True), ref=fields.ID(stored=True))
    index = whoosh_index.create_in(root, schema)
    writer = index.writer(limitmb=256)
    for entry in entries_of(corpus):
        writer.add_document(content=" ".join((entry.title, *entry.divisions, entry.body)), ref=entry.ref)
    writer.commit()
    built = time.perf_counter() - began
    searcher = index.searcher()
    parser = QueryParser("content", schema, group=OrGroup)
    return lambda question: [
        hit.highlights("content") for hit in searcher.search(parser.parse(question), limit=10)
    ], built


def timed(ask: Callable[[str], object], question: str) -> float:
    began = time.perf_counter()
    ask(question)
    return (time.perf_counter() - began) * 1000


def percentiles(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=20)
    return {"p50_ms": round(statistics.median(values), 2), "p95_ms": round(cuts[18], 2)}


if __name__ == "__main__":
    main()
