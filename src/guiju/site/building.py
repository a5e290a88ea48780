"""`guiju site`: build beside, then swap, so that readers of the old site are never left with half of a new one."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from guiju.errors import BadData, CannotWrite, GuijuError
from guiju.privacy import scan_files, unit_of
from guiju.site.aside import Aside
from guiju.site.checking import faults_of
from guiju.site.jobs import MANIFEST, Failed, Made, Place, digest, make_files, personal, read_manifest, run_jobs
from guiju.site.plan import Plan
from guiju.site.plugin import GuijuPlugin
from guiju.site.rendering import ERRORS, Frames
from guiju.workspace import Workspace, make_cache
from guiju.writing import cause_of, write_text

# mkdocs-material prints a notice about MkDocs 2 at every build; docs/decisions/ says what we do about it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

NAMES = "private/names.txt"
"""An office's own table of names that must not be published."""

SITEMAP = "sitemap.xml"
"""Only where mkdocs.yml says the address of the site: a sitemap has full addresses."""

FEW_PROCESSES = 2
"""For all laws of the country, unless more are asked for: each has a copy of most of them in the end."""

_THEMES = ("assets/javascripts", "assets/stylesheets", "assets/images", "search/")
"""What is the theme's, and shards of what stands on the pages: no place for data about persons of its own."""


@dataclass(frozen=True, slots=True)
class Built:
    """A finished site: its first page, what was left out of it and why, how many pages it has."""

    first: Path
    left_out: tuple[str, ...]
    pages: int


def build_site(workspace: Workspace, *, strict: bool, on: date | None = None, jobs: int = 0) -> Built:
    """Build the site as of a day (today unless given) with so many processes, 0 for one a processor.

    Raises BadData for content that cannot be built or must not be published, CannotWrite.
    """
    cache = make_cache(workspace)
    beside = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    said: list[str] = []
    work = _Work(workspace, beside, strict=strict, processes=jobs)
    try:
        with _overheard() as said:
            plugin = _built_by_mkdocs(work, on)
        _finish(plugin, work)
    except (ConfigurationError, MkDocsException, Abort) as error:
        raise BadData(
            f"网站没有生成：{'；'.join(map(_in_chinese, said[:5])) or error}",
            remedy="原来的网站没有变动；请按提示改好内容后再运行",
            place="mkdocs.yml",
        ) from error
    except OSError as error:
        raise CannotWrite(
            f"网站写不进去：{cause_of(error)}", remedy="请检查磁盘空间和写入权限", place=workspace.site
        ) from error
    finally:
        for aside in work.begun.values():
            aside.stop()
        shutil.rmtree(beside, ignore_errors=True)
    pages = sum(1 for path in workspace.site.rglob("*.html"))
    return Built(workspace.site / "index.html", tuple(plugin.left_out), pages)


@dataclass
class _Work:
    """A build in progress: where it builds, and what is at work aside."""

    workspace: Workspace
    beside: Path
    strict: bool
    processes: int
    begun: dict[str, Aside[Made | Failed]] = field(default_factory=dict)

    def place(self, plan: Plan, frames: Frames | None = None) -> Place:
        """Where its files go, and what the last site was made of if it was made by the same program for the same names."""
        names = tuple(_names(self.workspace))
        remembered = read_manifest(self.workspace.cache)
        known = remembered.get("jobs", {}) if remembered.get("key") == _key(names, plan) else {}
        processes = self.processes or (FEW_PROCESSES if plan.many else 0)
        return Place(self.beside, self.workspace.site, known, names, frames, processes)

    def begin(self, plan: Plan) -> None:
        """Let the search be made while MkDocs is at its pages; with all laws of the country that would take twice the memory."""
        if plan.many:
            return
        job, place = plan.search_job(), self.place(plan)
        if job.key != place.known.get(job.name, {}).get("key"):
            self.begun[job.name] = Aside(lambda: make_files(job, place))


def _key(names: Sequence[str], plan: Plan) -> str:
    return digest(names, plan.code)


def _built_by_mkdocs(work: _Work, on: date | None) -> GuijuPlugin:
    """Let MkDocs build the pages that people write; the plugin then holds the plan of the rest."""
    root = work.workspace.root
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(work.beside), strict=work.strict)
    plugin = config.plugins.get("guiju")
    if not isinstance(plugin, GuijuPlugin):
        raise BadData("mkdocs.yml 的 plugins 里没有 guiju", remedy="请在 plugins 下加一行 - guiju", place="mkdocs.yml")
    plugin.on, plugin.planned = on, work.begin
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return plugin


