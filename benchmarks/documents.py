"""How many documents a second, beside docxtpl and bare python-docx on the same notice; processes; memory over many rows.

Usage: python benchmarks/documents.py [--documents 300] [--rows 1000]. docxtpl takes part where it is installed.
All start from the same data and end with the bytes of a docx. The last line is JSON.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from guiju.corpus.loading import load_corpus
from guiju.corpus.store import Corpus
from guiju.documents.data import load_data
from guiju.documents.filling import made_files
from guiju.documents.kinds import Kind, find_kind
from guiju.workspace import Workspace

ROOT = Path(__file__).parents[1]
ON = date(2026, 11, 28)
REPEATS = 3

Make = Callable[[int], bytes]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rows", type=int, default=1000)
    args = parser.parse_args()
    makers: dict[str, Make] = {"guiju": Ours(), "python-docx": bare_python_docx()}
    if templated := docxtpl():
        makers["docxtpl"] = templated
    rates: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(REPEATS):
        for name, make in makers.items():
            rates[name].append(rate(make, args.documents if name == "guiju" else args.documents // 10))
    figures = {name: round(statistics.median(values), 1) for name, values in rates.items()}
    for name, value in figures.items():
        print(f"{name:12} 每秒 {value:7.1f} 份　guiju 是它的 {figures['guiju'] / value:.1f} 倍")
    one, two = (statistics.median(parallel(jobs, args.documents * 4) for _ in range(REPEATS)) for jobs in (1, 2))
    print(f"两个进程是一个进程的 {two / one:.2f} 倍")
    grown = memory(args.rows)
    print(f"{args.rows} 份之间内存增加 {grown:.1f} MB")
    print(json.dumps({**figures, "two_jobs": round(two / one, 2), "grown_mb": round(grown, 1)}))


class Ours:
    """The festival reminder from its example; the number differs from document to document."""

    def __init__(self) -> None:
        workspace = Workspace(ROOT)
        # The notice alone: the receipts sheet beside it is another document, which the peers do not make.
        self.kind: Kind = replace(find_kind(workspace, "festival-reminder"), outputs=("docx",))
        self.corpus: Corpus = load_corpus(workspace)
        self.data = load_data(self.kind.example, self.kind, workspace)

    def __call__(self, number: int) -> bytes:
        """The notice with that number."""
        row = {**self.data, "doc_number": f"滨档机纪〔2026〕{number + 1}号"}
        return made_files(self.kind, row, self.corpus, ON, {}).files[".docx"]


def paragraphs() -> list[str]:
    """The texts of the notice, as any other way of making it would write them."""
    document = docx.Document(io.BytesIO(Ours()(0)))
    return [paragraph.text for paragraph in document.paragraphs]


def bare_python_docx() -> Make:
    """python-docx with its own base document: margins, fonts and sizes set for every paragraph."""
    texts = paragraphs()

    def make(number: int) -> bytes:
        document = docx.Document()
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.left_margin = Mm(37), Mm(28)
        for text in texts:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.line_spacing = Pt(28.95)
            run = paragraph.add_run(text.replace("〕5号", f"〕{number}号"))
            run.font.size, run.font.name = Pt(16), "Times New Roman"
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return make


def docxtpl() -> Make | None:
    """docxtpl with a template of the same notice: the number and every paragraph are fields."""
    try:
        module: Any = importlib.import_module("docxtpl")
    except ImportError:
        print("docxtpl 没有安装，不参加比较")
        return None
    texts = paragraphs()
    source = docx.Document(io.BytesIO(Ours()(0)))
    for number, paragraph in enumerate(source.paragraphs):
        for run in paragraph.runs[1:]:
            run.text = ""
        if paragraph.runs:
            paragraph.runs[0].text = "{{ t[" + str(number) + "] }}"
    template = io.BytesIO()
    source.save(template)

    def make(number: int) -> bytes:
        document: Any = module.DocxTemplate(io.BytesIO(template.getvalue()))
        document.render({"t": [text.replace("〕5号", f"〕{number}号") for text in texts]})
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return make


def rate(make: Make, count: int) -> float:
    """Documents a second; the first is not counted."""
    make(0)
    began = time.perf_counter()
    for number in range(count):
        make(number)
    return count / (time.perf_counter() - began)


_ours: list[Ours] = []


def _many(numbers: range) -> int:
    return sum(len(_ours[0](number)) for number in numbers)


def parallel(jobs: int, count: int) -> float:
    """Documents a second in so many processes; starting them is not counted, as a batch starts them once."""
    _ours[:] = [Ours()]
    share = count // jobs
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        list(pool.map(_many, [range(1)] * jobs))
        began = time.perf_counter()
        list(pool.map(_many, [range(n * share, (n + 1) * share) for n in range(jobs)]))
        return count / (time.perf_counter() - began)


def memory(count: int) -> float:
    """MB that the process has grown between the first tenth and the last of so many documents."""
    make = Ours()
    for number in range(count // 10):
        make(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(count):
        make(number)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


if __name__ == "__main__":
    main()
