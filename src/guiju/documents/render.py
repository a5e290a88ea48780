"""docx → PDF by LibreOffice, PDF → PNG by PDFium. LibreOffice runs with a profile and font substitutes of its own."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from guiju.documents.fonts import extra_fonts, write_fontconfig
from guiju.documents.office import LOST, MADE, Office, Verdict, verdicts
from guiju.errors import BadData, CannotWrite, GuijuError, ToolMissing
from guiju.writing import cause_of, write_bytes

SECONDS = 90.0
"""Time that LibreOffice gets for a file, its own start from a slow disk included, before it is ended."""

CHUNK = 500
"""Files a process. With names of 9 bytes that is far under the shortest limit of a command line (32,767 characters,
Windows); the memory of LibreOffice stays flat, and its start costs less than a hundredth."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its PDF, in its place and whole, or the error. Exactly one of the two is there."""

    source: Path
    pdf: Path | None = None
    error: GuijuError | None = None


def find_office() -> str | None:
    """The LibreOffice program, or None."""
    mac = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    return shutil.which("soffice") or shutil.which("libreoffice") or (mac if Path(mac).exists() else None)


def office_version(program: str) -> str:
    """What LibreOffice says of itself, such as 7.4.7.2; '' where it says nothing."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return next((word for word in done.stdout.split() if word[0].isdigit()), "")


def to_pdf(sources: Sequence[Path], out: Path, cache: Path) -> list[Path]:
    """The PDF of each docx in `out`, in order. Raises the error of the first that cannot be converted, and ToolMissing."""
    made = []
    for outcome in convert(sources, out, cache):
        if outcome.error:
            raise outcome.error
        assert outcome.pdf
        made.append(outcome.pdf)
    return made


def convert(sources: Sequence[Path], out: Path, cache: Path, *, seconds: float = SECONDS) -> Iterator[Outcome]:
    """Each docx with its outcome, in order, as soon as it is known. Raises ToolMissing where there is no LibreOffice.

    One process converts up to CHUNK files; one that needs more than `seconds` is given up, and the rest goes on. A PDF
    has the name of its source in `out`; of sources with the same name the second becomes 名称-2.pdf.
    """
    program = find_office()
    if program is None:
        raise ToolMissing(
            "没有找到 LibreOffice，不能生成 PDF 和图片",
            remedy="请安装 LibreOffice；不装也可以去掉 --pdf、--png，只生成 docx",
        )
    jobs = list(zip(sources, _targets(sources, out), strict=True))
    return _converted(Office(program, _environment(cache), seconds), jobs)


def sides_of(pdf: Path) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def to_png(pdf: Path, out: Path, dpi: int = 110) -> list[Path]:
    """A PNG a page, numbered from 1, in `out`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        paths = []
        for number, page in enumerate(document, 1):
            path = out / f"{pdf.stem}-{number}.png"
            page.render(scale=dpi / 72).to_pil().save(path, optimize=True)
            paths.append(path)
        return paths
    finally:
        document.close()


def _environment(cache: Path) -> dict[str, str]:
    """The user's environment with our fonts.conf; SAL_USE_VCLPLUGIN keeps LibreOffice from looking for a screen."""
    cache = cache.resolve()  # LibreOffice stands in another folder
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"写不进去：{cause_of(error)}", remedy="请检查文件夹的写入权限", place=cache) from error
    conf = write_fontconfig(cache, extra_fonts(cache))
    return {**os.environ, "FONTCONFIG_FILE": str(conf), "SAL_USE_VCLPLUGIN": "svp"}


def _targets(sources: Sequence[Path], out: Path) -> Iterator[Path]:
    """A PDF of its own for each source, also on disks that do not tell A from a."""
    taken: set[str] = set()
    for source in sources:
        name, number = source.stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{source.stem}-{number}"
        taken.add(name.casefold())
        yield out / f"{name}.pdf"


def _converted(office: Office, jobs: Sequence[tuple[Path, Path]]) -> Iterator[Outcome]:
    for start in range(0, len(jobs), CHUNK):
        # A killed LibreOffice may still be leaving while its folder goes.
        with tempfile.TemporaryDirectory(prefix="guiju-office-", ignore_cleanup_errors=True) as folder:
            yield from _chunk(office, jobs[start : start + CHUNK], Path(folder))


def _chunk(office: Office, jobs: Sequence[tuple[Path, Path]], folder: Path) -> Iterator[Outcome]:
    """Sources and targets with their outcomes. LibreOffice gets copies: no name of a user is ever a word of a command."""
    refused = {number: _staged(source, folder / f"{number:04}.docx") for number, (source, _) in enumerate(jobs)}
    names = [f"{number:04}" for number, error in refused.items() if error is None]
    with closing(verdicts(office, names, folder)) as coming:
        for number, (source, target) in enumerate(jobs):
            error = refused[number] or _error(next(coming), source, office.seconds)
            yield Outcome(source, error=error) if error else _put(source, target, folder / MADE / f"{number:04}.pdf")
        next(coming, None)  # lets the last process leave by itself


def _staged(source: Path, copy: Path) -> GuijuError | None:
    """Copy a docx; what is wrong with it, if anything."""
    try:
        data = _docx(source)
    except GuijuError as error:
        return error
    try:
        copy.write_bytes(data)
    except OSError as error:
        cause = f"临时文件夹 {copy.parent} 写不进去：{cause_of(error)}"
        return CannotWrite(cause, remedy="请检查磁盘空间", place=source)
    return None


def _docx(source: Path) -> bytes:
    """The bytes of a docx. LibreOffice would take anything else for plain text, and wait for ever for a pipe to end."""
    try:
        if not source.is_file():
            cause = "这不是普通文件" if source.exists() else "没有这个文件"
            raise BadData(cause, remedy="请核对文件名", place=source)
        data = source.read_bytes()
    except OSError as error:
        raise BadData(f"读不了：{cause_of(error)}", remedy="请检查读取权限", place=source) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            known = any(name.startswith("word/") for name in package.namelist())
    except zipfile.BadZipFile:
        known = False
    if not known:
        cause = "这不是 docx 文件，或者已经损坏、加了密"
        raise BadData(cause, remedy="请用 Word 或 WPS 打开，另存为 docx 再转换", place=source)
    return data


def _put(source: Path, target: Path, pdf: Path) -> Outcome:
    try:
        write_bytes(target, pdf.read_bytes())
    except GuijuError as error:
        return Outcome(source, error=error)
    pdf.unlink()
    return Outcome(source, pdf=target)


def _error(verdict: Verdict, source: Path, seconds: float) -> GuijuError | None:
    other = "请用 Word 或 WPS 打开它，直接另存为 PDF"
    match verdict:
        case Verdict.MADE:
            return None
        case Verdict.UNREADABLE:
            remedy = "请用 Word 或 WPS 打开，另存一份再转换；每个文件都这样时，请检查装了 libreoffice-writer 没有"
            return BadData("LibreOffice 没有转成这个文件，它可能已经损坏", remedy=remedy, place=source)
        case Verdict.HUNG:
            return ToolMissing(f"用时 {seconds:.0f} 秒，LibreOffice 没有转完，已停止", remedy=other, place=source)
        case Verdict.DIED:
            return ToolMissing("LibreOffice 转到这个文件时意外退出", remedy=other, place=source)
        case Verdict.NOT_TRIED:
            cause = f"LibreOffice 连续启动 {LOST} 次都没有转成文件，这个文件没有再试"
            return ToolMissing(cause, remedy="请运行 guiju doctor 检查，或请管理员重装 LibreOffice", place=source)
