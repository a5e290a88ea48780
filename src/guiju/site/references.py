"""Who cites what: read once from the corpus and from what the office wrote, then handed out regulation by regulation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from guiju.citations.finding import Found, find
from guiju.content.glossary import Term
from guiju.regulation import LEVELS, Article, ArticleRef, Regulation, Version
from guiju.site.anchors import anchored
from guiju.site.shelf import Shelf, address

Key = tuple[date, int, int]
"""An article of a regulation: version, number, inserted."""

PARTY = frozenset((*LEVELS[: LEVELS.index("细则") + 1], "本单位制度"))
"""Levels of the Party's own rules and of an office's: one language, so that a term means the same in all of them."""

DISTINCT = 4
"""Characters from which a term is taken to mean the same throughout the Party's rules: 问题线索 is, 生效 is not."""


@dataclass(frozen=True, slots=True)
class Citing:
    """A place that cites an article. `address` is from the root of the site, `ref` that of an article, '' elsewhere."""

    kind: str
    address: str
    words: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """A word that stands for a term of the glossary, and what the term means."""

    word: str
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Related:
    """All that the pages of one regulation show of anything but itself.

    `targets` are the articles of others that it cites and the corpus holds, by the name and numbers of the citation;
    `own_names` the names by which it goes itself; `titles` the titles of what it cites, by id. `successor` is the id of
    the work that replaced it.
    """

    targets: Mapping[tuple[str, int, int], ArticleRef] = field(default_factory=dict)
    own_names: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    cited_by: Mapping[Key, tuple[Citing, ...]] = field(default_factory=dict)
    tips: tuple[Tip, ...] = ()
    successor: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """What is related to each regulation, by id."""

    by_id: Mapping[str, Related]

    def of(self, id: str) -> Related:
        """What is related to one; nothing where nothing is."""
        return self.by_id.get(id, Related())


def references_of(
    shelf: Shelf, mentions: Iterable[tuple[ArticleRef, Citing]] = (), terms: Iterable[Term] = ()
) -> References:
    """The references of a corpus on its day. `mentions` are the articles that pages, templates and questions name, with a version."""
    corpus, names = shelf.corpus, shelf.corpus.names()
    held = {regulation.id: _numbers(regulation.current(shelf.on)) for regulation in corpus}
    targets: dict[str, dict[tuple[str, int, int], ArticleRef]] = defaultdict(dict)
    cited: dict[str, dict[Key, dict[Citing, None]]] = defaultdict(lambda: defaultdict(dict))
    for regulation in corpus:
        for version in regulation.versions:
            is_current = version is regulation.current(shelf.on)
            for citing, found in _citations(version, is_current=is_current):
                id = names.get(found.title, "") if found.title else regulation.id
                if not id:
                    continue
                numbers = (found.article, found.inserted)
                if id != regulation.id and numbers in held[id]:
                    targets[regulation.id][found.title, *numbers] = ArticleRef(id, None, *numbers)
                if citing and (is_current or id == regulation.id):
                    day = (version if id == regulation.id else corpus.regulations[id].current(shelf.on)).meta.effective
                    cited[id][day, *numbers][citing] = None
    for ref, citing in mentions:
        if ref.version and ref.article:
            cited[ref.regulation][ref.version, ref.article, ref.inserted][citing] = None
    own: dict[str, set[str]] = defaultdict(set)
    for name, id in names.items():
        own[id].add(name)
    said = list(_tips(terms))
    return References(
        {
            regulation.id: Related(
                targets[regulation.id],
                tuple(sorted(own[regulation.id])),
                {ref.regulation: _title(ref.regulation, shelf) for ref in targets[regulation.id].values()},
                {key: tuple(citing) for key, citing in cited[regulation.id].items()},
                tuple(tip for tip, refs in said if _speaks(tip, refs, regulation)),
                names.get(regulation.successor, ""),
            )
            for regulation in corpus
        }
    )


def target_of(found: Found, version: Version, related: Related) -> ArticleRef | None:
    """The article that a citation in a version names: of its own text with its date, of another as in force; None where it is not here."""
    if not found.title or found.title in related.own_names:
        return replace(version.ref, article=found.article, inserted=found.inserted)
    return related.targets.get((found.title, found.article, found.inserted))


def cites_of(version: Version, article: Article, related: Related) -> tuple[ArticleRef, ...]:
    """The articles that one cites, in the order of its text, each once; itself is none of them."""
    out: dict[ArticleRef, None] = {}
    for line in (*article.lines(), article.digest or ""):
        for found in find(line):
            target = target_of(found, version, related)
            if target and target != version.ref_to(article):
                out[target] = None
    return tuple(out)


def _citations(version: Version, *, is_current: bool) -> Iterator[tuple[Citing | None, Found]]:
    """Each citation of a text, with the article that makes it; None for what stands outside articles."""
    for line in (line for paragraph in version.preamble for line in paragraph.lines()):
        yield from ((None, found) for found in find(line))
    page, unit = address(replace(version.ref, version=None) if is_current else version.ref), version.unit
    for _, node, anchor in anchored(version):
        lines = [line for paragraph in node.paragraphs for line in paragraph.lines()]
        own = [node.digest or ""] if isinstance(node, Article) else list(node.digests)
        founds = [found for line in (*lines, *own) for found in find(line)]
        if not founds:
            continue
        citing = None
        if isinstance(node, Article):
            ref = version.ref_to(node)
            words = f"《{version.meta.title}》{ref.label_as(unit)}"
            citing = Citing("法规", f"{page}#{anchor}", words, str(ref))
        for found in founds:
            named = (
                isinstance(node, Article)
                and not found.title
                and (found.article, found.inserted) == (node.number, node.inserted)
            )
            yield (None if named else citing), found


def _tips(terms: Iterable[Term]) -> Iterator[tuple[Tip, frozenset[str]]]:
    for term in terms:
        refs = frozenset(sourced.ref.regulation for sourced in term.refs)
        for word in (term.name, *term.aliases):
            yield Tip(word, term.name, term.meaning), refs


def _speaks(tip: Tip, refs: frozenset[str], regulation: Regulation) -> bool:
    """Whether a word means there what the glossary says: 警告 and 生效 mean other things in other laws."""
    return regulation.id in refs or (len(tip.word) >= DISTINCT and regulation.versions[-1].meta.level in PARTY)


def _numbers(version: Version) -> frozenset[tuple[int, int]]:
    return frozenset((article.number, article.inserted) for _, article in version.articles())


def _title(id: str, shelf: Shelf) -> str:
    return shelf.corpus.regulations[id].current(shelf.on).meta.title
