"""What is wrong with a finished site: links that lead nowhere, anchors that are not there, pages that nothing leads to, pictures
without words for those who cannot see them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

ROOTS = frozenset({"index.html", "404.html"})
"""Pages that need no link to them."""

_LINKS = (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("form", "action"), ("source", "src"))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of a page: its ids, where its links lead (address, anchor, words of the link), pictures without a description.

    A page that sends its reader on at once is a redirect: an old address, to which nothing need lead.
    """

    ids: frozenset[str]
    links: tuple[tuple[str, str, str], ...]
    silent: tuple[str, ...]
    twice: tuple[str, ...]
    redirect: bool


def faults_of(root: Path) -> Iterator[str]:
    """Every fault of the site in a folder, as sentences that name the page."""
    pages = {str(path.relative_to(root)): _seen(path, root) for path in sorted(root.rglob("*.html"))}
    files = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    for address, page in pages.items():
        yield from (f"{address} 的图片 {source} 没有替代文字" for source in page.silent)
        yield from (f"{address} 有两处都叫 {id}" for id in page.twice)
        for to, anchor, said in page.links:
            if to not in files:
                yield f"{address} 的链接 {said} 打不开，没有 {to}"
            elif anchor and to in pages and anchor not in pages[to].ids:
                yield f"{address} 的链接 {said} 打不开，{to} 没有 #{anchor}"
    reached = _reached(pages)
    yield from (
        f"没有链接通到 {address}"
        for address, page in pages.items()
        if address not in reached | ROOTS and not page.redirect
    )


def _reached(pages: dict[str, _Seen]) -> set[str]:
    """The pages that can be come to from the first one."""
    reached, todo = set[str](), ["index.html"]
    while todo:
        address = todo.pop()
        if address in pages and address not in reached:
            reached.add(address)
            todo += [to for to, _, _ in pages[address].links]
    return reached


def _seen(path: Path, root: Path) -> _Seen:
    tree = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
    folder = posixpath.dirname(str(path.relative_to(root)))
    here = str(path.relative_to(root))
    ids, twice = set[str](), []
    for element in tree.iter():
        id = element.get("id")
        if id is not None:
            if id in ids:
                twice.append(id)
            ids.add(id)
    links = []
    for tag, name in _LINKS:
        for element in tree.iter(tag):
            value = element.get(name)
            if value is None or (tag == "link" and element.get("rel") == "canonical"):
                continue
            parts = urlsplit(value)
            if parts.scheme or parts.netloc or value.startswith("/"):
                continue
            to = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else here
            links.append(("index.html" if to == "." else to, unquote(parts.fragment), value))
    silent = [element.get("src", "") for element in tree.iter("img") if element.get("alt") is None]
    refresh = any(meta.get("http-equiv", "").lower() == "refresh" for meta in tree.iter("meta"))
    return _Seen(frozenset(ids), tuple(links), tuple(silent), tuple(twice), refresh)
