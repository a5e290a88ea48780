"""The door: a file of any kind, or a zip of them → what each says, or a refusal that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guiju.corpus.reading.archive import members, open_archive, shown_name
from guiju.corpus.reading.limits import LARGEST_FILE, LARGEST_TEXT, MiB
from guiju.corpus.reading.lines import Gathered, SourceText
from guiju.corpus.reading.markdown import read_markdown
from guiju.corpus.reading.mht import read_mht
from guiju.corpus.reading.pdf import read_pdf
from guiju.corpus.reading.plain import read_plain
from guiju.corpus.reading.webpage import read_webpage
from guiju.corpus.reading.worddoc import read_word
from guiju.errors import BadImport
from guiju.writing import cause_of


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import, or a file inside a zip; `member` is its name there."""

    path: Path
    member: str = ""

    def __str__(self) -> str:
        """As messages call it."""
        return f"{self.path}/{shown_name(self.member)}" if self.member else str(self.path)

    @property
    def suffix(self) -> str:
        """Its ending, in lower case."""
        return PurePosixPath(self.member).suffix.lower() if self.member else self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class _Form:
    """A kind of file: what its lines are counted in, how large it may be, and its reader."""

    unit: str
    read: Callable[[bytes, Gathered], None]
    largest: int = LARGEST_TEXT


def _forms(*, accept_changes: bool) -> dict[str, _Form]:
    def word(data: bytes, got: Gathered) -> None:
        read_word(data, got, accept_changes=accept_changes)

    page = _Form("段", read_webpage)
    return {
        ".docx": _Form("段", word, LARGEST_FILE),
        ".docm": _Form("段", word, LARGEST_FILE),
        ".html": page,
        ".htm": page,
        ".mht": _Form("段", read_mht),
        ".mhtml": _Form("段", read_mht),
        ".md": _Form("行", read_markdown),
        ".markdown": _Form("行", read_markdown),
        ".txt": _Form("行", read_plain),
        ".pdf": _Form("页", read_pdf, LARGEST_FILE),
    }


FORMS = tuple(_forms(accept_changes=False))
"""The endings that can be read."""

_FOREIGN = {
    ".doc": ("旧版 Word 文档", "请用 Word 或 WPS 打开，另存为 docx 后再导入"),
    ".wps": ("WPS 文字文档", "请用 WPS 打开，另存为 docx 后再导入"),
    ".rtf": ("RTF 文档", "请用 Word 或 WPS 打开，另存为 docx 后再导入"),
    ".odt": ("ODT 文档", "请用 LibreOffice 打开，另存为 docx 后再导入"),
    ".ofd": ("OFD 版式文档", "请用 OFD 阅读器打开，导出为 PDF（带文字层）后再导入"),
    ".ceb": ("CEB 版式文档", "请向发文单位索取 docx 或带文字层的 PDF"),
    ".jpg": ("图片", "请先用 OCR（文字识别）软件识别并逐字校对，存成 docx 或 txt 再导入"),
    ".jpeg": ("图片", "请先用 OCR（文字识别）软件识别并逐字校对，存成 docx 或 txt 再导入"),
    ".png": ("图片", "请先用 OCR（文字识别）软件识别并逐字校对，存成 docx 或 txt 再导入"),
    ".tif": ("图片", "请先用 OCR（文字识别）软件识别并逐字校对，存成 docx 或 txt 再导入"),
    ".rar": ("RAR 压缩包", "请先解压，再导入里面的文件"),
    ".7z": ("7z 压缩包", "请先解压，再导入里面的文件"),
    ".xlsx": ("电子表格", "法规文本不在表格里，请核对文件"),
}
"""Files that offices have and this program cannot read, and the way out."""


_TOLD = (".doc", ".wps", ".rtf", ".odt", ".ofd", ".ceb", ".rar", ".7z")
"""Of these, what may well be a regulation: met in a folder it is refused by name and not passed over."""


