"""Corpus → pages. Each page is Markdown with explicit ids for headings and raw HTML for wording, so nothing is reworded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from itertools import groupby

from guiju.citations.finding import find
from guiju.citations.resolving import resolve
from guiju.content.variables import filled
from guiju.corpus.findings import CODES
from guiju.corpus.outline import structure_label
from guiju.corpus.renumbering import became
from guiju.corpus.store import Corpus
from guiju.corpus.structure import ROW_MARK
from guiju.regulation import (
    LEVELS,
    UNVERIFIED,
    Article,
    ArticleRef,
    Division,
    Metadata,
    Paragraph,
    Regulation,
    Status,
    TextKind,
    Version,
)

_STATUS_CLASS = {
    Status.IN_FORCE: "current",
    Status.FUTURE: "future",
    Status.AMENDED: "past",
    Status.REPEALED: "past",
    Status.MODEL: "model",
}

_TEXT_SAID = {
    TextKind.DIGEST: "只有要点（自拟，不是原文）；导入官方文本后显示原文",
    TextKind.OUTLINE: "只有目录信息，没有要点；导入官方文本后显示原文",
    TextKind.OFFICIAL: "原文（本单位导入，已核对指纹）",
    TextKind.MODEL: "示范文本（自拟，供改写）",
}

_TEXT_SHORT = {TextKind.DIGEST: "要点", TextKind.OUTLINE: "目录", TextKind.OFFICIAL: "原文", TextKind.MODEL: ""}

NOT_PUBLIC = "没有公开发布的文本，只有目录信息；需要引用时请向印发机关核对"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the pages of a site are made from: the corpus on a day, and what the office has for what model rules leave open.

    What people wrote is about the law of their own day: a site of an earlier day still shows it with that day's articles.
    """

    corpus: Corpus
    on: date
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def written(self) -> date:
        """The day on which the handbook is read."""
        return max(self.on, date.today())

    def address(self, ref: ArticleRef, root: str) -> str:
        """The permanent address of a ref; that of an older or coming version has its date.

        Where only the gist of an article is here, its 款 have no place of their own.
        """
        version = self.corpus.version(ref, self.on)
        if not version.has_text:
            ref = replace(ref, paragraph=None, item=None)
        current = self.corpus.regulation(ref.regulation).current(self.on).meta.effective
        return address(ref if ref.version != current else replace(ref, version=None), root)


def regulation_page(regulation: Regulation, shelf: Shelf, version: Version | None = None) -> str:
    """The page of a regulation in the version for that day, or in another one of its versions."""
    shown = version or regulation.current(shelf.on)
    page = _Page(shown, regulation, shelf, "../../" if version else "../")
    parts = [
        f"# {_plain(shown.meta.title)}",
        _banner(page),
        _facts(page),
        *_blocks(shown.preamble, shown.digests, shown.ref, page),
    ]
    for path, node in shown.walk():
        parts += list(_node(node, len(path) + 2, page))
    return "\n\n".join(parts) + "\n"


def other_versions(regulation: Regulation, on: date) -> list[Version]:
    """The versions that have pages of their own, newest first: all but the one to show for that day."""
    return [version for version in reversed(regulation.versions) if version is not regulation.current(on)]


def regulations_page(corpus: Corpus, on: date) -> str:
    """The list of all regulations, by 位阶."""
    parts = ["# 法规", f"共 {len(corpus.regulations)} 部，按 {on} 的时效列出。"]
    for level, held in groupby(by_level(corpus), key=lambda r: r.current(on).meta.level):
        parts += [f"## {level} {{#level-{level}}}", "\n".join(_row(regulation, on) for regulation in held)]
    return "\n\n".join(parts) + "\n"


def by_level(corpus: Corpus) -> list[Regulation]:
    """The regulations with the highest 位阶 first."""
    return sorted(corpus, key=lambda r: (LEVELS.index(r.versions[-1].meta.level), r.id))


