"""`guiju site`: build beside, then swap, so that readers of the old site are never left with half of a new one."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from guiju.errors import BadData, CannotWrite
from guiju.segmenting import use_private_cache
from guiju.workspace import Workspace, make_cache
from guiju.writing import cause_of

# mkdocs-material prints a notice about MkDocs 2 at every build; docs/decisions/ says what we do about it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def build_site(workspace: Workspace, *, strict: bool, on: date | None = None) -> Path:
    """Build the site as of a day (today unless given) and return its first page.

    Raises BadData for content that cannot be built, CannotWrite.
    """
    cache = make_cache(workspace)
    use_private_cache(cache)
    beside = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    said: list[str] = []
    try:
        config = load_config(str(workspace.root / "mkdocs.yml"), site_dir=str(beside), strict=strict)
        if "guiju" in config.plugins:
            config.plugins["guiju"].on = on
        config.plugins.on_startup(command="build", dirty=False)
        with _overheard() as said:
            build(config)
        _swap(beside, workspace)
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
        shutil.rmtree(beside, ignore_errors=True)
    return workspace.site / "index.html"


_LINK = re.compile(r"Doc file '([^']+)' contains a link '([^']+)', but (.*)", re.DOTALL)


def _in_chinese(said: str) -> str:
    """The commonest warnings of MkDocs as a clerk reads them; others as they are."""
    m = _LINK.match(said)
    if not m:
        return said
    what = "那一页没有这个小标题" if "anchor" in m[3] else "没有这个文件"
    return f"content/{m[1]} 里的链接 {m[2]} 打不开，{what}"


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
