"""What a batch has put into a folder, so that a run that was ended goes on where it was and makes nothing twice.

A line is written and synced before the files that it names come into place: of a file that is there, the journal knows.
The folder is locked while a batch runs; the lock is the system's, and goes with its process.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from guiju.errors import CannotWrite
from guiju.writing import cause_of

try:
    import fcntl
except ImportError:  # Windows: two batches into the same folder there make some files twice
    fcntl = None  # type: ignore[assignment]

JOURNAL = ".进度.jsonl"

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was made: the digest of all that went into it, its files with their SHA-256, and what it cites."""

    digest: str
    files: dict[str, str]
    cites: tuple[str, ...]

    def stands_in(self, folder: Path) -> bool:
        """Whether its files are there as they were written."""
        return bool(self.files) and all(_sha256(folder / name) == sha256 for name, sha256 in self.files.items())


class Journal:
    """The journal of a folder, open for a block. Raises CannotWrite where the folder cannot be written to or is in use."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL
        self.entries: dict[str, Entry] = {}
        self.handle = -1
        self.torn = ""

    def __enter__(self) -> Journal:
        """Open, lock and read."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.handle = os.open(self.path, _FLAGS, 0o644)
        except OSError as error:
            raise self._refusal(error) from error
        try:
            self._lock()
        except (BlockingIOError, PermissionError) as error:
            os.close(self.handle)
            raise CannotWrite(
                "另一个程序正在往这个文件夹里生成文书", remedy="请等它做完，或换一个文件夹", place=self.path.parent
            ) from error
        self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; a journal in which nothing was written goes."""
        if not os.fstat(self.handle).st_size:
            self.path.unlink(missing_ok=True)
        os.close(self.handle)

    def note(self, entries: Iterable[Entry]) -> None:
        """Write lines, at once and for good. Raises CannotWrite."""
        text = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
        try:
            rest = memoryview((self.torn + text).encode())
            while rest:
                rest = rest[os.write(self.handle, rest) :]
            os.fsync(self.handle)
        except OSError as error:
            self.torn = "\n"
            raise self._refusal(error) from error
        self.torn = ""

    def _lock(self) -> None:
        """Hold the folder for this process alone: a worker forked from it that outlives it holds nothing."""
        try:
            if fcntl:
                fcntl.lockf(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL):  # some network drives know no locks
                raise

    def _read(self) -> None:
        """The last entry of each digest. A torn line, which a full disk leaves, is passed over and ended."""
        text = _all(self.handle)
        self.torn = "" if text.endswith(b"\n") or not text else "\n"
        for line in text.splitlines():
            try:
                entry = json.loads(line)
                self.entries[entry["digest"]] = Entry(entry["digest"], dict(entry["files"]), tuple(entry["cites"]))
            except (ValueError, KeyError, TypeError):
                continue

    def _refusal(self, error: OSError) -> CannotWrite:
        return CannotWrite(
            f"写不进去：{cause_of(error)}",
            remedy="已经做成的没有变动。请检查文件夹的写入权限、磁盘空间，或换一个文件夹",
            place=self.path.parent,
        )


def digest_of(*parts: object) -> str:
    """The SHA-256 of plain values, the order of their keys included."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _all(handle: int) -> bytes:
    """Everything in an open file. A second handle that is closed would give the lock away."""
    os.lseek(handle, 0, os.SEEK_SET)
    pieces = []
    while piece := os.read(handle, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
