"""`guiju lint`: regulations, content, generators and their examples, in one list of findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from guiju.content.lint import lint_content
from guiju.corpus.lint import lint_folder
from guiju.corpus.loading import load_corpus
from guiju.documents.data import load_data
from guiju.documents.kinds import find_kind
from guiju.errors import BadRegulationFile, GuijuError
from guiju.search.wordtables import lint_words
from guiju.workspace import Workspace


def lint_workspace(workspace: Workspace, paths: Sequence[Path], on: date) -> list[GuijuError]:
    """Findings over the workspace on a day; with paths, only those that stand in one of them."""
    findings = [*lint_folder(workspace.regulations, workspace.root), *_kind_findings(workspace)]
    findings += _content_findings(workspace, on)
    return [f for f in findings if not paths or any(_lies_in(f, path, workspace) for path in paths)]


def _content_findings(workspace: Workspace, on: date) -> list[GuijuError]:
    """Nothing where the regulations cannot be read: that is told already, and references cannot be looked up."""
    try:
        corpus = load_corpus(workspace)
    except BadRegulationFile:
        return []
    found: list[GuijuError] = []
    for look in (lint_content(workspace, corpus, on), lint_words(workspace, corpus, on)):
        try:
            found += look
        except GuijuError as error:
            found.append(error)
    return found


def _kind_findings(workspace: Workspace) -> Iterator[GuijuError]:
    for folder in sorted(path.parent for path in workspace.generators.glob("*/schema.yml")):
        try:
            kind = find_kind(workspace, folder.name)
            load_data(kind.example, kind, workspace)
        except GuijuError as error:
            yield error


def _lies_in(finding: GuijuError, path: Path, workspace: Workspace) -> bool:
    return finding.place is not None and (workspace.root / finding.place.file).resolve().is_relative_to(path)
