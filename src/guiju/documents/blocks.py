"""What a document is before it is laid out: a form, an envelope and blocks of text. Frozen values, no I/O."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The layouts that exist; the value is what a template writes as `form:`."""

    NOTICE = "notice"
    CARD = "card"
    HANDOUT = "handout"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one face."""

    text: str
    bold: bool = False


Inline = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 to 4: numbered 一、 （一） 1. （1） by the layout (GB/T 9704-2012 §7.3.3)."""

    level: int
    text: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list; `number` is its own number, None in a list of points."""

    text: Inline
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted wording, a line a paragraph."""

    lines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page; in a card, the other side."""


Block = Heading | Paragraph | Entry | Quote | PageBreak


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the text. Names of the parts are those of GB/T 9704-2012 §7; absent parts are empty.

    `mark` is the 发文机关标志 as printed (with 文件 where the office uses it), `signatories` the 署名,
    `recipients` the 主送机关 as one line, `attachments` the names under 附件说明, `annotation` the 附注,
    `cc` the 抄送, `printer` and `print_date` the 印发机关 and 印发日期.
    """

    title: str
    mark: str = ""
    doc_number: str = ""
    copy_number: str = ""
    urgency: str = ""
    recipients: str = ""
    attachments: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    date: dt.date | None = None
    annotation: str = ""
    cc: tuple[str, ...] = ()
    printer: str = ""
    print_date: dt.date | None = None
    subtitle: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be laid out. `cites` are the addresses it refers to, with versions."""

    form: Form
    envelope: Envelope
    blocks: tuple[Block, ...]
    cites: tuple[str, ...] = ()
