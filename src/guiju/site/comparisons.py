"""Two versions of a regulation side by side, as pages: neighbours, and each older one against the one in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from guiju.corpus.comparing import Change
from guiju.corpus.comparison import (
    Compared,
    Comparison,
    Cut,
    Side,
    change_said,
    comparison_of,
    counts_said,
    side_label,
    side_lines,
)
from guiju.regulation import Article, Regulation, Version
from guiju.site.page import SitePage, attribute, link, root_of, text_html
from guiju.site.shelf import Shelf

_TAGS = {"old": "del", "new": "ins"}


def comparison_address(id: str, old: date, new: date) -> str:
    """Where the comparison of two versions stands."""
    return f"regulations/{id}/{old}--{new}.html"


def compared_pairs(regulation: Regulation, on: date) -> list[tuple[Version, Version]]:
    """The versions that are compared, older and newer, newest first; only where the wording of both is here."""
    current = regulation.current(on)
    pairs = [*pairwise(regulation.versions), *((v, current) for v in regulation.versions)]
    worded = {
        (old.meta.effective, new.meta.effective): (old, new)
        for old, new in pairs
        if old.has_text and new.has_text and old.meta.effective < new.meta.effective
    }
    return [worded[days] for days in sorted(worded, key=lambda days: (days[1], days[0]), reverse=True)]


def comparison_pages(regulation: Regulation, shelf: Shelf, cut: Cut) -> Iterator[SitePage]:
    """A page a pair."""
    for old, new in compared_pairs(regulation, shelf.on):
        yield _page(regulation.id, old, new, shelf, cut)


def _page(id: str, old: Version, new: Version, shelf: Shelf, cut: Cut) -> SitePage:
    days = (old.meta.effective, new.meta.effective)
    comparison = comparison_of(Side(old, f"{days[0]} 版"), Side(new, f"{days[1]} 版"), cut)
    address = comparison_address(id, *days)
    title = new.meta.title
    return SitePage(
        address,
        f"{title}：{days[0]} 版与 {days[1]} 版对照",
        tuple(_blocks(comparison, shelf, root_of(address))),
        "comparison",
        description=f"《{title}》{days[0]} 版与 {days[1]} 版条文对照：{counts_said(comparison)}",
        lit="regulations/index.html",
        foot=f"《{title}》条文对照（{days[0]} 版与 {days[1]} 版）",
    )


def _blocks(comparison: Comparison, shelf: Shelf, root: str) -> Iterator[str]:
    versions = (comparison.old.version, comparison.new.version)
    pages = "和".join(link(shelf.address(v.ref, root), f"{v.meta.effective} 版") for v in versions)
    yield f"<p>对照的是{pages}。{text_html(counts_said(comparison))}。<del>删去的字</del>和<ins>新增的字</ins>已标出。</p>"
    headings = [piece for piece in comparison.headings if piece.kind != "same"]
    if headings:
        items = "".join(f"<li>{_marked(piece.kind, piece.text)}</li>" for piece in headings)
        yield f'<details class="gj-outline"><summary>标题和章节的变化：{len(headings)} 处</summary><ul>{items}</ul></details>'
    heads = "".join(f'<th scope="col">{text_html(side.label)}</th>' for side in (comparison.old, comparison.new))
    rows = "".join(_row(compared, comparison, shelf, root) for compared in (*comparison.parts, *comparison.rows))
    yield (
        '<input type="checkbox" id="gj-changed" class="gj-changed"><label for="gj-changed">只看有变化的</label>'
        f'<table class="gj-compared"><thead><tr>{heads}<th scope="col">说明</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(compared: Compared, comparison: Comparison, shelf: Shelf, root: str) -> str:
    same = compared.row.change is Change.UNCHANGED
    old = _cell(compared, "old", comparison.old, compared.row.old, shelf, root)
    new = _cell(compared, "new", comparison.new, (compared.row.new,) if compared.row.new else (), shelf, root)
    css = ' class="gj-same"' if same and not compared.row.moved else ""
    names = (comparison.old.label, comparison.new.label, "说明")
    cells = "".join(
        f'<td data-label="{attribute(name)}">{cell}</td>'
        for name, cell in zip(names, (old, new, text_html(change_said(compared))), strict=True)
    )
    return f"<tr{css}>{cells}</tr>"


def _cell(compared: Compared, side: str, held: Side, articles: tuple[Article, ...], shelf: Shelf, root: str) -> str:
    """One side of a row; where nothing changed its numbers are enough, the words stand on the page of the version."""
    lines = side_lines(compared, side)
    if not lines and not articles:
        return ""
    links = (link(shelf.address(held.version.ref_to(article), root), article.label) for article in articles)
    label = "、".join(links) or text_html(side_label(compared, side))
    if compared.row.change is Change.UNCHANGED:
        return f"<p><b>{label}</b></p>"
    words = ("".join(_marked(piece.kind, piece.text) for piece in line) for line in lines)
    return f"<p><b>{label}</b></p>" + "".join(f"<p>{line}</p>" for line in words)


def _marked(kind: str, text: str) -> str:
    tag = _TAGS.get(kind)
    return f"<{tag}>{text_html(text)}</{tag}>" if tag else text_html(text)
