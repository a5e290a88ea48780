"""Pages that people write: their `{{ cite("党章", 46) }}` become links, after the article has been looked up."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from dataclasses import replace

from guiju.content.citing import citations_in
from guiju.site.page import root_of, text_html
from guiju.site.shelf import Shelf

_LINK = re.compile(r"(\]\()(?!\w+:|#|/)([^)\s#]+)\.md(#[^)\s]*)?(?=[)\s])")
_FRONT = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_INTERNAL = re.compile(r"^(?:secrecy|密级)\s*[:：]\s*[\"']?(?!公开|无\b|\s*$)\S", re.MULTILINE)


def with_citations(markdown: str, source: str, shelf: Shelf) -> str:
    """The page with every citation as a link to the article. Raises GuijuError with the line of one that fails."""
    root = root_of(source)
    out, at = [], 0
    for cited in citations_in(markdown, shelf.corpus, shelf.written, f"content/{source}"):
        ref = replace(cited.ref, version=cited.version.meta.effective)
        out += [markdown[at : cited.start], f'<a href="{shelf.address(ref, root)}">{text_html(cited.shown)}</a>']
        at = cited.end
    return "".join([*out, markdown[at:]])


def with_links(markdown: str, source: str, generated: Container[str]) -> str:
    """Links to the source of a generated page lead to the page itself; MkDocs knows nothing of it."""

    def lead(m: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), m[2])) + ".html"
        return f"{m[1]}{m[2]}.html{m[3] or ''}" if target in generated else m[0]

    return _LINK.sub(lead, markdown)


def is_internal(text: str) -> bool:
    """Whether the head of a file says that it is not for everybody: `secrecy: 内部`."""
    head = _FRONT.match(text)
    return bool(head and _INTERNAL.search(head[1]))
