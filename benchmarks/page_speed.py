"""How fast do long regulations open and scroll on a phone, beside a stock mkdocs-material page of the same text?

Usage: python benchmarks/page_speed.py [--repeats 5] [--plain] [--keep DIR] [--only ours|stock]
Imports 处分条例 (158 articles, with our gists) and 民法典 (1,260 articles) from ../shared/corpus into a copy of this
repository's workspace, builds both sites and serves them over http/1.1 on the loopback, with gzip as web servers do
(--plain: without). Chromium is a phone of 390 px as Lighthouse's mobile profile throttles one: 150 ms of latency a
request, 1,638.4 kbit/s down, 675 kbit/s up, a processor 4 times slower; each load has a cold cache. --keep DIR builds
into DIR, or takes what is built there already. Needs Chromium. Look at `uptime` before you believe milliseconds: it is
printed. The last line is JSON; times in milliseconds, medians of the repeats; sizes in kilobytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.loading import load_corpus
from guiju.workspace import Workspace
from site_build import BIN, ROOT, copied, plain

CORPUS = ROOT.parent / "shared" / "corpus"
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BOOKS = ("总则", "物权编", "合同编", "人格权编", "婚姻家庭编", "继承编", "侵权责任编", "附则")
"""The files in which the corpus has 民法典, in order; they lack the lines that name the 编."""

PAGES = {
    "158": ("regulations/jilv-chufen-tiaoli.html", "regulations/jilv-chufen-tiaoli/2024-01-01.html"),
    "1260": ("regulations/minfadian.html", "regulations/minfadian/2021-01-01.html"),
}
"""By the number of articles: the address of ours, that of the stock page."""

WATCH = """
window.seen = {lcp: 0, fcp: 0, cls: 0, tasks: [], gap: 0, framed: false};
const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({type, buffered: true});
watch("largest-contentful-paint", (e) => { seen.lcp = e.startTime; });
watch("paint", (e) => { if (e.name === "first-contentful-paint") seen.fcp = e.startTime; });
watch("layout-shift", (e) => { if (!e.hadRecentInput) seen.cls += e.value; });
watch("longtask", (e) => seen.tasks.push([e.startTime, e.duration]));
const frame = (before) => requestAnimationFrame((now) => {
  if (!seen.framed) return;
  seen.gap = Math.max(seen.gap, now - before);
  frame(now);
});
window.begin = () => new Promise((begun) => requestAnimationFrame((now) => {
  Object.assign(seen, {tasks: [], gap: 0, framed: true});
  frame(now);
  begun();
}));
"""
"""What a page tells of itself from its first byte on."""

FIND = """(words) => {
  getSelection().removeAllRanges();
  const began = performance.now();
  return find(words, false, false, true) && performance.now() - began;
}"""
"""What Ctrl+F does, in milliseconds; false where nothing is found."""

PLACE = "(words) => [...document.querySelectorAll('h2,h3,h4,h5,h6')].find((h) => h.textContent.startsWith(words)).id"

SHOWN = """(id) => {
  const top = document.getElementById(id).getBoundingClientRect().top;
  return top > -5 && top < 250;
}"""
"""Whether a heading stands at the top of the window."""

STEP = 700
"""What a turn of the wheel scrolls, in pixels."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", choices=("ours", "stock"))
    args = parser.parse_args()
    if not CHROMIUM or not CORPUS.is_dir():
        raise SystemExit("需要 Chromium 和 ../shared/corpus")
    print("uptime:", " ".join(f"{load:.2f}" for load in os.getloadavg()))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = args.keep or Path(folder)
        sites = {name: site for name, site in both(root).items() if args.only in (None, name)}
        words = last_words(Workspace(root / "ours"))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        figures: dict[str, dict[str, float]] = {}
        for name, site in sites.items():
            with served(site, plain=args.plain) as base:
                for articles, addresses in PAGES.items():
                    address = f"{base}/{addresses[name == 'stock']}"
                    runs = [opened(browser, address) for _ in range(args.repeats)]
                    if articles == "1260":
                        runs = [run | used(browser, address, words) for run in runs]
                    elif name == "ours":
                        runs = [run | switched(browser, address) for run in runs]
                    figures[f"{name}_{articles}"] = middles(runs)
                    print(f"{name} {articles}:", figures[f"{name}_{articles}"], flush=True)
        browser.close()
    print("uptime:", " ".join(f"{load:.2f}" for load in os.getloadavg()))
    print(json.dumps(figures))


