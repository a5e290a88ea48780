"""Data for programs: schema.org in the head of a page, one JSON a version, one index of all. docs/machine-data.md explains it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from guiju.corpus.outline import structure_label
from guiju.regulation import Article, Division, Metadata, Paragraph, Regulation, Status, Version
from guiju.site.anchors import anchored
from guiju.site.page import SiteFile, root_of
from guiju.site.references import Citing, Related, cites_of
from guiju.site.renumbered import later
from guiju.site.shelf import Shelf, address

INDEX = "regulations/index.json"
"""Where the list of all regulations stands."""

MOST_PARTS = 300
"""Articles up to which each is named in the head of a page; of a longer text only the divisions are."""

Json = dict[str, Any]


def download_address(version: Version, ending: str) -> str:
    """Where a version stands as a file: regulations/dangzhang/2022-10-22.json."""
    return f"regulations/{version.meta.id}/{version.meta.effective}.{ending}"


def page_address(version: Version, regulation: Regulation, on: date) -> str:
    """Where the page of a version stands from the root of the site; that of the one for the day has no date."""
    return address(replace(version.ref, version=None) if version is regulation.current(on) else version.ref)


def version_json(version: Version, regulation: Regulation, shelf: Shelf, related: Related) -> Json:
    """All that is known of a version, with its text where it is here."""
    meta = version.meta
    divisions: list[Json] = []
    articles: list[Json] = []
    open_ids: list[str] = []
    unit = version.unit
    for path, node, id in anchored(version):
        parents = open_ids[: len(path)]
        if isinstance(node, Division):
            divisions.append(_division(node, id, parents, version))
            open_ids = [*parents, id]
        else:
            articles.append(_article(node, id, parents, unit, version, regulation, shelf, related))
    return {
        "ref": str(version.ref),
        "id": meta.id,
        "version": meta.effective.isoformat(),
        "page": page_address(version, regulation, shelf.on),
        "status": regulation.status(version, shelf.on),
        "as_of": shelf.on.isoformat(),
        **_facts(meta),
        "structure": structure_label(version),
        "versions": [v.meta.effective.isoformat() for v in regulation.versions],
        "preamble": _paragraphs(version.preamble) if version.has_text else None,
        "digests": list(version.digests),
        "divisions": divisions,
        "articles": articles,
    }


def index_file(shelf: Shelf, *, word: bool) -> SiteFile:
    """The list of all regulations with the addresses of their pages and files; `word` says whether there are docx files."""
    listed = [
        {
            "id": regulation.id,
            "title": (meta := regulation.current(shelf.on).meta).title,
            "aliases": list(meta.aliases),
            "level": meta.level,
            "page": f"regulations/{regulation.id}.html",
            "current": meta.effective.isoformat(),
            "versions": [_listed(version, regulation, shelf.on, word=word) for version in regulation.versions],
        }
        for regulation in shelf.corpus
    ]
    return SiteFile(INDEX, to_bytes({"as_of": shelf.on.isoformat(), "regulations": listed}))


def json_ld(version: Version, regulation: Regulation, shelf: Shelf) -> str:
    """The version as schema.org Legislation, for the head of its page; facts that nobody verified are left out.

    A model rule is no legislation and has none.
    """
    meta = version.meta
    status = regulation.status(version, shelf.on)
    if status is Status.MODEL:
        return ""
    here = page_address(version, regulation, shelf.on)
    before = [v for v in regulation.versions if v.meta.effective < meta.effective]
    facts = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": here.rpartition("/")[2],
        "name": meta.title,
        "alternateName": list(meta.aliases),
        "inLanguage": "zh-CN",
        "legislationIdentifier": str(version.ref),
        "legislationType": meta.level,
        "legislationPassedBy": {"@type": "Organization", "name": meta.issuer} if _known(meta, "issuer") else None,
        "legislationDate": meta.adopted.isoformat() if meta.adopted and _known(meta, "adopted") else None,
        "legislationDateOfApplicability": meta.effective.isoformat() if _known(meta, "effective") else None,
        "legislationLegalForce": f"https://schema.org/{'InForce' if status is Status.IN_FORCE else 'NotInForce'}",
        "legislationChanges": _changed(meta, before[-1] if before else None, regulation, root_of(here), shelf.on),
        "hasPart": _parts(version),
    }
    kept = {name: value for name, value in facts.items() if value not in (None, "", [])}
    return f'<script type="application/ld+json">{script_json(kept)}</script>'


def script_json(value: object) -> str:
    """JSON inside a script element, which nothing in it can end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!", "<\\u0021")


