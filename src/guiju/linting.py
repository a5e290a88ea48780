"""`guiju lint`: regulations, generators and their examples, in one list of findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from guiju.corpus.lint import lint_folder
from guiju.documents.data import load_data
from guiju.documents.kinds import find_kind
from guiju.errors import GuijuError
from guiju.workspace import Workspace


def lint_workspace(workspace: Workspace, paths: Sequence[Path]) -> list[GuijuError]:
    """Findings over the workspace; with paths, only those that stand in one of them."""
    findings = [*lint_folder(workspace.regulations, workspace.root), *_kind_findings(workspace)]
    return [f for f in findings if not paths or any(_lies_in(f, path, workspace) for path in paths)]


def _kind_findings(workspace: Workspace) -> Iterator[GuijuError]:
    for folder in sorted(path.parent for path in workspace.generators.glob("*/schema.yml")):
        try:
            kind = find_kind(workspace, folder.name)
            load_data(kind.example, kind, workspace)
        except GuijuError as error:
            yield error


def _lies_in(finding: GuijuError, path: Path, workspace: Workspace) -> bool:
    return finding.place is not None and (workspace.root / finding.place.file).resolve().is_relative_to(path)