def sources_in(path: Path) -> Iterator[Source | BadImport]:
    """The files that a path stands for: itself, or what lies in the folder or the zip; what cannot be opened as its error.

    Of a folder, only files that may hold a regulation; named one by one, any file is a source, refused where it is read.
    """
    if path.is_dir():
        inner = _within(path)
        if not inner:
            yield _nothing(path, "文件夹")
        for file in inner:
            yield from sources_in(file)
    elif path.suffix.lower() == ".zip":
        yield from _zipped(path)
    else:
        yield Source(path)


def _within(folder: Path) -> list[Path]:
    """The files of a folder to look at: not hidden, no locks of Word, not the parts that a browser saves beside a page."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in (*FORMS, *_TOLD, ".zip")
        and path.is_file()
        and not path.name.startswith((".", "~$"))
        and not any(part.endswith(("_files", ".files")) for part in path.relative_to(folder).parts[:-1])
    )


def _zipped(path: Path) -> Iterator[Source | BadImport]:
    try:
        names = list(members(open_archive(_bytes(path, LARGEST_FILE), str(path), "zip")))
    except BadImport as error:
        yield error
        return
    found = [source for name in names if (source := Source(path, name)).suffix in (*FORMS, *_TOLD)]
    nested = any(name.lower().endswith((".zip", ".rar", ".7z")) for name in names)
    if not found:
        yield _nothing(path, "压缩包", "，只有另一层压缩包" if nested else "")
    yield from found


def _nothing(path: Path, what: str, more: str = "") -> BadImport:
    remedy = "可以导入的类型：" + "、".join(FORMS)
    return BadImport(f"{what}里没有能导入的文件{more}", code="unknown_form", remedy=remedy, place=str(path))


def read_source(source: Source, *, accept_changes: bool = False) -> SourceText:
    """The lines of a file. Raises BadImport with cause and remedy; nothing is guessed."""
    name = str(source)
    form = _forms(accept_changes=accept_changes).get(source.suffix)
    if form is None:
        raise _unknown(source)
    got = Gathered(name, form.unit)
    form.read(source_bytes(source, form.largest), got)
    if not got.lines:
        raise BadImport(
            "文件里没有文字", code="no_text", remedy="请用 Word 或浏览器打开核对，重新下载或另存后再导入", place=name
        )
    return SourceText(
        name, source.suffix.lstrip("."), form.unit, tuple(got.lines), tuple(got.hints), tuple(got.findings)
    )


def source_bytes(source: Source, largest: int = LARGEST_FILE) -> bytes:
    """What the file holds. Raises BadImport where it cannot be read, is empty or too large."""
    if not source.member:
        return _bytes(source.path, largest)
    archive = open_archive(_bytes(source.path, LARGEST_FILE), str(source.path), "zip")
    data = archive.read(source.member, largest)
    if not data:
        raise _empty(str(source))
    return data


def _bytes(path: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= largest else b""
    except FileNotFoundError:
        raise BadImport("没有这个文件", code="no_file", remedy="请核对文件名和所在文件夹", place=path) from None
    except OSError as error:
        raise BadImport(
            f"读不出来：{cause_of(error)}", code="no_access", remedy="请检查它是不是文件夹、有没有读取权限", place=path
        ) from error
    if size > largest:
        raise BadImport(
            f"文件有 {size // MiB} MB，超过 {largest // MiB} MB 的上限",
            code="too_large",
            remedy="法规文本不会这么大，请核对文件",
            place=path,
        )
    if not data:
        raise _empty(str(path))
    return data


def _empty(name: str) -> BadImport:
    return BadImport("文件是空的（0 字节）", code="empty", remedy="请重新下载或重新保存后再导入", place=name)


def _unknown(source: Source) -> BadImport:
    what, remedy = _FOREIGN.get(source.suffix, ("", ""))
    cause = f"{what}（{source.suffix}）读不了" if what else f"不认识的文件类型“{source.suffix or '（无扩展名）'}”"
    return BadImport(
        cause, code="unknown_form", remedy=remedy or "可以导入的类型：" + "、".join(FORMS) + "、.zip", place=str(source)
    )
