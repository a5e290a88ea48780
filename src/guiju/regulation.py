"""The vocabulary: a Regulation has Versions, a Version has Divisions and Articles. Frozen values, no I/O.

The words follow Akoma Ntoso and ELI where those have one: Regulation is the work, Version its expression on a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guiju.errors import BadReference
from guiju.numerals import article_label, to_chinese

LEVELS = (
    "党章", "准则", "条例", "规定", "办法", "规则", "细则",
    "宪法", "法律", "行政法规", "监察法规", "地方性法规", "部门规章", "司法解释", "规范性文件", "本单位制度",
)  # fmt: skip
"""位阶, highest first within the Party's rules and within the State's."""

MODEL_MARK = "（示范文本）"
"""How the title of a model rule ends."""

DIVISION_KINDS = ("编", "分编", "章", "节")
"""Numbered divisions, widest first. A division without a number (总纲, 序言) has kind ''."""


UNVERIFIED = "待核实"
"""What stands in place of a fact that nobody has verified."""


class Status(StrEnum):
    """时效 of a version on a day, computed from dates and never typed in."""

    FUTURE = "尚未施行"
    IN_FORCE = "现行有效"
    AMENDED = "已被修订"
    REPEALED = "已废止"
    MODEL = "示范文本"


class ArticleForm(StrEnum):
    """How a text numbers what it is cited by: 第一条, or 一、 in a text that has no 条."""

    ARTICLE = "条"
    PART = "、"


class TextKind(StrEnum):
    """What a version file holds: our own gists, the imported wording, a model text that we wrote, or the outline alone."""

    DIGEST = "digest"
    OUTLINE = "outline"
    OFFICIAL = "official"
    MODEL = "model"


class Confidence(StrEnum):
    """How sure a fact is: A read in the text, B stated elsewhere; C remembered, X disputed, U unknown."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"
    U = "U"

    @property
    def verified(self) -> bool:
        """Whether it may be shown as a fact; otherwise users see 待核实."""
        return self in (Confidence.A, Confidence.B)