def _finish(plugin: GuijuPlugin, work: _Work) -> None:
    """Add what is generated, look for what must not be published, check, and put the site in its place."""
    workspace, beside, plan = work.workspace, work.beside, plugin.plan
    place = work.place(plan, plugin.frames)
    made = run_jobs([*plan.jobs(plugin.frames.text()), plan.search_job()], place, work.begun)
    if root := plugin.frames.config.site_url:
        (beside / SITEMAP).write_text(sitemap(beside, root), "utf-8")
    _refuse_persons(beside, {address for job in made.values() for address in job["files"]}, place.names)
    if work.strict:
        _refuse_faults(beside, plan, workspace)
    _swap(beside, workspace)
    remembered = {"key": _key(place.names, plan), "jobs": made}
    write_text(workspace.cache / MANIFEST, json.dumps(remembered, ensure_ascii=False))


def sitemap(site: Path, root: str) -> str:
    """The pages of a site by their full addresses, for machines (sitemaps.org). The page of errors is none."""
    addresses = sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))
    places = [f"<url><loc>{escape(root.rstrip('/') + '/' + quote(a))}</loc></url>" for a in addresses if a != ERRORS]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *places, "</urlset>\n"])


def _names(workspace: Workspace) -> list[str]:
    path = workspace.root / NAMES
    lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else []
    return [name for line in lines if (name := line.strip()) and not name.startswith("#")]


def _refuse_persons(beside: Path, searched: set[str], names: Sequence[str]) -> None:
    """Search what MkDocs built and what is no text: the rest was searched as it was made. Raises BadData."""
    paths = [path for path in sorted(beside.rglob("*")) if path.is_file()]
    shown = {path: str(path.relative_to(beside)) for path in paths}
    texts = (".html", ".json", ".md", ".xml", ".js")
    wanted = [
        path
        for path in paths
        if path.suffix in (*texts, ".docx", ".xlsx", ".pdf", ".txt", ".csv", ".svg")
        and not shown[path].startswith(_THEMES)
        and not (shown[path] in searched and (path.suffix in texts or shown[path].startswith("regulations/")))
    ]
    found = []
    for path, trace in scan_files(wanted, names):
        if isinstance(trace, GuijuError):
            raise trace
        found.append(f"{shown[path]} 第{trace.line}{unit_of(path)}：{trace.kind} {trace.shown}")
    if found:
        raise personal(found)


def _refuse_faults(beside: Path, plan: Plan, workspace: Workspace) -> None:
    faults = [*faults_of(beside), *plan.lost(workspace.site)]
    if faults:
        shown = "；".join(faults[:8]) + (f"；另有 {len(faults) - 8} 处" if len(faults) > 8 else "")
        raise BadData(f"网站没有生成：{shown}", remedy="请改好以后再运行，或者去掉 --strict", place="site")


_NAMED = re.compile(r"A reference to '([^']+)' is included in the 'nav' configuration")

_SETTING = re.compile(r"Config value '([^']+)': (.*)", re.DOTALL)


def _in_chinese(said: str) -> str:
    """The commonest warnings of MkDocs as a clerk reads it; others as they are."""
    if m := _NAMED.match(said):
        return f"nav 里写了 {m[1]}，content 文件夹里没有它，也不是自动生成的页"
    m = _SETTING.match(said)
    return f"{m[1]} 写得不对（{m[2]}）" if m else said


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Collects what MkDocs warns of while it builds: its exceptions do not say what was wrong."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = True


def _swap(built: Path, workspace: Workspace) -> None:
    """Put the built site in its place; what git must keep of the old folder (.gitignore) moves along."""
    keep = workspace.site / ".gitignore"
    if keep.is_file():
        shutil.copyfile(keep, built / ".gitignore")
    built.chmod(0o755)
    old = workspace.cache / "site-old"
    shutil.rmtree(old, ignore_errors=True)
    if workspace.site.exists():
        workspace.site.replace(old)
    built.replace(workspace.site)
    shutil.rmtree(old, ignore_errors=True)
