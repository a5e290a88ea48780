"""Every kind of file gives the same text, and what it holds beside text is told or refused by name."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from guiju.corpus.reading.lines import SourceText
from guiju.corpus.reading.sources import Source, read_source, sources_in
from guiju.errors import BadImport
from guiju.numerals import to_chinese
from tests.corpus.files import (
    GOOD,
    W,
    bomb,
    mht,
    page,
    paragraph,
    related,
    run,
    table,
    word_file,
    word_text,
    zipped,
)

LINES = GOOD.splitlines()


def read(tmp_path: Path, name: str, data: bytes | str, *, accept_changes: bool = False) -> SourceText:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (source,) = sources_in(path)
    if isinstance(source, BadImport):
        raise source
    return read_source(source, accept_changes=accept_changes)


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def codes(source: SourceText) -> set[str]:
    return {finding.code for finding in source.findings}


MARKDOWN = "# 甲市机关会议办法\n\n" + "\n\n".join(
    f"**{line[:3]}**{line[3:]}" if line.startswith("第") else line for line in LINES[1:]
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲.txt", GOOD.encode()),
        ("甲.txt", codecs.BOM_UTF8 + GOOD.replace("\n", "\r\n").encode()),
        ("甲.txt", GOOD.encode("gb18030")),
        ("甲.txt", codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le")),
        ("甲.txt", "\n".join("　　" + line + "  " for line in LINES).encode()),
        ("甲.md", MARKDOWN.encode()),
        ("甲.md", ("---\ntitle: 甲\n---\n" + MARKDOWN + "\n\n[返回](./)\n").encode()),
        ("甲.html", page().encode()),
        ("甲.htm", page().encode("gb18030")),
        ("甲.mht", mht(page())),
        ("甲.mht", mht(page(), "gb18030")),
        ("甲.docx", word_text()),
        ("甲.docx", word_file('<w:altChunk r:id="a"/>', related("a", "a.mht") | {"word/a.mht": mht(page())})),
        ("甲.docx", word_file('<w:altChunk r:id="a"/>', related("a", "/word/b.docx") | {"word/b.docx": word_text()})),
        ("甲.zip", zipped({"说明/甲.txt": GOOD.encode(), "__MACOSX/甲.txt": b"x", "图.png": b"x"})),
        ("甲.zip", zipped({"甲.docx": word_text()})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_text_in_every_form(tmp_path: Path, name: str, data: bytes) -> None:
    assert texts(read(tmp_path, name, data)) == LINES


@pytest.mark.parametrize(
    ("data", "said"),
    [(GOOD.encode(), "UTF-8"), (GOOD.encode("gb18030"), "GB18030"), (codecs.BOM_UTF8 + GOOD.encode(), "BOM")],
)
def test_the_encoding_that_was_used_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    finding = next(f for f in read(tmp_path, "甲.txt", data).findings if f.code == "encoding")
    assert said in finding.cause


LONG = "第一条　" + "会议应当按照规定的程序召开并且作好记录，" * 12 + "不得缺席。"


def broken(text: str, width: int, indent: str = "") -> str:
    """The text as an editor that breaks lines would have saved it."""
    whole = indent + text
    return "\n".join(whole[i : i + width] for i in range(0, len(whole), width))


@pytest.mark.parametrize("indent", ["　　", ""])
def test_lines_that_an_editor_broke_are_joined_again(tmp_path: Path, indent: str) -> None:
    paragraphs = [LONG.replace("第一条", f"第{n}条") for n in "一二三四五六"]
    text = "\n".join(broken(p, 38, indent) for p in paragraphs)
    source = read(tmp_path, "甲.txt", text)
    assert texts(source) == paragraphs
    assert "unwrapped" in codes(source)


def test_lines_of_a_text_that_is_not_broken_stay_paragraphs(tmp_path: Path) -> None:
    lines = [f"第{n}条　" + "短" * k for k, n in enumerate("一二三四五六七八九", 3)] * 3
    assert texts(read(tmp_path, "甲.txt", "\n".join(lines))) == lines


def test_soft_breaks_in_word_are_layout_but_where_something_begins(tmp_path: Path) -> None:
    broken_title = paragraph(run("甲市机关"), "<w:r><w:br/></w:r>", run("会议办法"))
    two_articles = paragraph(
        run("第一条　甲。"), "<w:r><w:br/></w:r>", run("第二条　乙："), "<w:r><w:br/></w:r>", run("（一）丙。")
    )
    assert texts(read(tmp_path, "甲.docx", word_file(broken_title + two_articles))) == [
        "甲市机关会议办法", "第一条　甲。", "第二条　乙：", "（一）丙。"
    ]  # fmt: skip


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("三") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def test_of_a_field_its_result_is_read_and_not_its_instruction(tmp_path: Path) -> None:
    simple = '<w:fldSimple w:instr="DATE">' + run("五") + "</w:fldSimple>"
    assert texts(read(tmp_path, "甲.docx", word_file(paragraph("第", FIELD, "条和第", simple, "条")))) == [
        "第三条和第五条"
    ]


NUMBERING = """<w:numbering xmlns:w="%s"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="hebrew1"/><w:lvlText w:val="%%3"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
NUMBERING = NUMBERING % "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def numbered(text: str, level: int) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')


