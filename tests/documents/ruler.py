"""A ruler for pages of a PDF: text by line, rules, and ink, all in millimetres from the top left of the page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2

from guiju.documents.render import to_pdf

SAMPLES = Path(__file__).parent / "samples"

MM = 25.4 / 72
DPI = 300


@dataclass(frozen=True)
class Line:
    """A line of text: its baseline, its first origin and last right edge, the origin of each character, fonts, first size."""

    text: str
    baseline: float
    left: float
    right: float
    starts: tuple[float, ...]
    fonts: frozenset[str]
    size: float


@dataclass(frozen=True)
class Rule:
    """A horizontal rule: its middle, ends and thickness."""

    y: float
    left: float
    right: float
    thickness: float
    red: bool


@dataclass(frozen=True)
class Page:
    """What was measured on one page."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]
    image: object

    @property
    def text(self) -> str:
        """All that stands on it, line by line."""
        return "\n".join(line.text for line in self.lines)

    def find(self, start: str) -> Line:
        """The line that begins with these words."""
        return next(line for line in self.lines if line.text.startswith(start))

    def ink(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The edges of what is printed inside a window."""
        scale = DPI / 25.4
        crop = self.image.crop(tuple(round(v * scale) for v in (left, top, right, bottom)))  # type: ignore[attr-defined]
        box = crop.convert("L").point(lambda v: 255 * (v < 140)).getbbox()
        assert box, "nothing is printed there"
        return (left + box[0] / scale, top + box[1] / scale, left + box[2] / scale, top + box[3] / scale)


def measure(path: Path) -> list[Page]:
    """Every page of a PDF, measured."""
    images = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(path)]
    with pdfplumber.open(path) as pdf:
        return [
            Page(float(page.width) * MM, float(page.height) * MM, _lines(page), _rules(page), image)
            for page, image in zip(pdf.pages, images, strict=True)
        ]


def _lines(page: pdfplumber.page.Page) -> list[Line]:
    rows: dict[int, list[dict[str, object]]] = {}
    for char in page.chars:
        rows.setdefault(round(char["matrix"][5]), []).append(char)
    return [_line(row, float(page.height)) for _, row in sorted(rows.items(), reverse=True)]


def _line(row: list[dict[str, object]], height: float) -> Line:
    starts = [float(c["x0"]) for c in row]  # type: ignore[arg-type]
    return Line(
        text="".join(str(c["text"]) for c in row),
        baseline=(height - float(row[0]["matrix"][5])) * MM,  # type: ignore[index]
        left=starts[0] * MM,
        right=float(row[-1]["x1"]) * MM,  # type: ignore[arg-type]
        starts=tuple(start * MM for start in starts),
        fonts=frozenset(str(c["fontname"]).partition("+")[2] for c in row),
        size=round(float(row[0]["size"]), 1),  # type: ignore[arg-type]
    )


def _rules(page: pdfplumber.page.Page) -> list[Rule]:
    drawn = {
        (o["top"], o["x0"], o["x1"], o["linewidth"], o["stroking_color"]) for o in page.lines if o["x1"] - o["x0"] > 50
    }
    return [
        Rule(top * MM, x0 * MM, x1 * MM, width * MM, tuple(colour or ()) == (1.0, 0.0, 0.0))
        for top, x0, x1, width, colour in sorted(drawn)
    ]


def rendered(docx: bytes, name: str, folder: Path, cache: Path) -> Path:
    """The PDF that LibreOffice makes of these bytes."""
    source = folder / f"{name}.docx"
    source.write_bytes(docx)
    return to_pdf([source], folder, cache)[0]
