"""How long from the start of the process to the first answer, beside processes that only load Whoosh, or jieba's dictionary?

Usage: python benchmarks/cold_start.py [--repeats 5]. Needs an index: run `guiju index` first. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = {
    "guiju search": [str(Path(sys.executable).with_name("guiju")), "search", "谈话函询"],
    "guiju search 条号": [str(Path(sys.executable).with_name("guiju")), "search", "党章46条"],
    "import whoosh.index, whoosh.qparser": [sys.executable, "-c", "import whoosh.index, whoosh.qparser"],
    "whoosh + 整部 jieba 词典": [sys.executable, "-c", "import whoosh.index, jieba; jieba.lcut_for_search('谈话函询')"],
    "python 空进程": [sys.executable, "-c", ""],
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(repeats + 1):
        for name, command in COMMANDS.items():
            seconds = run(command)
            if turn:
                times[name].append(seconds)
    medians = {name: round(statistics.median(values), 3) for name, values in times.items()}
    for name, seconds in medians.items():
        print(f"{seconds:6.3f} 秒　{name}")
    loading = medians["import whoosh.index, whoosh.qparser"]
    print(f"从启动到答出是只装入 Whoosh 的 {medians['guiju search'] / loading:.1f} 倍")
    print(json.dumps(medians, ensure_ascii=False))


def run(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
