"""Files as offices have them, made for tests: docx packages from their XML, mht, zips."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from guiju.workspace import Workspace

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

GOOD = """甲市机关会议办法
（2020年3月1日甲市人民政府办公室印发）
第一章　总　则
第一条　为了规范会议，制定本办法。
第二条　会议由办公室负责：
（一）通知；
（二）记录。
第二章　附　则
第三条　本办法自2020年4月1日起施行。
"""
"""A rule of three articles without any doubt about it."""


def text_file(workspace: Workspace, text: str | bytes, name: str = "甲.txt") -> Path:
    """A file in the workspace's root."""
    path = workspace.root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def stored_files(workspace: Workspace) -> dict[str, bytes]:
    """Every file under regulations/."""
    return {str(p): p.read_bytes() for p in workspace.regulations.rglob("*") if p.is_file()}


def run(text: str, properties: str = "") -> str:
    """A run of WordprocessingML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph; plain text in it becomes a run."""
    inner = "".join(c if c.startswith("<") else run(c) for c in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; cells hold a paragraph, or the WordprocessingML given."""
    cells = [
        "".join(f"<w:tc>{c if c.startswith('<') else paragraph(c)}</w:tc>" for c in row) for row in rows
    ]  # fmt: skip
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word_file(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A docx with this body, and these parts beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        )
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return out.getvalue()


def word_text(text: str = GOOD) -> bytes:
    """A docx with a paragraph a line."""
    return word_file("".join(paragraph(line) for line in text.splitlines()))


def related(identifier: str, target: str) -> dict[str, str]:
    """The part that relates the document to another part."""
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{names}">'
        f'<Relationship Id="{identifier}" Type="{R}/aFChunk" Target="{target}"/></Relationships>'
    }


def page(text: str = GOOD) -> str:
    """A web page with a paragraph a line."""
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"


def mht(html: str, charset: str = "utf-8") -> bytes:
    """A single-file web page."""
    head = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + html.encode(charset) + b"\r\n--x--\r\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def bomb(part: str = "word/document.xml") -> bytes:
    """A small zip that unpacks to 201 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, b"0" * (201 * 2**20))
    return out.getvalue()
