"""What is wrong with what the office wrote: references to nothing or to what no longer applies, empty sections, house words.

The site refuses to build on a reference to nothing; this says so earlier, and says what the build cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from guiju.citations.finding import find
from guiju.citations.resolving import resolve
from guiju.content.citing import citations_in
from guiju.content.datafile import Sourced
from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.questions import load_questions
from guiju.content.variables import load_variables
from guiju.content.words import Word, load_words, wrong_words
from guiju.corpus.renumbering import became, map_findings
from guiju.corpus.store import Corpus
from guiju.errors import BadData, BadReference, GuijuError, Place, StaleReference
from guiju.regulation import Article, ArticleRef, TextKind, Version
from guiju.workspace import Workspace
from guiju.yamlfile import read_text

LONGEST_SHARED = 28
"""Characters in a row that a gist may share with its article: the five penalties in a row are 27, a sentence is more."""

_HEADING = re.compile(r"(#{1,6}) +(.+)")
_FENCE = re.compile(r"```|~~~")


def lint_content(workspace: Workspace, corpus: Corpus, on: date) -> Iterator[GuijuError]:
    """Every finding over content/, the model rules and the gists beside imported wording, file by file."""
    for id, steps in corpus.numbers.items():
        held = {v.meta.effective: v for v in corpus.regulations[id].versions} if id in corpus.regulations else {}
        for cause, remedy in map_findings(steps, held):
            yield BadData(cause, remedy=remedy, place=Place(steps[0].source))
    try:
        words = load_words(workspace)
        load_variables(workspace)
    except GuijuError as error:
        yield error
        words = ()
    for path in sorted(workspace.content.rglob("*.md")):
        yield from _page_findings(read_text(path), workspace.shown(path), words, corpus, on)
    yield from _data_findings(workspace, words, corpus, on)
    for regulation in corpus:
        for version in regulation.versions:
            source = f"regulations/{version.meta.id}/{version.meta.effective}.md"
            yield from _version_findings(version, source, words, corpus, on)


def _page_findings(
    markdown: str, source: str, words: tuple[Word, ...], corpus: Corpus, on: date
) -> Iterator[GuijuError]:
    try:
        for cited in citations_in(markdown, corpus, on, source):
            line = markdown.count("\n", 0, cited.start) + 1
            if cited.ref.version is None:
                yield from _stale(
                    replace(cited.ref, version=cited.version.meta.effective), corpus, on, Place(source, line)
                )
    except GuijuError as error:
        yield error
    yield from _empty_sections(markdown, source)
    for number, prose in _prose(markdown):
        yield from _word_findings(prose, words, Place(source, number))


def _data_findings(workspace: Workspace, words: tuple[Word, ...], corpus: Corpus, on: date) -> Iterator[GuijuError]:
    """Over the glossary, the answers and the questions."""
    entries: list[tuple[Place, tuple[Sourced, ...], tuple[str, ...]]] = []
    for load in (_terms, _answers, _items):
        try:
            entries += load(workspace)
        except GuijuError as error:
            yield error
    for place, refs, texts in entries:
        for sourced in refs:
            yield from _ref_findings(sourced, corpus, on)
        for text in texts:
            yield from _word_findings(text, words, place)


def _terms(workspace: Workspace) -> list[tuple[Place, tuple[Sourced, ...], tuple[str, ...]]]:
    return [(term.place, term.refs, (term.meaning,)) for term in load_glossary(workspace)]


def _answers(workspace: Workspace) -> list[tuple[Place, tuple[Sourced, ...], tuple[str, ...]]]:
    return [
        (item.place, item.refs, (item.question, item.answer)) for group in load_faq(workspace) for item in group.items
    ]  # fmt: skip


def _items(workspace: Workspace) -> list[tuple[Place, tuple[Sourced, ...], tuple[str, ...]]]:
    return [
        (item.place, item.refs, (item.stem, *item.options, item.why))
        for topic in load_questions(workspace)
        for item in topic.questions
    ]


def _ref_findings(sourced: Sourced, corpus: Corpus, on: date) -> Iterator[GuijuError]:
    """Whether the article is there, and whether a newer version that applies has changed it."""
    try:
        version, article = corpus.article(sourced.ref, on)
    except GuijuError as error:
        error.place = sourced.place
        yield error
        return
    regulation = corpus.regulation(sourced.ref.regulation)
    now = regulation.in_force(on)
    if now is version:
        return
    if now is None or now.meta.effective < version.meta.effective:
        yield from _stale(sourced.ref, corpus, on, sourced.place)
        return
    new = became(sourced.ref, corpus.numbers.get(regulation.id, ()))
    if new and len(new) == 1 and _same_wording(article, new[0], corpus, on):
        remedy = f"文字没有变，请把出处改成 {new[0]}"
    elif new == ():
        remedy = f"{now.meta.effective} 版里已经没有这一条，请改写或删去"
    else:
        where = "、".join(map(str, new)) if new else f"{now.meta.effective} 版"
        remedy = f"请对照 {where} 核对内容，改好后换成新的出处"
    cause = f"出处 {sourced.ref} 是旧版，现行的是 {now.meta.effective} 版"
    yield StaleReference(cause, remedy=remedy, place=sourced.place)


def _same_wording(article: Article, now: ArticleRef, corpus: Corpus, on: date) -> bool:
    """Whether both wordings are here and do not differ."""
    try:
        _, other = corpus.article(now, on)
    except GuijuError:
        return False
    return bool(article.paragraphs) and article.paragraphs == other.paragraphs


def _stale(ref: ArticleRef, corpus: Corpus, on: date, place: Place) -> Iterator[GuijuError]:
    if corpus.version(ref, on).meta.text is TextKind.MODEL:
        return
    try:
        corpus.in_force(ref, on)
    except GuijuError as error:
        error.place = place
        yield error


def _version_findings(
    version: Version, source: str, words: tuple[Word, ...], corpus: Corpus, on: date
) -> Iterator[GuijuError]:
    """Over our own words in a regulation file: the citations of a model rule, gists, house words."""
    for _, article in version.articles():
        place = Place(f"{source} {article.label}")
        if article.digest and article.paragraphs and version.meta.text is TextKind.OFFICIAL:
            yield from _near_wording(article, place)
        own = [article.digest or "", *(article.lines() if version.meta.text is TextKind.MODEL else ())]
        for line in own:
            yield from _word_findings(line, words, place)
            if version.meta.text is TextKind.MODEL:
                yield from _model_citations(line, version, corpus, on, place)


def _near_wording(article: Article, place: Place) -> Iterator[GuijuError]:
    gist, wording = article.digest or "", "".join(article.lines())
    match = SequenceMatcher(None, gist, wording, autojunk=False).find_longest_match()
    if match.size > LONGEST_SHARED:
        shared = gist[match.a : match.a + match.size]
        yield BadData(f"要点照抄了原文 {match.size} 个字：{shared}", remedy="请用自己的话概括", place=place)


def _model_citations(line: str, version: Version, corpus: Corpus, on: date, place: Place) -> Iterator[GuijuError]:
    for found in find(line):
        ref = resolve(found, version.meta.id, corpus)
        if ref is None:
            cause = f"“{found.text}”引的法规库里没有"
            yield BadReference(cause, remedy="请写法规的全称，或先补上这部法规的文件", place=place)
            continue
        try:
            corpus.article(ref, on)
        except GuijuError as error:
            error.place = place
            yield error
            continue
        yield from _stale(ref, corpus, on, place)


def _word_findings(line: str, words: tuple[Word, ...], place: Place) -> Iterator[GuijuError]:
    for word in wrong_words(line, words):
        yield BadData(f"用了“{word.wrong}”", remedy=f"请改成“{word.right}”：{word.why}", place=place)


def _empty_sections(markdown: str, source: str) -> Iterator[GuijuError]:
    """A heading that nothing stands under, neither text nor a lower heading."""
    last: tuple[int, int, str] | None = None
    for number, line in [*_prose(markdown), (0, "# ")]:
        m = _HEADING.match(line) or (line == "# " and re.match(r"(#)", line))
        if not m:
            last = None if line.strip() else last
            continue
        level = len(m[1])
        if last and level <= last[1]:
            yield BadData(f"“{last[2]}”下面没有内容", remedy="请补上内容，或删去这个标题", place=Place(source, last[0]))
        last = (number, level, line.lstrip("# "))


def _prose(markdown: str) -> Iterator[tuple[int, str]]:
    """The lines of a page with their numbers; what stands in code blocks counts as a line of its own, unread."""
    inside = False
    for number, line in enumerate(markdown.split("\n"), 1):
        fence = bool(_FENCE.match(line.strip()))
        inside = inside != fence
        yield number, "`…`" if fence or inside else line
