"""What the pages of a site are made from, and the permanent addresses of what stands on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from guiju.corpus.store import Corpus
from guiju.regulation import LEVELS, ArticleRef, Regulation, Version


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the pages of a site are made from: the corpus on a day, and what the office has for what model rules leave open.

    What people wrote is about the law of their own day: a site of an earlier day still shows it with that day's articles.
    """

    corpus: Corpus
    on: date
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def written(self) -> date:
        """The day on which the handbook is read."""
        return max(self.on, date.today())

    def address(self, ref: ArticleRef, root: str) -> str:
        """The permanent address of a ref; that of an older or coming version has its date.

        Where only the gist of an article is here, its 款 have no place of their own.
        """
        version = self.corpus.version(ref, self.on)
        if not version.has_text:
            ref = replace(ref, paragraph=None, item=None)
        current = self.corpus.regulation(ref.regulation).current(self.on).meta.effective
        return address(ref if ref.version != current else replace(ref, version=None), root)


def address(ref: ArticleRef, root: str = "") -> str:
    """The permanent address of a ref from the root of the site: regulations/dangzhang.html#art-46."""
    page = f"{ref.regulation}/{ref.version}" if ref.version else ref.regulation
    return f"{root}regulations/{page}.html" + (f"#{ref.anchor}" if ref.anchor else "")


def by_level(corpus: Corpus) -> list[Regulation]:
    """The regulations with the highest 位阶 first."""
    return sorted(corpus, key=lambda r: (LEVELS.index(r.versions[-1].meta.level), r.id))


def other_versions(regulation: Regulation, on: date) -> list[Version]:
    """The versions that have pages of their own beside the one for that day, newest first."""
    return [version for version in reversed(regulation.versions) if version is not regulation.current(on)]
