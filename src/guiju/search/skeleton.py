"""What a search must know of the regulations without reading them: names, versions, 时效, which articles there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from guiju.corpus.store import Corpus, corpus_of
from guiju.regulation import Article, ArticleForm, Confidence, Metadata, TextKind, Version

_FORMS = {ArticleForm.ARTICLE: 0, ArticleForm.PART: 1}


def to_json(corpus: Corpus) -> list[dict[str, Any]]:
    """The versions of a corpus in short."""
    return [_version(version) for regulation in corpus for version in regulation.versions]


def from_json(rows: list[dict[str, Any]]) -> Corpus:
    """A corpus of versions whose articles have a number and no words."""
    return corpus_of(_read(row) for row in rows)


def _version(version: Version) -> dict[str, Any]:
    meta = version.meta
    row: dict[str, Any] = {
        "id": meta.id,
        "title": meta.title,
        "level": meta.level,
        "effective": meta.effective.isoformat(),
        "text": meta.text,
        "articles": [
            a.number if not (a.inserted or a.form is ArticleForm.PART) else [a.number, a.inserted, _FORMS[a.form], bool(a.heading)]
            for _, a in version.articles()
        ],
    }  # fmt: skip
    optional = {
        "aliases": list(meta.aliases),
        "repealed": meta.repealed.isoformat() if meta.repealed else "",
        "replaces": list(meta.replaces),
        "replaced_by": meta.replaced_by,
        "doubt": not meta.verified("effective"),
    }
    return row | {key: value for key, value in optional.items() if value}


def _read(row: dict[str, Any]) -> Version:
    meta = Metadata(
        id=row["id"],
        title=row["title"],
        level=row["level"],
        issuer="",
        effective=date.fromisoformat(row["effective"]),
        source="",
        text=TextKind(row["text"]),
        aliases=tuple(row.get("aliases", ())),
        repealed=date.fromisoformat(row["repealed"]) if row.get("repealed") else None,
        replaces=tuple(row.get("replaces", ())),
        replaced_by=row.get("replaced_by", ""),
        confidence=(("effective", Confidence.U),) if row.get("doubt") else (),
    )
    return Version(meta, children=tuple(_article(item) for item in row["articles"]))


def _article(item: int | list[int]) -> Article:
    if isinstance(item, int):
        return Article(item)
    number, inserted, form, heading = item
    return Article(number, inserted, form=list(_FORMS)[form], heading="x" if heading else "")
