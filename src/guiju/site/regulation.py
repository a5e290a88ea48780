"""The page of a version: its status, what is known of it, its whole text, and what every article is tied to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from guiju.corpus.comparison import Cut
from guiju.numerals import cn_date
from guiju.regulation import UNVERIFIED, Article, Division, Regulation, Status, Version
from guiju.site import machine
from guiju.site.about import banner, facts, timeline, tools
from guiju.site.anchors import anchored
from guiju.site.comparisons import comparison_pages
from guiju.site.page import Heading, SitePage, attribute, link, root_of, text_html
from guiju.site.references import Citing, References, Related, cites_of
from guiju.site.renumbered import Ways, later, numbers_page, ways_of
from guiju.site.shelf import Shelf, other_versions
from guiju.site.wording import Setting, gist, setting_of, wording

MOST_CONTENTS = 300
"""Headings that the list of contents may have; of a longer text it goes less deep."""

RUN = 20
"""Articles of a long text that a browser lays out together: to look at each of 1,260 in every frame would take it too long."""

_SHOW = (
    "<script>try{document.documentElement.dataset.gjShow="
    'JSON.parse(localStorage.getItem("guiju-show"))||"both"}catch(e){}</script>'
)
"""Before anything is drawn, so that nothing jumps under the eyes of who reads the wording alone."""


def regulation_pages(
    regulation: Regulation, shelf: Shelf, references: References, cut: Cut, *, word: bool
) -> Iterator[SitePage]:
    """Every page of a regulation: each version, comparisons, the number map.

    Of the shelf only the day, the variables and the number maps of the regulation are read, and of the references those of
    the regulation. `cut` decides what a word is where versions are compared; `word` says whether there are docx files.
    """
    related = references.of(regulation.id)
    for version in (regulation.current(shelf.on), *other_versions(regulation, shelf.on)):
        yield version_page(version, regulation, shelf, related, word=word)
    yield from comparison_pages(regulation, shelf, cut)
    if page := numbers_page(regulation, shelf):
        yield page


def version_page(version: Version, regulation: Regulation, shelf: Shelf, related: Related, *, word: bool) -> SitePage:
    """The page of one of its versions."""
    meta = version.meta
    address = machine.page_address(version, regulation, shelf.on)
    page = _page(version, regulation, shelf, related, address)
    day = f"{meta.effective} 施行版本" if meta.verified("effective") else f"施行日期{UNVERIFIED}"
    is_current = version is regulation.current(shelf.on)
    contents = _depth(version)
    body = list(_body(page, contents))
    return SitePage(
        address,
        meta.title if is_current else f"{meta.title}（{day}）",
        (
            banner(version, regulation, shelf, related, page.root),
            tools(version, page.root, both=page.both, word=word),
            facts(version),
            timeline(version, regulation, shelf, page.root),
            *body,
            _data(page, body),
        ),
        "regulation",
        description=f"《{meta.title}》，{day}，{regulation.status(version, shelf.on)}",
        lit="regulations/index.html",
        head=machine.json_ld(version, regulation, shelf) + (_SHOW if page.both else ""),
        foot=f"《{meta.title}》（{day}）",
        scripts=("regulation.js",),
        contents=contents,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page being made."""

    version: Version
    regulation: Regulation
    shelf: Shelf
    related: Related
    root: str
    setting: Setting
    ways: Ways

    @property
    def both(self) -> bool:
        """Whether wording and gists stand beside each other on it."""
        return self.version.has_text and any(article.digest for _, article in self.version.articles())


def _page(version: Version, regulation: Regulation, shelf: Shelf, related: Related, address: str) -> _Page:
    root = root_of(address)
    places = [(node, id) for _, node, id in anchored(version) if isinstance(node, Article)]
    setting = setting_of(version, root, related, shelf.variables, places)
    return _Page(version, regulation, shelf, related, root, setting, ways_of(regulation, shelf, root))


_Placed = tuple[Article, str, int]
"""An article, its id and the level of its heading."""


def _body(page: _Page, contents: int) -> Iterator[Heading | str]:
    """The whole text, heading by heading."""
    version, setting = page.version, page.setting
    used: set[str] = set()
    yield from wording(version.preamble, "", setting, used)
    yield from (gist(digest, setting, used) for digest in version.digests)
    held: list[_Placed] = []
    for path, node, id in anchored(version):
        if isinstance(node, Article):
            held.append((node, id, _level(path)))
            continue
        yield from _articles(held, page, contents)
        held, used = [], set()
        yield Heading(_level(path), id, node.label)
        yield from wording(node.paragraphs, "", setting, used)
        yield from (gist(digest, setting, used) for digest in node.digests)
    yield from _articles(held, page, contents)


def _level(path: Sequence[Division]) -> int:
    return min(len(path) + 2, 6)


def _articles(held: Sequence[_Placed], page: _Page, contents: int) -> Iterator[Heading | str]:
    """The articles under a heading. Those that the list of contents does not name stand in runs, headings and all."""
    if held and held[0][2] <= contents:
        for placed in held:
            under = _under(placed[0], page)
            yield from _article(placed, page, under, f' style="{_size([placed[0]], [under])}"')
        return
    for start in range(0, len(held), RUN):
        run = held[start : start + RUN]
        unders = [_under(article, page) for article, _, _ in run]
        size = _size([article for article, _, _ in run], unders)
        yield f'<div class="gj-run" style="{size}">'
        for placed, under in zip(run, unders, strict=True):
            yield from _article(placed, page, under, "")
        yield "</div>"


