"""The picture of each kind on the site: the first pages of its example, side by side. Needs LibreOffice and the fonts."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from guiju.corpus.loading import load_corpus
from guiju.documents.kinds import list_kinds
from guiju.documents.making import Order, make
from guiju.workspace import Workspace, make_cache
from tests.conftest import ON, ROOT

HEIGHT = 760
"""Pixels: legible on a page and small in the repository."""


def main() -> None:
    workspace = Workspace(ROOT)
    corpus = load_corpus(workspace)
    fonts = make_cache(workspace) / "fonts"
    if not fonts.exists():
        fonts.symlink_to(ROOT / ".cache" / "fonts")
    for kind in list_kinds(workspace):
        with tempfile.TemporaryDirectory() as folder:
            made = make(Order(kind, kind.example, Path(folder), ON, png=True), corpus, workspace)
            pages = [Image.open(path) for path in made.outputs if path.suffix == ".png"][:2]
            beside(pages).save(kind.folder / "picture.png", optimize=True)


def beside(pages: Sequence[Image.Image]) -> Image.Image:
    """Pages in a row on grey, in 64 colours."""
    small = [
        page.resize((round(page.width * HEIGHT / page.height), HEIGHT), Image.Resampling.LANCZOS) for page in pages
    ]
    gap = 12
    sheet = Image.new("RGB", (sum(p.width + gap for p in small) + gap, HEIGHT + 2 * gap), "#d9d9d9")
    left = gap
    for page in small:
        sheet.paste(page, (left, gap))
        left += page.width + gap
    return sheet.quantize(64)


if __name__ == "__main__":
    main()
