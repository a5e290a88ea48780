"""Corpus → pages. Each page is Markdown with explicit ids for headings and raw HTML for wording, so nothing is reworded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from itertools import groupby

from guiju.citations.finding import find
from guiju.citations.resolving import resolve
from guiju.citations.showing import UNVERIFIED
from guiju.corpus.findings import CODES
from guiju.corpus.outline import count_nodes, counts_label
from guiju.corpus.store import Corpus
from guiju.corpus.structure import ROW_MARK
from guiju.regulation import (
    LEVELS,
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
    TextKind.OFFICIAL: "原文（本单位导入，已核对指纹）",
    TextKind.MODEL: "示范文本（自拟，供改写）",
}


def regulation_page(regulation: Regulation, corpus: Corpus, on: date) -> str:
    """The page of a regulation in the version for that day."""
    version = regulation.current(on)
    parts = [
        f"# {_plain(version.meta.title)}",
        _banner(version, regulation, on),
        _facts(version),
        *_blocks(version.preamble, version.digests, version.ref, corpus),
    ]
    for path, node in version.walk():
        parts += list(_node(node, len(path) + 2, version, corpus))
    return "\n\n".join(parts) + "\n"


def regulations_page(corpus: Corpus, on: date) -> str:
    """The list of all regulations, by 位阶."""
    parts = ["# 法规", f"共 {len(corpus.regulations)} 部，按 {on} 的时效列出。"]
    for level, held in groupby(by_level(corpus), key=lambda r: r.current(on).meta.level):
        parts += [f"## {level}", "\n".join(_row(regulation, on) for regulation in held)]
    return "\n\n".join(parts) + "\n"


def by_level(corpus: Corpus) -> list[Regulation]:
    """The regulations with the highest 位阶 first."""
    return sorted(corpus, key=lambda r: (LEVELS.index(r.versions[-1].meta.level), r.id))


def page_uri(id: str) -> str:
    """The source of a regulation's page; its address is the same with .html."""
    return f"regulations/{id}.md"


def address(ref: ArticleRef, root: str = "") -> str:
    """The permanent address of a ref from the root of the site: regulations/dangzhang.html#art-46."""
    return f"{root}regulations/{ref.regulation}.html" + (f"#{ref.anchor}" if ref.anchor else "")


def _row(regulation: Regulation, on: date) -> str:
    version = regulation.current(on)
    meta = version.meta
    status = regulation.status(version, on)
    day = "" if status is Status.MODEL else f"{_checked(meta, 'effective', meta.effective.isoformat())} 施行"
    text = {TextKind.DIGEST: "要点", TextKind.OFFICIAL: "原文", TextKind.MODEL: ""}[meta.text]
    said = "　".join(part for part in (status, day, counts_label(count_nodes(version)), text) if part)
    return f'- [{_plain(meta.title)}]({meta.id}.md)<br><span class="gj-said">{said}</span>'


def _banner(version: Version, regulation: Regulation, on: date) -> str:
    status = regulation.status(version, on)
    said = f"{version.meta.effective} 版本，截至 {on} {regulation.status_said(version, on)}"
    if status is Status.MODEL:
        said = "示范文本，不是任何机关发布的规定；由本单位改写并印发后才有效力"
    return f'<p class="gj-status gj-status--{_STATUS_CLASS[status]}">{escape(said)}</p>'


def _facts(version: Version) -> str:
    meta = version.meta
    adopted = meta.adopted.isoformat() if meta.adopted else UNVERIFIED
    rows = {
        "位阶": meta.level,
        "发布机关": _checked(meta, "issuer", meta.issuer),
        "通过日期": "" if meta.text is TextKind.MODEL else _checked(meta, "adopted", adopted),
        "施行日期": "" if meta.text is TextKind.MODEL else _checked(meta, "effective", meta.effective.isoformat()),
        "简称": "、".join(meta.aliases),
        "结构": counts_label(count_nodes(version)),
        "文本": _TEXT_SAID[meta.text],
        "题注": meta.history,
        "代替": "、".join(f"《{title}》" for title in meta.replaces),
        "来源": meta.source,
        "导入时的疑点": "、".join(CODES[code].title for code in meta.accepted if code in CODES),
        "说明": meta.note,
    }
    cells = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows.items() if value)
    return f'<dl class="gj-facts">{cells}</dl>'


def _checked(meta: Metadata, field: str, value: str) -> str:
    return value if meta.verified(field) else UNVERIFIED


def _node(node: Division | Article, level: int, version: Version, corpus: Corpus) -> Iterator[str]:
    if isinstance(node, Article):
        ref = version.ref_to(node)
        yield f"{'#' * min(level, 6)} {node.label} {{#{ref.anchor}}}"
        yield from _blocks(node.paragraphs, (node.digest,) if node.digest else (), ref, corpus)
    else:
        yield f"{'#' * min(level, 6)} {_plain(node.label)} {{#{_division_anchor(node)}}}"
        yield from _blocks(node.paragraphs, node.digests, version.ref, corpus)


def _division_anchor(division: Division) -> str:
    """Stable while the division keeps its number or its name: zhang-8, part-总纲."""
    names = {"编": "bian", "分编": "fenbian", "章": "zhang", "节": "jie"}
    return f"{names[division.kind]}-{division.number}" if division.number else f"part-{division.title}"


def _blocks(
    paragraphs: Iterable[Paragraph], digests: Iterable[str], ref: ArticleRef, corpus: Corpus
) -> Iterator[str]:  # fmt: skip
    rows: list[str] = []
    for number, paragraph in enumerate(paragraphs, 1):
        anchor = f'id="{ref.anchor}-{number}" ' if ref.anchor else ""
        if paragraph.text.startswith(ROW_MARK):
            rows.append(paragraph.text)
            continue
        yield from _table(rows)
        if paragraph.text:
            yield f'<p {anchor}class="gj-text">{_linked(paragraph.text, ref, corpus)}</p>'
        for item in paragraph.items:
            item_id = f'id="{ref.anchor}-{number}-{item.number}" ' if ref.anchor else ""
            yield f'<p {item_id}class="gj-text gj-item">{_linked(item.text, ref, corpus)}</p>'
            for point in item.points:
                yield f'<p class="gj-text gj-point">{_linked(point, ref, corpus)}</p>'
    yield from _table(rows)
    for digest in digests:
        yield f'<p class="gj-digest"><span class="gj-digest__label">要点：</span>{_linked(digest, ref, corpus)}</p>'


def _table(rows: list[str]) -> Iterator[str]:
    """The rows gathered so far as a table; nothing where there are none."""
    if rows:
        cells = [re.split(r"(?<!\\)\|", row.strip("| ")) for row in rows]
        lines = [
            "".join(f"<td>{_text(cell.strip()).replace('&lt;br&gt;', '<br>')}</td>" for cell in row) for row in cells
        ]
        rows.clear()
        yield '<table class="gj-table">' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _linked(text: str, ref: ArticleRef, corpus: Corpus) -> str:
    """The text as HTML, its citations linked where the corpus holds what they name. Not a character is changed."""
    out, at = [], 0
    for found in find(text):
        target = resolve(found, ref.regulation, corpus)
        if target:
            href = address(ArticleRef(target.regulation, None, target.article, target.inserted), "../")
            out += [_text(text[at : found.offset]), f'<a href="{escape(href)}">{_text(found.text)}</a>']
            at = found.end
    return "".join([*out, _text(text[at:])])


def _text(text: str) -> str:
    return escape(text, quote=False)


def _plain(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
