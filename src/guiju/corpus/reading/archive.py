"""Zip archives, read with limits: docx packages, and zips of files that an office was sent."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from guiju.corpus.reading.limits import (
    HIGHEST_RATIO,
    LARGEST_TEXT,
    LARGEST_UNPACKED,
    MOST_PARTS,
    SMALLEST_BOMB,
    MiB,
)
from guiju.errors import BadImport

BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError,
          struct.error, IndexError, UnicodeError)  # fmt: skip
"""What zipfile raises for damaged archives, in its many ways."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive whose directory has passed the limits."""

    name: str
    file: zipfile.ZipFile

    def names(self) -> list[str]:
        """Its parts, without folders."""
        return [info.filename for info in self.file.infolist() if not info.is_dir()]

    def has(self, part: str) -> bool:
        """Whether it holds a part of that name."""
        return part in self.file.NameToInfo

    def read(self, part: str, most: int = LARGEST_TEXT) -> bytes:
        """The bytes of a part. Raises BadImport for one that is damaged, encrypted, or larger than `most`."""
        try:
            with self.file.open(part) as stream:
                data = stream.read(most + 1)
        except BROKEN as error:
            why = "加了密码" if "password" in str(error) else "已损坏"
            raise BadImport(
                f"其中的“{shown_name(part)}”{why}",
                code="unreadable",
                remedy="请重新下载或另存后再导入",
                place=self.name,
            ) from None
        if len(data) > most:
            raise BadImport(
                f"其中的“{shown_name(part)}”解开后超过 {most // MiB} MB",
                code="too_large",
                remedy="法规文本不会这么大，请核对文件",
                place=self.name,
            )
        return data


def open_archive(data: bytes, name: str, what: str = "压缩包") -> Archive:
    """The archive in these bytes, called `what` in messages. Raises BadImport for a broken one and for a zip bomb."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        parts = file.infolist()
    except BROKEN:
        raise BadImport(
            f"不是有效的 {what} 文件，或文件已损坏",
            code="unreadable",
            remedy="请用原来的程序打开核对，重新下载或另存后再导入",
            place=name,
        ) from None
    unpacked = sum(part.file_size for part in parts)
    dense = [p for p in parts if p.file_size > SMALLEST_BOMB and p.file_size > HIGHEST_RATIO * max(p.compress_size, 1)]
    if unpacked > LARGEST_UNPACKED or dense or len(parts) > MOST_PARTS:
        size = f"解压后有 {unpacked // MiB} MB" if unpacked > MiB else f"里面有 {len(parts)} 个文件"
        raise BadImport(
            f"{size}，像是压缩炸弹",
            code="zip_bomb",
            remedy="请不要打开来历不明的文件，改用官方网站下载的文本",
            place=name,
        )
    return Archive(name, file)


def shown_name(part: str) -> str:
    """The name of a part as its maker saw it: Windows writes GBK where the format says code page 437."""
    try:
        return part.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part


def members(archive: Archive) -> Iterator[str]:
    """The parts of a zip of files that a person put there."""
    for part in archive.names():
        shown = shown_name(part)
        if not shown.startswith("__MACOSX/") and not shown.rsplit("/", 1)[-1].startswith((".", "~$")):
            yield part