def page_uri(id: str, effective: date | None = None) -> str:
    """The source of a regulation's page, or of that of one version; its address is the same with .html."""
    return f"regulations/{id}/{effective}.md" if effective else f"regulations/{id}.md"


def address(ref: ArticleRef, root: str = "") -> str:
    """The permanent address of a ref from the root of the site: regulations/dangzhang.html#art-46."""
    page = f"{ref.regulation}/{ref.version}" if ref.version else ref.regulation
    return f"{root}regulations/{page}.html" + (f"#{ref.anchor}" if ref.anchor else "")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page being made: its version and how it reaches the root of the site."""

    version: Version
    regulation: Regulation
    shelf: Shelf
    root: str

    @property
    def ref(self) -> ArticleRef:
        """The address of its version."""
        return self.version.ref


def _row(regulation: Regulation, on: date) -> str:
    version = regulation.current(on)
    meta = version.meta
    status = regulation.status(version, on)
    day = f"{meta.effective} 施行" if meta.verified("effective") else f"施行日期{UNVERIFIED}"
    text = _TEXT_SHORT[meta.text] if meta.public else "文本没有公开"
    said = "　".join(
        part for part in (status, "" if status is Status.MODEL else day, structure_label(version), text) if part
    )
    return f'- [{_plain(meta.title)}]({meta.id}.md)<br><span class="gj-said">{said}</span>'


def _banner(page: _Page) -> str:
    version, regulation, on = page.version, page.regulation, page.shelf.on
    status = regulation.status(version, on)
    day = version.meta.effective.isoformat() if version.meta.verified("effective") else f"施行日期{UNVERIFIED}的"
    said = escape(f"{day} 版本，截至 {on} {regulation.status_said(version, on)}")
    if status is Status.MODEL:
        said = "示范文本，不是任何机关发布的规定；由本单位改写并印发后才有效力"
    current = regulation.current(on)
    if current is not version:
        href = page.shelf.address(current.ref, page.root)
        said += f'，<a href="{href}">看 {current.meta.effective} 版本</a>'
    return f'<p class="gj-status gj-status--{_STATUS_CLASS[status]}">{said}</p>'


def _facts(page: _Page) -> str:
    version = page.version
    meta = version.meta
    adopted = meta.adopted.isoformat() if meta.adopted else UNVERIFIED
    rows = {
        "位阶": meta.level,
        "发布机关": _checked(meta, "issuer", meta.issuer),
        "通过日期": "" if meta.text is TextKind.MODEL else _checked(meta, "adopted", adopted),
        "施行日期": "" if meta.text is TextKind.MODEL else _checked(meta, "effective", meta.effective.isoformat()),
        "简称": "、".join(meta.aliases),
        "结构": structure_label(version) or UNVERIFIED,
        "文本": _TEXT_SAID[meta.text] if meta.public else NOT_PUBLIC,
        "题注": meta.history,
        "代替": _checked(meta, "replaces", "、".join(f"《{title}》" for title in meta.replaces))
        if meta.replaces
        else "",
        "其他版本": "",
        "来源": meta.source,
        "导入时的疑点": "、".join(CODES[code].title for code in meta.accepted if code in CODES),
        "说明": meta.note,
    }
    shown = {name: escape(value) for name, value in rows.items()} | {"其他版本": _versions(page)}
    cells = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in shown.items() if value)
    return f'<dl class="gj-facts">{cells}</dl>'


def _versions(page: _Page) -> str:
    """Links to the other versions of the same regulation, newest first."""
    others = [v for v in reversed(page.regulation.versions) if v is not page.version]
    return "、".join(
        f'<a href="{page.shelf.address(v.ref, page.root)}">{_checked(v.meta, "effective", f"{v.meta.effective}")} 施行</a>'
        for v in others
    )


def _checked(meta: Metadata, field: str, value: str) -> str:
    return value if meta.verified(field) else UNVERIFIED


def _node(node: Division | Article, level: int, page: _Page) -> Iterator[str]:
    if isinstance(node, Article):
        ref = page.version.ref_to(node)
        yield f"{'#' * min(level, 6)} {node.label} {{#{ref.anchor}}}"
        yield from _blocks(node.paragraphs, (node.digest,) if node.digest else (), ref, page)
        yield from _now(ref, page)
    else:
        yield f"{'#' * min(level, 6)} {_plain(node.label)} {{#{_division_anchor(node)}}}"
        yield from _blocks(node.paragraphs, node.digests, page.ref, page)


def _now(ref: ArticleRef, page: _Page) -> Iterator[str]:
    """Where a number map says so: what an article of an older version became."""
    new = became(ref, page.shelf.corpus.numbers.get(ref.regulation, ()))
    if new is None:
        return
    if not new:
        yield '<p class="gj-said">下一版里没有这一条</p>'
        return
    links = "、".join(f'<a href="{page.shelf.address(to, page.root)}">{to.label}</a>' for to in new)
    yield f'<p class="gj-said">{new[0].version} 版本：{links}</p>'


def _division_anchor(division: Division) -> str:
    """Stable while the division keeps its number or its name: zhang-8, part-总纲."""
    names = {"编": "bian", "分编": "fenbian", "章": "zhang", "节": "jie"}
    return f"{names[division.kind]}-{division.number}" if division.number else f"part-{division.title}"


def _blocks(
    paragraphs: Iterable[Paragraph], digests: Iterable[str], ref: ArticleRef, page: _Page
) -> Iterator[str]:  # fmt: skip
    rows: list[str] = []
    for number, paragraph in enumerate(paragraphs, 1):
        anchor = f'id="{ref.anchor}-{number}" ' if ref.anchor else ""
        if paragraph.text.startswith(ROW_MARK):
            rows.append(paragraph.text)
            continue
        yield from _table(rows)
        if paragraph.text:
            yield f'<p {anchor}class="gj-text">{_linked(paragraph.text, ref, page)}</p>'
        for item in paragraph.items:
            item_id = f'id="{ref.anchor}-{number}-{item.number}" ' if ref.anchor else ""
            yield f'<p {item_id}class="gj-text gj-item">{_linked(item.text, ref, page)}</p>'
            for point in item.points:
                yield f'<p class="gj-text gj-point">{_linked(point, ref, page)}</p>'
    yield from _table(rows)
    for digest in digests:
        yield f'<p class="gj-digest"><span class="gj-digest__label">要点：</span>{_linked(digest, ref, page)}</p>'


def _table(rows: list[str]) -> Iterator[str]:
    """The rows gathered so far as a table; nothing where there are none."""
    if rows:
        cells = [re.split(r"(?<!\\)\|", row.strip("| ")) for row in rows]
        lines = [
            "".join(f"<td>{_text(cell.strip()).replace('&lt;br&gt;', '<br>')}</td>" for cell in row) for row in cells
        ]
        rows.clear()
        yield '<table class="gj-table">' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _linked(text: str, ref: ArticleRef, page: _Page) -> str:
    """The text as HTML, its citations linked where the corpus holds what they name. Not a character is changed.

    Only a model rule, which is ours, shows what the office has for the names that it leaves open.
    """
    if page.version.meta.text is TextKind.MODEL:
        text = filled(text, page.shelf.variables)
    out, at = [], 0
    for found in find(text):
        target = resolve(found, ref.regulation, page.shelf.corpus)
        if target:
            own = ref.version if target.regulation == ref.regulation else None
            whole = ArticleRef(target.regulation, own, target.article, target.inserted)
            href = page.shelf.address(whole, page.root)
            out += [_text(text[at : found.offset]), f'<a href="{escape(href)}">{_text(found.text)}</a>']
            at = found.end
    return "".join([*out, _text(text[at:])])


def _text(text: str) -> str:
    return escape(text, quote=False)


def _plain(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
