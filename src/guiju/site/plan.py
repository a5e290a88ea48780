"""What the site of a workspace consists of: what everything is read from, the pages around the regulations, and the jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from guiju import __version__
from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.holidays import FILE as HOLIDAYS
from guiju.content.notes import load_notes
from guiju.content.questions import load_questions
from guiju.content.redirects import load_redirects
from guiju.content.topics import load_matters
from guiju.content.variables import load_variables
from guiju.corpus.catalogue import load_catalogue
from guiju.corpus.loading import load_corpus
from guiju.documents.kinds import Kind, list_kinds
from guiju.regulation import Article, Regulation, Version
from guiju.search.entries import Unit
from guiju.search.units import units_of
from guiju.search.wordtables import load_vocabulary
from guiju.segmenting import tokenizer_for
from guiju.site import cards
from guiju.site.aside import Aside
from guiju.site.assets import assets
from guiju.site.browse import browse_pages
from guiju.site.comparisons import compared_pairs
from guiju.site.downloads import regulation_files
from guiju.site.gallery import gallery_page, kind_page
from guiju.site.handbook import is_internal
from guiju.site.jobs import Job, digest
from guiju.site.knowledge import faq_page, glossary_page
from guiju.site.machine import index_file
from guiju.site.mentions import answer_mentions, kind_mentions, page_mentions, question_mentions, term_mentions
from guiju.site.news import feed, news_of, news_page
from guiju.site.page import SiteFile, SitePage
from guiju.site.practice import practice_pages
from guiju.site.redirects import dated_page, lost_ids, not_found_page, redirect_pages
from guiju.site.references import References, references_of
from guiju.site.regulation import regulation_pages
from guiju.site.shards.building import Material, shards_of
from guiju.site.shelf import Shelf
from guiju.site.texts import Texts, published
from guiju.workspace import Workspace
from guiju.yamlfile import mapping_from_text, read_text

MOST_OF_OFFICE = 500
"""Regulations of which each gets a docx to download, and whose words are all held at once; whoever has more takes Markdown or
JSON, or asks the command line.
"""

_Made = TypeVar("_Made")

_PROGRAM = {".py", ".css", ".js", ".html", ".yml", ".svg"}


@dataclass(frozen=True)
class Plan:
    """A site before it is built: what it is made from. What takes a while to know is found out when it is asked for.

    `redirects` leads from old ids to those of today; `left_out` says what is not shown and why; `code` changes with the
    program and the settings; `cache` is where jieba may keep its dictionary.
    """

    workspace: Workspace
    shelf: Shelf
    redirects: Mapping[str, str]
    left_out: tuple[str, ...]
    code: str
    cache: Path

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of documents."""
        return tuple(list_kinds(self.workspace))

    def cut(self, text: str) -> Iterator[str]:
        """A text of versions that are compared into words."""
        return iter(self._tokenizer.cut(text, HMM=False))

    @cached_property
    def _tokenizer(self) -> Any:
        pairs = (pair for regulation in self.shelf.corpus for pair in compared_pairs(regulation, self.shelf.on))
        versions = {version.ref: version for pair in pairs for version in pair}
        return tokenizer_for(line for version in versions.values() for line in _lines(version))

    @cached_property
    def references(self) -> References:
        """Who cites what."""
        terms, shelf = load_glossary(self.workspace), self.shelf
        mentions = (
            *page_mentions(_written(self.workspace), shelf),
            *kind_mentions(self.kinds, shelf),
            *term_mentions(terms),
            *answer_mentions(load_faq(self.workspace)),
            *question_mentions(load_questions(self.workspace)),
        )
        return references_of(shelf, mentions, terms)

    @cached_property
    def around(self) -> tuple[SitePage | SiteFile, ...]:
        """The pages that are no regulation's."""
        shelf, workspace = self.shelf, self.workspace
        news = news_of(shelf, load_notes(workspace))
        around: list[SitePage | SiteFile] = [
            *browse_pages(shelf, load_matters(workspace, shelf.corpus)),
            self._lean(partial(glossary_page, load_glossary(workspace), shelf)),
            faq_page(load_faq(workspace), shelf),
            *practice_pages(load_questions(workspace), shelf),
            gallery_page(self.kinds),
            *_cards(self),
            news_page(news, shelf.on),
            feed(news, "规矩", shelf.on),
            *redirect_pages(self.redirects, shelf),
            index_file(shelf, word=self.word),
        ]
        written = {f"{source.removesuffix('.md')}.html" for source, _ in _written(workspace)}
        return (*around, not_found_page(written | {page.address for page in around}))

    @property
    def word(self) -> bool:
        """Whether regulations can be downloaded as docx."""
        return not self.many

    @property
    def many(self) -> bool:
        """Whether there are more regulations than an office works with, as where all laws of the country are imported."""
        return len(self.shelf.corpus.regulations) > MOST_OF_OFFICE

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Where generated pages will stand."""
        regulations = {f"regulations/{id}.html" for id in self.shelf.corpus.regulations}
        return frozenset(regulations | {page.address for page in self.around})

    def title(self, uri: str) -> str:
        """The title of a generated page, by its source in the navigation."""
        address = uri.removesuffix(".md") + ".html"
        return next(page.title for page in self.around if isinstance(page, SitePage) and page.address == address)

    @property
    def colophon(self) -> str:
        """What stands at the foot of every page."""
        return f"时效按 {self.shelf.on} 计算。要点是自拟的话，引用请以原文为准。"

    def lost(self, site: Path) -> list[str]:
        """Published addresses that would be gone, by the index of the site that stands there now."""
        index = site / "regulations" / "index.json"
        if not index.is_file():
            return []
        ids = lost_ids(index.read_text("utf-8"), self.shelf.corpus, self.redirects)
        return [f"上一次网站里有 regulations/{id}.html，这一次没有，请在 content/redirects.yml 写明去处" for id in ids]

    def jobs(self, frame: str) -> list[Job]:
        """Everything to make but the search, each with the digest of all that it depends on; `frame` is what the theme draws."""
        base = digest(self.code, frame, self.shelf.on, sorted(self.shelf.variables.items()))
        examples = digest(base, self._regulations, _digest_of(self.workspace.content / HOLIDAYS))
        kinds = [
            Job(f"kind/{k.name}", digest(examples, _files_in(k.folder)), partial(_of_kind, k, self)) for k in self.kinds
        ]
        if self.many:
            _ = self._tokenizer  # here once, for each process that is split off would hold one of its own
        regulations = [
            Job(f"regulation/{r.id}", self._key(base, r), partial(_of_regulation, r, self)) for r in self.shelf.corpus
        ]
        around = Job("around", digest(base, self.around), lambda: self.around)
        return [Job("assets", digest(self.code), assets), around, *kinds, *regulations]

    def search_job(self) -> Job:
        """The files of the search. It needs nothing of the theme, and takes the longest."""
        key = digest(self.code, self.shelf.on, self._regulations, _files_in(self.workspace.content))
        return Job("search", key, self._search, alone=True)

    def _lean(self, make: Callable[[], _Made]) -> _Made:
        """What pypinyin helps to make; with all laws of the country, which fill the memory, it is loaded elsewhere."""
        return Aside(make).result() if self.many else make()

    @cached_property
    def _regulations(self) -> str:
        """Changes with any regulation."""
        return digest(_files_in(self.workspace.regulations))

    def _search(self) -> Iterator[SiteFile]:
        material = Material(
            units=_Units(self) if self.many else [*_Units(self)],
            corpus=self.shelf.corpus,
            vocabulary=self._lean(partial(load_vocabulary, self.workspace)),
            terms=[name for term in load_glossary(self.workspace) for name in (term.name, *term.aliases)],
            own=frozenset(known.id for known in load_catalogue(self.workspace)),
            on=self.shelf.on,
        )
        yield from shards_of(material, self.cache)

    def _key(self, base: str, regulation: Regulation) -> str:
        """Changes with the regulation's own files, and with all that its pages show of anything else."""
        related = self.references.of(regulation.id)
        status = [str(regulation.status(version, self.shelf.on)) for version in regulation.versions]
        own = _files_in(self.workspace.regulations / regulation.id)
        return digest(base, own, status, regulation.ended, regulation.successor, related)


