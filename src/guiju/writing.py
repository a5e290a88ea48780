"""Files are written beside their place, synced, then renamed: after a crash a reader sees the old file or the new one.

What a killed process left half-written is hidden (.名称.….half) and goes with the next write to the same folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from guiju.errors import CannotWrite

try:
    import fcntl
except ImportError:  # Windows, which refuses to remove a file that is being written
    fcntl = None  # type: ignore[assignment]

HALF = ".half"
"""How the name of a file that is still being written ends."""


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all, creating parent folders. Raises CannotWrite naming the cause."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put every file at its path or none: all are written and synced beside their places before the first is renamed."""
    path = Path()
    try:
        with ExitStack() as stack:
            staged: dict[Path, Path] = {}
            for path, data in files.items():
                staged[path] = stack.enter_context(_staged(path, data))
            for path in files:
                staged[path].replace(path)
            for folder in dict.fromkeys(path.parent for path in files):
                _sync_folder(folder)
    except OSError as error:
        raise CannotWrite(
            f"写不进去：{cause_of(error)}",
            remedy="原有文件没有变动。请检查文件夹的写入权限、磁盘空间，或换一个文件夹",
            place=path,
        ) from error


def write_text(path: Path, text: str) -> None:
    """The same for text, as UTF-8 with the line ends it has."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def _staged(path: Path, data: bytes) -> Iterator[Path]:
    """A synced file with the data in the folder of `path`, there for the block and locked, so that no other writer sweeps it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=HALF, dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _lock(file)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(0o644)
            if fcntl:
                yield beside
        if not fcntl:
            yield beside
    finally:
        beside.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what killed processes left half-written; what another process still writes is locked, and stays."""
    for left in folder.glob(f".*{HALF}"):
        with suppress(OSError), left.open("rb") as file:
            _lock(file)
            left.unlink()


def _lock(file: BinaryIO) -> None:
    """Hold the file for this process. Raises OSError where another one holds it."""
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable where the system lets a folder be synced (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cause_of(error: OSError) -> str:
    """What the system refused, in Chinese where the cause is a common one."""
    causes = {1: "没有权限", 2: "文件夹不存在", 13: "没有权限", 17: "已有同名的文件", 20: "路径中有一段不是文件夹", 21: "这是一个文件夹",
              28: "磁盘已满", 30: "磁盘是只读的", 36: "文件名太长"}  # fmt: skip
    return causes.get(error.errno or 0, error.strerror or str(error))
