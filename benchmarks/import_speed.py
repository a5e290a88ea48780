"""How long does an import take, beside a reader that only takes out the characters? And over a folder?

Usage: python benchmarks/import_speed.py [--repeats 3] [--laws 600]
Part one, one worker: reading, recognising, checking and storing the docx of the national database, beside python-docx
reading the paragraphs of the same files; the laws as Markdown, beside Python-Markdown. Part two: the laws as a folder,
with one and with all cores; documents a minute and core, and the memory of the parent at 1/4, 1/2 and all of them.
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import markdown

from guiju.corpus.batch import import_all
from guiju.corpus.importing import Wishes
from guiju.corpus.reading.sources import Source
from guiju.workspace import Workspace, find_workspace

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"


def main() -> None:
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        laws = unpacked(Path(folder), args.laws)
        words = sorted((CORPUS / "flk").glob("*.docx"))
        figures = {
            "docx": compared(words, read_with_python_docx, Path(folder), args.repeats),
            "md": compared(laws, read_with_markdown, Path(folder), args.repeats),
            "folder": over_a_folder(laws, Path(folder), args.repeats),
        }
    for name, row in figures.items():
        print(f"{name:8}" + "　".join(f"{key} {value}" for key, value in row.items()))
    print(json.dumps(figures))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--laws", type=int, default=600)
    return parser.parse_args()


def unpacked(folder: Path, most: int) -> list[Path]:
    """Laws of every kind, spread over the whole set."""
    with tarfile.open(CORPUS / "laws" / "markdown.tar.xz") as archive:
        archive.extractall(folder / "laws", filter="data")
    paths = sorted((folder / "laws").rglob("*.md"))
    return paths[:: max(1, len(paths) // most)][:most]


def office(root: Path) -> Workspace:
    """A fresh workspace."""
    shutil.rmtree(root, ignore_errors=True)
    for room in ("regulations", "content", "generators"):
        shutil.copytree(ROOT / room, root / room)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return find_workspace(root)


def compared(paths: Sequence[Path], peer: Callable[[Path], object], folder: Path, repeats: int) -> dict[str, float]:
    """Seconds for all the files, ours with one worker and the peer's in turn; medians of the repeats."""
    ours, theirs = [], []
    for _ in range(repeats):
        workspace = office(folder / "office")
        began = time.perf_counter()
        for _ in import_all([Source(path) for path in paths], workspace, Wishes(accept=True), jobs=1):
            pass
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        for path in paths:
            peer(path)
        theirs.append(time.perf_counter() - began)
    mine, peers = statistics.median(ours), statistics.median(theirs)
    return {
        "files": len(paths),
        "ours_s": round(mine, 2),
        "peer_s": round(peers, 2),
        "ratio": round(mine / peers, 2),
        "a_minute": round(60 * len(paths) / mine),
    }


def read_with_python_docx(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def read_with_markdown(path: Path) -> str:
    return str(markdown.markdown(path.read_text("utf-8")))


def over_a_folder(paths: Sequence[Path], folder: Path, repeats: int) -> dict[str, float]:
    """All the files in one run, with one and with all cores."""
    sources = [Source(path) for path in paths]
    cores = os.cpu_count() or 1
    times: dict[int, list[float]] = {1: [], cores: []}
    memory: list[int] = []
    for _ in range(repeats):
        for jobs in times:
            workspace = office(folder / "office")
            began = time.perf_counter()
            for n, _ in enumerate(import_all(sources, workspace, Wishes(accept=True), jobs=jobs)):
                if n in (len(sources) // 4, len(sources) // 2, len(sources) - 1):
                    memory.append(resident())
            times[jobs].append(time.perf_counter() - began)
    one, all_ = (statistics.median(times[jobs]) for jobs in (1, cores))
    return {
        "files": len(sources),
        "a_minute_one_core": round(60 * len(sources) / one),
        "a_minute_a_core": round(60 * len(sources) / all_ / cores),
        "speedup": round(one / all_, 2),
        "mb_at_quarter_half_all": [round(kb / 1024) for kb in memory[:3]],  # type: ignore[dict-item]
        "mb_largest_child": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }


def resident() -> int:
    """Memory of this process now, in kB (Linux), or the most it ever had."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize() // 1024


if __name__ == "__main__":
    main()