def to_bytes(value: object) -> bytes:
    """JSON as a file: the same value gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _known(meta: Metadata, field: str) -> bool:
    return bool(getattr(meta, field)) and meta.verified(field)


def _facts(meta: Metadata) -> Json:
    return {
        "title": meta.title,
        "aliases": list(meta.aliases),
        "level": meta.level,
        "issuer": meta.issuer or None,
        "adopted": _day(meta.adopted),
        "published": _day(meta.published),
        "effective": _day(meta.effective),
        "repealed": _day(meta.repealed),
        "amended": [day.isoformat() for day in meta.amended],
        "amended_by": list(meta.amended_by),
        "replaces": list(meta.replaces),
        "replaced_by": meta.replaced_by or None,
        "history": meta.history or None,
        "confidence": {name: str(sure) for name, sure in meta.confidence},
        "text": str(meta.text),
        "public": meta.public,
        "source": meta.source or None,
        "note": meta.note or None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _division(division: Division, id: str, parents: list[str], version: Version) -> Json:
    return {
        "id": id,
        "label": division.label,
        "kind": division.kind or None,
        "number": division.number,
        "title": division.title,
        "divisions": parents,
        "text": _paragraphs(division.paragraphs) if version.has_text else None,
        "digests": list(division.digests),
    }


def _article(
    article: Article,
    id: str,
    parents: list[str],
    unit: str,
    version: Version,
    regulation: Regulation,
    shelf: Shelf,
    related: Related,
) -> Json:
    ref = version.ref_to(article)
    current = regulation.current(shelf.on).meta.effective
    now = later(ref, current, shelf.corpus.numbers.get(regulation.id, ()))
    cited_by = related.cited_by.get((version.meta.effective, article.number, article.inserted), ())
    return {
        "ref": str(ref),
        "id": id,
        "label": ref.label_as(unit),
        "heading": article.heading or None,
        "divisions": parents,
        "text": _paragraphs(article.paragraphs) if version.has_text else None,
        "digest": article.digest,
        "now": None if now is None else [f"{regulation.id}@{now.version}#{number}" for number in now.numbers],
        "cites": [str(target) for target in cites_of(version, article, related)],
        "cited_by": [_citing(citing) for citing in cited_by],
    }


def _citing(citing: Citing) -> Json:
    return {"kind": citing.kind, "words": citing.words, "page": citing.address, "ref": citing.ref or None}


def _paragraphs(paragraphs: Iterable[Paragraph]) -> list[Json]:
    return [
        {
            "text": paragraph.text,
            "items": [{"number": i.number, "text": i.text, "points": list(i.points)} for i in paragraph.items],
        }
        for paragraph in paragraphs
    ]


def _listed(version: Version, regulation: Regulation, on: date, *, word: bool) -> Json:
    meta = version.meta
    return {
        "version": meta.effective.isoformat(),
        "verified": meta.verified("effective"),
        "status": regulation.status(version, on),
        "text": str(meta.text),
        "articles": sum(1 for _ in version.articles()),
        "page": page_address(version, regulation, on),
        "json": download_address(version, "json"),
        "md": download_address(version, "md"),
        "docx": download_address(version, "docx") if word else None,
    }


def _changed(meta: Metadata, before: Version | None, regulation: Regulation, root: str, on: date) -> list[Json]:
    """The version that this one amends, and the works that it replaces by title."""
    out: list[Json] = []
    if before:
        out.append(
            {
                "@type": "Legislation",
                "@id": root + page_address(before, regulation, on),
                "legislationIdentifier": str(before.ref),
            }
        )
    if meta.verified("replaces"):
        out += [{"@type": "Legislation", "name": name} for name in meta.replaces]
    return out


def _parts(version: Version) -> list[Json]:
    nodes = [(node, id) for _, node, id in anchored(version)]
    articles = [(node.label, id) for node, id in nodes if isinstance(node, Article)]
    shown = articles if len(articles) <= MOST_PARTS else [(n.label, id) for n, id in nodes if isinstance(n, Division)]
    return [{"@type": "Legislation", "@id": f"#{id}", "name": label} for label, id in shown]