def test_numbers_that_word_writes_by_itself_are_written_out(tmp_path: Path) -> None:
    body = numbered("甲：", 0) + numbered("乙；", 1) + numbered("丙。", 1) + numbered("丁：", 0) + numbered("戊。", 1)
    source = read(tmp_path, "甲.docx", word_file(body, {"word/numbering.xml": NUMBERING}))
    assert texts(source) == ["第一条　甲：", "（一）乙；", "（二）丙。", "第二条　丁：", "（一）戊。"]
    assert "numbering" in codes(source)


def test_a_table_of_data_is_kept_row_by_row_and_a_table_of_layout_is_not(tmp_path: Path) -> None:
    data = table(("税目", "税率"), ("借款合同", "万分之零点五"))
    layout = table((paragraph("第一条　甲。") + paragraph("第二条　乙。"), "页边"))
    source = read(tmp_path, "甲.docx", word_file(layout + data))
    assert texts(source) == ["第一条　甲。", "第二条　乙。", "页边", "| 税目 | 税率 |", "| 借款合同 | 万分之零点五 |"]
    html = "<p>第一条　甲。</p><p>第二条　乙。</p><table><tr><td>税目<td>税率<tr><td>甲|乙<td>一<br>二</table>"
    assert texts(read(tmp_path, "甲.html", html))[2:] == ["| 税目 | 税率 |", "| 甲\\|乙 | 一<br>二 |"]


def test_a_merged_cell_is_read_once(tmp_path: Path) -> None:
    rows = (
        "<w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + paragraph("甲") + "</w:tc><w:tc>" + paragraph("一")
        + "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("甲") + "</w:tc><w:tc>" + paragraph("二")
        + "</w:tc></w:tr>"
    )  # fmt: skip
    assert texts(read(tmp_path, "甲.docx", word_file(f"<w:tbl>{rows}</w:tbl>"))) == ["| 甲 | 一 |", "|  | 二 |"]


INSERTED = f'<w:ins w:id="1">{run("增")}</w:ins>'
DELETED = '<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>'
MARK_DELETED = '<w:rPr><w:del w:id="3"/></w:rPr>'


def test_tracked_changes_are_an_error_or_accepted_on_request(tmp_path: Path) -> None:
    body = paragraph("甲", INSERTED, DELETED, "乙") + paragraph("丙", properties=MARK_DELETED) + paragraph("丁")
    assert "tracked_changes" in codes(read(tmp_path, "甲.docx", word_file(body)))
    accepted = read(tmp_path, "甲.docx", word_file(body), accept_changes=True)
    assert texts(accepted) == ["甲增乙", "丙丁"]
    assert codes(accepted) == {"changes_accepted"}


PICTURE = "<w:r><w:drawing><a:blip xmlns:a='x'/></w:drawing></w:r>"
BOX = f"<w:r><w:pict><v:textbox xmlns:v='x'><w:txbxContent>{paragraph('框里的字')}</w:txbxContent></v:textbox></w:pict></w:r>"
NOTES = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("注的内容")}</w:footnote></w:footnotes>'


