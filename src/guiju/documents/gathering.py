"""What a layout gathers beside the text while it goes through it: footnotes, pictures, ids of drawings."""

from __future__ import annotations

from dataclasses import dataclass, field

from guiju.documents.blocks import Inline, Picture, Span
from guiju.documents.fonts import Face
from guiju.documents.geometry import Twips, pt
from guiju.documents.package import Part, footnotes, picture
from guiju.documents.paragraphs import BODY, Shape, Type, paragraph, run, runs

_NOTE = Type(Face.BODY, 12)
_MARK = '<w:vertAlign w:val="superscript"/>'


@dataclass
class Gathering:
    """Footnotes and pictures in the order in which they were met."""

    notes: list[str] = field(default_factory=list)
    pictures: list[Part] = field(default_factory=list)
    drawings: int = 0

    def text(self, inline: Inline, type: Type = BODY) -> str:
        """A line as runs; a footnote leaves its mark in the line and its text at the foot."""
        return "".join(runs((span,), type) + (self._note(span) if span.note else "") for span in inline)

    def picture(self, block: Picture) -> str:
        """The id of the relationship of a picture."""
        id = f"rPicture{len(self.pictures) + 1}"
        self.pictures.append(picture(id, block.name, block.data))
        return id

    def drawing(self) -> int:
        """An id for a drawing, new each time."""
        self.drawings += 1
        return self.drawings

    def parts(self) -> tuple[Part, ...]:
        """What was gathered, as parts of the package."""
        return (*self.pictures, *((footnotes(self.notes),) if self.notes else ()))

    def _note(self, span: Span) -> str:
        number = len(self.notes) + 1
        reference = f"<w:r><w:rPr>{_MARK}</w:rPr><w:footnoteRef/></w:r>"
        shape = Shape(align="both", line=pt(16), left=Twips(0))
        self.notes.append(paragraph(reference + run(" " + span.note, _NOTE), shape, _NOTE))
        return f'<w:r><w:rPr>{_MARK}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
