"""Word documents (docx), read from their XML: python-docx skips or breaks on what damaged packages hold."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from guiju.corpus.reading.archive import Archive, open_archive
from guiju.corpus.reading.encoding import decoded
from guiju.corpus.reading.limits import DEEPEST_NESTING
from guiju.corpus.reading.lines import BLANK, Gathered, LineKind, joined_cell, row_text
from guiju.corpus.reading.mht import page_in
from guiju.corpus.reading.webpage import take_page
from guiju.corpus.reading.wordnumbers import Numbering, UnknownFormat, numbering_of
from guiju.corpus.structure import article_head, division_head, list_mark
from guiju.errors import BadImport

Element = etree._Element

REMEDY = "请用 Word 或 WPS 打开核对，另存为 docx 后再导入"

_OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How a file of Word 97–2003 begins, and any encrypted docx."""

_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True)
"""No entity of a document is expanded, and nothing is fetched."""

_DESCENDED = frozenset(
    ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo")
)
_REFUSED = {
    "sym": ("symbol", "有用符号字体写的字，读不出来", "请把这些符号改成普通文字后再导入"),
    "oMath": ("formula", "有公式，读不出来", "请把公式改成文字后再导入"),
    "oMathPara": ("formula", "有公式，读不出来", "请把公式改成文字后再导入"),
}


def read_word(data: bytes, got: Gathered, *, accept_changes: bool, depth: int = 0) -> None:
    """The paragraphs of a docx. Raises BadImport for what cannot be read whole."""
    if data.startswith(_OLD_WORD):
        raise BadImport("这是旧版 doc 格式或加了密码的文档", code="old_word", remedy=REMEDY, place=got.name)
    archive = open_archive(data, got.name, "docx")
    main = _main_part(archive)
    document = _xml(archive, main)
    body = document.find("{*}body")
    if body is None:
        raise _damaged(got.name)
    if any(name.endswith("vbaProject.bin") for name in archive.names()):
        got.remark("macros", "文档带有宏，没有运行，也没有导入")
    folder = posixpath.dirname(main)
    numbering = numbering_of(_optional(archive, f"{folder}/numbering.xml"), _optional(archive, f"{folder}/styles.xml"))
    reader = _Reader(archive, folder, got, numbering, accept_changes, depth)
    reader.blocks(body)
    reader.finish()


def _damaged(name: str) -> BadImport:
    return BadImport("不是有效的 docx 文件，或文件已损坏", code="unreadable", remedy=REMEDY, place=name)


def _main_part(archive: Archive) -> str:
    """The part that the package says is its document; the usual one where it does not say."""
    relations = _optional(archive, "_rels/.rels")
    for relation in relations if relations is not None else ():
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and archive.has(target):
            return target
    if not archive.has("word/document.xml"):
        raise _damaged(archive.name)
    return "word/document.xml"


def _xml(archive: Archive, part: str) -> Element:
    data = archive.read(part)
    try:
        root = etree.fromstring(data, _SAFE)
    except (etree.LxmlError, ValueError):
        raise _damaged(archive.name) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadImport(
            "文档里有实体声明（DOCTYPE），正常的 docx 没有", code="doctype", remedy=REMEDY, place=archive.name
        )
    return root


