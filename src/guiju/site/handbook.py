"""Pages that people write: their `{{ cite("党章", 46) }}` become links, after the article has been looked up."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from guiju.content.citing import citations_in
from guiju.site.pages import Shelf


def with_citations(markdown: str, source: str, shelf: Shelf) -> str:
    """The page with every citation as a link to the article. Raises GuijuError with the line of one that fails."""
    root = "../" * source.count("/")
    out, at = [], 0
    for cited in citations_in(markdown, shelf.corpus, shelf.written, f"content/{source}"):
        ref = replace(cited.ref, version=cited.version.meta.effective)
        out += [
            markdown[at : cited.start],
            f'<a href="{shelf.address(ref, root)}">{escape(cited.shown, quote=False)}</a>',
        ]
        at = cited.end
    return "".join([*out, markdown[at:]])
