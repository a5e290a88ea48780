"""How large is the search of the site, how long does it take to build, and what does a query read, beside Pagefind and lunr?

Usage: python benchmarks/site_search.py [--articles N|all] [--queries 100] [--keep DIR]
Reads ../shared/corpus/laws: so many articles of the 3,445 documents (147,296). Each query is asked in a new window of Chromium
from file://, and so reads everything anew. Pagefind and lunr take part where they are installed. The last line is JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Request, sync_playwright

from guiju.corpus.store import Corpus, corpus_of
from guiju.errors import GuijuError
from guiju.numerals import article_number
from guiju.regulation import Article, ArticleRef, Metadata, TextKind, Version
from guiju.search.entries import Entry, Kind, Unit
from guiju.search.wordtables import load_vocabulary
from guiju.site.shards.building import Material, shards_of
from guiju.workspace import Workspace
from relevance import ON, ROOT, rows
from search_speed import LAWS, every_article

JS = ROOT / "src" / "guiju" / "site" / "js"
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class Laws:
    """The documents as units, made anew each time they are gone through, so that they need not all be in memory."""

    articles: int

    def __iter__(self) -> Iterator[Unit]:
        """A unit for each document."""
        for meta, held in self.documents():
            yield Unit(str(ArticleRef(meta.id, meta.effective)), tuple(_entry(meta, n, row) for n, row in held))

    def documents(self) -> Iterator[tuple[Metadata, list[tuple[int, dict[str, Any]]]]]:
        """The front matter of each document, and its articles by number."""
        law, held, count = "", list[tuple[int, dict[str, Any]]](), 0
        for row in islice(every_article(LAWS / "markdown.tar.xz"), self.articles):
            if row["law"] != law and held:
                count += 1
                yield _meta(count, law), held
                held = []
            law = row["law"]
            held.append((_number(row["article"], held[-1][0] + 1 if held else 1), row))
        yield _meta(count + 1, law), held

    def corpus(self) -> Corpus:
        """The documents as regulations whose articles have no words."""
        return corpus_of(Version(meta, children=tuple(Article(n) for n, _ in held)) for meta, held in self.documents())


def _meta(number: int, law: str) -> Metadata:
    return Metadata(f"law-{number:05}", law, "法律", "", ON, "", TextKind.OFFICIAL)


def _number(label: str, otherwise: int) -> int:
    try:
        return article_number(label[1:-1])[0]
    except GuijuError:
        return otherwise


def _entry(meta: Metadata, number: int, row: dict[str, Any]) -> Entry:
    ref = ArticleRef(meta.id, meta.effective, number)
    return Entry(Kind.ARTICLE, str(ref), meta.id, ON.isoformat(), row["article"], meta.title, (), row["text"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", default="3000")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="a folder for the site, which is looked at afterwards")
    args = parser.parse_args()
    laws = Laws(10**9 if args.articles == "all" else int(args.articles))
    lines = list(rows(LAWS / "queries_dev.jsonl"))
    questions = [row["query"] for row in lines[:: max(len(lines) // args.queries, 1)]][: args.queries]
    with tempfile.TemporaryDirectory() as folder:
        site = args.keep or Path(folder) / "site"
        figures: dict[str, Any] = built(laws, site, Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            figures |= asked(questions, site, browser)
            browser.close()
        for name, measure in (("pagefind", pagefind), ("lunr", lunr)):
            figures |= measure(laws, Path(folder) / name)
    for name, value in figures.items():
        print(f"{name:16} {value}")
    print(json.dumps(figures))


def built(laws: Laws, site: Path, cache: Path) -> dict[str, Any]:
    """Build the search of a site of these laws."""
    vocabulary = load_vocabulary(Workspace(ROOT))
    corpus = laws.corpus()
    sizes: dict[str, list[int]] = {}
    began, worked = time.perf_counter(), time.process_time()
    for file in shards_of(Material(laws, corpus, vocabulary, (), frozenset(), ON), cache):
        path = site / file.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        sizes.setdefault(file.address.split("/")[1], []).append(len(file.content))
    seconds = time.perf_counter() - began
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    for name, held in sizes.items():
        print(f"  {name:10} {len(held):6} 个　共 {sum(held) / 1e6:7.2f} MB　平均 {sum(held) / len(held) / 1e3:6.2f} kB")
    return {
        "build_s": round(seconds, 1),
        "build_cpu_s": round(time.process_time() - worked, 1),
        "peak_mb": round(peak),
        "files": sum(map(len, sizes.values())),
        "index_mb": round(sum(map(sum, sizes.values())) / 1e6, 2),
        "first_kb": round(sizes["index.js"][0] / 1e3, 1),
        "engine_kb": round(sum(path.stat().st_size for path in JS.glob("search-*.js")) / 1e3, 1),
    }


def asked(questions: list[str], site: Path, browser: Browser) -> dict[str, Any]:
    """What each question reads beside index.js, and how long it takes from a cold start to the hits."""
    scripts = "".join(f'<script src="{path.as_uri()}"></script>' for path in sorted(JS.glob("search-*.js")))
    (site / "ask.html").write_text(f'<!doctype html><meta charset="utf-8"><title>search</title>{scripts}', "utf-8")
    ask = "async q => { const t = performance.now(); await guiju.engine('').search(q, {}); return performance.now() - t; }"
    sizes, times, files = [], [], []
    for question in questions:
        context = browser.new_context()
        page = context.new_page()
        page.goto((site / "ask.html").as_uri())
        read: list[str] = []
        page.on("request", partial(_note, read))
        times.append(page.evaluate(ask, question))
        paths = [Path(unquote(urlsplit(url).path)) for url in read]
        sizes.append(sum(path.stat().st_size for path in paths if path.exists() and path.name != "index.js") / 1e3)
        files.append(len(paths))
        context.close()
    return {
        "query_kb_p50": round(statistics.median(sizes), 1),
        "query_kb_p95": round(statistics.quantiles(sizes, n=20)[18], 1),
        "query_files_p50": statistics.median(files),
        "cold_ms_p50": round(statistics.median(times)),
        "cold_ms_p95": round(statistics.quantiles(times, n=20)[18]),
    }


def _note(read: list[str], request: Request) -> None:
    read.append(request.url)


def pagefind(laws: Laws, folder: Path) -> dict[str, Any]:
    """Pagefind over one page a document, each article under a heading."""
    try:
        importlib.import_module("pagefind")
    except ImportError:
        print("pagefind 没有安装，不参加比较")
        return {}
    folder.mkdir(parents=True)
    for unit in laws:
        title = unit.entries[0].title
        body = "".join(f'<h3 id="{entry.ref}">{entry.label}</h3><p>{entry.body}</p>' for entry in unit.entries)
        name = unit.key.partition("@")[0]
        (folder / f"{name}.html").write_text(
            f'<html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>',
            "utf-8",
        )
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(folder)], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in (folder / "pagefind").rglob("*") if path.is_file()) / 1e6
    return {"pagefind_s": round(seconds, 1), "pagefind_mb": round(size, 2)}


def lunr(laws: Laws, folder: Path) -> dict[str, Any]:
    """lunr.js (its Python twin) over the same articles, cut by jieba as mkdocs-material does."""
    try:
        module = importlib.import_module("lunr")
        jieba = importlib.import_module("jieba")
    except ImportError:
        print("lunr 没有安装，不参加比较")
        return {}
    began = time.perf_counter()
    documents = [
        {"ref": entry.ref, "text": " ".join(jieba.cut(f"{entry.title} {entry.label} {entry.body}"))}
        for unit in laws for entry in unit.entries
    ]  # fmt: skip
    index = module.lunr(ref="ref", fields=["text"], documents=documents)
    size = len(json.dumps(index.serialize(), ensure_ascii=False).encode()) / 1e6
    return {"lunr_s": round(time.perf_counter() - began, 1), "lunr_mb": round(size, 2)}


if __name__ == "__main__":
    main()
