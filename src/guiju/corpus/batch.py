"""Files, folders and zips imported in one go: parsed side by side, stored one after another, each whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from guiju.corpus.findings import Finding
from guiju.corpus.importing import Imported, Planned, Wishes, parse, plan, refusal, store
from guiju.corpus.library import Library, open_library
from guiju.corpus.reading.limits import LARGEST_MEMORY, LONGEST_TIME, MiB
from guiju.corpus.reading.sources import Source, source_bytes
from guiju.corpus.recognition import Recognised
from guiju.corpus.workers import Done, Stopped, run_each
from guiju.errors import BadImport, GuijuError
from guiju.regulation import Metadata
from guiju.workspace import Workspace, make_cache

JOURNAL = "imports.jsonl"
"""In the cache: what was stored from which file, so that a folder import that was killed goes on where it was."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a regulation in a file. Exactly one of `imported` (stored or the same) and `error` is there.

    `planned` is the text as it was recognised, also where it was refused; None where the file could not be read.
    `skipped`: it had been stored by an earlier run and nothing has changed since.
    """

    source: Source
    imported: Imported | None = None
    error: BadImport | None = None
    planned: Planned | None = None
    skipped: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found in the text."""
        return self.planned.findings if self.planned else ()


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What a worker sends back: the regulations of a file, or why it could not be read; and the hash of its bytes."""

    found: tuple[Recognised, ...] = ()
    error: tuple[str, str, str, str] | None = None
    sha256: str = ""


def import_all(
    sources: Sequence[Source], workspace: Workspace, wishes: Wishes, *, dry_run: bool = False, jobs: int = 0
) -> Iterator[Outcome]:
    """The outcome for every regulation in every source, in order. With `dry_run` nothing is stored or noted."""
    library = open_library(workspace)
    journal = _Journal(workspace, wishes) if len(sources) > 1 and not dry_run else None
    done = journal.done(sources, library) if journal else {}
    taken = {key: (sha256, str(source)) for source, stored in done.items() for key, sha256 in stored.versions}
    todo = [source for source in sources if source not in done]
    parsed = run_each(
        partial(_parse, wishes=wishes), todo, workers=min(jobs or os.cpu_count() or 1, max(1, len(todo))),
        seconds=LONGEST_TIME, memory=LARGEST_MEMORY,
    )  # fmt: skip
    for source in sources:
        if source in done:
            yield Outcome(source, skipped=done[source].where)
            continue
        _, result = next(parsed)
        outcomes = list(_outcomes(source, result, library, wishes, _Run(taken, dry_run)))
        if journal and isinstance(result, Done) and all(outcome.imported for outcome in outcomes):
            journal.note(source, result.result.sha256, [o.imported for o in outcomes if o.imported])
        yield from outcomes


def _parse(source: Source, wishes: Wishes) -> _Parsed:
    """In a worker: read and recognise one file. Never raises; errors travel as words."""
    try:
        sha256 = hashlib.sha256(source_bytes(source)).hexdigest()
        return _Parsed(tuple(parse(source, wishes)), None, sha256)
    except BadImport as error:
        return _Parsed(error=(error.cause, error.code, error.remedy, str(error.place or source)))
    except MemoryError:
        raise
    except Exception as error:
        cause = f"读这个文件时程序自身出了问题（{type(error).__name__}：{error}）"
        return _Parsed(error=(cause, "program", "请把文件发给维护者查看", str(source)))


def _outcomes(
    source: Source, result: Done[_Parsed] | Stopped, library: Library, wishes: Wishes, run: _Run
) -> Iterator[Outcome]:
    if isinstance(result, Stopped):
        yield Outcome(source, error=_stopped(source, result))
        return
    if result.result.error:
        cause, code, remedy, place = result.result.error
        yield Outcome(source, error=BadImport(cause, code=code, remedy=remedy, place=place))
        return
    for found in result.result.found:
        yield _outcome(source, found, library, wishes, run)


def _outcome(source: Source, found: Recognised, library: Library, wishes: Wishes, run: _Run) -> Outcome:
    planned = None
    try:
        planned = plan(found, str(source), library, wishes)
        refused = planned.refusals(accept=wishes.accept)
        if refused or planned.path is None:
            raise refusal(planned.name, refused)
        _refuse_second(planned, source, run)
        if run.dry_run:
            imported = Imported(planned.version, planned.path, planned.changed, planned.findings)
        else:
            imported = store(planned, library, wishes)
    except BadImport as error:
        return Outcome(source, error=error, planned=planned)
    except GuijuError as error:
        wrapped = BadImport(error.cause, code="not_stored", remedy=error.remedy, place=error.place or str(source))
        return Outcome(source, error=wrapped, planned=planned)
    return Outcome(source, imported=imported, planned=planned)


def _refuse_second(planned: Planned, source: Source, run: _Run) -> None:
    """Of two files in one run that give the same version in different words the first stands, whatever was accepted."""
    meta = planned.version.meta
    sha256, first = run.taken.setdefault(_key(meta), (meta.sha256, str(source)))
    if sha256 != meta.sha256:
        raise BadImport(
            f"这次导入里还有一份同一版本的文本，文字不同：{first}", code="two_copies",
            remedy="请用 guiju diff 比较这两个文件，只留下正确的一份再导入", place=str(source),
        )  # fmt: skip


def _key(meta: Metadata) -> str:
    return f"{meta.id}{meta.effective}"


def _stopped(source: Source, result: Stopped) -> BadImport:
    if result.timed_out:
        cause, code = f"读了 {LONGEST_TIME:.0f} 秒还没有读完，已经停下", "too_slow"
    else:
        cause, code = f"读它要用的内存超过 {LARGEST_MEMORY // MiB} MB，或者读它的进程意外中止", "too_much_memory"
    return BadImport(cause, code=code, remedy="请核对文件，另存为 docx 或 txt 后再导入", place=str(source))


@dataclass(frozen=True, slots=True)
class _Run:
    """What one import has come to: the versions that came in, each with its hash and file; and whether it only looks."""

    taken: dict[str, tuple[str, str]]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class _Stored:
    """The versions that an earlier run stored from a file, each with its hash, and where they lie."""

    versions: tuple[tuple[str, str], ...]
    where: str


class _Journal:
    """Which files have been stored, by the hash of their bytes and what the user asked for. Lost lines cost time, no text."""

    def __init__(self, workspace: Workspace, wishes: Wishes) -> None:
        self.workspace = workspace
        self.path = make_cache(workspace) / JOURNAL
        self.wishes = repr(wishes)
        self.lines = self.read()

    def read(self) -> dict[str, list[list[str]]]:
        """For each hash, the files stored from it with the hash of their wording. A torn last line is passed over."""
        out = {}
        try:
            text = self.path.read_text("utf-8")
        except OSError:
            return {}
        for line in text.splitlines():
            try:
                entry = json.loads(line)
                if entry["wishes"] == self.wishes:
                    out[entry["bytes"]] = entry["stored"]
            except (ValueError, KeyError, TypeError):
                continue
        return out

    def done(self, sources: Sequence[Source], library: Library) -> dict[Source, _Stored]:
        """The sources whose texts lie in the library as they were stored, with where they lie."""
        held = {_key(meta): meta.sha256 for meta in library.metas()}
        out = {}
        for source in sources if self.lines else ():
            try:
                stored = self.lines.get(hashlib.sha256(source_bytes(source)).hexdigest())
            except BadImport:
                continue
            if stored and all(held.get(key) == sha256 for key, sha256, _ in stored):
                where = "、".join(where for _, _, where in stored)
                out[source] = _Stored(tuple((key, sha256) for key, sha256, _ in stored), where)
        return out

    def note(self, source: Source, sha256: str, imported: Sequence[Imported]) -> None:
        """Note that a source was stored, at once and for good."""
        stored = [[_key(i.version.meta), i.version.meta.sha256, self.workspace.shown(i.path)] for i in imported]
        line = json.dumps(
            {"bytes": sha256, "wishes": self.wishes, "stored": stored, "source": str(source)}, ensure_ascii=False
        )
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
