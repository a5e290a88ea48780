"""`guiju lint`: regulations, content, generators and their examples, in one list of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from guiju.content.holidays import load_holidays
from guiju.content.lint import lint_content
from guiju.content.notes import load_notes
from guiju.content.redirects import load_redirects
from guiju.content.topics import load_matters
from guiju.content.variables import load_variables
from guiju.corpus.lint import lint_folder
from guiju.corpus.loading import load_corpus
from guiju.corpus.store import Corpus
from guiju.documents.kindlint import lint_kinds
from guiju.documents.kinds import find_kind
from guiju.errors import BadRegulationFile, GuijuError
from guiju.search.wordtables import lint_words
from guiju.site import cards
from guiju.workspace import Workspace


def lint_workspace(workspace: Workspace, paths: Sequence[Path], on: date) -> list[GuijuError]:
    """Findings over the workspace on a day; with paths, only those that stand in one of them."""

    def wanted(findings: Iterable[GuijuError]) -> list[GuijuError]:
        return [f for f in findings if not paths or any(_lies_in(f, path, workspace) for path in paths)]

    found = wanted(lint_folder(workspace.regulations, workspace.root))
    try:
        corpus = load_corpus(workspace)
    except BadRegulationFile:
        return found  # told already; references cannot be looked up
    found += wanted(_content_findings(workspace, corpus, on))
    told = {finding.cause for finding in found}
    # What is wrong with a regulation or with office.yml keeps examples from being filled: once is enough.
    return found + [f for f in wanted(_kind_findings(workspace, corpus, on)) if f.cause not in told]


def _content_findings(workspace: Workspace, corpus: Corpus, on: date) -> list[GuijuError]:
    found: list[GuijuError] = []
    looks = (lint_content(workspace, corpus, on), lint_words(workspace, corpus, on), _file_findings(workspace, corpus))
    for look in looks:
        try:
            found += look
        except GuijuError as error:
            found.append(error)
    return found


def _file_findings(workspace: Workspace, corpus: Corpus) -> Iterator[GuijuError]:
    """Of the files that only one thing is made from: days off, and what the site says of its own."""
    own_cards = (workspace.content / cards.FOLDER).is_dir()
    reads: tuple[Callable[[], object], ...] = (
        lambda: load_holidays(workspace),
        lambda: load_matters(workspace, corpus),
        lambda: load_redirects(workspace, corpus),
        lambda: load_notes(workspace),
        lambda: cards.load_card_data(workspace, find_kind(workspace, cards.KIND)) if own_cards else None,
    )
    for read in reads:
        try:
            read()
        except GuijuError as error:
            yield error


def _kind_findings(workspace: Workspace, corpus: Corpus, on: date) -> list[GuijuError]:
    try:
        found = lint_kinds(workspace, (), corpus, on, load_variables(workspace))
    except GuijuError as error:
        return [error]
    return [finding.error for finding in found if not finding.warning]


def _lies_in(finding: GuijuError, path: Path, workspace: Workspace) -> bool:
    return finding.place is not None and (workspace.root / finding.place.file).resolve().is_relative_to(path)
