"""The one door for official wording: a text is stored whole and checked, or refused with its findings and nothing stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from guiju.corpus.catalogue import Known
from guiju.corpus.checking import catalogue_findings, digest_findings, stored_findings, title_findings
from guiju.corpus.findings import Finding, Severity, of_weight
from guiju.corpus.library import Library, open_library, title_key
from guiju.corpus.metadata import Facts, facts_of, level_of
from guiju.corpus.naming import id_from_title
from guiju.corpus.reading.sources import Source, read_source
from guiju.corpus.recognition import Recognised, recognise
from guiju.corpus.versionfile import official_text, sealed, version_from_text, version_to_text
from guiju.errors import BadImport, Place
from guiju.regulation import Article, Confidence, Division, Metadata, TextKind, Version
from guiju.workspace import Workspace, make_cache
from guiju.writing import write_text

UNKNOWN = "待核实"
"""In the place of an issuer that nothing tells."""

_SHORT = re.compile(r"^(?:中华人民共和国|中国共产党)(?=.{4,})")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about the text, over what the text says of itself, and which doubts the user takes."""

    id: str = ""
    title: str = ""
    issuer: str = ""
    effective: date | None = None
    accept: bool = False
    accept_changes: bool = False
    split: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A text as it would be stored. `path` is None where its date is not known; `changed` tells whether the file would be."""

    name: str
    version: Version
    path: Path | None
    changed: bool
    findings: tuple[Finding, ...]

    def refusals(self, *, accept: bool) -> list[Finding]:
        """The findings for which it is not stored: errors, and warnings that the user has not accepted."""
        errors = of_weight(self.findings, Severity.ERROR)
        return errors if accept else errors + of_weight(self.findings, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the version, where it is stored, whether the file there was changed by it, and what was found."""

    version: Version
    path: Path
    changed: bool
    findings: tuple[Finding, ...] = ()


def import_file(path: Path, workspace: Workspace, wishes: Wishes) -> Imported:
    """Read, recognise, check and store one file that holds one regulation. Raises BadImport; then nothing is stored."""
    library = open_library(workspace)
    source = Source(path)
    found = parse(source, wishes)[0]
    return store(plan(found, str(source), library, wishes), library, wishes)


def parse(source: Source, wishes: Wishes) -> list[Recognised]:
    """The regulations in a file. Raises BadImport for a file that cannot be read. Needs nothing of the workspace."""
    return recognise(read_source(source, accept_changes=wishes.accept_changes), split=wishes.split)


def parse_for_reading(path: Path) -> Recognised:
    """The regulation in a file that is only to be read, whatever is found in it. Raises BadImport."""
    return parse(Source(path), Wishes(accept_changes=True))[0]


def plan(found: Recognised, name: str, library: Library, wishes: Wishes) -> Planned:
    """The version that a recognised text makes beside what the library holds, with everything to be said about it."""
    title = wishes.title or found.title
    known = library.catalogue.named(title)
    same = library.named(title) or (library.of(known.id) if known else [])
    facts = _facts(found, known, same, wishes)
    id = wishes.id or (same[-1].id if same else "") or (known.id if known else "")
    if not id and title:
        id = _free_id(title, library)
    findings = [f for f in found.findings if not (wishes.title and f.code in ("no_title", "title_guessed"))]
    findings += [Finding(code, cause, Place(name)) for code, cause in facts.told]
    findings += _id_findings(id, title, library, known, name)
    meta = _metadata(found, _Chosen(id, title, facts, known, same), wishes, name)
    if level_of(title, meta.issuer, found.note) is None and not same and known is None:
        findings.append(Finding("no_level", f"从标题和发布机关看不出位阶，存为{meta.level}", Place(name)))
    version = Version(meta, found.preamble, (), found.children)
    findings += title_findings(version, Place(name))
    if not same and known is None and (whole := library.damaged(title)):
        findings.append(Finding("title_near", f"标题《{title}》比《{whole}》只少几个字", Place(name)))
    findings += catalogue_findings(version, known, found.title_year, Place(name))
    if facts.effective is None or any(f.code in ("bad_id", "taken_id") for f in findings):
        return Planned(name, version, None, False, tuple(findings))
    stored = library.version(id, facts.effective)
    if stored:
        findings += digest_findings(version, stored, Place(name))
        findings += stored_findings(version, stored, Place(name))
        version = _beside_digests(version, stored)
    findings += stored_findings(version, None, Place(name), others=library.wordings(id, facts.effective))
    warned = {f.code for f in findings if f.severity is Severity.WARNING}
    version = sealed(
        replace(version, meta=replace(version.meta, accepted=tuple(sorted(warned)) if wishes.accept else ()))
    )
    if stored and stored.has_text and official_text(stored) == official_text(version):
        version = _kept(version, stored)
    changed = stored is None or version_to_text(version) != version_to_text(stored)
    return Planned(name, version, library.path(id, facts.effective), changed, tuple(findings))