def _article(placed: _Placed, page: _Page, under: Sequence[str], style: str) -> Iterator[Heading | str]:
    article, id, level = placed
    used: set[str] = set()
    lines = list(wording(article.paragraphs, id, page.setting, used))
    digest = gist(article.digest, page.setting, used) if article.digest else ""
    css = "gj-body gj-body--both" if lines and digest else "gj-body"
    yield f'<section class="gj-article"{_said_as(article, page.version, page.setting.unit)}>'
    yield Heading(level, id, article.label)
    words = f'<div class="gj-words">{"".join(lines)}</div>' if lines else ""
    # The button is empty: the style sheet writes on it, so that nobody copies its word with the wording.
    yield (
        f'<button type="button" class="gj-cite gj-scripted" aria-label="引用{attribute(article.label)}"></button>'
        f'<div class="{css}"{style}>{words}{digest}{"".join(under)}</div></section>'
    )


def _said_as(article: Article, version: Version, unit: str) -> str:
    """What a citation calls an article, where its heading says it otherwise: 第二部分 for 二、加强监督."""
    label = version.ref_to(article).label_as(unit)
    return "" if label == article.label else f' data-label="{attribute(label)}"'


def _size(articles: Sequence[Article], unders: Sequence[Sequence[str]]) -> str:
    """Paragraphs, lines in a wide window and on a phone: from these the style sheet guesses how tall articles not laid out are."""
    paragraphs = wide = phone = 0
    for article in articles:
        lines, gists = list(article.lines()), [article.digest] if article.digest else []
        paragraphs += len(lines) + len(gists)
        if lines and gists:  # beside each other
            wide += max(_count(lines, 36), _count(gists, 15))
        else:
            wide += _count(lines, 48) + _count(gists, 52)
        phone += _count(lines, 20) + _count(gists, 21)
    notes = sum(bool(note) for under in unders for note in under)
    return f"--n:{len(articles)};--p:{paragraphs};--w:{wide};--s:{phone};--t:{notes}"


def _count(paragraphs: Sequence[str], width: int) -> int:
    """Lines of paragraphs at so many characters a line, two of which the first line of each leaves empty."""
    return sum(ceil((len(paragraph) + 2) / width) for paragraph in paragraphs)


def _under(article: Article, page: _Page) -> list[str]:
    """What stands under the text of an article."""
    return [_now(article, page), *_ties(article, page)]


def _now(article: Article, page: _Page) -> str:
    """Of an article of an older version, where it stands now, as far as the number maps lead."""
    current = page.regulation.current(page.shelf.on).meta.effective
    found = later(
        page.version.ref_to(article), current, page.shelf.corpus.numbers.get(page.regulation.id, ())
    )  # fmt: skip
    if found is None:
        return ""
    if not found.numbers:
        said = f"{found.version} 版里没有这一条了"
    elif found.version == current:
        said = f"现在是{page.ways.several(current, found.numbers)}"
    else:
        said = f"{found.version} 版里是{page.ways.several(found.version, found.numbers)}"
    return f'<p class="gj-now">{said}</p>'


def _ties(article: Article, page: _Page) -> list[str]:
    """What an article cites and what cites it."""
    version, related = page.version, page.related
    cites = cites_of(version, article, related)
    cited_by = related.cited_by.get((version.meta.effective, article.number, article.inserted), ())
    if not cites and not cited_by:
        return []
    parts = []
    if cites:
        links = []
        for ref in cites:
            title = related.titles.get(ref.regulation, version.meta.title)
            href = page.setting.href(ref)
            own = ref.regulation == version.meta.id
            if href:
                words = ref.label_as(page.setting.unit) if own else f"《{title}》{ref.label}"
                links.append(f'<a href="{attribute(href)}">{text_html(words)}</a>')
        if links:
            parts.append((f"它引用的：{len(links)} 处", "".join(f"<li>{held}</li>" for held in links)))
    if cited_by:
        items = "".join(f"<li>{_citing(citing, page.root)}</li>" for citing in cited_by)
        parts.append((f"引用它的：{len(cited_by)} 处", items))
    return [f'<details class="gj-ties"><summary>{said}</summary><ul>{items}</ul></details>' for said, items in parts]


def _citing(citing: Citing, root: str) -> str:
    kind = "" if citing.kind == "法规" else f'<span class="gj-said">{citing.kind}</span> '
    return kind + link(citing.address, citing.words, root)


def _data(page: _Page, body: list[Heading | str]) -> str:
    """What the script of the page needs: how a citation begins, and the terms that stand on the page with their meanings."""
    meta, current = page.version.meta, page.regulation.current(page.shelf.on)
    since = f"{cn_date(meta.effective)}起施行" if meta.verified("effective") else ""
    issuer = meta.issuer if meta.verified("issuer") else ""
    about = "，".join(part for part in (issuer, since) if part)
    plain = f"《{meta.title}》"
    older = page.version is not current and since
    html = "".join(block for block in body if isinstance(block, str))
    data = {
        "official": plain + (f"（{since}的版本）" if older else ""),
        "note": plain + (f"（{about}）" if about else ""),
        "terms": {tip.term: tip.meaning for tip in page.related.tips if f'#term-{tip.term}"' in html},
    }
    if page.regulation.status(page.version, page.shelf.on) is Status.MODEL:
        data["note"] = f"{plain}（示范文本）" if not meta.title.endswith("（示范文本）") else plain
    return f'<script type="application/json" id="gj-regulation">{machine.script_json(data)}</script>'


def _depth(version: Version) -> int:
    """The deepest level of heading that keeps the contents within `MOST_CONTENTS`."""
    counts = Counter(_level(path) for path, _, _ in anchored(version))
    deepest, total = 2, 0
    for level in sorted(counts):
        total += counts[level]
        if total > MOST_CONTENTS:
            break
        deepest = level
    return deepest
