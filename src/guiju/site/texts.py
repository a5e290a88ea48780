"""Which wording goes into a site: all that an office has imported, or our own words alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from guiju.corpus.store import Corpus, corpus_of
from guiju.regulation import Article, Division, TextKind, Version


class Texts(StrEnum):
    """The setting `texts` of mkdocs.yml: `official` for an office's own network, `digest` for everybody."""

    OFFICIAL = "official"
    DIGEST = "digest"


def published(corpus: Corpus, texts: Texts) -> tuple[Corpus, list[str]]:
    """The corpus as a site may show it, and what was left out of it.

    A text that was never made public keeps its name and dates alone, whatever the setting.
    """
    left_out: list[str] = []
    shown = [_shown(version, texts, left_out) for regulation in corpus for version in regulation.versions]
    return replace(corpus_of(shown), numbers=corpus.numbers), left_out


def _shown(version: Version, texts: Texts, left_out: list[str]) -> Version:
    meta = version.meta
    name = f"《{meta.title}》（{meta.effective}）"
    if not meta.public and (version.has_text or any(article.digest for _, article in version.articles())):
        left_out.append(f"{name}的条文（没有公开发布的文本）")
        return _without(version, TextKind.OUTLINE, gists=False)
    if texts is Texts.DIGEST and meta.text is TextKind.OFFICIAL:
        left_out.append(f"{name}的原文（mkdocs.yml 设为 texts: digest）")
        return _without(version, TextKind.DIGEST, gists=True)
    return version


def _without(version: Version, kind: TextKind, *, gists: bool) -> Version:
    """The version without its wording; the digest of the wording stays with it, as no lint reads this one."""
    return replace(
        version,
        meta=replace(version.meta, text=kind),
        preamble=(),
        digests=version.digests if gists else (),
        children=tuple(_bare(version.children, gists=gists)),
    )


def _bare(nodes: tuple[Division | Article, ...], *, gists: bool) -> Iterator[Division | Article]:
    for node in nodes:
        if isinstance(node, Article):
            bare = replace(node, paragraphs=())
            yield bare if gists else replace(bare, digest=None, heading="")
        else:
            part = replace(node, paragraphs=(), children=tuple(_bare(node.children, gists=gists)))
            yield part if gists else replace(part, digests=(), title="")
