"""Our own empty docx, and the way back to bytes. No theme, no thumbnail; every font named; the same input, the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from guiju.documents.fonts import Face, FontSet
from guiju.documents.styles import STYLES, Style

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = (1980, 1, 1, 0, 0, 0)
LINE_MARK = "\x01line\x01"
"""Stands for the pitch of the lines until the style is known."""

_COMPRESSION = 1
"""Of 1 to 9: the fastest; the file is a twentieth larger than with the slowest."""

NAMESPACES = (
    f'{_W} xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)

_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
{defaults}<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
{overrides}</Types>"""

_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""

_DOCUMENT_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>
{rows}</Relationships>"""

_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:description>{about}</dc:description>
<dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""

# Odd and even footers differ: the page number stands on the outer side (GB/T 9704-2012 §7.5).
_SETTINGS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings {_W}>
<w:zoom w:percent="100"/>
<w:evenAndOddHeaders/>
<w:defaultTabStop w:val="420"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
</w:settings>"""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package beside the document: a footer, footnotes, a picture. `name` is its path under word/.

    `kind` is the last piece of its relationship type (ECMA-376 part 1, 11.3), `id` the relationship's.
    """

    name: str
    data: bytes
    content_type: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Package:
    """A document laid out: paragraphs and tables as WordprocessingML, the last section's properties, other parts."""

    body: str
    section: str
    parts: tuple[Part, ...] = ()


def to_bytes(package: Package, title: str, about: str = "", style: Style = STYLES["word"]) -> bytes:
    """The finished file; the same package gives the same bytes. `about` is the comments property: what is cited."""
    document = f'{_XML}<w:document {NAMESPACES} mc:Ignorable="w14"><w:body>{package.body}{package.section}</w:body></w:document>'
    files = {
        "[Content_Types].xml": _content_types(package.parts).encode(),
        "_rels/.rels": _RELS.encode(),
        "docProps/core.xml": _core(title, about).encode(),
        "word/_rels/document.xml.rels": _relationships(package.parts).encode(),
        "word/document.xml": _named(document, style),
        "word/settings.xml": _settings(package.parts).encode(),
        **_of_style(style),
    }
    for part in package.parts:
        xml = part.name.endswith(".xml")
        files[f"word/{part.name}"] = _named(part.data.decode(), style) if xml else part.data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        # Readers of the format expect [Content_Types].xml first.
        for name in sorted(files, key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(info, files[name], compresslevel=_COMPRESSION)
    return out.getvalue()


def _of_style(style: Style) -> dict[str, bytes]:
    """The parts that are the same for every document of a style."""
    key = (style.fonts.name, style.line)
    if key not in _STYLE_PARTS:
        _STYLE_PARTS[key] = {
            "word/fontTable.xml": _font_table(style.fonts).encode(),
            "word/styles.xml": _named(_STYLES, style),
        }
    return _STYLE_PARTS[key]


_STYLE_PARTS: dict[tuple[str, int], dict[str, bytes]] = {}


def footer(id: str, paragraph: str) -> Part:
    """A footer as a part."""
    data = f"{_XML}<w:ftr {NAMESPACES}>{paragraph}</w:ftr>".encode()
    return Part(f"{id}.xml", data, f"{_WORD}.footer+xml", "footer", id)


def picture(id: str, name: str, data: bytes) -> Part:
    """A PNG or JPEG as a part."""
    ending = name.rpartition(".")[2].lower().replace("jpg", "jpeg")
    return Part(f"media/{id}.{ending}", data, f"image/{ending}", "image", id)


def footnotes(notes: Sequence[str]) -> Part:
    """The footnotes, each a paragraph, numbered from 1 in order."""
    lines = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    ) + "".join(f'<w:footnote w:id="{n}">{note}</w:footnote>' for n, note in enumerate(notes, 1))
    data = f"{_XML}<w:footnotes {NAMESPACES}>{lines}</w:footnotes>".encode()
    return Part("footnotes.xml", data, f"{_WORD}.footnotes+xml", "footnotes", "rNotes")


def fonts_xml(face: Face, *, all_chinese: bool = False) -> str:
    """The font names of a run; that of the Chinese font is a mark that `to_bytes` turns into a name of a font set.

    `hint` makes Word set “ ” — … in the Chinese font; without it they follow the Latin one. The mark has a character
    that no XML may hold, so no text of a user is ever taken for one.
    """
    chinese = f"\x01{face.name}\x01"
    latin = chinese if all_chinese else face.latin
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{face.latin}" w:eastAsia="{chinese}"/>'
    )


def _named(xml: str, style: Style) -> bytes:
    """The XML with the names of the fonts and the pitch of the lines in the place of their marks."""
    for face in Face:
        family, mark = style.fonts.family(face), f"\x01{face.name}\x01"
        if face in style.fonts.bold:  # Windows has no 小标宋; bold 宋体 stands for it
            xml = xml.replace(f'{mark}"/>', f'{family}"/><w:b/>')
        xml = xml.replace(mark, family)
    return xml.replace(LINE_MARK, str(style.line)).encode()


def _core(title: str, about: str) -> str:
    return _CORE.format(title=escape(title), about=escape(about))


def _content_types(parts: Sequence[Part]) -> str:
    endings = {part.name.rpartition(".")[2]: part.content_type for part in parts if not part.name.endswith(".xml")}
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in sorted(endings.items())
    )
    overrides = "".join(
        f'<Override PartName="/word/{part.name}" ContentType="{part.content_type}"/>'
        for part in parts
        if part.name.endswith(".xml")
    )
    return _CONTENT_TYPES.format(defaults=defaults, overrides=overrides)


def _relationships(parts: Sequence[Part]) -> str:
    rows = "".join(f'<Relationship Id="{p.id}" Type="{_OFFICE}/{p.kind}" Target="{p.name}"/>' for p in parts)
    return _DOCUMENT_RELS.format(rows=rows)


def _settings(parts: Sequence[Part]) -> str:
    noted = any(part.kind == "footnotes" for part in parts)
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if noted else ""
    return _SETTINGS.replace("<w:compat>", f"{notes}<w:compat>")


def _styles() -> str:
    fonts = fonts_xml(Face.BODY)
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in range(1, 5)
    )
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles {_W}>
<w:docDefaults>
<w:rPrDefault><w:rPr>{fonts}<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault/>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:qFormat/></w:style>
{headings}
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>
<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>
</w:tblPr></w:style>
</w:styles>"""


def _font_table(fonts: FontSet) -> str:
    """Names for a machine that lacks a font: Word tries altName, then family and pitch."""
    rows = "".join(
        f'<w:font w:name="{fonts.family(face)}">'
        + (f'<w:altName w:val="{fonts.alternative(face)}"/>' if fonts.alternative(face) else "")
        + '<w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>'
        for face in {fonts.family(face): face for face in Face}.values()
    )
    return f"{_XML}<w:fonts {_W}>{rows}</w:fonts>"


_STYLES = _styles()
