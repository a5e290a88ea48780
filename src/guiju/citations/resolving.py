"""Citations found in texts → addresses in a corpus, and the other way round: who cites an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from guiju.citations.finding import Found, find
from guiju.corpus.store import Corpus
from guiju.regulation import Article, ArticleRef, Version


def resolve(found: Found, home: str, corpus: Corpus) -> ArticleRef | None:
    """The address of a citation, without a version; None where the corpus does not know the name.

    `home` is the id of the regulation in which 本规则 was read.
    """
    id = corpus.names().get(found.title, "") if found.title else home
    return ArticleRef(id, None, found.article, found.inserted, found.paragraph, found.item) if id else None


def cites(version: Version, article: Article, corpus: Corpus, on: date) -> tuple[ArticleRef, ...]:
    """The articles that this one cites and the corpus holds, each with the version that applies on that day."""
    out: dict[ArticleRef, None] = {}
    for line in (*article.lines(), article.digest or ""):
        for found in find(line):
            ref = resolve(found, version.meta.id, corpus)
            if ref and _exists(ref, corpus, on):
                out[replace(ref, version=corpus.version(ref, on).meta.effective)] = None
    return tuple(out)


def cited_by(target: ArticleRef, corpus: Corpus, on: date) -> tuple[ArticleRef, ...]:
    """The articles, in the versions for that day, that cite the article of `target` or a part of it."""
    return tuple(
        version.ref_to(article)
        for version, article in _current_articles(corpus, on)
        if any(_same_article(ref, target) for ref in cites(version, article, corpus, on))
    )


def _current_articles(corpus: Corpus, on: date) -> Iterator[tuple[Version, Article]]:
    for regulation in corpus:
        version = regulation.current(on)
        for _, article in version.articles():
            yield version, article


def _same_article(one: ArticleRef, other: ArticleRef) -> bool:
    return (one.regulation, one.article, one.inserted) == (other.regulation, other.article, other.inserted)


def _exists(ref: ArticleRef, corpus: Corpus, on: date) -> bool:
    version = corpus.version(ref, on)
    return any((a.number, a.inserted) == (ref.article, ref.inserted) for _, a in version.articles())
