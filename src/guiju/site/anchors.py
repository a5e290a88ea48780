"""The permanent ids of what stands on the page of a version: art-46 (条), zhang-8, bian-2-zhang-1, part-总纲.

They come from numbers and names of that version alone, so nothing that is added to the corpus ever moves one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guiju.regulation import Article, ArticleRef, Division, Version
from guiju.site.page import slug

_NAMES = {"编": "bian", "分编": "fenbian", "章": "zhang", "节": "jie"}


def anchored(version: Version) -> Iterator[tuple[tuple[Division, ...], Division | Article, str]]:
    """Every division and article in the order of the text, with what encloses it and its id.

    A number that stands twice, as where a decision is printed after the law that it amends, is marked from the second on.
    """
    seen: Counter[str] = Counter()
    for path, node in version.walk():
        id = article_anchor(node) if isinstance(node, Article) else "-".join(map(_part, (*path, node)))
        seen[id] += 1
        yield path, node, id if seen[id] == 1 else f"{id}_{seen[id]}"


def article_anchor(article: Article) -> str:
    """art-46, art-117-i1."""
    return ArticleRef("x", None, article.number, article.inserted).anchor


def _part(division: Division) -> str:
    if division.number:
        return f"{_NAMES[division.kind]}-{division.number}"
    return f"part-{slug(division.title)}"
