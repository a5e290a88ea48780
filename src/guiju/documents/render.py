"""docx → PDF by LibreOffice, PDF → PNG by PDFium. LibreOffice runs with a profile and font substitutes of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from guiju.documents.fonts import write_fontconfig
from guiju.errors import ToolMissing

SECONDS = 120
"""Time that LibreOffice gets for a batch before it is ended."""

FONTS = "fonts"
"""Folder inside the cache where an office may put fonts that only this tool uses."""


def find_office() -> str | None:
    """The LibreOffice program, or None."""
    mac = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    return shutil.which("soffice") or shutil.which("libreoffice") or (mac if Path(mac).exists() else None)


def to_pdf(sources: Sequence[Path], out: Path, cache: Path) -> list[Path]:
    """A PDF beside nothing else in `out` for each docx, in order. Raises ToolMissing, also when LibreOffice hangs."""
    office = find_office()
    if office is None:
        raise ToolMissing(
            "没有找到 LibreOffice，不能生成 PDF 和图片",
            remedy="请安装 LibreOffice；不装也可以去掉 --pdf、--png，只生成 docx",
        )
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="guiju-office-") as profile:
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore",
                   "--convert-to", "pdf", "--outdir", str(out), *map(str, sources)]  # fmt: skip
        try:
            done = subprocess.run(
                command, env=_environment(cache), capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise ToolMissing(
                f"LibreOffice {SECONDS} 秒没有反应，已停止", remedy="请关闭其他 LibreOffice 窗口后再试"
            ) from None
    made = [out / f"{source.stem}.pdf" for source in sources]
    if not all(path.is_file() for path in made):
        raise ToolMissing(f"LibreOffice 没有生成 PDF：{done.stderr.strip()[-200:]}", remedy="请运行 guiju doctor 检查")
    return made


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
    extra = cache / FONTS
    conf = write_fontconfig(cache, extra if extra.is_dir() else None)
    return {**os.environ, "FONTCONFIG_FILE": str(conf), "SAL_USE_VCLPLUGIN": "svp"}
