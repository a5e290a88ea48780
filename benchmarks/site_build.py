"""What does a site cost? `guiju site` beside stock mkdocs-material (search in Chinese with jieba, its plugin `offline`) on the same pages.

Usage: python benchmarks/site_build.py [--workspace DIR] [--repeats 3] [--edit]
The workspace is this repository unless another is named (the law of the country, imported with `guiju import`). The stock
site gets the same pages as Markdown: those that people write, a page a version with its chapters and articles as headings
and its text as plain paragraphs, and all the others (lists, glossary, questions, number maps, kinds) with their headings;
downloads and shards are ours alone. Both build from nothing, in turn, each with a folder for temporary files of its own, so
that neither finds the dictionary which jieba keeps there. Memory is that of all processes together at its highest
(proportional set size, looked at ten times a second). With --edit, also how long a build takes after one regulation has
been edited. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from guiju.corpus.loading import load_corpus
from guiju.regulation import Article
from guiju.site.page import Heading, SitePage
from guiju.site.plan import plan_of
from guiju.site.texts import Texts
from guiju.workspace import Workspace, make_cache

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
OURS, THEIRS = [str(BIN / "guiju"), "site"], [str(BIN / "mkdocs"), "build", "-q"]
ROOMS = ("regulations", "content", "generators")

STOCK = """site_name: 规矩
use_directory_urls: false
theme: {name: material, language: zh, font: false, features: [navigation.tabs, navigation.top, toc.follow]}
plugins: [{search: {lang: zh}}, offline]
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - toc: {permalink: true}
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--edit", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        ours, stock = copied(args.workspace, room / "ours"), plain(args.workspace, room / "stock")
        mine, peer, edits = [], [], []
        for turn in range(args.repeats):
            # Each turn has a folder of its own, and nothing is deleted before the end: ext4 looks long for room among
            # files that were deleted a moment ago, and who builds a site for the first time has deleted none.
            mine.append(seconds(OURS, fresh(ours, turn)))
            peer.append(seconds(THEIRS, fresh(stock, turn)))
            if args.edit:
                edit(room / f"ours-{turn}")
                edits.append(seconds(OURS, room / f"ours-{turn}"))
        figures = {
            "pages": len(list((stock / "docs").rglob("*.md"))),
            "ours_s": statistics.median(mine),
            "stock_s": statistics.median(peer),
            "ours_mb": memory(OURS, ours),
            "stock_mb": memory(THEIRS, stock),
            "ours_site_mb": megabytes(ours / "site"),
            "stock_site_mb": megabytes(stock / "site"),
        }
    figures |= {"edit_s": statistics.median(edits)} if edits else {}
    print(
        f"guiju site      {figures['ours_s']:7.1f} 秒　{figures['ours_mb']:6.0f} MB　网站 {figures['ours_site_mb']:.0f} MB"
    )
    print(
        f"mkdocs-material {figures['stock_s']:7.1f} 秒　{figures['stock_mb']:6.0f} MB　网站 {figures['stock_site_mb']:.0f} MB"
    )
    print(
        f"时间是它的 {figures['ours_s'] / figures['stock_s']:.2f} 倍，内存是它的 {figures['ours_mb'] / figures['stock_mb']:.2f} 倍"
    )
    if edits:
        print(f"改动一部法规以后再生成 {figures['edit_s']:.1f} 秒")
    print(json.dumps({key: round(value, 2) for key, value in figures.items()}))


def copied(workspace: Path, root: Path) -> Path:
    """The rooms of a workspace elsewhere, so that nothing of it is touched."""
    for room in ROOMS:
        shutil.copytree(workspace / room, root / room)
    shutil.copy(workspace / "mkdocs.yml", root)
    return root


def plain(workspace: Path, root: Path) -> Path:
    """The same texts as Markdown for a stock site."""
    docs = root / "docs"
    shutil.copytree(workspace / "content", docs, ignore=shutil.ignore_patterns("*.yml", "*.tsv", "*.xlsx", "asked"))
    for regulation in load_corpus(Workspace(workspace)):
        for version in regulation.versions:
            lines = [f"# {version.meta.title}", *(line for p in version.preamble for line in p.lines())]
            for outer, node in version.walk():
                lines.append(f"{'#' * min(6, len(outer) + 2)} {node.label}")
                lines += [line for p in node.paragraphs for line in p.lines()]
                own = [node.digest] if isinstance(node, Article) and node.digest else []
                lines += [f"要点：{gist}" for gist in (own if isinstance(node, Article) else node.digests)]
            path = docs / "regulations" / regulation.id / f"{version.meta.effective}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join(lines) + "\n", "utf-8")
    plan = plan_of(Workspace(workspace), date.today(), Texts.OFFICIAL, make_cache(Workspace(workspace)))
    for job in plan.jobs(""):
        for page in job.make() if not job.name.startswith("regulation/") else ():
            if isinstance(page, SitePage) and page.kind not in ("redirect", "not-found"):
                path = docs / page.address.replace(".html", ".md")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(as_markdown(page), "utf-8")
    (root / "mkdocs.yml").write_text(STOCK, "utf-8")
    return root


def as_markdown(page: SitePage) -> str:
    """A generated page with its headings, the rest of it as HTML."""
    blocks = [
        f"{'#' * block.level} {block.text} {{#{block.id}}}"
        if isinstance(block, Heading)
        else "<div>" + re.sub(r"\n\s*\n", "\n", block) + "</div>"
        for block in page.blocks
    ]
    return "\n\n".join([f"# {page.title}", *blocks]) + "\n"


def edit(root: Path) -> None:
    """A word more in a gist of a regulation that many pages cite."""
    path = root / "regulations" / "dangzhang" / "2022-10-22.md"
    path.write_text(path.read_text("utf-8").replace("要点：", "要点：又，", 1), "utf-8")


def fresh(root: Path, turn: int) -> Path:
    """A copy of a folder in which nothing has been built."""
    return Path(shutil.copytree(root, root.with_name(f"{root.name}-{turn}")))


def seconds(command: list[str], folder: Path) -> float:
    """How long a command takes. Nobody looks at its memory meanwhile, which would hold it up."""
    began = time.perf_counter()
    with started(command, folder):
        pass
    return time.perf_counter() - began


def memory(command: list[str], folder: Path) -> float:
    """Megabytes of all processes of a command together at the highest."""
    highest = 0.0
    with started(command, folder) as process:
        while process.poll() is None:
            highest = max(highest, sum(map(share, family(process.pid))))
            time.sleep(0.1)
    return highest / 1024


@contextmanager
def started(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command at work with an empty folder for temporary files; it has ended when the block has been left."""
    none = subprocess.DEVNULL
    with tempfile.TemporaryDirectory() as own:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | {"TMPDIR": own}, stdout=none, stderr=none)
        yield process
        if process.wait():
            raise SystemExit(f"{' '.join(command)}：没有成功（{process.returncode}）")


def family(pid: int) -> list[int]:
    """A process and all that came of it."""
    out = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                out += family(int(child))
    return out


def share(pid: int) -> float:
    """Kilobytes of a process; what it shares with others is divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
