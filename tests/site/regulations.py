"""Corpora small enough to read in a test, and the pages of a regulation in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.questions import load_questions
from guiju.corpus.loading import load_corpus
from guiju.corpus.store import corpus_of
from guiju.corpus.versionfile import version_from_text
from guiju.documents.kinds import list_kinds
from guiju.site.mentions import answer_mentions, kind_mentions, page_mentions, question_mentions, term_mentions
from guiju.site.page import SitePage
from guiju.site.references import References, references_of
from guiju.site.regulation import regulation_pages
from guiju.site.rendering import body_html
from guiju.site.shelf import Shelf
from guiju.workspace import Workspace
from tests.conftest import ON

JIA = "regulations/jia.html"
OLD_JIA = "regulations/jia/2020-04-01.html"


def shelf_of(workspace: Workspace, variables: dict[str, str] | None = None) -> Shelf:
    return Shelf(load_corpus(workspace), ON, variables or {})


def everything(workspace: Workspace, shelf: Shelf) -> References:
    """All that a workspace says of its regulations."""
    terms = load_glossary(workspace)
    pages = [
        (str(path.relative_to(workspace.content)), path.read_text("utf-8"))
        for path in sorted(workspace.content.rglob("*.md"))
    ]
    mentions = [
        *page_mentions(pages, shelf),
        *kind_mentions(list_kinds(workspace), shelf),
        *term_mentions(terms),
        *answer_mentions(load_faq(workspace)),
        *question_mentions(load_questions(workspace)),
    ]
    return references_of(shelf, mentions, terms)


def characters(text: str) -> Iterator[str]:
    """Each character a word: enough to compare short texts."""
    return iter(text)


def pages_of(id: str, shelf: Shelf, references: References | None = None) -> dict[str, SitePage]:
    """The pages of a regulation by their addresses."""
    made = regulation_pages(
        shelf.corpus.regulation(id), shelf, references or references_of(shelf), characters, word=True
    )
    return {page.address: page for page in made}


def html_of(id: str, shelf: Shelf, references: References | None = None) -> str:
    """The page of the version for the day."""
    return body_html(pages_of(id, shelf, references)[f"regulations/{id}.html"])


def own_shelf(*versions: str, on: date = ON) -> Shelf:
    """A corpus of versions written here."""
    return Shelf(corpus_of(version_from_text(text, "甲.md") for text in versions), on)


def rule(id: str, effective: str, body: str, more: str = "", level: str = "规定", title: str = "甲规定") -> str:
    return (
        f"---\nid: {id}\ntitle: {title}\nlevel: {level}\nissuer: 甲局\neffective: {effective}\n"
        f"source: 测试\ntext: model\n{more}---\n# {title}\n\n{body}"
    )


def data_of(page: SitePage) -> dict[str, Any]:
    """What the script of a page is given."""
    data: dict[str, Any] = json.loads(re.findall(r'id="gj-regulation">(.*?)</script>', body_html(page))[0])
    return data
