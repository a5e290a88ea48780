"""Every element of every output stands in the order that ECMA-376 gives: Word calls a file with any other order damaged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree

from guiju.documents.forms import to_docx
from guiju.documents.markup import parse
from guiju.documents.styles import STYLES
from tests.documents.ruler import SAMPLES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout "
    "specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tbl": "tblPr tblGrid tr",
    "settings": "writeProtection view zoom removePersonalInformation embedTrueTypeFonts evenAndOddHeaders mirrorMargins "
    "documentProtection defaultTabStop characterSpacingControl footnotePr endnotePr compat themeFontLang clrSchemeMapping",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr tblPr",
}
ANY_ORDER = {"trPr"}
"""Row properties are a choice, so any order is right (ECMA-376 part 1, 17.4.82)."""


def misplaced(data: bytes) -> Iterator[str]:
    """Elements that stand behind one that should follow them, or that do not belong there."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                for parent in etree.fromstring(package.read(name)).iter():
                    yield from _misplaced(name, parent)


def _misplaced(part: str, parent: etree._Element) -> Iterator[str]:
    kind = str(parent.tag).removeprefix(W)
    if kind not in ORDER or not str(parent.tag).startswith(W):
        return
    known = ORDER[kind].split()
    names = [str(child.tag).removeprefix(W) for child in parent]
    yield from (f"{part}: {name} in {kind}" for name in names if name not in known)
    places = [known.index(name) for name in names if name in known]
    if places != sorted(places) and kind not in ANY_ORDER:
        yield f"{part}: {kind} has {' '.join(names)}"


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.md")))
def test_elements_stand_in_the_order_of_the_schema(sample: str, style: str) -> None:
    document = parse((SAMPLES / f"{sample}.md").read_text("utf-8"), sample)
    data = to_docx(document, STYLES[style])
    assert list(misplaced(data)) == []
    assert to_docx(document, STYLES[style]) == data, "not the same bytes twice"


def test_what_is_bound_apart_begins_a_leaf_and_is_numbered_from_1_once() -> None:
    data = to_docx(parse((SAMPLES / "apart.md").read_text("utf-8"), "apart"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    sections = [
        [value for e in section for value in e.attrib.values() if value in ("landscape", "oddPage", "1")]
        for section in root.iter(f"{W}sectPr")
    ]
    assert sections == [[], ["oddPage", "1"], ["oddPage", "landscape", "1"], []]


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.md")))
def test_every_table_fits_its_grid_and_every_cell_ends_with_a_paragraph(sample: str) -> None:
    data = to_docx(parse((SAMPLES / f"{sample}.md").read_text("utf-8"), sample))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for table in root.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            assert sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans) == columns
        assert all(cell[-1].tag == f"{W}p" for cell in table.iter(f"{W}tc"))
    ids = [shape.get("id") for shape in root.iter() if str(shape.tag).endswith("}docPr")]
    assert len(ids) == len(set(ids))
