"""The sheet: A4 upright, its margins, and what stands in its foot."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.section import _Footer
from docx.shared import Twips as DocxTwips

from guiju.documents.geometry import PAGE_HEIGHT, PAGE_WIDTH, Twips, mm
from guiju.documents.paragraphs import element


@dataclass(frozen=True, slots=True)
class Margins:
    """White around the text; `foot` is from the edge of the paper to the bottom of the footer."""

    top: Twips
    right: Twips
    bottom: Twips
    left: Twips
    foot: Twips
    head: Twips = mm(15)


def set_sheet(document: Docx, margins: Margins) -> None:
    """A4 upright (GB/T 9704-2012 §5.1) with these margins."""
    _set_section(document, PAGE_WIDTH, PAGE_HEIGHT, margins)


def set_landscape(document: Docx, margins: Margins) -> None:
    """A4 on its side with these margins."""
    _set_section(document, PAGE_HEIGHT, PAGE_WIDTH, margins)
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE


def _set_section(document: Docx, width: Twips, height: Twips, margins: Margins) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = DocxTwips(width), DocxTwips(height)
    section.top_margin, section.bottom_margin = DocxTwips(margins.top), DocxTwips(margins.bottom)
    section.left_margin, section.right_margin = DocxTwips(margins.left), DocxTwips(margins.right)
    section.header_distance, section.footer_distance = DocxTwips(margins.head), DocxTwips(margins.foot)


def set_footers(document: Docx, odd: str, even: str) -> None:
    """A paragraph for the foot of odd pages and one for that of even ones."""
    section = document.sections[0]
    _put(section.footer, odd)
    _put(section.even_page_footer, even)


def add(document: Docx, *paragraphs: str) -> None:
    """Append paragraphs or tables, as XML, before the section's own properties."""
    body = document.element.body
    for xml in paragraphs:
        body.insert(len(body) - 1, element(xml))


def _put(footer: _Footer, xml: str) -> None:
    part = footer._element
    for child in list(part):
        part.remove(child)
    part.append(element(xml))