_REF = re.compile(
    r"""(?P<regulation>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)   # dangzhang
        (?:@(?P<version>\d{4}-\d{2}-\d{2}))?            # @2022-10-22
        (?:\#(?P<article>[1-9]\d{0,3})                  # #46
           (?:-i(?P<inserted>[1-9]\d{0,2}))?            # -i1: 之一
           (?:\.(?P<paragraph>[1-9]\d{0,2})             # .2: second 款
              (?:\.(?P<item>[1-9]\d{0,2}))?)?)?         # .3: third 项 of it
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """The address of an article, a 款 or a 项; without `article`, of a whole version; without `version`, as in force.

    第一百二十条之一 is article 120, inserted 1. An item always has its paragraph: 第三项 of an article with a single
    款 is (1, 3). Raises ValueError for a part without its whole. `parse(str(ref)) == ref` for every ref.
    """

    regulation: str
    version: date | None = None
    article: int | None = None
    inserted: int = 0
    paragraph: int | None = None
    item: int | None = None

    def __post_init__(self) -> None:
        if (self.item and not self.paragraph) or ((self.paragraph or self.inserted) and not self.article):
            raise ValueError("an item needs its paragraph, a paragraph its article")

    def __str__(self) -> str:
        """`dangzhang@2022-10-22#46.2.3`."""
        out = self.regulation + (f"@{self.version.isoformat()}" if self.version else "")
        if self.article is None:
            return out
        out += f"#{self.article}" + (f"-i{self.inserted}" if self.inserted else "")
        return out + "".join(f".{n}" for n in (self.paragraph, self.item) if n)

    @property
    def anchor(self) -> str:
        """The permanent HTML anchor: `art-46`, `art-46-2` (款), `art-117-i1` (之一); '' for a whole version."""
        return "" if self.article is None else "art-" + str(self).partition("#")[2].replace(".", "-")

    @property
    def label(self) -> str:
        """The words of the address within its regulation: 第四十六条第二款第三项; '' for a whole version."""
        return self.label_as("条")

    def label_as(self, unit: str) -> str:
        """The same where the text is cited by another unit than 条: 第二部分 (`Version.unit`)."""
        if self.article is None:
            return ""
        out = article_label(self.article, self.inserted).replace("条", unit, 1)
        out += f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        return out + (f"第{to_chinese(self.item)}项" if self.item else "")


def parse_ref(text: str) -> ArticleRef:
    """The inverse of `str(ref)`. Raises BadReference."""
    m = _REF.fullmatch(text)
    if not m:
        raise BadReference(f"“{text}”不是条文地址", remedy="地址写作 dangzhang#46 或 dangzhang@2022-10-22#46.2")
    try:
        version = date.fromisoformat(m["version"]) if m["version"] else None
    except ValueError:
        raise BadReference(f"“{text}”中的日期 {m['version']} 不存在", remedy="请核对年月日") from None
    numbers = {name: int(m[name]) if m[name] else None for name in ("article", "paragraph", "item")}
    return ArticleRef(m["regulation"], version, inserted=int(m["inserted"] or 0), **numbers)


@dataclass(frozen=True, slots=True)
class Item:
    """项: its text with its own mark （一）, and the 目 under it, each a line of text."""

    number: int
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款: its text and its 项. The text is empty only where an article opens with an item."""

    text: str
    items: tuple[Item, ...] = ()

    def lines(self) -> Iterator[str]:
        """Its text as the lines of a file: the lead, then items and points."""
        if self.text:
            yield self.text
        for item in self.items:
            yield item.text
            yield from item.points


@dataclass(frozen=True, slots=True)
class Article:
    """条. `paragraphs` is empty where the wording is not imported; `digest` is our own gist, or None.

    In a text without 条 its 一、 is an article of form PART, with the `heading` that stands on the same line, or ''.
    """

    number: int
    inserted: int = 0
    paragraphs: tuple[Paragraph, ...] = ()
    digest: str | None = None
    form: ArticleForm = ArticleForm.ARTICLE
    heading: str = ""

    @property
    def label(self) -> str:
        """第四十六条, 第一百二十条之一; 二、加强监督."""
        if self.form is ArticleForm.PART:
            return f"{to_chinese(self.number)}、{self.heading}"
        return article_label(self.number, self.inserted)

    def lines(self) -> Iterator[str]:
        """The wording, a line a paragraph, item or point."""
        for paragraph in self.paragraphs:
            yield from paragraph.lines()


@dataclass(frozen=True, slots=True)
class Division:
    """编, 分编, 章 or 节, or an unnumbered part (总纲) when `kind` is ''; with text of its own, gists and children."""

    kind: str
    number: int | None
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    digests: tuple[str, ...] = ()
    children: tuple[Division | Article, ...] = ()

    @property
    def label(self) -> str:
        """第八章 党的纪律检查机关, 总纲."""
        head = f"第{to_chinese(self.number)}{self.kind}" if self.number else ""
        return " ".join(part for part in (head, self.title) if part)


def walk(nodes: Sequence[Division | Article]) -> Iterator[tuple[tuple[Division, ...], Division | Article]]:
    """Every division and article below these in the order of the text, with what encloses it, widest first."""
    stack: list[tuple[tuple[Division, ...], Division | Article]] = [((), node) for node in reversed(nodes)]
    while stack:
        path, node = stack.pop()
        yield path, node
        if isinstance(node, Division):
            stack.extend(((*path, node), child) for child in reversed(node.children))


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter of a version file. `confidence` names the facts that are less than read in the text (A).

    `adopted` is the day on which this version was adopted or last amended, `amended` every day of an amendment.
    `history` is the 题注, `accepted` the codes of the doubts that the user accepted at import. `replaces` and
    `replaced_by` name works by id or title, `amended_by` the decisions that amended it. `checks` has four hexadecimal
    digits for each block of the text, so that a change by hand can be placed; `sha256` is what is trusted.
    `articles` and `chapters` are how many there are, where neither wording nor outline is here to be counted; `public`
    is whether the text was ever published.
    """

    id: str
    title: str
    level: str
    issuer: str
    effective: date
    source: str
    text: TextKind
    aliases: tuple[str, ...] = ()
    adopted: date | None = None
    amended: tuple[date, ...] = ()
    published: date | None = None
    repealed: date | None = None
    replaces: tuple[str, ...] = ()
    replaced_by: str = ""
    amended_by: tuple[str, ...] = ()
    history: str = ""
    confidence: tuple[tuple[str, Confidence], ...] = ()
    note: str = ""
    accepted: tuple[str, ...] = ()
    sha256: str = ""
    checks: tuple[str, ...] = ()
    articles: int = 0
    chapters: int = 0
    public: bool = True

    def verified(self, field: str) -> bool:
        """Whether the fact may be shown as one; otherwise it is shown as 待核实."""
        return dict(self.confidence).get(field, Confidence.A).verified


@dataclass(frozen=True, slots=True)
class Version:
    """A regulation's text as of one date. `preamble` stands between title and first division or article."""

    meta: Metadata
    preamble: tuple[Paragraph, ...] = ()
    digests: tuple[str, ...] = ()
    children: tuple[Division | Article, ...] = ()

    @property
    def ref(self) -> ArticleRef:
        """Its address, with the date."""
        return ArticleRef(self.meta.id, self.meta.effective)

    @property
    def has_text(self) -> bool:
        """Whether the wording is here (imported, or a model text) and not only gists or an outline of it."""
        return self.meta.text in (TextKind.OFFICIAL, TextKind.MODEL)

    @property
    def unit(self) -> str:
        """What its numbered parts are called in a citation: 条; 部分 where 一、 has a heading, 项 where it has none."""
        unit = "条"
        for _, article in self.articles():
            if article.form is ArticleForm.ARTICLE:
                return "条"  # as nearly always the first article says
            unit = "部分" if article.heading or unit == "部分" else "项"
        return unit

    def label_of(self, ref: ArticleRef) -> str:
        """The words of an address in this text: 第四十六条第二款, 第二部分."""
        return ref.label_as(self.unit)

    def articles(self) -> Iterator[tuple[tuple[Division, ...], Article]]:
        """Every article in order, with the divisions that enclose it, widest first."""
        for path, node in self.walk():
            if isinstance(node, Article):
                yield path, node

    def walk(self) -> Iterator[tuple[tuple[Division, ...], Division | Article]]:
        """Every division and article in the order of the text, with what encloses it, widest first."""
        return walk(self.children)

    def ref_to(self, article: Article) -> ArticleRef:
        """The address of one of its articles, with the date."""
        return ArticleRef(self.meta.id, self.meta.effective, article.number, article.inserted)


@dataclass(frozen=True, slots=True)
class Regulation:
    """The work: every version that the workspace holds, oldest first. Never empty.

    `ended` is the day from which it no longer applies at all, and `successor` the title of the work that replaced it;
    both come from its own front matter or from that of the work that says it replaces this one.
    """

    id: str
    versions: tuple[Version, ...]
    ended: date | None = None
    successor: str = ""

    def in_force(self, on: date) -> Version | None:
        """The version whose text applies on that day; None before the first takes effect or after repeal."""
        begun = [v for v in self.versions if v.meta.effective <= on]
        if not begun or (self.ended and self.ended <= on):
            return None
        return begun[-1]

    def current(self, on: date) -> Version:
        """The version to show for that day: in force, else the latest begun, else the first to come."""
        begun = [v for v in self.versions if v.meta.effective <= on]
        return begun[-1] if begun else self.versions[0]

    def status(self, version: Version, on: date) -> Status:
        """时效 of one of its versions on that day."""
        if version.meta.text is TextKind.MODEL:
            return Status.MODEL
        if version.meta.effective > on:
            return Status.FUTURE
        if version is not self.current(on):
            return Status.AMENDED
        return Status.IN_FORCE if self.in_force(on) is version else Status.REPEALED

    def after(self, version: Version) -> Version | None:
        """The version that followed one of its versions, whether or not it applies yet."""
        return next((v for v in self.versions if v.meta.effective > version.meta.effective), None)

    def status_said(self, version: Version, on: date) -> str:
        """时效 with what takes its place: 已被修订（现行为 2024-01-01 版本）, 已废止（由《信访工作条例》代替）."""
        status = self.status(version, on)
        if status is Status.REPEALED and self.successor:
            return f"{status}（由《{self.successor}》代替）"
        now = self.in_force(on)
        if status is Status.AMENDED and now:
            return f"{status}（现行为 {now.meta.effective} 版本）"
        return str(status)