@pytest.mark.parametrize(
    ("body", "parts", "code", "lines"),
    [
        (paragraph("甲", PICTURE), {}, "picture", ["甲"]),
        (paragraph("甲", BOX) + paragraph("乙"), {}, "text_box", ["甲", "框里的字", "乙"]),
        (paragraph("甲", run("暗", "<w:vanish/>")), {}, "hidden_text", ["甲"]),
        (paragraph("甲", "<w:r><w:object/></w:r>"), {}, "embedded_object", ["甲"]),
        (paragraph("甲", '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("乙"), {"word/footnotes.xml": NOTES},
         "footnote", ["甲", "乙", "［1］注的内容"]),
        (paragraph("甲"), {"word/vbaProject.bin": b"x"}, "macros", ["甲"]),
        (paragraph("甲", '<w:r><w:commentReference w:id="0"/></w:r>'), {}, "comments", ["甲"]),
    ],
    ids=["picture", "text-box", "hidden", "object", "footnote", "macros", "comments"],
)  # fmt: skip
def test_what_stands_beside_the_text_is_told(
    tmp_path: Path, body: str, parts: dict[str, str | bytes], code: str, lines: list[str]
) -> None:
    source = read(tmp_path, "甲.docx", word_file(body, parts))
    assert texts(source) == lines
    assert codes(source) == {code}


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x"><w:body/></w:document>'
ENCRYPTED = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Encrypt<</Filter/Standard>>>>"


def picture_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("L", (600, 800), 255).save(out, "PDF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("甲.docx", b"not a docx", "unreadable", "不是有效的"),
        ("甲.docx", b"", "empty", "0 字节"),
        ("甲.docx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "old_word", "旧版 doc"),
        ("甲.docx", zipped({"word/document.xml": b"<w:document><w:body>"}), "unreadable", "损坏"),
        ("甲.docx", zipped({"word/other.xml": b"<x/>"}), "unreadable", "损坏"),
        ("甲.docx", zipped({"word/document.xml": XXE.encode()}), "doctype", "DOCTYPE"),
        ("甲.docx", word_file(""), "no_text", "没有文字"),
        ("甲.docx", bomb(), "zip_bomb", "压缩炸弹"),
        ("甲.docx", word_file(paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>')), "symbol", "符号字体"),
        ("甲.docx", word_file(paragraph("<m:oMath xmlns:m='x'/>")), "formula", "公式"),
        ("甲.docx", word_file(numbered("甲", 2), {"word/numbering.xml": NUMBERING}), "numbering_unknown", "自动编号"),
        ("甲.docx", word_file('<w:altChunk r:id="a"/>'), "embedded_missing", "altChunk"),
        (
            "甲.docx",
            word_file('<w:altChunk r:id="a"/>', related("a", "a.rtf") | {"word/a.rtf": b"{\\rtf"}),
            "embedded_unknown",
            "rtf",
        ),
        ("甲.docx", word_file("<w:p>" * 400 + "</w:p>" * 400), "unreadable", "损坏"),
        ("甲.html", "<div>" * 5000 + "第一条　甲。" + "</div>" * 5000, "too_deep", "层次太深"),
        ("甲.txt", b"\xff\xfe\x00\xd8", "undecodable", "UTF-16"),
        ("甲.txt", bytes(range(128, 256)) * 9, "undecodable", "不是 UTF-8"),
        ("甲.txt", GOOD.encode("utf-16-le"), "undecodable", "不是 UTF-8"),
        ("甲.txt", "abc".encode("utf-16-le") * 9, "undecodable", "空字节"),
        ("甲.txt", GOOD.encode("shift_jis", "ignore"), "undecodable", "不成文字"),
        ("甲.txt", " \n　\n", "no_text", "没有文字"),
        ("甲.md", "[只有链接](a.md)\n", "no_text", "没有文字"),
        ("甲.mht", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "unreadable", "没有网页"),
        ("甲.pdf", b"%PDF-1.4", "unreadable", "不是有效的 PDF"),
        ("甲.pdf", picture_pdf(), "scanned", "OCR"),
        ("甲.zip", zipped({"图.png": b"x"}), "unknown_form", "没有能导入的文件"),
        ("甲.zip", zipped({"内.zip": b"x"}), "unknown_form", "另一层压缩包"),
        ("甲.zip", bomb("甲.txt"), "zip_bomb", "压缩炸弹"),
        ("甲.doc", b"x", "unknown_form", "另存为 docx"),
        ("甲.ofd", b"x", "unknown_form", "OFD"),
        ("甲.xyz", b"x", "unknown_form", ".docx"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    tmp_path: Path, name: str, data: bytes | str, code: str, said: str
) -> None:
    with pytest.raises(BadImport) as refusal:
        read(tmp_path, name, data)
    assert refusal.value.code == code
    assert said in str(refusal.value)
    assert name in str(refusal.value)
    assert refusal.value.remedy


def test_navigation_and_what_is_hidden_on_a_page_are_not_text(tmp_path: Path) -> None:
    chrome = "<nav>首页</nav><ul><li>通知</li></ul>"
    body = "<div class=main>" + "".join(
        f"<p style='text-indent:2em'>&nbsp;&ensp;<span>{line[:4]}</span><span>{line[4:]}</span></p>\n" for line in LINES
    )
    html = f"<html><title>甲市机关会议办法_某网站</title><body>{chrome}{body}<p style='display:none'>暗</p></div><p>版权</p></body>"
    source = read(tmp_path, "甲.html", html)
    assert texts(source) == LINES
    assert "甲市机关会议办法" in source.hints


def test_a_break_in_the_source_of_a_page_is_no_break_in_the_text(tmp_path: Path) -> None:
    html = "<p>第一条　甲\n      乙。<br>丙\r\n丁 and\nmore</p><p>第二条　戊。</p>"
    assert texts(read(tmp_path, "甲.html", html)) == ["第一条　甲乙。", "丙丁 and more", "第二条　戊。"]


@pytest.mark.browser
@pytest.mark.parametrize("indent", ["0", "2em"])
def test_a_pdf_printed_from_a_browser_gives_its_paragraphs_without_page_furniture(
    tmp_path: Path, chromium: Browser, indent: str
) -> None:
    articles = [
        f"第{to_chinese(n)}条　"
        + "".join(f"第{to_chinese(n * k)}次会议应当按照程序召开并且作好记录，" for k in range(1, n % 7 + 3))
        + "不得缺席。"
        for n in range(1, 40)
    ]
    head = "<div style='font-size:8px;width:100%'>2026/11/24 10:00　甲网站</div>"
    foot = "<div style='font-size:8px;width:100%;text-align:center'>— <span class=pageNumber></span> —</div>"
    shown = chromium.new_page()
    shown.set_content("".join(f"<p style='text-indent:{indent}'>{text}</p>" for text in articles))
    data = shown.pdf(
        format="A4", display_header_footer=True, header_template=head, footer_template=foot, margin={"top": "2cm", "bottom": "2cm"}
    )  # fmt: skip
    shown.close()
    source = read(tmp_path, "甲.pdf", data)
    assert [text.replace(" ", "　") for text in texts(source)] == articles
    assert "page_furniture" in codes(source)


@pytest.mark.parametrize(
    ("units", "character"),
    [("D842DFB7", "\U00020bb7"), ("D842", "\ufffd"), ("DFB7", "\ufffd")],
    ids=["rare-character", "first-half", "second-half"],
)
def test_half_a_character_of_a_pdf_is_a_character_lost(tmp_path: Path, units: str, character: str) -> None:
    source = read(tmp_path, "甲.pdf", mapped_pdf({"A": "7532", "B": units}, "AB" * 20))
    assert texts(source) == [f"甲{character}" * 20]


def mapped_pdf(meaning: dict[str, str], shown: str) -> bytes:
    """A page that shows some letters, with the UTF-16 code units that each stands for."""
    ranges = "\n".join(f"<{ord(letter):02X}> <{units}>" for letter, units in meaning.items())
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
        f"endcodespacerange {len(meaning)} beginbfchar {ranges} endbfchar endcmap end end"
    )
    drawn = f"BT /F 12 Tf 40 700 Td ({shown}) Tj ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(unicode)}>>stream\n{unicode}\nendstream",
    )
    out, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, part in enumerate(parts, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    size = len(parts) + 1
    return out + b"xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def test_a_folder_stands_for_the_files_in_it_that_can_be_read(tmp_path: Path) -> None:
    for name in (
        "乙/二.docx",
        "甲/一.txt",
        "甲/旧.doc",
        "甲/图.png",
        "甲/.隐藏.txt",
        "甲/~$临时.docx",
        "页_files/框.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "丙.zip").write_bytes(zipped({"三.md": b"x", "四.bin": b"x"}))
    (tmp_path / "坏.zip").write_bytes(b"PK")
    found = list(sources_in(tmp_path))
    sources = [source for source in found if isinstance(source, Source)]
    assert [source.path.name + source.member for source in sources] == ["丙.zip三.md", "二.docx", "一.txt", "旧.doc"]
    assert [str(error) for error in found if isinstance(error, BadImport)] == [
        f"{tmp_path}/坏.zip：不是有效的 zip 文件，或文件已损坏。请用原来的程序打开核对，重新下载或另存后再导入。"
    ]


def test_a_name_that_windows_wrote_in_a_zip_is_shown_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "甲.zip"
    path.write_bytes(zipped({"条例.txt".encode("gb18030").decode("cp437"): GOOD.encode()}))
    assert str(next(iter(sources_in(path)))).endswith("甲.zip/条例.txt")
