"""A text in short: its divisions with the articles they span, and how many there are of each."""

from __future__ import annotations

from collections import Counter

from guiju.regulation import DIVISION_KINDS, UNVERIFIED, Article, ArticleForm, Division, Version


def outline(version: Version) -> list[str]:
    """One line a division, with the articles it spans: 第八章 党的纪律检查机关（第四十五条至第四十八条）."""
    return [
        "　" * len(path) + node.label + _span(node) for path, node in version.walk() if isinstance(node, Division)
    ]  # fmt: skip


def count_nodes(version: Version) -> Counter[str]:
    """How many 编, 分编, 章, 节 and 条 a version has; 部分 are the 一、 of a text without 条."""
    return Counter(_kind(node) for _, node in version.walk())


def counts_label(counts: Counter[str]) -> str:
    """11章55条; 12个部分."""
    said = "".join(f"{counts[kind]}{kind}" for kind in (*DIVISION_KINDS, "条") if counts[kind])
    return said + (f"{counts['部分']}个部分" if counts["部分"] else "") or "0条"


def structure_label(version: Version) -> str:
    """11章55条, counted; of a text that is not here, as its front matter says: 8章47条; '' where nothing is known."""
    counts = count_nodes(version)
    if counts:
        return counts_label(counts)
    meta = version.meta
    said = {
        "chapters": f"{meta.chapters}章" if meta.chapters else "",
        "articles": f"{meta.articles}条" if meta.articles else "",
    }
    return "".join(part if meta.verified(key) else f"{part}（{UNVERIFIED}）" for key, part in said.items() if part)


def _kind(node: Division | Article) -> str:
    if isinstance(node, Division):
        return node.kind
    return "条" if node.form is ArticleForm.ARTICLE else "部分"


def _span(division: Division) -> str:
    labels = [node.label for node in division.children if isinstance(node, Article)]
    if not labels:
        return ""
    return f"（{labels[0]}）" if len(labels) == 1 else f"（{labels[0]}至{labels[-1]}）"
