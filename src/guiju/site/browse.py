"""The lists of regulations: by level, by matter, by the body that issued them, by status. Plain lists that read as lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from guiju.content.topics import Matter
from guiju.corpus.outline import structure_label
from guiju.regulation import LEVELS, UNVERIFIED, Metadata, Regulation, Status, TextKind, Version
from guiju.site.about import STATUS_CLASS
from guiju.site.page import Heading, SitePage, attribute, link, list_html, slug, text_html
from guiju.site.shelf import Shelf, by_level

LEVEL_LIST, TOPIC_LIST, BODY_LIST, STATUS_LIST = (
    f"regulations/{name}.html" for name in ("index", "topics", "bodies", "status")
)
"""The addresses of the lists."""

LISTS: Mapping[str, str] = {
    LEVEL_LIST: "按位阶",
    TOPIC_LIST: "按专题",
    BODY_LIST: "按发布机关",
    STATUS_LIST: "按时效",
}

_SHORT_TEXT: Mapping[TextKind, str] = {
    TextKind.DIGEST: "只有要点",
    TextKind.OUTLINE: "只有目录",
    TextKind.OFFICIAL: "有原文",
    TextKind.MODEL: "示范文本",
}
"""What a version file holds, in a word."""

SCRIPT = "browse.js"
"""In assets/: the box that narrows a list while one types."""

LONG = 60
"""A list with more than this many entries is parted by the first letters of the ids."""

_OWN = "本单位的制度（示范文本）"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a list: the id that it is sorted by, and its HTML."""

    id: str
    html: str


def browse_pages(shelf: Shelf, matters: Sequence[Matter]) -> Iterator[SitePage]:
    """The four lists, each with links to the others."""
    yield _page(LEVEL_LIST, "法规", _levels(shelf), shelf)
    yield _page(TOPIC_LIST, "法规：按专题", _matters(shelf, matters), shelf)
    yield _page(BODY_LIST, "法规：按发布机关", _bodies(shelf), shelf)
    yield _page(STATUS_LIST, "法规：按时效", _statuses(shelf), shelf)


def filter_box(what: str) -> str:
    """The box that narrows the lists below it; without script there is none, and the lists are whole."""
    return (
        '<div class="gj-narrow" hidden><label for="gj-narrow">'
        f'{text_html(what)}</label><input id="gj-narrow" type="search" autocomplete="off">'
        '<span class="gj-said" role="status"></span></div>'
    )


def _page(address: str, title: str, groups: Iterable[Heading | str], shelf: Shelf) -> SitePage:
    count = len(shelf.corpus.regulations)
    said = f"共 {count} 部，时效截至 {shelf.on}。"
    if address == TOPIC_LIST:
        said += "一部法规可以在几个专题里。"
    blocks = (_tabs(address), f"<p>{said}</p>", filter_box("只看名称里有"), *groups)
    return SitePage(
        address, title, blocks, "list", f"{title}，{said}", LEVEL_LIST, scripts=(SCRIPT,), contents=2
    )  # fmt: skip


def _tabs(here: str) -> str:
    """Links to the four lists, this one marked."""
    links = (
        f'<a href="{address.rpartition("/")[2]}"{" aria-current=page" if address == here else ""}>{words}</a>'
        for address, words in LISTS.items()
    )
    return f'<nav class="gj-tabs" aria-label="法规的排法">{list_html(links)}</nav>'


def _levels(shelf: Shelf) -> Iterator[Heading | str]:
    def level(regulation: Regulation) -> str:
        return regulation.current(shelf.on).meta.level

    held = sorted(by_level(shelf.corpus), key=lambda r: LEVELS.index(level(r)))
    for name, group in groupby(held, key=level):
        entries = [_entry(r.current(shelf.on), r, shelf, parts=True) for r in group]
        yield from _group(f"level-{name}", name, entries)


def _matters(shelf: Shelf, matters: Sequence[Matter]) -> Iterator[Heading | str]:
    placed: set[str] = set()
    for matter in matters:
        held = [shelf.corpus.regulation(id) for id in matter.regulations]
        placed.update(matter.regulations)
        yield Heading(2, f"topic-{matter.name}", matter.title)
        if matter.about:
            yield f"<p>{text_html(matter.about)}</p>"
        yield _list(_entry(r.current(shelf.on), r, shelf) for r in held)
    if rest := len(shelf.corpus.regulations) - len(placed):
        yield f"<p>另有 {rest} 部没有归入专题，请{link('index.html', '按位阶查')}。</p>"


def _bodies(shelf: Shelf) -> Iterator[Heading | str]:
    """Every body with what it issued, alone or with others; what nobody has verified comes last."""
    held: dict[str, list[_Entry]] = {}
    last: dict[str, list[_Entry]] = {_OWN: [], UNVERIFIED: []}
    for regulation in by_level(shelf.corpus):
        version = regulation.current(shelf.on)
        meta = version.meta
        if meta.text is TextKind.MODEL:
            last[_OWN].append(_entry(version, regulation, shelf))
        elif not meta.verified("issuer") or meta.issuer == UNVERIFIED:
            last[UNVERIFIED].append(_entry(version, regulation, shelf))
        else:
            for body in meta.issuer.split("、"):
                held.setdefault(body, []).append(_entry(version, regulation, shelf))
    for body, entries in (held | {name: found for name, found in last.items() if found}).items():
        yield from _group(f"body-{slug(body)}", body, entries)


def _statuses(shelf: Shelf) -> Iterator[Heading | str]:
    """Every version under its status, those to come first."""
    held: dict[Status, list[_Entry]] = {status: [] for status in Status}
    for regulation in by_level(shelf.corpus):
        for version in reversed(regulation.versions):
            held[regulation.status(version, shelf.on)].append(_entry(version, regulation, shelf))
    for status, entries in held.items():
        if entries:
            yield from _group(f"status-{status}", str(status), entries)


def _group(id: str, title: str, entries: Sequence[_Entry]) -> Iterator[Heading | str]:
    """A heading with its list; a long one in parts."""
    yield Heading(2, id, title)
    if len(entries) <= LONG:
        yield _list(entries)
        return
    for letter, part in groupby(sorted(entries, key=lambda e: e.id), key=lambda e: e.id[0].upper()):
        yield Heading(3, f"{id}-{letter.lower()}", letter)
        yield _list(part)


def _list(entries: Iterable[_Entry]) -> str:
    return f'<ul class="gj-index">{"".join(entry.html for entry in entries)}</ul>'


def _entry(version: Version, regulation: Regulation, shelf: Shelf, *, parts: bool = False) -> _Entry:
    """A version as a line: a link, then what a reader chooses by. `parts`: with how many chapters and articles."""
    meta = version.meta
    status = regulation.status(version, shelf.on)
    said = [
        "" if status is Status.MODEL else _effective_said(meta),
        structure_label(version) if parts else "",
        _SHORT_TEXT[meta.text] if meta.public else "文本没有公开",
    ]
    tail = "".join(f"，{text_html(part)}" for part in said if part and part != status)
    names = " ".join(dict.fromkeys((*meta.aliases, meta.id)))
    return _Entry(
        meta.id,
        f'<li data-names="{attribute(names)}">{link(shelf.address(version.ref, "../"), meta.title)}<br>'
        f'<span class="gj-said"><span class="gj-state--{STATUS_CLASS[status]}">{status}</span>{tail}</span></li>',
    )


def _effective_said(meta: Metadata) -> str:
    """The day it took or takes effect, or that nobody has verified it."""
    return f"{meta.effective} 施行" if meta.verified("effective") else f"施行日期{UNVERIFIED}"
