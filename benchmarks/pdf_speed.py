"""What does watching LibreOffice cost? PDFs a second by guiju, beside bare `soffice --convert-to pdf` on the same files.

Usage: python benchmarks/pdf_speed.py [--files 40] [--repeats 3]. Needs LibreOffice.
Both convert the same notices in one process with a fresh profile and the same substitutes of fonts; the turns alternate.
guiju also copies and checks each docx, sees to each PDF as it is finished, and writes it safely. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

from guiju.corpus.loading import load_corpus
from guiju.documents.fonts import extra_fonts, write_fontconfig
from guiju.documents.kinds import find_kind
from guiju.documents.making import Order, make
from guiju.documents.render import convert, find_office
from guiju.workspace import Workspace

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    cache = Workspace(ROOT).cache
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        sources = notices(Path(folder), args.files)
        for turn in range(args.repeats):
            ours.append(watched(sources, Path(folder) / f"ours-{turn}", cache))
            theirs.append(bare(sources, Path(folder) / f"theirs-{turn}", cache))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    print(f"guiju   {mine:6.2f} 秒　每秒 {args.files / mine:.2f} 份")
    print(f"soffice {peer:6.2f} 秒　每秒 {args.files / peer:.2f} 份")
    print(f"guiju 的速度是 soffice 的 {peer / mine:.2f} 倍")
    figures = {
        "files": args.files,
        "ours_s": round(mine, 2),
        "soffice_s": round(peer, 2),
        "ratio": round(peer / mine, 3),
    }
    print(json.dumps(figures))


def notices(folder: Path, count: int) -> list[Path]:
    """The example of the festival reminder, made once, under many names."""
    workspace = Workspace(ROOT)
    kind = find_kind(workspace, "festival-reminder")
    made = make(Order(kind, kind.example, folder, date(2026, 11, 24)), load_corpus(workspace), workspace)
    data = next(path for path in made.outputs if path.suffix == ".docx").read_bytes()
    sources = [folder / f"通知-{number}.docx" for number in range(count)]
    for source in sources:
        source.write_bytes(data)
    return sources


def watched(sources: list[Path], out: Path, cache: Path) -> float:
    began = time.perf_counter()
    outcomes = list(convert(sources, out, cache))
    seconds = time.perf_counter() - began
    assert all(outcome.pdf for outcome in outcomes)
    return seconds


def bare(sources: list[Path], out: Path, cache: Path) -> float:
    program = find_office()
    assert program
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as profile:
        environment = {
            **os.environ,
            "FONTCONFIG_FILE": str(write_fontconfig(cache, extra_fonts(cache))),
            "SAL_USE_VCLPLUGIN": "svp",
        }
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore",
                   "--convert-to", "pdf", "--outdir", str(out), *map(str, sources)]  # fmt: skip
        subprocess.run(command, env=environment, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    assert len(list(out.glob("*.pdf"))) == len(sources)
    return seconds


if __name__ == "__main__":
    main()
