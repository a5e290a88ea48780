"""How fast is a search, beside stock Whoosh, SQLite FTS5, bm25s and Tantivy on the same tokens, in one run?

Usage: python benchmarks/search_speed.py [--articles 3000] [--queries 100] [--repeats 3]
Reads ../shared/corpus/laws: up to 58,547 articles the national laws in one version, beyond that every document there is
(147,296 articles). bm25s and Tantivy take part where they are installed. The last line is JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sqlite3
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh import index as whoosh_index
from whoosh import query as wq
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.scoring import BM25F

from guiju.search.analysis import Analyser
from guiju.search.index import OpenIndex, open_index
from guiju.search.searching import Filters, search
from guiju.search.weights import K1, B
from relevance import ON, built, rows

LAWS = Path(__file__).parents[2] / "shared" / "corpus" / "laws"
TOP = 10
ARTICLE = re.compile(r"(第[零一二三四五六七八九十百千]+条)[\s　]")

NATIONAL = 58_547
"""Articles of the national laws."""

Ask = Callable[[str], object]


def main() -> None:
    args = arguments()
    source = rows(LAWS / "articles.jsonl.xz") if args.articles <= NATIONAL else every_article(LAWS / "markdown.tar.xz")
    articles = list(islice(source, args.articles))
    lines = list(rows(LAWS / "queries_dev.jsonl"))
    questions = [row["query"] for row in lines[:: max(len(lines) // args.queries, 1)]][: args.queries]
    with tempfile.TemporaryDirectory() as folder:
        workspace, built_s = built(iter(articles), Path(folder), 0)
        index = open_index(workspace)
        builds = {"guiju": built_s}
        asks: dict[str, Ask] = {"guiju": lambda q: search(q, index, Filters(ON), TOP)}
        texts = [
            words(" ".join((a["law"], *a.get("path", ()), a["article"], a["text"])), index.analyser) for a in articles
        ]
        for name, start in (("whoosh", stock_whoosh), ("fts5", fts5), ("bm25s", bm25s), ("tantivy", tantivy)):
            began = time.perf_counter()
            ask = start(texts, index, Path(folder) / name)
            if ask:
                builds[name], asks[name] = time.perf_counter() - began, ask
        times: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(args.repeats):
            for question in questions:
                for name, ask in asks.items():
                    began = time.perf_counter()
                    ask(question)
                    times[name].append((time.perf_counter() - began) * 1000)
    figures = {name: percentiles(values) | {"build_s": round(builds[name], 1)} for name, values in times.items()}
    ours = figures["guiju"]
    print(f"{len(articles)} 条，{len(questions)} 个问题，各 {args.repeats} 次（同一进程轮流）")
    for name, row in figures.items():
        ratio = ours["p95_ms"] / row["p95_ms"]
        print(
            f"{name:8} 建库 {row['build_s']:7.1f} 秒　p50 {row['p50_ms']:8.2f}　p95 {row['p95_ms']:8.2f} 毫秒", end=""
        )
        print(f"　guiju 的 p95 是它的 {ratio:.3f} 倍")
    print(json.dumps({"n": len(articles), **figures}))


def every_article(path: Path) -> Iterator[dict[str, Any]]:
    """Every article of the Markdown documents, as a naive reader takes them: from one 第…条 to the next."""
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            law, label, lines = Path(member.name).stem, "", list[str]()
            for line in (*(file.read().decode("utf-8").splitlines() if file else ()), "第一条 "):
                m = ARTICLE.match(line)
                if m and label:
                    yield {"id": f"{law}{label}", "law": law, "article": label, "text": "\n".join(lines)}
                if m:
                    label, lines = m[1], [line[m.end() :]]
                elif label:
                    lines.append(line)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def words(text: str, analyser: Analyser) -> list[str]:
    """The same tokens for every engine."""
    return [word.text for word in analyser.words(text)]


def stock_whoosh(texts: list[list[str]], index: OpenIndex, folder: Path) -> Ask:
    folder.mkdir()
    schema = fields.Schema(content=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False), n=fields.STORED())
    stock = whoosh_index.create_in(folder, schema)
    writer = stock.writer(limitmb=256)
    for n, text in enumerate(texts):
        writer.add_document(content=" ".join(text), n=n)
    writer.commit()
    searcher = stock.searcher(weighting=BM25F(B=B, K1=K1))
    return lambda q: [
        hit["n"] for hit in searcher.search(wq.Or([wq.Term("content", w) for w in words(q, index.analyser)]), limit=TOP)
    ]


def fts5(texts: list[list[str]], index: OpenIndex, folder: Path) -> Ask:
    folder.mkdir()
    base = sqlite3.connect(folder / "fts.db")
    base.execute("create virtual table t using fts5(x, tokenize='unicode61')")
    base.executemany("insert into t values (?)", ((" ".join(text),) for text in texts))
    base.commit()
    asked = "select rowid from t where t match ? order by rank limit ?"

    def ask(question: str) -> object:
        terms = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(question, index.analyser)))
        return base.execute(asked, (terms, TOP)).fetchall()

    return ask


def bm25s(texts: list[list[str]], index: OpenIndex, folder: Path) -> Ask | None:
    module = optional("bm25s")
    if module is None:
        return None
    engine = module.BM25(k1=K1, b=B)
    engine.index(texts, show_progress=False)
    return lambda q: engine.retrieve([words(q, index.analyser)], k=TOP, show_progress=False)


def tantivy(texts: list[list[str]], index: OpenIndex, folder: Path) -> Ask | None:
    module = optional("tantivy")
    if module is None:
        return None
    folder.mkdir()
    builder = module.SchemaBuilder()
    builder.add_text_field("x", stored=False, tokenizer_name="whitespace")
    builder.add_integer_field("n", stored=True)
    engine = module.Index(builder.build(), path=str(folder))
    writer = engine.writer()
    for n, text in enumerate(texts):
        writer.add_document(module.Document(x=" ".join(text), n=n))
    writer.commit()
    engine.reload()
    searcher = engine.searcher()

    def ask(question: str) -> object:
        terms = " OR ".join(f'x:"{word}"' for word in dict.fromkeys(words(question, index.analyser)))
        return searcher.search(engine.parse_query(terms, ["x"]), TOP).hits

    return ask


def optional(name: str) -> Any:
    """A module that only this benchmark wants; None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} 没有安装，不参加比较")
        return None


def percentiles(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=20)
    return {"p50_ms": round(statistics.median(values), 2), "p95_ms": round(cuts[18], 2)}


if __name__ == "__main__":
    main()
