"""The pointer: which files the index is, signed with a key of this machine and renamed last.

A reader finds the old whole or the new. An index that was damaged, or made elsewhere, is not opened.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from guiju.errors import CannotWrite
from guiju.workspace import Workspace
from guiju.writing import write_text

FORMAT = 9
"""Raised whenever analysis, fields or files change; an index of another format is built anew, never opened."""

POINTER = "index.json"


def read_pointer(cache: Path) -> dict[str, Any] | None:
    """The pointer, if this machine wrote it in this format."""
    try:
        mac, _, body = (cache / POINTER).read_text(encoding="utf-8").partition("\n")
        if not hmac.compare_digest(mac, _mac(body, cache)):
            return None
        pointer = json.loads(body)
    except (OSError, ValueError):
        return None
    return pointer if isinstance(pointer, dict) and pointer.get("format") == FORMAT else None


def write_pointer(cache: Path, pointer: dict[str, Any]) -> None:
    """Make this the index. Raises CannotWrite."""
    body = json.dumps({"format": FORMAT, **pointer}, ensure_ascii=False)
    write_text(cache / POINTER, f"{_mac(body, cache)}\n{body}")


def fingerprint(workspace: Workspace) -> str:
    """Changes when a file that is indexed is added, removed or edited: names, sizes and times of all of them."""
    digest = hashlib.sha256(str(FORMAT).encode())
    paths = [*workspace.regulations.glob("*/*.md"), *workspace.content.rglob("*")]
    for path in sorted(path for path in paths if path.suffix in (".md", ".yml", ".tsv")):
        stat = path.stat()
        digest.update(f"{path.relative_to(workspace.root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _mac(body: str, cache: Path) -> str:
    return hmac.new(_key(cache), body.encode(), hashlib.sha256).hexdigest()


def _key(cache: Path) -> bytes:
    """A secret of this user on this machine; in the cache itself where the user has no place of their own."""
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "guiju"
    for folder in (home, cache):
        path = folder / "key"
        with suppress(OSError):
            if not path.exists():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write(os.urandom(32))
            if key := path.read_bytes():
                return key
    raise CannotWrite("没有地方保存本机的索引密钥", remedy="请检查工作区的写入权限", place=cache)
