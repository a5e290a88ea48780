"""What the site is made of: pages as blocks, and files. Pure values; rendering.py turns them into HTML with the theme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

_NO_SLUG = re.compile(r"[^\w一-鿿-]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its permanent id. `level` is 2 to 6; level 1 is the title of the page. `text` is plain text.

    `mark` is HTML that stands behind the text and is no part of it in the contents: buttons, a label.
    """

    level: int
    id: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page. `address` is its place from the root of the site: regulations/dangzhang.html.

    `blocks` are what stands under the title: headings, and pieces of HTML. `lit` is the address of the page of the
    navigation under which it belongs. `hide` leaves out "navigation" or "toc". `head` is HTML for <head> (JSON-LD),
    `foot` what paper says at the foot of every side (title and version), `scripts` are names of files in assets/
    that this page alone needs. `contents` is the deepest level of heading in the list of contents. `kind` names the
    type of page for style sheets: .gj-page--<kind>.
    """

    address: str
    title: str
    blocks: tuple[Heading | str, ...]
    kind: str
    description: str = ""
    lit: str = ""
    hide: tuple[str, ...] = ("navigation",)
    head: str = ""
    foot: str = ""
    scripts: tuple[str, ...] = ()
    contents: int = 4

    @property
    def root(self) -> str:
        """How the page reaches the root of the site: '' or '../'."""
        return root_of(self.address)


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that is no page: a download, a picture, a shard of the search."""

    address: str
    content: bytes


def root_of(address: str) -> str:
    """How a page at an address reaches the root of the site."""
    return "../" * address.count("/")


def slug(text: str) -> str:
    """The id of a heading that has none of its own: its words, so that it stays where it is when others come before it."""
    return _NO_SLUG.sub("-", re.sub(r"\{#.*?\}|<[^>]+>", "", text).strip()).strip("-").lower()


def text_html(text: str) -> str:
    """Text as HTML."""
    return escape(text, quote=False)


def attribute(text: str) -> str:
    """Text as the value of an attribute between double quotes."""
    return escape(text, quote=True)


def link(address: str, words: str, root: str = "", css: str = "") -> str:
    """A link inside the site."""
    name = f' class="{css}"' if css else ""
    return f'<a{name} href="{attribute(root + address)}">{text_html(words)}</a>'


def list_html(items: Iterable[str], css: str = "") -> str:
    """HTML items as a list."""
    name = f' class="{css}"' if css else ""
    return f"<ul{name}>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