@dataclass(frozen=True, slots=True)
class _Units:
    """All that can be found, made anew each time that it is gone through: the law of the country is long."""

    plan: Plan

    def __iter__(self) -> Iterator[Unit]:
        shown = {f"page/{source}" for source, _ in _written(self.plan.workspace)}
        for unit in units_of(self.plan.shelf.corpus, self.plan.workspace):
            if not unit.key.startswith("page/") or unit.key in shown:
                yield unit


def plan_of(workspace: Workspace, on: date, texts: Texts, cache: Path) -> Plan:
    """Read the regulations of a workspace. Raises GuijuError for what cannot be trusted."""
    corpus, left_out = published(load_corpus(workspace), texts)
    shelf = Shelf(corpus, on, load_variables(workspace))
    return Plan(workspace, shelf, load_redirects(workspace, corpus), tuple(left_out), _code(workspace, texts), cache)


def _cards(plan: Plan) -> Iterator[SitePage]:
    """The cards of the office, or where it has none the example; none where the kind is gone."""
    kind = next((kind for kind in plan.kinds if kind.name == cards.KIND), None)
    if kind is None:
        return
    own = cards.load_card_data(plan.workspace, kind)
    made = partial(cards.card_of, kind, corpus=plan.shelf.corpus, on=plan.shelf.on, variables=plan.shelf.variables)
    if own:
        yield cards.cards_page([made(name=name, data=data) for name, data in own.items()], plan.shelf)
    else:
        example, _ = mapping_from_text(read_text(kind.example), str(kind.example))
        yield cards.cards_page([made(name="example", data=example, example=True)], plan.shelf)


