"""The sheet: A4 upright or on its side, its margins, and which parts stand in its foot."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.documents.geometry import PAGE_HEIGHT, PAGE_WIDTH, Twips, mm


@dataclass(frozen=True, slots=True)
class Margins:
    """White around the text; `foot` is from the edge of the paper to the bottom of the footer."""

    top: Twips
    right: Twips
    bottom: Twips
    left: Twips
    foot: Twips
    head: Twips = mm(15)


def section(
    margins: Margins,
    *,
    landscape: bool = False,
    odd: str = "",
    even: str = "",
    first: str | None = None,
    restart: bool = False,
) -> str:
    """Section properties (ECMA-376 part 1, 17.6.17): A4 (GB/T 9704-2012 §5.1) with these margins.

    `odd`, `even` and `first` are the ids of footer parts; `first` '' leaves the first page without one. `restart`: the
    section begins a leaf, so that it can be bound by itself, and its pages are numbered from 1.
    """
    wide, high = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    feet = "".join(
        f'<w:footerReference w:type="{kind}" r:id="{id}"/>'
        for kind, id in (("even", even), ("default", odd), ("first", first))
        if id
    )
    return (
        f"<w:sectPr>{feet}"
        + ('<w:type w:val="oddPage"/>' if restart else "")
        + f'<w:pgSz w:w="{wide}" w:h="{high}"'
        + (' w:orient="landscape"/>' if landscape else "/>")
        + f'<w:pgMar w:top="{margins.top}" w:right="{margins.right}" w:bottom="{margins.bottom}" w:left="{margins.left}" '
        f'w:header="{margins.head}" w:footer="{margins.foot}" w:gutter="0"/>'
        + ('<w:pgNumType w:start="1"/>' if restart else "")
        + ("<w:titlePg/>" if first is not None else "")
        + "</w:sectPr>"
    )


def section_break(properties: str) -> str:
    """A paragraph that ends a section with these properties."""
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{properties}</w:pPr></w:p>'
