"""The corpus: every regulation of a workspace, by id and by the names people use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from guiju.corpus.renumbering import NumberMap, followed
from guiju.errors import ArticleNotFound, BadReference, StaleReference
from guiju.numerals import to_chinese
from guiju.regulation import Article, ArticleRef, Metadata, Regulation, Status, TextKind, Version

NEAR = timedelta(days=366)
"""How far the unverified date of an outline may lie from that of the text it stands in for."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Regulations by id, in the order of their ids, and what their articles became from version to version."""

    regulations: dict[str, Regulation]
    numbers: Mapping[str, tuple[NumberMap, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Regulation]:
        """The regulations in order."""
        return iter(self.regulations.values())

    def regulation(self, id: str) -> Regulation:
        """The regulation of that id. Raises BadReference."""
        if id not in self.regulations:
            raise BadReference(f"库里没有编号为“{id}”的法规", remedy="请核对编号，或先用 guiju import 导入")
        return self.regulations[id]

    def names(self) -> dict[str, str]:
        """Every title and alias of every version, and the id that it names."""
        return {
            name: regulation.id
            for regulation in self
            for version in regulation.versions
            for name in (version.meta.title, *version.meta.aliases)
        }

    def version(self, ref: ArticleRef, on: date) -> Version:
        """The version that a ref names, or the one to show for that day. Raises BadReference."""
        regulation = self.regulation(ref.regulation)
        if ref.version is None:
            return regulation.current(on)
        for version in regulation.versions:
            if version.meta.effective == ref.version:
                return version
        held = "、".join(v.meta.effective.isoformat() for v in regulation.versions)
        title = regulation.versions[-1].meta.title
        raise BadReference(
            f"库里没有《{title}》{ref.version} 的版本", remedy=f"已有版本：{held}；请核对日期或导入该版本"
        )

    def article(self, ref: ArticleRef, on: date) -> tuple[Version, Article]:
        """The article that a ref names, with its version. Raises BadReference, ArticleNotFound."""
        version = self.version(ref, on)
        for _, article in version.articles():
            if (article.number, article.inserted) == (ref.article, ref.inserted):
                check_parts(version, article, ref)
                return version, article
        raise article_not_found(version, ref)

    def now(self, ref: ArticleRef, on: date) -> ArticleRef | None:
        """The article of the version in force that an article of an older one became; None where no number map leads there."""
        current = self.regulation(ref.regulation).in_force(on)
        to = followed(ref, self.numbers.get(ref.regulation, ())) if ref.article else None
        return to if to and current and to.version == current.meta.effective and to.version != ref.version else None

    def in_force(self, ref: ArticleRef, on: date) -> Version:
        """The version that a ref names, if it applies on that day. Raises StaleReference with the remedy."""
        version = self.version(ref, on)
        regulation = self.regulation(ref.regulation)
        status = regulation.status(version, on)
        if status is Status.IN_FORCE:
            return version
        name = f"《{version.meta.title}》（{version.meta.effective}）"
        if status is Status.MODEL:
            raise StaleReference(f"{name}是示范文本，不能作为依据引用", remedy="请先由本单位印发，再导入印发的文本")
        now = regulation.in_force(on)
        remedy = f"请改引 {now.meta.effective} 施行的版本，并核对条号" if now else "请核对施行日期，或改引现行的法规"
        if now and (to := self.now(replace(ref, version=version.meta.effective), on)):
            remedy = f"在 {now.meta.effective} 施行的版本里是{to.label}，请改引并核对内容"
        if status is Status.REPEALED and regulation.successor:
            remedy = f"请改引代替它的《{regulation.successor}》，并核对条号"
        raise StaleReference(f"{name}在 {on} {status}", remedy=remedy)


def corpus_of(versions: Iterable[Version]) -> Corpus:
    """A corpus of these versions; a work that another says it replaces ends on the day the other takes effect."""
    ordered = sorted(_without_stand_ins(versions), key=lambda v: (v.meta.id, v.meta.effective))
    replaced = _replaced(ordered)
    regulations = {}
    for id, group in groupby(ordered, key=lambda v: v.meta.id):
        held = tuple(group)
        ended, successor = _own_end(held, ordered)
        names = {id, *(name for v in held for name in (v.meta.title, *v.meta.aliases))}
        others = [replaced[name] for name in names if name in replaced and replaced[name].id != id]
        if others and (ended is None or not successor):
            other = min(others, key=lambda meta: meta.effective)
            ended, successor = ended or other.effective, successor or other.title
        regulations[id] = Regulation(id, held, ended, successor)
    return Corpus(regulations)


def _without_stand_ins(versions: Iterable[Version]) -> list[Version]:
    """The versions, less each outline of unverified date whose text has been imported under the date that it says."""
    read = list(versions)
    imported = [v.meta for v in read if v.meta.text is TextKind.OFFICIAL]

    def stands_in(meta: Metadata) -> bool:
        near = (m for m in imported if m.id == meta.id and abs(m.effective - meta.effective) < NEAR)
        return meta.text is TextKind.OUTLINE and not meta.verified("effective") and any(near)

    return [v for v in read if not stands_in(v.meta)]


def _replaced(versions: Iterable[Version]) -> dict[str, Metadata]:
    """For each name that some version says it replaces, the first version that says so."""
    out: dict[str, Metadata] = {}
    for version in sorted(versions, key=lambda v: v.meta.effective):
        for name in version.meta.replaces:
            out.setdefault(name, version.meta)
    return out


def _own_end(held: tuple[Version, ...], versions: Iterable[Version]) -> tuple[date | None, str]:
    """What the latest version says of the end of its work; a successor named by id is shown by its title."""
    meta = held[-1].meta
    title = next((v.meta.title for v in versions if v.meta.id == meta.replaced_by), meta.replaced_by)
    return meta.repealed, title


def check_parts(version: Version, article: Article, ref: ArticleRef) -> None:
    """Raise ArticleNotFound where the wording is here and has no such 款 or 项."""
    if not ref.paragraph or not article.paragraphs:
        return
    count = len(article.paragraphs)
    if ref.paragraph > count:
        raise ArticleNotFound(
            f"《{version.meta.title}》{article.label}只有{count}款，没有{version.label_of(ref)}", remedy="请核对款号"
        )
    items = article.paragraphs[ref.paragraph - 1].items
    if ref.item and ref.item not in [item.number for item in items]:
        raise ArticleNotFound(
            f"《{version.meta.title}》{article.label}第{to_chinese(ref.paragraph)}款有{len(items)}项，没有{version.label_of(ref)}",
            remedy="请核对项号",
        )


def article_not_found(version: Version, ref: ArticleRef) -> ArticleNotFound:
    """The error for an article that the version does not have, naming how many it has."""
    count = sum(1 for _ in version.articles())
    whole = f"全文共{to_chinese(count)}{version.unit}" if count else "全文不分条"
    return ArticleNotFound(
        f"《{version.meta.title}》（{version.meta.effective}）没有{version.label_of(ref)}，{whole}",
        remedy=f"请核对条号，或运行 guiju show {version.meta.id} 查看目录",
    )