def _written(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The pages that people write, source and Markdown, less those marked 内部."""
    for path in sorted(workspace.content.rglob("*.md")):
        text = read_text(path)
        if not is_internal(text):
            yield str(path.relative_to(workspace.content)), text


def _of_regulation(regulation: Regulation, plan: Plan) -> Iterator[SitePage | SiteFile]:
    yield from regulation_pages(regulation, plan.shelf, plan.references, plan.cut, word=plan.word)
    yield dated_page(regulation, plan.shelf)
    yield from regulation_files(regulation, plan.shelf, plan.references, word=plan.word)


def _of_kind(kind: Kind, plan: Plan) -> Iterator[SitePage | SiteFile]:
    # Loaded only where a kind has changed: openpyxl takes as long to load as all kinds to make.
    from guiju.site.specimens import gallery_files

    specimens = gallery_files(kind, plan.shelf.corpus, plan.shelf.on, plan.shelf.variables)
    yield kind_page(kind, specimens, plan.shelf)
    yield from specimens.files


def _lines(version: Version) -> Iterator[str]:
    """Everything that a comparison reads of a version."""
    for paragraph in version.preamble:
        yield from paragraph.lines()
    for _, node in version.walk():
        yield node.label
        if isinstance(node, Article):
            yield node.heading
        for paragraph in node.paragraphs:
            yield from paragraph.lines()


def _code(workspace: Workspace, texts: Texts) -> str:
    """Changes with the program and with the settings of the site."""
    package = resources.files("guiju")
    parts = [path.read_bytes() for path in sorted(Path(str(package)).rglob("*")) if path.suffix in _PROGRAM]
    settings = (workspace.root / "mkdocs.yml").read_bytes()
    return digest(__version__, str(texts), hashlib.blake2b(b"".join([*parts, settings])).hexdigest())


def _files_in(folder: Path) -> list[tuple[str, str]]:
    """The files of a folder and below by their places, with what they hold, in short."""
    return [(str(path.relative_to(folder)), _digest_of(path)) for path in sorted(folder.rglob("*")) if path.is_file()]


def _digest_of(path: Path) -> str:
    """What a file holds, in short; '' where there is none."""
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest() if path.is_file() else ""