def both(root: Path) -> dict[str, Path]:
    """The two sites, built unless they are there."""
    ours, stock = root / "ours", root / "stock"
    if not (ours / "mkdocs.yml").is_file():
        workspace = Workspace(copied(ROOT, ours))
        import_file(CORPUS / "party" / "中国共产党纪律处分条例(2024-01-01).md", workspace, Wishes())
        import_file(civil_code(root), workspace, Wishes(issuer="全国人民代表大会", accept=True))
    subprocess.run([BIN / "guiju", "site"], cwd=ours, check=True, capture_output=True)
    if not (stock / "site").is_dir():
        subprocess.run([BIN / "mkdocs", "build", "-q"], cwd=plain(ours, stock), check=True, capture_output=True)
    return {"ours": ours / "site", "stock": stock / "site"}


def civil_code(root: Path) -> Path:
    """民法典 in one file."""
    lines = ["# 中华人民共和国民法典", "2020年5月28日 第十三届全国人民代表大会第三次会议通过", "2021年1月1日 施行"]
    with tarfile.open(CORPUS / "laws" / "markdown.tar.xz") as archive:
        texts = {
            member.name: held.read().decode("utf-8")
            for member in archive
            if member.name.startswith("民法典/") and (held := archive.extractfile(member))
        }
    for number, book in enumerate(BOOKS):
        name = f"第{'一二三四五六七'[number]}编 {book.removesuffix('编')}" if number < 7 else book
        body = texts[f"民法典/{book}.md"].split("<!-- INFO END -->")[1]
        lines += [
            f"# {name}",
            *(f"#{line}" if line.startswith("#") else line for line in body.splitlines() if line != "##"),
        ]
    path = root / "中华人民共和国民法典(2021-01-01).md"
    path.write_text("\n\n".join(line for line in lines if line.strip()) + "\n", "utf-8")
    return path


def last_words(workspace: Workspace) -> str:
    """How the last article of 民法典 begins: what somebody looks for who must go through the whole page."""
    version = load_corpus(workspace).regulation("minfadian").versions[-1]
    *_, (_, article) = version.articles()
    return str(next(iter(article.lines()))[:12])


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves in the middle is no error."""


class _Plain(SimpleHTTPRequestHandler):
    """Connections that stay open, as web servers keep them."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Packed(_Plain):
    """And gzip."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content = packed(path)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def served(site: Path, *, plain: bool) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), partial(_Plain if plain else _Packed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def phone(browser: Browser, width: int = 390) -> Iterator[tuple[Page, CDPSession, dict[str, float]]]:
    """A page of a fresh phone with nothing in its cache, and the kilobytes that come over the wire by their kind."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, device_scale_factor=1.75, is_mobile=width < 1000, has_touch=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    weights: dict[str, float] = {"html_kb": 0, "css_kb": 0, "js_kb": 0, "other_kb": 0}
    kinds: dict[str, str] = {}
    named = {"Document": "html_kb", "Stylesheet": "css_kb", "Script": "js_kb"}

    def weigh(event: dict[str, Any]) -> None:
        weights[kinds.get(event["requestId"], "other_kb")] += event["encodedDataLength"] / 1000

    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: named.get(e["type"], "other_kb")}))
    session.on("Network.loadingFinished", weigh)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 150,
                 "downloadThroughput": 1638.4 * 1024 / 8, "uploadThroughput": 675 * 1024 / 8})  # fmt: skip
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    yield page, session, weights
    context.close()


def quiet(page: Page) -> dict[str, Any]:
    """What was seen once the page has done nothing long for a second."""
    page.wait_for_timeout(1000)
    page.wait_for_function("() => performance.now() - Math.max(0, ...seen.tasks.map(([at, took]) => at + took)) > 1000")
    return page.evaluate("seen")  # type: ignore[no-any-return]


