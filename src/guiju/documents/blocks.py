"""What a document is before it is laid out: a form, an envelope and blocks of text. Frozen values, no I/O."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The layouts that exist; the value is what a template writes as `form:`.

    notice, letter, order and minutes are 通用格式, 信函, 命令 and 纪要 of GB/T 9704-2012 (§7, §10.1, §10.2, §10.3).
    """

    NOTICE = "notice"
    LETTER = "letter"
    ORDER = "order"
    MINUTES = "minutes"
    CARD = "card"
    HANDOUT = "handout"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one face. `note` is a footnote that hangs on its end."""

    text: str
    bold: bool = False
    underline: bool = False
    note: str = ""


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
    """A new page; in a card, the other side. `landscape` turns the sheet (§8), None leaves it as it is."""

    landscape: bool | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """An 附件 with its text after it: a new page, 附件 and its number in the first line, the title on the third (§7.3.7).

    `apart_from` is the 发文字号 of the document where the 附件 is bound apart from it; '' where they are bound together.
    """

    number: int | None
    title: str
    apart_from: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines, and how many columns and rows it takes. `down` 0 continues the cell above."""

    lines: tuple[Inline, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares of the width, `aligns` left, center or right for each column.

    The first `head` rows repeat on every page. `rules`: grid draws all lines, three the 三线表, none nothing (cards, two
    columns of text).
    """

    widths: tuple[float, ...]
    aligns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: int = 1
    rules: str = "grid"
    caption: str = ""
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its bytes (PNG or JPEG), alt text, and width in millimetres, 0 for its own size."""

    name: str
    data: bytes
    told: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Signing:
    """A line for signatures: who signs, each with room for a name and a date."""

    who: tuple[str, ...]


Block = Heading | Paragraph | Entry | Quote | PageBreak | Annex | Table | Picture | Signing


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the text. Names of the parts are those of GB/T 9704-2012 §7; absent parts are empty.

    `marks` are the 发文机关标志 as printed, one an organ (the lead organ first); `suffix` is the 文件 beside several.
    `signers` are the 签发人 of a document that goes up (§7.2.6). `signatories` is the 署名; `seal` says how it is signed:
    with a seal, none, or the stamp of a signature (§7.3.5), for which `signer_title` is the post. `recipients` is the
    主送机关 as one line, `attachments` the names under 附件说明, `annotation` the 附注, `attendance` who was present at a
    meeting by label (§10.3), `cc` the 抄送, `printer` and `print_date` the 印发机关 and 印发日期.
    """

    title: str
    marks: tuple[str, ...] = ()
    suffix: str = ""
    doc_number: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    recipients: str = ""
    attachments: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    seal: str = "seal"
    signer_title: str = ""
    date: dt.date | None = None
    annotation: str = ""
    attendance: tuple[tuple[str, str], ...] = ()
    cc: tuple[str, ...] = ()
    printer: str = ""
    print_date: dt.date | None = None
    even_sides: bool = False
    subtitle: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be laid out. `cites` are the addresses it refers to, with versions.

    `own_side`: 版记 begins a side of its own, which makes the number of sides even (see Envelope.even_sides).
    """

    form: Form
    envelope: Envelope
    blocks: tuple[Block, ...]
    cites: tuple[str, ...] = ()
    own_side: bool = False
