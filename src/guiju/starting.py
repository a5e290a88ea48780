"""`guiju init`: a new workspace with copies of what the product ships."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from guiju.errors import CannotWrite
from guiju.workspace import CACHE, Workspace
from guiju.writing import cause_of

ROOMS = ("regulations", "content", "generators", "mkdocs.yml")
"""What a workspace starts with."""

_IGNORED = f"{CACHE}/\noutput/\nprivate/\n/site/*\n"


def start_workspace(folder: Path) -> Workspace:
    """Make a workspace in a new or empty folder, whole or not at all. Raises CannotWrite."""
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotWrite("这个文件夹里已经有东西了", remedy="请换一个新的文件夹名", place=folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            _furnish(beside)
            beside.chmod(0o755)
            beside.replace(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise CannotWrite(
            f"建不了工作区：{cause_of(error)}", remedy="请检查上级文件夹的写入权限和磁盘空间", place=folder
        ) from error
    return Workspace(target)


def starter() -> Path:
    """Where the rooms lie: inside an installed package, or the repository itself."""
    packed = Path(__file__).parent / "starter"
    return packed if packed.is_dir() else Path(__file__).parents[2]


def _furnish(root: Path) -> None:
    for room in ROOMS:
        source = starter() / room
        if source.is_dir():
            shutil.copytree(source, root / room)
        else:
            shutil.copyfile(source, root / room)
    (root / "site").mkdir()
    (root / "private").mkdir(mode=0o700)
    (root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