def longest(seen: dict[str, Any]) -> float:
    return max((took for _, took in seen["tasks"]), default=0.0)


def opened(browser: Browser, address: str) -> dict[str, float]:
    """One load with a cold cache."""
    with phone(browser) as (page, _, weights):
        page.goto(address, wait_until="load", timeout=120_000)
        seen = quiet(page)
        blocked = sum(max(0, took - 50) for at, took in seen["tasks"] if at + took > seen["fcp"])
        return (
            weights | {key: seen[key] for key in ("fcp", "lcp", "cls")} | {"tbt": blocked, "load_task": longest(seen)}
        )


def used(browser: Browser, address: str, words: str) -> dict[str, float]:
    """One reading of the long page: how long whatever a reader does keeps it from answering."""
    out: dict[str, float] = {}
    with phone(browser) as (page, session, _):
        arrive(page, address)
        page.mouse.move(195, 420)
        turns = page.evaluate("document.documentElement.scrollHeight") // STEP + 1
        stalls(page, "wheel", out, lambda: repeated(turns, lambda: page.mouse.wheel(0, STEP)))
        page.evaluate("scrollTo(0, 0)")
        stalls(page, "fling", out, lambda: repeated(8, lambda: fling(session)))
        assert page.evaluate("scrollY") > 4 * STEP, "没有滑动"
    with phone(browser) as (page, _, _):
        arrive(page, address)
        out["find_ms"] = stalls(page, "find", out, lambda: page.evaluate(FIND, words))
        assert out["find_ms"], "没有找到最后一条"
        place = page.evaluate(PLACE, "第一千条")
        page.evaluate("scrollTo(0, 0)")
        stalls(page, "jump", out, lambda: page.evaluate("(id) => { location.hash = id; }", place))
        assert page.evaluate(SHOWN, place), "没有到第一千条"
    with phone(browser) as (page, _, _):
        arrive(page, f"{address}#{place}")
        assert page.evaluate(SHOWN, place), "没有停在第一千条"
        out["arrive_task"] = longest(page.evaluate("seen"))
    with phone(browser, width=1280) as (page, _, _):
        arrive(page, address)
        chosen = page.locator(".md-sidebar--secondary a.md-nav__link", has_text="第五编").first
        stalls(page, "contents", out, lambda: chosen.evaluate("(link) => link.click()"))
        assert page.evaluate(SHOWN, chosen.evaluate("(link) => link.hash.slice(1)")), "目录没有带到那里"
    return out


def switched(browser: Browser, address: str) -> dict[str, float]:
    """Wording, gists and both in turn, from the middle of the page."""
    out: dict[str, float] = {}
    with phone(browser) as (page, _, _):
        arrive(page, f"{address}#art-80")
        for choice in ("text", "digest", "both"):
            button = page.locator(f"[data-show={choice}]")
            stalls(page, choice, out, partial(button.evaluate, "(button) => button.click()"))
    return {"switch_task": max(out[f"{choice}_task"] for choice in ("text", "digest", "both"))}


def arrive(page: Page, address: str) -> None:
    page.goto(address, wait_until="load", timeout=120_000)
    quiet(page)


def stalls(page: Page, name: str, out: dict[str, float], act: Callable[[], Any]) -> Any:
    """Do something on a page and note its longest task and the longest time between two frames."""
    quiet(page)
    page.evaluate("begin()")
    result = act()
    seen = quiet(page)
    page.evaluate("seen.framed = false")
    out |= {f"{name}_task": longest(seen), f"{name}_gap": seen["gap"]}
    return result


def repeated(times: int, act: Callable[[], None]) -> None:
    for _ in range(times):
        act()


def fling(session: CDPSession) -> None:
    """A finger that throws the page up."""
    for y in range(750, 100, -50):
        touch(session, "touchStart" if y == 750 else "touchMove", [{"x": 195, "y": y}])
    touch(session, "touchEnd", [])


def touch(session: CDPSession, kind: str, points: list[dict[str, int]]) -> None:
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middles(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 3 if key == "cls" else 0) for key in runs[0]}


if __name__ == "__main__":
    main()
