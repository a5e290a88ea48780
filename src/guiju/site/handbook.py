"""Pages that people write: their `{{ cite("党章", 46) }}` become links, after the article has been looked up."""

from __future__ import annotations

import re
from datetime import date

from guiju.citations.reading import read_reference
from guiju.corpus.store import Corpus
from guiju.errors import BadReference, GuijuError, Place
from guiju.regulation import ArticleRef
from guiju.site.pages import address

_CITE = re.compile(r"\{\{\s*cite\(\s*[\"“]([^\"”]+)[\"”]\s*(?:,\s*(\d+)\s*)?\)\s*\}\}")


def with_citations(markdown: str, source: str, corpus: Corpus, on: date) -> str:
    """The page with every citation as a link to the article. Raises GuijuError with the line of one that fails."""
    root = "../" * source.count("/")

    def link(m: re.Match[str]) -> str:
        try:
            return _link(m[1] + (m[2] or ""), root, corpus, on)
        except GuijuError as error:
            error.place = Place(f"content/{source}", markdown.count("\n", 0, m.start()) + 1)
            raise

    return _CITE.sub(link, markdown)


def _link(name: str, root: str, corpus: Corpus, on: date) -> str:
    ref = read_reference(name, corpus.names())
    if ref is None:
        raise BadReference(f"库里没有叫“{name}”的法规或条文", remedy="请核对名称和条号")
    version = corpus.version(ref, on)
    if ref.article:
        corpus.article(ref, on)
    target = ArticleRef(ref.regulation, None, ref.article, ref.inserted, ref.paragraph, ref.item)
    return f'<a href="{address(target, root)}">《{version.meta.title}》{version.label_of(ref)}</a>'
