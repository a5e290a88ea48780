"""What an import tells the user: the tree in short, findings, and for many files a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Literal

from guiju.corpus.batch import Outcome
from guiju.corpus.findings import Finding, Severity
from guiju.corpus.importing import Planned
from guiju.corpus.outline import count_nodes, counts_label, outline
from guiju.corpus.reading.wrapping import width_of
from guiju.corpus.versionfile import official_text
from guiju.errors import BadImport
from guiju.regulation import DIVISION_KINDS, ArticleForm
from guiju.workspace import Workspace

_DOUBTED = (("issuer", "发布机关"), ("adopted", "通过日期"), ("effective", "施行日期"))


def outcome_text(outcome: Outcome, workspace: Workspace, *, dry_run: bool) -> str:
    """One regulation of one file: what it is, its tree, what was found, and where it went."""
    if outcome.planned is None:
        return ""
    planned = outcome.planned
    meta, counts = planned.version.meta, count_nodes(planned.version)
    day = "施行日期不详" if meta.effective == date.min else f"{meta.effective} 施行"
    doubts = [f"{name}待核实" for field, name in _DOUBTED if not meta.verified(field)]
    lines = [
        f"《{meta.title}》　{day}　{meta.level}　编号 {meta.id}",
        f"  共{counts_label(counts)}，{len(official_text(planned.version))} 字",
        *(f"    {label}" for label in outline(planned.version)),
        *([f"  {'；'.join(doubts)}（查明后可以直接在文件头里补正）"] if doubts else []),
        *_finding_lines(planned.findings, everything=dry_run),
    ]
    if dry_run or outcome.imported:
        lines.append(f"  {_where(outcome, workspace, dry_run=dry_run)}")
    return "\n".join(lines)


def _finding_lines(findings: Iterable[Finding], *, everything: bool) -> list[str]:
    """Errors, doubts, then notes; the notes that tell nothing new (the encoding) only where everything is asked for."""
    shown = [f for f in findings if everything or f.code not in ("encoding", "unwrapped", "contents_dropped")]
    ordered = [f for severity in Severity for f in shown if f.severity is severity]
    lines = []
    for finding in ordered:
        excerpt = f"（{finding.excerpt}）" if finding.excerpt else ""
        place = f"第{finding.place.line}{finding.place.unit}：" if finding.place and finding.place.line else ""
        lines.append(f"  {finding.severity.label} {finding.code}　{place}{finding.cause}{excerpt}")
        if finding.severity is not Severity.NOTE and everything:
            lines.append(f"      {finding.remedy}")
    return lines


def _where(outcome: Outcome, workspace: Workspace, *, dry_run: bool) -> str:
    if not outcome.imported:
        return "按现在的选项不会存入"
    where = workspace.shown(outcome.imported.path)
    if not outcome.imported.changed:
        return f"与库里的完全一致，没有变化：{where}"
    return f"检查通过，将存入 {where}（这次没有存）" if dry_run else f"已存入 {where}"


def outcome_facts(outcome: Outcome, workspace: Workspace, *, dry_run: bool) -> dict[str, object]:
    """The same for programs: docs/json.md, guiju import."""
    facts: dict[str, object] = {"file": str(outcome.source)}
    if outcome.skipped:
        return facts | {"path": outcome.skipped, "changed": False, "stored": False, "skipped": True}
    if outcome.error:
        facts |= {"error": str(outcome.error), "code": outcome.error.code}
    if outcome.planned:
        facts |= _planned_facts(outcome.planned)
    if outcome.imported:
        imported = outcome.imported
        facts |= {
            "ref": str(imported.version.ref),
            "path": workspace.shown(imported.path),
            "changed": imported.changed,
            "stored": imported.changed and not dry_run,
        }
    return facts


def _planned_facts(planned: Planned) -> dict[str, object]:
    meta, counts = planned.version.meta, count_nodes(planned.version)
    return {
        "title": meta.title,
        "id": meta.id,
        "level": meta.level,
        "issuer": meta.issuer,
        "adopted": meta.adopted.isoformat() if meta.adopted else None,
        "effective": None if meta.effective == date.min else meta.effective.isoformat(),
        "replaces": list(meta.replaces),
        "articles": counts["条"],
        "parts": counts["部分"],
        "divisions": {kind: counts[kind] for kind in DIVISION_KINDS if counts[kind]},
        "findings": [finding_facts(finding) for finding in planned.findings],
    }


def finding_facts(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity,
        "cause": finding.cause,
        "place": str(place) if place else None,
        "line": place.line if place else None,
        "excerpt": finding.excerpt,
        "remedy": finding.remedy,
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of an import: its cells, and whether the regulation was stored, the same, or refused."""

    cells: tuple[str, str, str, str, str, str]
    became: Literal["stored", "same", "refused"]


_HEAD = ("结果", "法规", "施行", "条", "疑点", "文件")


def unreadable_row(error: BadImport) -> Row:
    """The line for a file that could not be opened at all."""
    return Row(("拒绝", "（打不开）", "", "", "", PurePath(str(error.place)).name), "refused")


def row_of(outcome: Outcome, *, dry_run: bool) -> Row:
    """The line for an outcome, which need not be kept then: a folder may hold thousands of texts."""
    name = outcome.source.member.rsplit("/", 1)[-1] or outcome.source.path.name
    if outcome.skipped:
        return Row(("上次已存", outcome.skipped, "", "", "", name), "same")
    planned = outcome.planned
    if planned is None:
        return Row(("拒绝", "（读不出来）", "", "", "", name), "refused")
    meta = planned.version.meta
    count = sum(1 for _, a in planned.version.articles() if a.form is ArticleForm.ARTICLE)
    doubts = sum(f.severity is not Severity.NOTE for f in planned.findings)
    day = "" if meta.effective == date.min else meta.effective.isoformat()
    rest = (f"《{meta.title}》", day, str(count or ""), str(doubts or ""), name)
    if outcome.error or outcome.imported is None:
        return Row(("拒绝", *rest), "refused")
    if not outcome.imported.changed:
        return Row(("不变", *rest), "same")
    return Row(("可存" if dry_run else "存入", *rest), "stored")


def summary(rows: Sequence[Row], *, dry_run: bool) -> str:
    """A table with a line a regulation, and how many came in, stayed the same, were refused."""
    lines = [_HEAD, *(row.cells for row in rows)]
    widths = [max(width_of(line[i]) for line in lines) for i in range(5)]
    table = [
        "  ".join(cell + " " * (width - width_of(cell)) for cell, width in zip(line, widths, strict=False))
        + f"  {line[5]}"
        for line in lines
    ]
    became = Counter(row.became for row in rows)
    verb = "可以存入" if dry_run else "存入"
    return "\n".join(
        [
            *table,
            f"共 {len(rows)} 部：{verb} {became['stored']}，没有变化 {became['same']}，没有存入 {became['refused']}",
        ]
    )