def store(planned: Planned, library: Library, wishes: Wishes) -> Imported:
    """Write a planned version where it belongs. Raises BadImport where its findings refuse it."""
    refused = planned.refusals(accept=wishes.accept)
    if refused or planned.path is None:
        raise refusal(planned.name, refused)
    if planned.changed:
        _refuse_unreadable(planned.version, planned.name)
        write_text(planned.path, version_to_text(planned.version))
        library.add(planned.version.meta)
    return Imported(planned.version, planned.path, planned.changed, planned.findings)


def refusal(name: str, refused: Sequence[Finding]) -> BadImport:
    """The error for a text with these findings: the first five, and the remedy of the first."""
    shown = "；".join(f.cause + (f"（{f.excerpt}）" if f.excerpt else "") for f in refused[:5])
    more = f"；等 {len(refused)} 处" if len(refused) > 5 else ""
    only_doubts = all(f.severity is Severity.WARNING for f in refused)
    what = "有疑点，没有存入" if only_doubts else "文本有问题，没有存入"
    return BadImport(f"{what}：{shown}{more}", code=refused[0].code, remedy=refused[0].remedy, place=name)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was decided about a text before its front matter is made."""

    id: str
    title: str
    facts: Facts
    known: Known | None
    same: list[Metadata]

    @property
    def model(self) -> Metadata | None:
        """The stored version whose facts to keep: the same one, else the latest."""
        exact = next((meta for meta in self.same if meta.effective == self.facts.effective), None)
        return exact or (self.same[-1] if self.same else None)


def _facts(found: Recognised, known: Known | None, same: list[Metadata], wishes: Wishes) -> Facts:
    """What the text tells; the date of a stored version that was adopted on the same day before a guess."""
    facts = facts_of(found, known, wishes.effective)
    if wishes.effective or facts.confidence["effective"] in (Confidence.A, Confidence.B):
        return facts
    agreed = [meta for meta in same if facts.adopted and meta.adopted == facts.adopted]
    if not agreed:
        return facts
    stored = agreed[-1]
    sure = dict(stored.confidence).get("effective", Confidence.A)
    told = tuple(t for t in facts.told if t[0] not in ("no_effective", "effective_conflict"))
    cause = f"库里 {stored.adopted} 通过的这一版自 {stored.effective} 起施行，采用这一日期"
    return replace(
        facts,
        effective=stored.effective,
        confidence={**facts.confidence, "effective": sure},
        told=(*told, ("effective_known", cause)),
    )


def _free_id(title: str, library: Library) -> str:
    """The pinyin of the title. Taken by another: with -shixing for a trial version, else with a number.

    Where the two titles differ in brackets only (…条例 and …条例（修订）) the taken id is given: the user must choose.
    """
    id = id_from_title(title, make_cache(library.workspace))
    if not id or not _others(id, title, library):
        return id
    if re.search("（(试行|暂行)）$", title):
        return f"{id}-shixing"
    if any(_bare(title) == _bare(other) for other in _others(id, title, library)):
        return id
    return next(free for n in count(2) if not _others(free := f"{id}-{n}", title, library))


def _others(id: str, title: str, library: Library) -> list[str]:
    """Other titles that an id belongs to, here or in the catalogue."""
    held = [meta.title for meta in library.of(id)] + [known.title for known in library.catalogue if known.id == id]
    return [other for other in held if title_key(other) != title_key(title)]


def _bare(title: str) -> str:
    return re.sub("（[^（）]*）", "", title_key(title))


def _id_findings(id: str, title: str, library: Library, known: Known | None, name: str) -> list[Finding]:
    if not title:
        return []
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", id):
        return [Finding("bad_id", f"编号“{id}”不能用", Place(name))]
    names = {title_key(name) for name in (title, *((known.title, *known.aliases, *known.former) if known else ()))}
    others = [meta for meta in library.of(id) if names.isdisjoint(map(title_key, (meta.title, *meta.aliases)))]
    if others:
        cause = f"编号“{id}”已经是《{others[-1].title}》的，与文本标题《{title}》不符"
        return [Finding("taken_id", cause, Place(name))]
    return []


def _metadata(found: Recognised, chosen: _Chosen, wishes: Wishes, name: str) -> Metadata:
    """Facts from the text first (A); what only a stored version or the catalogue says keeps its confidence."""
    model, known, facts = chosen.model, chosen.known, chosen.facts
    same_version = bool(model and model.effective == facts.effective)
    kept = dict(model.confidence) if model else {}
    issuer, sure_issuer = _issuer(facts, model, known, wishes, kept)
    adopted = facts.adopted or (model.adopted if model and same_version else None)
    confidence = {
        "issuer": sure_issuer,
        "adopted": Confidence.A if facts.adopted else kept.get("adopted", Confidence.A) if adopted else Confidence.A,
        "effective": facts.confidence["effective"] if facts.effective else Confidence.A,
    }
    level = (model.level if model else "") or (known.level if known else "")
    return Metadata(
        id=chosen.id or "x",
        title=chosen.title or UNKNOWN,
        level=level or level_of(chosen.title, issuer, found.note) or "规范性文件",
        issuer=issuer,
        effective=facts.effective or date.min,
        source=f"本单位导入的文本（{Path(name).name}）",
        text=TextKind.OFFICIAL,
        aliases=_aliases(chosen),
        adopted=adopted,
        amended=facts.amended,
        published=facts.published,
        repealed=model.repealed if model and same_version else None,
        replaces=facts.replaces,
        replaced_by=model.replaced_by if model and same_version else "",
        amended_by=facts.amended_by,
        history=found.note,
        confidence=tuple((k, v) for k, v in confidence.items() if v is not Confidence.A),
        note=model.note if model and same_version else "",
    )


def _issuer(
    facts: Facts, model: Metadata | None, known: Known | None, wishes: Wishes, kept: dict[str, Confidence]
) -> tuple[str, Confidence]:
    if wishes.issuer or facts.issuer:
        return wishes.issuer or facts.issuer, Confidence.A
    if model and model.issuer != UNKNOWN:
        return model.issuer, kept.get("issuer", Confidence.A)
    if known and known.issuer:
        return known.issuer, Confidence.C if "issuer" in known.doubt else Confidence.B
    return UNKNOWN, Confidence.U


def _aliases(chosen: _Chosen) -> tuple[str, ...]:
    """As stored, as the catalogue has them, or the title without the name of the State or the Party."""
    if chosen.model:
        return chosen.model.aliases
    if chosen.known:
        return tuple(alias for alias in chosen.known.aliases if alias != chosen.title)
    short = _SHORT.sub("", chosen.title)
    return (short,) if short != chosen.title else ()


def _beside_digests(version: Version, stored: Version) -> Version:
    """The new wording with the gists that the stored file had beside it."""
    gists = {(a.number, a.inserted): a.digest for _, a in stored.articles()}
    parts = {node.label: node.digests for _, node in stored.walk() if isinstance(node, Division)}

    def joined(nodes: Iterable[Division | Article]) -> tuple[Division | Article, ...]:
        return tuple(
            replace(node, digest=gists.get((node.number, node.inserted)))
            if isinstance(node, Article)
            else replace(node, digests=parts.get(node.label, ()), children=joined(node.children))
            for node in nodes
        )

    return replace(version, digests=stored.digests, children=joined(version.children))


def _kept(version: Version, stored: Version) -> Version:
    """The same wording from another copy: the stored file keeps its source and what was accepted when it came in."""
    meta = replace(version.meta, source=stored.meta.source, accepted=stored.meta.accepted)
    return replace(version, meta=meta)


def _refuse_unreadable(version: Version, name: str) -> None:
    """What is stored must read back as what was recognised; otherwise the file format would change the text."""
    if version_from_text(version_to_text(version), name) != version:
        raise BadImport(
            "文本存入后再读出来会不一样，没有存入", code="round_trip", remedy="请把文件发给维护者查看", place=name
        )
