"""Which fonts a finished PDF carries, and what in it is not set in a font of a 公文."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from guiju.documents.fonts import printed_names

SHOWN = 12
"""Characters that a finding names before it only counts."""

# A collection of CJK fonts has one outline for all its languages, and LibreOffice writes the name of the first:
# NotoSerifCJKjp-Bold-VKana where fontconfig says NotoSerifCJKsc-Bold.
_COLLECTION = re.compile(r"^(Noto\w+CJK)(?:jp|kr|sc|tc|hk)\b")
_BOLD = re.compile(r"Semi|Bold|Black|Heavy", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text in one font."""

    font: str
    embedded: bool
    text: str


def fonts_of(pdf: Path) -> frozenset[str]:
    """PostScript names of the fonts that text is set in, without the prefix of a subset."""
    return frozenset(piece.font for piece in _pieces(pdf))


def font_findings(pdf: Path, cache: Path) -> list[str]:
    """Fonts that are not embedded, and characters in another font than the named one or its stand-in, as sentences.

    The second needs fontconfig, and cannot see a character that fell back to the font of another role.
    """
    loose: dict[str, None] = {}
    strange: dict[str, dict[str, None]] = {}
    allowed = _allowed(cache)
    for piece in _pieces(pdf):
        if not piece.embedded:
            loose[piece.font] = None
        if allowed and not allowed(piece.font):
            strange.setdefault(piece.font, {}).update(dict.fromkeys(filter(_has_style, piece.text)))
    return [
        *(f"字体 {font} 没有嵌入 PDF，换一台电脑打开或打印会走样；请换用允许嵌入的字体" for font in loose),
        *(
            f"{_quoted(list(characters))}没有用上公文字体，PDF 里用的是 {font}；请核对字形，"
            "或安装有这些字的字体（如方正仿宋_GBK）"
            for font, characters in strange.items()
            if characters
        ),
    ]


@lru_cache(maxsize=8)
def _allowed(cache: Path) -> Callable[[str], bool] | None:
    """Whether documents may be set in a font of that name; None where fontconfig cannot say."""
    roots: dict[str, bool] = {}
    for name, only_bold in printed_names(cache).items():
        roots[_root(name)] = only_bold and roots.get(_root(name), True)
    if not roots:
        return None
    return lambda name: not roots.get(_root(name), True) or (_root(name) in roots and bool(_BOLD.search(name)))


def _has_style(character: str) -> bool:
    """Whether a character looks otherwise in another font; blanks and signs like ☐ ✓ do not, or nobody minds."""
    return not character.isspace() and unicodedata.category(character) not in ("So", "Cc", "Cf")


def _root(name: str) -> str:
    return _COLLECTION.sub(r"\1", name).partition("-")[0]


def _quoted(characters: list[str]) -> str:
    more = f"等 {len(characters)} 个字" if len(characters) > SHOWN else ""
    return f"“{'、'.join(characters[:SHOWN])}”{more}"


def _pieces(pdf: Path) -> Iterator[_Piece]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            text = page.get_textpage()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(item.raw)
                name = _filled(partial(pdfium.FPDFFont_GetBaseFontName, font))
                yield _Piece(
                    font=re.sub(r"^[A-Z]{6}\+", "", name.decode("utf-8", "replace").rstrip("\0")) or "（没有名称）",
                    embedded=pdfium.FPDFFont_GetIsEmbedded(font) == 1,
                    text=_text(item.raw, text.raw),
                )


def _text(item: object, page: object) -> str:
    def read(buffer: ctypes.Array[ctypes.c_char] | None, size: int) -> int:
        wide = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)) if buffer else None
        return int(pdfium.FPDFTextObj_GetText(item, page, wide, size))

    return _filled(read).decode("utf-16-le", "replace").rstrip("\0")


def _filled(read: Callable[[ctypes.Array[ctypes.c_char] | None, int], int]) -> bytes:
    """What a function of PDFium fills in; it gives the size in bytes when it gets no buffer."""
    size = read(None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(buffer, size)
    return buffer.raw
