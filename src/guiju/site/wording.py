"""The wording of a version as HTML: 款, 项, 目 and tables with their ids, citations as links, terms of the glossary.

Not a character of the wording is changed, left out or added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guiju.citations.finding import find
from guiju.content.variables import filled
from guiju.corpus.structure import ROW_MARK
from guiju.regulation import Article, ArticleRef, Paragraph, TextKind, Version
from guiju.site.page import attribute, text_html
from guiju.site.references import Related, target_of
from guiju.site.shelf import address

NO_TERMS = ("党组织", "处分期间", "处分期限", "发生效力", "产生效力")
"""Words in which a term hides that is not meant: 党组 in 党组织."""

_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Setting:
    """A version on its page: what its parts are called, where the page stands, what is related to it, and the numbers of its own articles.

    `anchors` are their ids, `terms` finds words of the glossary, `tips` are the terms that they stand for.
    """

    version: Version
    unit: str
    root: str
    related: Related
    variables: Mapping[str, str]
    anchors: Mapping[tuple[int, int], str]
    terms: re.Pattern[str] | None
    tips: Mapping[str, str]

    def href(self, ref: ArticleRef) -> str | None:
        """The way from the page to an article; None where its own text has none of that number."""
        if ref.regulation != self.version.meta.id:
            return address(ref, self.root)
        anchor = self.anchors.get((ref.article or 0, ref.inserted))
        return f"#{anchor}" if anchor else None


def setting_of(
    version: Version, root: str, related: Related, variables: Mapping[str, str], anchors: Iterable[tuple[Article, str]]
) -> Setting:
    """The setting of a version; of two articles with one number the first is meant."""
    places: dict[tuple[int, int], str] = {}
    for article, anchor in anchors:
        places.setdefault((article.number, article.inserted), anchor)
    words = {tip.word: tip.term for tip in related.tips}
    pattern = re.compile("|".join(sorted((*words, *NO_TERMS), key=len, reverse=True))) if words else None
    return Setting(version, version.unit, root, related, variables, places, pattern, words)


def wording(paragraphs: Sequence[Paragraph], anchor: str, setting: Setting, used: set[str]) -> Iterator[str]:
    """The 款 in order. `anchor` is that of the article, '' outside of one; `used` are the terms that it has shown already."""
    rows: list[str] = []
    for number, paragraph in enumerate(paragraphs, 1):
        if paragraph.text.startswith(ROW_MARK):
            rows.append(paragraph.text)
            continue
        yield from _table(rows)
        id = f"{anchor}-{number}" if anchor else ""
        if paragraph.text:
            yield _line(paragraph.text, id, "gj-text", setting, used)
        for item in paragraph.items:
            yield _line(item.text, f"{id}-{item.number}" if id else "", "gj-text gj-item", setting, used)
            for point in item.points:
                yield _line(point, "", "gj-text gj-point", setting, used)
    yield from _table(rows)


def gist(digest: str, setting: Setting, used: set[str]) -> str:
    """Our own gist of an article, marked as such."""
    return f'<p class="gj-digest"><span class="gj-digest__label">要点：</span>{linked(digest, setting, used)}</p>'


def linked(text: str, setting: Setting, used: set[str]) -> str:
    """Text as HTML: citations are links where the corpus holds what they name, and so is the first use of each term.

    Only a model rule, which is ours, shows what the office has for the names that it leaves open.
    """
    if setting.version.meta.text is TextKind.MODEL:
        text = filled(text, setting.variables)
    out, at = [], 0
    for found in find(text):
        target = target_of(found, setting.version, setting.related)
        href = setting.href(target) if target else None
        if href:
            out += [
                _with_terms(text[at : found.offset], setting, used),
                f'<a href="{attribute(href)}">{text_html(found.text)}</a>',
            ]
            at = found.end
    return "".join([*out, _with_terms(text[at:], setting, used)])


def _line(text: str, id: str, css: str, setting: Setting, used: set[str]) -> str:
    name = f'id="{id}" ' if id else ""
    return f'<p {name}class="{css}">{linked(text, setting, used)}</p>'


def _with_terms(text: str, setting: Setting, used: set[str]) -> str:
    if not setting.terms:
        return text_html(text)
    out, at = [], 0
    for m in setting.terms.finditer(text):
        term = setting.tips.get(m[0])
        if term is None or term in used:
            continue
        used.add(term)
        href = attribute(f"{setting.root}handbook/glossary.html#term-{term}")
        out += [text_html(text[at : m.start()]), f'<a class="gj-term" href="{href}">{text_html(m[0])}</a>']
        at = m.end()
    return "".join([*out, text_html(text[at:])])


def _table(rows: list[str]) -> Iterator[str]:
    """The rows gathered so far as a table; nothing where there are none."""
    if not rows:
        return
    lines = ["".join(f"<td>{_cell(cell)}</td>" for cell in _CELL.split(row.strip("| "))) for row in rows]
    rows.clear()
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    yield f'<div class="gj-wide" role="region" aria-label="表" tabindex="0"><table class="gj-table">{table}</table></div>'


def _cell(text: str) -> str:
    return text_html(text.strip()).replace("&lt;br&gt;", "<br>")
