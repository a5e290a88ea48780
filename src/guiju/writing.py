"""Files are written beside their place, synced, then renamed: after a crash a reader sees the old file or the new one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from guiju.errors import CannotWrite


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all, creating parent folders. Raises CannotWrite naming the cause."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put every file at its path or none: all are written and synced beside their places before the first is renamed."""
    staged: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in files.items():
            staged[path] = _stage(path, data)
        for path in files:
            staged[path].replace(path)
            _sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(
            f"写不进去：{cause_of(error)}",
            remedy="原有文件没有变动。请检查文件夹的写入权限、磁盘空间，或换一个文件夹",
            place=path,
        ) from error
    finally:
        for beside in staged.values():
            beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """The same for text, as UTF-8 with the line ends it has."""
    write_bytes(path, text.encode("utf-8"))


def _stage(path: Path, data: bytes) -> Path:
    """A synced file with the data in the folder of `path`; removed again where it could not be finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return beside


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