def _optional(archive: Archive, part: str) -> Element | None:
    if not archive.has(part):
        return None
    try:
        return _xml(archive, part)
    except BadImport as error:
        if error.code in ("too_large", "doctype"):
            raise
        return None


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass
class _Reader:
    """Walks the body once. `at` counts paragraphs, `notes` are the footnotes referred to so far."""

    archive: Archive
    folder: str
    got: Gathered
    numbering: Numbering
    accept_changes: bool
    depth: int
    at: int = 0
    carried: str = ""
    numbered: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def blocks(self, parent: Element) -> None:
        for element in parent:
            name = _name(element)
            if name == "p":
                self.paragraph(element)
            elif name == "tbl":
                self.table(element)
            elif name == "altChunk":
                self.embedded(element)
            elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
                self.change(name)
                self.blocks(element)
            elif name in ("del", "moveFrom"):
                self.change(name)

    def paragraph(self, element: Element) -> None:
        self.at += 1
        text = self.carried + self.prefix(element) + self.text(element)
        self.carried = ""
        mark = element.find("{*}pPr/{*}rPr")
        if mark is not None and mark.find("{*}del") is not None:
            # The paragraph mark itself was deleted: its text runs on into the next paragraph.
            self.change("del")
            self.carried = text
            return
        for piece in pieces(text):
            self.got.add(piece, self.at)
        for box in self.boxes(element):
            self.remark("text_box", "有文本框，其中的文字排在这一段之后")
            self.blocks(box)

    def prefix(self, element: Element) -> str:
        try:
            prefix = self.numbering.prefix(element)
        except UnknownFormat as error:
            raise BadImport(
                f"有自动编号的段落，编号格式 {error} 读不出来",
                code="numbering_unknown",
                remedy="请在 Word 里把自动编号转换成普通文字后再导入",
                place=self.got.name,
            ) from None
        self.numbered += bool(prefix)
        return prefix

    def text(self, parent: Element) -> str:
        """The words of a paragraph or of what stands in it; soft breaks are line feeds."""
        return "".join(self.inline(parent))

    def inline(self, parent: Element) -> Iterator[str]:
        for element in parent:
            name = _name(element)
            if name == "r":
                yield from self.run(element)
            elif name in ("del", "moveFrom"):
                self.change(name)
            elif name in _DESCENDED:
                self.change(name)
                yield from self.inline(element)
            elif name in _REFUSED:
                self.refuse(name)
            elif name == "AlternateContent":
                yield from self.inline_choice(element)

    def inline_choice(self, element: Element) -> Iterator[str]:
        choice = next((child for child in element if _name(child) == "Choice"), None)
        if choice is not None:
            yield from self.inline(choice)

    def run(self, run: Element) -> Iterator[str]:
        vanish = run.find("{*}rPr/{*}vanish")
        hidden = vanish is not None and not any(v in ("0", "false", "off") for v in vanish.attrib.values())
        for element in run:
            name = _name(element)
            if name == "t":
                if hidden and (element.text or "").strip():
                    self.remark("hidden_text", "有隐藏文字，没有导入", element.text or "")
                elif not hidden:
                    yield element.text or ""
            elif name == "tab":
                yield "\u3000"
            elif name == "cr" or (name == "br" and "page" not in element.attrib.values()):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name in _REFUSED:
                self.refuse(name)
            elif name == "ruby":
                for base in element.iterfind("{*}rubyBase"):
                    yield from self.inline(base)
            else:
                self.beside(element, name)

    def beside(self, element: Element, name: str) -> None:
        """What a run holds beside text: told, because it cannot be stored."""
        if name in ("drawing", "pict", "AlternateContent"):
            if next(element.iter("{*}blip", "{*}imagedata"), None) is not None:
                self.remark("picture", "有图片，导入后看不到")
        elif name == "object":
            self.remark("embedded_object", "有嵌入的对象，没有导入")
        elif name in ("footnoteReference", "endnoteReference"):
            identifier = next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == "id"), "")
            self.notes.append((name.removesuffix("Reference") + "s", identifier))
            self.remark("footnote", "有脚注或尾注，移到了文末")
        elif name == "commentReference" and "comments" not in self.told:
            self.told.add("comments")
            self.got.remark("comments", "文档带有批注，没有导入")

    def boxes(self, element: Element) -> Iterator[Element]:
        """The text boxes anchored in a paragraph; of two forms of one box (Choice, Fallback) the first."""
        for box in element.iter("{*}txbxContent"):
            ancestors = {_name(a) for a in box.iterancestors()}
            outer = [a for a in box.iterancestors() if _name(a) == "txbxContent"]
            if "Fallback" not in ancestors and not outer:
                yield box

    def change(self, name: str) -> None:
        """Tracked changes: accepted where the user said so, else told as an error."""
        if name not in ("ins", "del", "moveFrom", "moveTo") or "changes" in self.told:
            return
        self.told.add("changes")
        if self.accept_changes:
            self.got.remark("changes_accepted", "按 --accept-changes 接受了文档里的修订", self.at)
        else:
            self.got.remark("tracked_changes", "带有未接受的修订", self.at)

    def remark(self, code: str, cause: str, text: str = "") -> None:
        self.got.remark(code, cause, self.at, text)

    def refuse(self, name: str) -> None:
        code, cause, remedy = _REFUSED[name]
        raise BadImport(f"第{self.at}段{cause}", code=code, remedy=remedy, place=self.got.name)

    def table(self, table: Element) -> None:
        """A table of data gives a line a row; one that only lays out the page gives its paragraphs."""
        rows = [row for row in table.iter("{*}tr") if _own_table(row) is table and not self.deleted(row)]
        if is_layout(table, rows):
            for cell in table.iter("{*}tc"):
                if _own_table(cell) is table:
                    self.blocks(cell)
            return
        self.at += 1
        first = ""
        for row in rows:
            cells = [self.cell(cell) for cell in row.iter("{*}tc") if _own_table(cell) is table]
            if any(cells):
                self.got.add(row_text(cells), self.at, LineKind.ROW)
                first = first or row_text(cells)
        self.remark("table", f"有一张 {len(rows)} 行的表格，按行存入", first)

    def deleted(self, row: Element) -> bool:
        if row.find("{*}trPr/{*}del") is None:
            return False
        self.change("del")
        return True

    def cell(self, cell: Element) -> str:
        """The words of a cell; '' for one that only continues a merged cell above it."""
        merge = cell.find("{*}tcPr/{*}vMerge")
        if merge is not None and "restart" not in merge.attrib.values():
            return ""
        return joined_cell(self.text(p).replace("\n", "") for p in cell.iter("{*}p"))

    def embedded(self, element: Element) -> None:
        """An altChunk: Word shows another file here. Its words are read; python-docx would read nothing, silently."""
        part = self.target(element)
        if self.depth + 1 >= DEEPEST_NESTING:
            raise BadImport("文档里套着文档，层数太多", code="too_deep", remedy=REMEDY, place=self.got.name)
        data = self.archive.read(part)
        inner = Gathered(self.got.name, self.got.unit)
        kind = part.rsplit(".", 1)[-1].lower()
        if kind in ("mht", "mhtml") or data[:200].lstrip().lower().startswith(
            (b"mime-version", b"from:", b"content-type")
        ):
            take_page(page_in(data, self.got.name)[0], inner)
        elif kind in ("html", "htm", "xhtml"):
            take_page(decoded(data, self.got.name)[0], inner)
        elif data.startswith(b"PK"):
            read_word(data, inner, accept_changes=self.accept_changes, depth=self.depth + 1)
        else:
            raise BadImport(
                f"正文是嵌入的 {kind} 文件（altChunk），读不出来",
                code="embedded_unknown",
                remedy="请用 Word 或 WPS 打开，全选复制到新文档，另存为 docx 后再导入",
                place=self.got.name,
            )
        self.got.remark("embedded_page", f"正文是嵌入的{'网页' if kind != 'docx' else '文档'}（altChunk），已读出")
        self.got.hints += inner.hints
        self.got.findings += inner.findings
        for line in inner.lines:
            self.at += 1
            self.got.add(line.text, self.at, line.kind)

    def target(self, element: Element) -> str:
        """The part of the package that an altChunk names. Raises BadImport where it is missing or outside."""
        identifier = next((v for k, v in element.attrib.items() if etree.QName(k).localname == "id"), "")
        relations = _optional(self.archive, f"{self.folder}/_rels/document.xml.rels")
        for relation in relations if relations is not None else ():
            if relation.get("Id") == identifier and relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{self.folder}/{target}")
                if self.archive.has(part):
                    return part
        raise BadImport(
            "正文是嵌入的文件（altChunk），但包里没有它",
            code="embedded_missing",
            remedy="请用 Word 或 WPS 打开，全选复制到新文档，另存为 docx 后再导入",
            place=self.got.name,
        )

    def finish(self) -> None:
        """The footnotes, after everything else, each with the number that the page shows."""
        if self.carried:
            self.got.add(self.carried, self.at)
        if self.numbered:
            self.got.remark("numbering", f"有 {self.numbered} 段由 Word 自动编号，已按编号写出")
        for number, (part, identifier) in enumerate(self.notes, 1):
            notes = _optional(self.archive, f"{self.folder}/{part}.xml")
            for note in notes if notes is not None else ():
                if any(etree.QName(k).localname == "id" and v == identifier for k, v in note.attrib.items()):
                    words = "".join(self.text(p) for p in note.iter("{*}p"))
                    self.got.add(f"［{number}］{words.strip(BLANK)}", self.at, LineKind.NOTE)


def _own_table(element: Element) -> Element | None:
    return next((a for a in element.iterancestors() if _name(a) == "tbl"), None)


def is_layout(table: Element, rows: list[Element]) -> bool:
    """Whether a table only lays out the page: one column, or headings of the text inside."""
    if all(sum(_own_table(cell) is table for cell in row.iter("{*}tc")) <= 1 for row in rows):
        return True
    return any(
        article_head("".join(t.text or "" for t in p.iter("{*}t")).strip(BLANK)) for p in table.iter("{*}p")
    )  # fmt: skip


def pieces(text: str) -> Iterator[str]:
    """A paragraph at its soft breaks: joined again, but where a piece begins something or the one before is finished."""
    parts = [part.strip(BLANK) for part in text.split("\n")]
    joined = parts[0]
    for part in parts[1:]:
        begins = article_head(part) or division_head(part) or list_mark(part)
        if part and joined and (begins or joined.endswith(("。", "；", "："))):
            yield joined
            joined = part
        else:
            joined += part
    yield joined
