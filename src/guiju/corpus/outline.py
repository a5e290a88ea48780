"""What an import tells the user: title, dates, the tree in short, and what to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from guiju.corpus.importing import Imported
from guiju.corpus.versionfile import official_text
from guiju.regulation import DIVISION_KINDS, Article, Division, Version
from guiju.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Report:
    """The same facts for a person and for a program."""

    text: str
    facts: dict[str, object]


def import_report(imported: Imported, workspace: Workspace, *, stored: bool) -> Report:
    """What came in, and where it went; with `stored` False, where it would go."""
    version, meta = imported.version, imported.version.meta
    counts = count_nodes(version)
    where = workspace.shown(imported.path)
    if not imported.changed:
        outcome = f"与库里的完全一致，没有变化：{where}"
    else:
        outcome = f"已存入 {where}" if stored else f"检查通过，将存入 {where}（这次没有存）"
    doubts = [
        f"{name}待核实" for field, name in (("issuer", "发布机关"), ("adopted", "通过日期")) if not meta.verified(field)
    ]
    lines = [
        f"《{meta.title}》　{meta.effective} 施行　{meta.level}　编号 {meta.id}",
        f"  共{counts_label(counts)}，{len(official_text(version))} 字",
        *(f"    {label}" for label in outline(version)),
        *([f"  {'；'.join(doubts)}（可以直接在文件头里补正）"] if doubts else []),
        f"  {outcome}",
    ]
    facts = {
        "ref": str(version.ref),
        "title": meta.title,
        "effective": meta.effective.isoformat(),
        "articles": counts["条"],
        "divisions": {kind: counts[kind] for kind in DIVISION_KINDS if counts[kind]},
        "path": where,
        "changed": imported.changed,
        "stored": stored and imported.changed,
    }
    return Report("\n".join(lines), facts)


def outline(version: Version) -> list[str]:
    """One line a division, with the articles it spans: 第八章 党的纪律检查机关（第四十五条至第四十八条）."""
    return [
        "　" * len(path) + node.label + _span(node) for path, node in version.walk() if isinstance(node, Division)
    ]  # fmt: skip


def count_nodes(version: Version) -> Counter[str]:
    """How many 编, 分编, 章, 节 and 条 a version has."""
    return Counter("条" if isinstance(node, Article) else node.kind or "部分" for _, node in version.walk())


def counts_label(counts: Counter[str]) -> str:
    """11章55条."""
    return "".join(f"{counts[kind]}{kind}" for kind in (*DIVISION_KINDS, "条") if counts[kind]) or "0条"


def _span(division: Division) -> str:
    labels = [node.label for node in division.children if isinstance(node, Article)]
    if not labels:
        return ""
    return f"（{labels[0]}）" if len(labels) == 1 else f"（{labels[0]}至{labels[-1]}）"
