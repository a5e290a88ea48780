"""What stands at a place of the page and not in the line: text boxes, rules and pictures, as DrawingML.

Places are counted from the page, so they are the same in every margin profile. Of five ways tried only a text box stays
where it is put in LibreOffice as in Word: floating tables and frames fall back into the line.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from guiju.documents.geometry import EMU_PER_TWIP, Twips

_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def text_box(
    content: str, left: Twips, top: Twips, width: Twips, height: Twips, *, id: int, name: str, told: str,
    anchor: str = "b", turned: bool = False, wrap: str = "wrapTopAndBottom",
) -> str:  # fmt: skip
    """A run that holds paragraphs in a box at a place of the page, in twips from its corner. `told` is the alt text.

    `turned`: the text runs from the top to the bottom of the page.
    """
    vertical = ' vert="vert"' if turned else ""
    inner = (
        f"{_geometry(width, height)}<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr{vertical} lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></wps:bodyPr>'
    )
    return _anchored(f'<wps:cNvSpPr txBox="1"/>{inner}', left, top, width, height, id, name, told, wrap)


def rule_line(left: Twips, top: Twips, width: Twips, eighths: int, colour: str, *, id: int, name: str) -> str:
    """A run that holds a horizontal rule whose middle is `top` from the upper edge of the page; thickness in 1/8 pt."""
    thick = round(eighths * 12700 / 8)
    shape = (
        f"<wps:cNvCnPr/>{_geometry(width, Twips(0), 'line')}"
        f'<a:ln w="{thick}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/>'
    )
    return _anchored(shape, left, top, width, Twips(0), id, name, name, "wrapNone")


def inline_picture(part: str, width: Twips, height: Twips, *, id: int, told: str) -> str:
    """A run that holds a picture in the line; `part` is the id of its relationship, `told` its alt text."""
    wide, high = width * EMU_PER_TWIP, height * EMU_PER_TWIP
    said = quoteattr(told)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{id}" name="图{id}" descr={said}/><a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{id}" name="图{id}" descr={said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{part}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def _geometry(width: Twips, height: Twips, kind: str = "rect") -> str:
    wide, high = width * EMU_PER_TWIP, height * EMU_PER_TWIP
    return (
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
    )


def _anchored(
    shape: str, left: Twips, top: Twips, width: Twips, height: Twips, id: int, name: str, told: str, wrap: str
) -> str:  # fmt: skip
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{id}" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left * EMU_PER_TWIP}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * EMU_PER_TWIP}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width * EMU_PER_TWIP}" cy="{height * EMU_PER_TWIP}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:{wrap}/>"
        f'<wp:docPr id="{id}" name={quoteattr(name)} descr={quoteattr(told)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp>{shape}</wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
