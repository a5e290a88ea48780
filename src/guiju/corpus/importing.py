"""The one door for official wording: a file is stored whole and checked, or refused with the reason and nothing stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guiju.corpus.dates import adopted_in, effective_in
from guiju.corpus.lint import number_findings
from guiju.corpus.naming import id_from_title
from guiju.corpus.recognition import Recognised, recognise
from guiju.corpus.sources import read_source
from guiju.corpus.versionfile import read_version, text_hash, version_from_text, version_to_text
from guiju.errors import BadImport, BadRegulationFile
from guiju.regulation import LEVELS, Article, Confidence, Division, Metadata, TextKind, Version
from guiju.workspace import Workspace, make_cache
from guiju.writing import write_text

_LEVEL_ENDS = {"章程": "党章"} | {level: level for level in LEVELS[1:7]} | {"法": "法律"}
"""Read in this order: 办法 ends in 法 too."""

_ISSUERS = ("全国人民代表大会常务委员会", "全国人民代表大会", "中国共产党全国代表大会", "国务院")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about the text, over what the text says of itself."""

    id: str = ""
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the version, where it is stored, and whether the file there was changed by it."""

    version: Version
    path: Path
    changed: bool


def import_file(path: Path, workspace: Workspace, wishes: Wishes) -> Imported:
    """Read, recognise, check and store one file. Raises BadImport; then nothing has been stored."""
    imported = plan_import(path, workspace, wishes)
    if imported.changed:
        write_text(imported.path, version_to_text(imported.version))
    return imported


def plan_import(path: Path, workspace: Workspace, wishes: Wishes) -> Imported:
    """The same without storing: what `--dry-run` shows."""
    found = recognise(read_source(path).lines)
    _refuse_findings(found, path)
    version = _version(found, workspace, path, wishes)
    target = workspace.regulations / version.meta.id / f"{version.meta.effective}.md"
    stored = _stored(target)
    if stored:
        version = _beside_digests(version, stored, path)
    version = replace(version, meta=replace(version.meta, sha256=text_hash(version)))
    _refuse_unreadable(version, path)
    return Imported(version, target, stored is None or version_to_text(version) != version_to_text(stored))


def _refuse_findings(found: Recognised, path: Path) -> None:
    version = Version(_NOTHING, (), (), found.children)
    empty = [a.label for _, a in version.articles() if not a.paragraphs]
    causes = [f"{f.cause}（{f.excerpt}）" if f.excerpt else f.cause for f in found.findings]
    causes += [cause for cause, _, _ in number_findings(version)]
    causes += [f"{label}没有正文" for label in empty]
    if causes:
        shown = "；".join(causes[:5]) + (f"；等 {len(causes)} 处" if len(causes) > 5 else "")
        raise BadImport(
            f"文本有问题，没有存入：{shown}", remedy="请对照官方发布的文本核对，换一份完整的文本再导入", place=path
        )


def _known_versions(workspace: Workspace) -> list[Version]:
    """What the workspace holds, without files that cannot be read: importing is how those are mended."""
    known = []
    for path in sorted(workspace.regulations.glob("*/*.md")):
        try:
            known.append(read_version(path))
        except BadRegulationFile:
            continue
    return known


def _stored(target: Path) -> Version | None:
    if not target.exists():
        return None
    try:
        return read_version(target)
    except BadRegulationFile as error:
        raise BadImport(
            f"库里已有的文件读不懂，怕丢掉其中的要点，没有覆盖：{error.cause}",
            remedy="请先改好或移走这个文件，再导入",
            place=error.place or target,
        ) from error


def _version(found: Recognised, workspace: Workspace, path: Path, wishes: Wishes) -> Version:
    known = _known_versions(workspace)
    title = found.title
    same = [v for v in known if title in (v.meta.title, *v.meta.aliases)]
    id = wishes.id or (same[-1].meta.id if same else id_from_title(title, make_cache(workspace)))
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", id):
        raise BadImport(
            f"编号“{id}”不能用", remedy="请加上 --id，只用小写拼音、数字和连字符，如 --id gongwuyuan-fa", place=path
        )
    others = [v for v in known if v.meta.id == id and v.meta.title != title and title not in v.meta.aliases]
    if others:
        raise BadImport(
            f"编号“{id}”已经是《{others[-1].meta.title}》的，与文本标题《{title}》不符",
            remedy="请换一个编号",
            place=path,
        )
    adopted = adopted_in(found.note)
    effective = wishes.effective or _effective(found, same, adopted, path)
    model = next((v.meta for v in same if v.meta.effective == effective), same[-1].meta if same else None)
    meta = _metadata(found, path, model, Dated(id, adopted, effective))
    return Version(meta, (), (), found.children)


@dataclass(frozen=True, slots=True)
class Dated:
    """The id and dates that an imported version gets."""

    id: str
    adopted: date | None
    effective: date


def _metadata(found: Recognised, path: Path, model: Metadata | None, dated: Dated) -> Metadata:
    """Facts from the text first (A); what only a stored version says keeps its confidence."""
    same_version = model is not None and model.effective == dated.effective
    confidence = dict(model.confidence) if model and same_version else {}
    issuer = next((name for name in _ISSUERS if name in found.note), "")
    if issuer or not model:
        confidence["issuer"] = Confidence.A if issuer else Confidence.U
    elif not same_version:
        confidence["issuer"] = dict(model.confidence).get("issuer", Confidence.A)
    if dated.adopted:
        confidence["adopted"] = Confidence.A
    if effective_in(_closing(found)) == dated.effective or effective_in(found.note) == dated.effective:
        confidence["effective"] = Confidence.A
    return Metadata(
        id=dated.id,
        title=found.title,
        level=model.level if model else _level(found.title, found.note, path),
        issuer=(model.issuer if model else "") or issuer or "待核实",
        effective=dated.effective,
        source=f"本单位导入的文本（{path.name}）",
        text=TextKind.OFFICIAL,
        aliases=model.aliases if model else (),
        adopted=dated.adopted or (model.adopted if model and same_version else None),
        confidence=tuple((k, v) for k, v in confidence.items() if v is not Confidence.A),
        note=model.note if model and same_version else "",
    )


def _effective(found: Recognised, same: list[Version], adopted: date | None, path: Path) -> date:
    """From the 题注 or the closing article; else from a stored version adopted on the same day; else asked for."""
    named = effective_in(found.note) or effective_in(_closing(found))
    if named and (adopted is None or named >= adopted):
        return named
    agreed = [v.meta.effective for v in same if adopted and v.meta.adopted == adopted]
    if agreed:
        return agreed[-1]
    why = f"最后一条写的是 {named}，早于题注中的 {adopted}" if named else "题注和最后一条都没有写明施行日期"
    raise BadImport(
        f"《{found.title}》的施行日期不能确定：{why}",
        remedy="请查明后加上 --effective，如 --effective 2025-06-01",
        place=path,
    )


def _closing(found: Recognised) -> str:
    articles = [a for _, a in Version(_NOTHING, (), (), found.children).articles()]
    return "".join(articles[-1].lines()) if articles else ""


def _level(title: str, note: str, path: Path) -> str:
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    level = next((level for end, level in _LEVEL_ENDS.items() if bare.endswith(end)), "")
    if level == "条例" and "国务院" in note:
        return "行政法规"
    if not level:
        raise BadImport(
            f"从标题《{title}》看不出位阶",
            remedy="请核对标题；目前能导入章程、准则、条例、规定、办法、规则、细则和法律",
            place=path,
        )
    return level


def _beside_digests(version: Version, stored: Version, path: Path) -> Version:
    """The new wording with the gists that the stored file had beside it. Raises BadImport where they do not fit."""
    gists = {(a.number, a.inserted): a.digest for _, a in stored.articles()}
    here = {(a.number, a.inserted) for _, a in version.articles()}
    if gists and set(gists) != here:
        raise BadImport(
            f"文本有{len(here)}条，库里的同一版本有{len(gists)}条，两者不一致",
            remedy="请核对文本是不是这一版；确认无误的，请先移走库里的文件再导入",
            place=path,
        )
    parts = {node.label: node.digests for _, node in stored.walk() if isinstance(node, Division)}

    def joined(nodes: Iterable[Division | Article]) -> tuple[Division | Article, ...]:
        return tuple(
            replace(node, digest=gists.get((node.number, node.inserted)))
            if isinstance(node, Article)
            else replace(node, digests=parts.get(node.label, ()), children=joined(node.children))
            for node in nodes
        )

    return replace(version, digests=stored.digests, children=joined(version.children))


def _refuse_unreadable(version: Version, path: Path) -> None:
    """What is stored must read back as what was recognised; otherwise the file format would change the text."""
    if version_from_text(version_to_text(version), str(path)) != version:
        raise BadImport("文本存入后再读出来会不一样，没有存入", remedy="请把文件发给维护者查看", place=path)


_NOTHING = Metadata("x", "", "", "", date.min, "", TextKind.OFFICIAL)
"""For reading a tree before its metadata is known."""
