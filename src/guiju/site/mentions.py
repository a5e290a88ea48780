"""What the office wrote → the articles that it names: handbook pages, kinds of documents, answers, terms and questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from guiju.content.citing import citations_in
from guiju.content.faq import Group
from guiju.content.glossary import Term
from guiju.content.questions import BLANK, Topic
from guiju.documents.kinds import Kind
from guiju.documents.lookup import lookup_of
from guiju.errors import GuijuError
from guiju.regulation import ArticleRef
from guiju.site.page import slug
from guiju.site.references import Citing
from guiju.site.shelf import Shelf
from guiju.yamlfile import read_text

Mention = tuple[ArticleRef, Citing]
"""An article with its version, and the place that names it."""

_TITLE = re.compile(r"^# +(.+?)\s*(?:\{.*\})?$", re.MULTILINE)
_CALL = re.compile(r"\b(?:cite|quote|gist)\(\s*[\"']([^\"']+)[\"']\s*(?:,\s*(\d{1,4})\b)?")
_LONG = 32


def page_mentions(pages: Iterable[tuple[str, str]], shelf: Shelf) -> Iterator[Mention]:
    """Of the pages that people write, by their {{ cite(…) }}: (handbook/festival.md, Markdown).

    Raises GuijuError with the line of one that fails.
    """
    for source, markdown in pages:
        title = m[1] if (m := _TITLE.search(markdown)) else source
        citing = Citing("手册", source.removesuffix(".md") + ".html", title)
        for cited in citations_in(markdown, shelf.corpus, shelf.written, f"content/{source}"):
            yield replace(cited.ref, version=cited.version.meta.effective), citing


def kind_mentions(kinds: Iterable[Kind], shelf: Shelf) -> Iterator[Mention]:
    """Of the templates: what they name in so many words. A name that is not here is `guiju kinds lint`'s to tell."""
    lookup = lookup_of(shelf.corpus)
    for kind in kinds:
        citing = Citing("文书", f"documents/{kind.name}.html", kind.title)
        for path in kind.templates:
            for name, number in _CALL.findall(read_text(path)):
                with suppress(GuijuError):
                    ref = lookup.read(name)
                    article = int(number) if number else ref.article
                    version = shelf.corpus.version(ref, shelf.on).meta.effective
                    yield replace(ref, version=version, article=article), citing


def term_mentions(terms: Iterable[Term]) -> Iterator[Mention]:
    """Of the glossary."""
    for term in terms:
        for sourced in term.refs:
            yield sourced.ref, Citing("术语", f"handbook/glossary.html#term-{term.name}", term.name)


def answer_mentions(groups: Iterable[Group]) -> Iterator[Mention]:
    """Of the answers to common questions."""
    for group in groups:
        for item in group.items:
            for sourced in item.refs:
                yield sourced.ref, Citing("问答", f"handbook/faq.html#{slug(item.question)}", item.question)


def question_mentions(topics: Iterable[Topic]) -> Iterator[Mention]:
    """Of the question bank."""
    for topic in topics:
        for question in topic.questions:
            stem = question.stem.replace(BLANK, "＿＿")
            words = f"{topic.title}：{stem if len(stem) <= _LONG else stem[:_LONG] + '…'}"
            for sourced in question.refs:
                yield sourced.ref, Citing("题库", f"practice/{topic.name}.html#{question.id}", words)
