"""Generated pages → HTML in the theme. The theme draws one frame for each place and tab; a page is its frame filled in.

Drawing every page through the templates would take most of the time of a build, and differ by title and text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

from mkdocs.commands.build import get_context
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from guiju.site.page import Heading, SitePage, attribute, root_of, text_html

_OPEN, _SHUT = "\ue0a0", "\ue0a1"
_SLOTS = ("title", "description", "head", "foot", "scripts", "kind", "content", "canonical")
_CONTENTS = "contents"
_ITEM = re.compile(rf'<li class="md-nav__item">\s*<a href="#{_OPEN}contents{_SHUT}".*?</li>', re.DOTALL)
_SKIP = re.compile(rf'<a href="[^"]*{_OPEN}contents{_SHUT}" class="md-skip">')
_SKIP_LINK = re.compile(r'<a href="#gj-content" class="md-skip">.*?</a>', re.DOTALL)
_SLOT = re.compile(f"{_OPEN}([a-z]+){_SHUT}")

ERRORS = "404.html"
"""The address of the page that a server shows for what it does not have."""


def body_html(page: SitePage) -> str:
    """The blocks of a page as HTML, under its title."""
    return "\n".join(_heading(block) if isinstance(block, Heading) else block for block in page.blocks)


def contents_html(page: SitePage) -> str:
    """The list of contents as the theme's script expects it: an item a heading, deeper ones inside."""
    headings = [block for block in page.blocks if isinstance(block, Heading) and block.level <= page.contents]
    return "".join(_items(_nested(headings)))


@dataclass(slots=True)
class Frames:
    """The theme, ready to draw generated pages. `nav` and `config` are MkDocs's own, `env` the templates."""

    env: Any
    nav: Any
    config: Any
    _drawn: dict[tuple[str, str, tuple[str, ...]], list[str]] = field(default_factory=dict)

    def html(self, page: SitePage) -> str:
        """The whole page."""
        frame = self._frame(page)
        filled = {
            "title": text_html(page.title),
            "description": attribute(page.description),
            "head": page.head,
            "foot": _in_style(page.foot or page.title),
            "scripts": "".join(f'<script src="{page.root}assets/{name}"></script>' for name in page.scripts),
            "kind": page.kind,
            "content": body_html(page),
            "canonical": attribute(f"{self.config.site_url or ''}{quote(page.address)}"),
            _CONTENTS: contents_html(page),
        }
        return "".join(filled[part] if number % 2 else part for number, part in enumerate(frame))

    def text(self) -> str:
        """One frame, for a digest that changes with the theme, the navigation and the settings."""
        return "".join(self._frame(SitePage("a/b.html", "", (), "")))

    def _frame(self, page: SitePage) -> list[str]:
        """The pieces between the slots, and the names of the slots, in turn."""
        hide = page.hide if contents_html(page) else (*page.hide, "toc")
        key = (root_of(page.address), page.lit, hide)
        if page.address == ERRORS:
            return _SLOT.split(self._of_errors(page.lit, hide))
        if key not in self._drawn:
            self._drawn[key] = _SLOT.split(self._draw(page.address, page.lit, hide))
        return self._drawn[key]

    def _of_errors(self, lit: str, hide: Sequence[str]) -> str:
        """A server shows this page at any address, so that its links must begin at the root; a folder has no server."""
        root = re.sub(r"^https?://[^/]*", "", self.config.site_url or "").rstrip("/") + "/"
        base = f"<script>location.protocol.startsWith('http')&&document.write('<base href=\"{root}\">')</script>"
        html = self._draw(ERRORS, lit, hide).replace("<head>", f"<head>{base}", 1)
        return _SKIP_LINK.sub("", html)

    def _draw(self, address: str, lit: str, hide: Sequence[str]) -> str:
        slots = {name: f"{_OPEN}{name}{_SHUT}" for name in (*_SLOTS, _CONTENTS)}
        place = root_of(address).replace("..", "x") + "x.md"
        page = Page(slots["title"], File.generated(self.config, place, content=""), self.config)
        page.meta = {
            "hide": list(hide),
            "description": slots["description"],
            **{f"gj_{name}": slots[name] for name in ("head", "foot", "scripts", "kind")},
        }
        page.content = f"<h1>{slots['title']}</h1>\n{slots['content']}"
        page.toc = TableOfContents([AnchorLink("x", slots[_CONTENTS], 2)])
        if page.canonical_url:
            page.canonical_url = slots["canonical"]
        opened = next((item for item in self.nav.pages if item.url == lit), None)
        if opened:
            opened.active = True
        try:
            html = self.env.get_template("main.html").render(get_context(self.nav, [], self.config, page))
        finally:
            if opened:
                opened.active = False
        html = _ITEM.sub(slots[_CONTENTS], html)
        return _SKIP.sub('<a href="#gj-content" class="md-skip">', html)


def _heading(block: Heading) -> str:
    mark = f" {block.mark}" if block.mark else ""
    # Empty: the style sheet draws its sign, so that nobody finds or copies it with the words.
    anchor = f'<a class="headerlink" href="#{attribute(block.id)}" title="本段的固定链接"></a>'
    return f'<h{block.level} id="{attribute(block.id)}">{text_html(block.text)}{mark}{anchor}</h{block.level}>'


@dataclass(slots=True)
class _Node:
    heading: Heading
    inner: list[_Node] = field(default_factory=list)


def _nested(headings: Iterable[Heading]) -> list[_Node]:
    top: list[_Node] = []
    open_nodes: list[_Node] = []
    for heading in headings:
        node = _Node(heading)
        while open_nodes and open_nodes[-1].heading.level >= heading.level:
            open_nodes.pop()
        (open_nodes[-1].inner if open_nodes else top).append(node)
        open_nodes.append(node)
    return top


def _items(nodes: Sequence[_Node]) -> Iterator[str]:
    for node in nodes:
        text = text_html(node.heading.text)
        yield f'<li class="md-nav__item"><a href="#{escape(node.heading.id)}" class="md-nav__link">'
        yield f'<span class="md-ellipsis">{text}</span></a>'
        if node.inner:
            yield f'<nav class="md-nav" aria-label="{attribute(node.heading.text)}"><ul class="md-nav__list">'
            yield from _items(node.inner)
            yield "</ul></nav>"
        yield "</li>"


def _in_style(text: str) -> str:
    """Text inside a string of a style sheet."""
    return re.sub(r'[\\"<>\n]', " ", text)
