"""Data about persons in texts: what must not stand in anything that an office publishes.

It would rather find too much than miss: a number that is not a person's is soon seen, a published one is not taken back.
"""

from __future__ import annotations

import html
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium

from guiju.errors import BadData, GuijuError
from guiju.writing import cause_of

IDENTITY, PHONE, CARD, PLATE, NAME = "身份证号", "手机号", "银行卡号", "车牌号", "姓名"

LARGEST_FILE = 50 * 2**20
"""Bytes of a file."""

LARGEST_UNPACKED = 100 * 2**20
"""Bytes of all XML parts of an office document together."""

TEXTS = frozenset({".md", ".html", ".htm", ".txt", ".yml", ".yaml", ".json", ".csv", ".svg", ".js", ".xml"})
PACKAGES = frozenset({".docx", ".xlsx"})
_PASSED_OVER = frozenset({".git", ".guiju", ".venv"})

_PLAIN = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
)
"""Full-width characters, blanks and dashes → their ASCII; one to one, so that columns stay."""

# No digit at either side, and no decimal fraction: coordinates of a drawing are long numbers too.
_START = r"(?<!\d)(?<!\d\.)(?<![\s,\-]\.)"
_END = r"(?!\d|\.\d)"
_GAP = r"[ \-]{0,3}"
_IDENTITY = re.compile(rf"{_START}(?=([1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx]){_END})", re.ASCII)
_OLD_IDENTITY = re.compile(rf"{_START}(?=([1-9](?:{_GAP}\d){{14}}){_END})", re.ASCII)
_CARDS = tuple(
    re.compile(rf"{_START}(?=((?:6{_GAP}2|[45]{_GAP}\d)(?:{_GAP}\d){{{length - 2}}}){_END})", re.ASCII)
    for length in (19, 18, 17, 16)
)
_PHONE = re.compile(rf"(?:{_START}|(?<=\+86)|(?<=\b0086))(?=(1{_GAP}[3-9](?:{_GAP}\d){{9}}){_END})", re.ASCII)
_PLATE = re.compile(
    "(?=([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. \\-]?"
    "(?:[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]))(?![A-Za-z0-9]))"
)
_MAYBE = re.compile(
    r"\d(?:[^\S\n]|[-‐‑‒–—―−－]){0,3}(?:\d(?:[^\S\n]|[-‐‑‒–—―−－]){0,3}){9}\d"
    "|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-ZＡ-Ｚ]"
)
"""Whether a line can hold a number or a plate at all; the longest texts are law, and have none."""
_NEW_AS_A_WORD = re.compile("[更最全创刷革重翻]$")
_HEX = re.compile("[0-9A-Fa-f]*")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where something about a person stands.

    `line` counts from 1: lines of a text, paragraphs or cells of an office document, pages of a PDF; `column` from 1
    in the characters of that line. `kind` is a Chinese word, `shown` the find with all but its ends masked.
    """

    line: int
    column: int
    kind: str
    shown: str


def scan(text: str, names: Iterable[str] = ()) -> Iterator[Trace]:
    """Identity numbers, mobile numbers, bank cards, car plates, and `names`, in the order of the text.

    Digits may be full width, with blanks or hyphens between. Numbers with eight equal last digits (13800000000) are
    fictional. A name is found wherever its characters stand in a row (blanks between them do not hide it), for Chinese
    has no blanks to end a word at; of two names of which one holds the other, the longer is found where it stands.
    Names in Latin letters are found as whole words. Names of one character are passed over.
    """
    wanted = _names(names)
    before = ""
    for number, raw in enumerate(text.split("\n"), 1):
        if not wanted and not _MAYBE.search(raw):
            before = raw
            continue
        line = raw.translate(_PLAIN)
        yield from _scan_line(line, number, wanted, near=before + raw)
        before = raw


def _scan_line(line: str, number: int, names: re.Pattern[str] | None, near: str) -> Iterator[Trace]:
    found: list[tuple[int, int, str]] = []

    def take(pattern: re.Pattern[str], kind: str, real: Callable[[str], bool]) -> None:
        for match in pattern.finditer(line):
            start, end = match.span(1)
            free = all(end <= other or start >= stop for other, stop, _ in found)
            if free and not _in_hash(line, start, end) and real(match[1]):
                found.append((start, end, kind))

    if re.search(r"\d", line):
        take(_IDENTITY, IDENTITY, _is_identity)
        if "身份证" in near:
            take(_OLD_IDENTITY, IDENTITY, lambda shown: _is_date("19" + _digits(shown)[6:12]))
        for pattern in _CARDS:
            take(pattern, CARD, lambda shown: _is_grouped(shown) and _has_luhn(_digits(shown)))
        take(_PHONE, PHONE, lambda shown: _is_grouped(shown) and len(set(_digits(shown)[-8:])) > 1)
        for match in _PLATE.finditer(line):
            word = match[1][0] == "新" and _NEW_AS_A_WORD.search(line[: match.start()])
            if not word and _is_plate(match[1]):
                found.append((*match.span(1), PLATE))
    if names:
        found.extend((*match.span(), NAME) for match in names.finditer(line))
    for start, end, kind in sorted(found):
        yield Trace(number, start + 1, kind, _masked(line[start:end]))


def _names(names: Iterable[str]) -> re.Pattern[str] | None:
    wanted = {name.strip().translate(_PLAIN) for name in names}
    patterns = []
    for name in sorted((name for name in wanted if len(name) > 1), key=lambda name: (-len(name), name)):
        if name.isascii():
            patterns.append(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])")
        else:
            patterns.append(" {0,2}".join(re.escape(char) for char in name if char != " "))
    return re.compile("|".join(patterns)) if patterns else None


def _digits(shown: str) -> str:
    return re.sub("[ -]", "", shown)


def _is_identity(shown: str) -> bool:
    """GB 11643-1999: a real date of birth, and a check character by ISO 7064 MOD 11-2."""
    digits = _digits(shown).upper()
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    return digits[17] == "10X98765432"[total % 11] and _is_date(digits[6:14])


def _is_date(digits: str) -> bool:
    try:
        return 1800 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def _has_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_grouped(shown: str) -> bool:
    """Whether the gaps are those of one number, not of a row of dates or counts: groups of three and more, or ones."""
    sizes = [len(group) for group in re.split("[ -]+", shown)]
    return all(size >= 3 for size in sizes[:-1]) or set(sizes) == {1}


def _is_plate(shown: str) -> bool:
    """GA 36: five characters with at most two letters; six (new energy) with one or two."""
    rest = re.sub("[·•. -]", "", shown)[2:]
    digits = sum(char.isdigit() for char in rest)
    return digits >= 3 if len(rest) == 5 else digits in (4, 5)


def _in_hash(line: str, start: int, end: int) -> bool:
    """Whether digits are part of a hexadecimal word such as a checksum; `phone138…` is none."""
    while start and line[start - 1].isascii() and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isascii() and line[end].isalnum():
        end += 1
    word = line[start:end]
    return bool(_HEX.fullmatch(word)) and not word.isdigit()


def _masked(shown: str) -> str:
    plain = re.sub("[·•. -]", "", shown)
    return plain[0] + "*" * (len(plain) - 2) + plain[-1] if len(plain) > 2 else plain[0] + "*"


def scan_files(paths: Iterable[Path], names: Iterable[str] = ()) -> Iterator[tuple[Path, Trace | GuijuError]]:
    """What stands in these files and in those under these folders, each with its file; an error for one that cannot be read.

    Links are not followed, and `private/` of a workspace is never read; where one is named, that is an error.
    Files of other types inside folders are passed over.
    """
    wanted = tuple(names)
    for file in _files(paths):
        if isinstance(file, tuple):
            yield file
            continue
        try:
            texts = _texts(file)
        except GuijuError as error:
            yield file, error
            continue
        for offset, text in texts:
            for trace in scan(text, wanted):
                yield file, Trace(trace.line + offset, trace.column, trace.kind, trace.shown)


def unit_of(file: Path) -> str:
    """What `Trace.line` counts in a file, as a Chinese measure word."""
    suffix = file.suffix.lower()
    return "页" if suffix == ".pdf" else "段" if suffix in PACKAGES else "行"


def _files(paths: Iterable[Path]) -> Iterator[Path | tuple[Path, GuijuError]]:
    for path in paths:
        if path.is_symlink():
            yield _refused(path, "是一个链接，没有读", "请写出它指向的文件或文件夹")
        elif any(_is_private(folder) for folder in (path.resolve(), *path.resolve().parents)):
            yield _refused(path, "在工作区的 private 文件夹里，不读", "请检查准备公开的文件")
        elif not path.is_dir():
            readable = path.suffix.lower() in TEXTS | PACKAGES | {".pdf"} or not path.exists()
            yield path if readable else _refused(path, "不认识这种文件，没有查", "请另存为 docx、xlsx、pdf 或文本再查")
        else:
            yield from _walked(path)


def _walked(root: Path) -> Iterator[Path | tuple[Path, GuijuError]]:
    failures: list[OSError] = []
    for at, folders, files in os.walk(root, onerror=failures.append):
        folder = Path(at)
        folders[:] = sorted(name for name in folders if name not in _PASSED_OVER and not _is_private(folder / name))
        for name in sorted(files):
            file = folder / name
            if file.suffix.lower() in TEXTS | PACKAGES | {".pdf"} and not file.is_symlink():
                yield file
    for failure in failures:
        yield _refused(Path(failure.filename), cause_of(failure), "请检查文件夹的权限")


def _is_private(folder: Path) -> bool:
    return folder.name == "private" and (folder.parent / "mkdocs.yml").is_file()


def _refused(path: Path, cause: str, remedy: str) -> tuple[Path, GuijuError]:
    return path, BadData(cause, remedy=remedy, place=path)


def _texts(file: Path) -> list[tuple[int, str]]:
    """The texts of a file, each with the number of lines before it. Raises BadData."""
    try:
        if not file.exists():
            raise BadData("没有这个文件", remedy="请核对路径", place=file)
        if not file.is_file() or file.stat().st_size > LARGEST_FILE:
            raise BadData(f"不是普通文件，或超过 {LARGEST_FILE >> 20} MB，没有查", remedy="请拆成小的再查", place=file)
        data = file.read_bytes()
    except OSError as error:
        raise BadData(cause_of(error), remedy="请检查文件的权限", place=file) from None
    suffix = file.suffix.lower()
    if suffix == ".pdf":
        return _pdf_pages(data, file)
    return [(0, _package_text(data, file) if suffix in PACKAGES else as_read(_decoded(data, file), suffix))]


def _decoded(data: bytes, file: Path) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadData("不是 UTF-8、UTF-16 或 GB18030 编码，读不出文字", remedy="请另存为 UTF-8 编码再查", place=file)


def as_read(text: str, suffix: str) -> str:
    """The text as its reader sees it, line by line: a name written as `\\u5f20` or `&#24352;` is still a name.

    The coordinates of drawings, long rows of digits, are blanks.
    """
    if suffix in (".html", ".htm", ".svg"):
        text = _DRAWN.sub(lambda m: " " * len(m[0]), text)
    if suffix in (".json", ".js"):
        return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(code) if (code := int(m[1], 16)) > 127 else m[0], text)
    if suffix in (".html", ".htm", ".xml", ".svg", ".md") and "&" in text:
        return "\n".join(html.unescape(line).replace("\n", " ") for line in text.split("\n"))
    return text


_DRAWN = re.compile(r"(?<=\s)(?:d|points|viewBox|transform)=\"[^\"<>\n]*\"")
_BREAK = re.compile(r"</(?:\w+:)?(?:p|si|is|c|f|v|comment)>|</(?:dc|dcterms|cp|vt):\w+>")
_SPACE = re.compile(r"<w:(?:tab|br|cr)\b[^<>]*>")
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, KeyError)


def _package_text(data: bytes, file: Path) -> str:
    """A line a paragraph or cell; the runs that a word is cut into are joined."""
    texts, left = [], LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = [name for name in package.namelist() if name.endswith(".xml")]
            for part in sorted(parts, key=lambda name: (name != "word/document.xml", name)):
                with package.open(part) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise BadData(
                        f"解开后超过 {LARGEST_UNPACKED >> 20} MB，没有查", remedy="请核对文件来历", place=file
                    )
                texts.append(_without_tags(content.decode("utf-8")))
    except _BROKEN:
        raise BadData("打不开：文件已损坏，或加了密码", remedy="请用原来的程序打开，另存后再查", place=file) from None
    return "\n".join(texts)


def _without_tags(xml: str) -> str:
    flat = re.sub(r">\s+<", "><", xml).replace("\n", " ")
    return html.unescape(re.sub("<[^<>]*>", "", _SPACE.sub("\t", _BREAK.sub("\n", flat))))


def _pdf_pages(data: bytes, file: Path) -> list[tuple[int, str]]:
    """The pages of a PDF; the lines of a page are one here, for a Trace then counts pages."""
    try:
        document = pdfium.PdfDocument(data)
        try:
            pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
        finally:
            document.close()
    except pdfium.PdfiumError:
        raise BadData("打不开：PDF 已损坏，或加了密码", remedy="请另存为没有密码的再查", place=file) from None
    return [(number, re.sub(r"[\r\n]+", "\t", page)) for number, page in enumerate(pages)]
