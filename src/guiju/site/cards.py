"""Reminder cards → one page to look at and to print: both faces, two or four to a sheet of A4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guiju.content.citing import words_of
from guiju.corpus.store import Corpus
from guiju.documents.blocks import Block, Document, Entry, Heading, Inline, PageBreak, Paragraph, Quote
from guiju.documents.data import complete, read_data
from guiju.documents.kinds import Kind
from guiju.documents.markup import parse
from guiju.documents.templates import fill
from guiju.errors import BadTemplate
from guiju.regulation import parse_ref
from guiju.site.page import Heading as PageHeading
from guiju.site.page import SitePage, link, text_html
from guiju.site.shelf import Shelf
from guiju.workspace import Workspace
from guiju.yamlfile import Data

CARDS = "cards/index.html"

KIND = "reminder-card"
"""The kind whose data the files of content/cards/ are."""

FOLDER = "cards"
"""In content/."""

_COPIES = 4
"""The most that a sheet holds; style sheets show as many as are asked for."""

_CHOICE = (
    '<input class="gj-switch" type="radio" name="gj-to-a-sheet" id="gj-two" checked>'
    '<label class="gj-switch-label" for="gj-two">一张纸印两张</label>'
    '<input class="gj-switch" type="radio" name="gj-to-a-sheet" id="gj-four">'
    '<label class="gj-switch-label" for="gj-four">一张纸印四张</label>'
)
"""Beside the cards and not inside anything, so that a style sheet alone can obey it."""


_SHEET = "<style>@page{margin:8mm 15mm;@bottom-left{content:none}@bottom-right{content:none}}</style>"
"""Of this page alone: a named page of a style sheet would leave an empty side before the first card."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card with the name of its data; `example` is whether everything on it is fictional."""

    name: str
    document: Document
    example: bool = False


def load_card_data(workspace: Workspace, kind: Kind) -> dict[str, Data]:
    """The data of the office's own cards by the names of their files. Raises BadData.

    Nothing is added from content/office.yml: a site shows what a card's own file says and no more.
    """
    found = {}
    for path in sorted((workspace.content / FOLDER).glob("*.yml")):
        data, lines = read_data(path)
        found[path.stem] = complete(data, lines, kind, {}, workspace.shown(path))
    return found


def card_of(
    kind: Kind, name: str, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str], *, example: bool = False
) -> Card:
    """The card that data make with the template of the kind. Raises GuijuError."""
    filled = fill(kind, data, corpus, on, variables)
    document = parse(filled.markdown, str(kind.template))
    cites = tuple(dict.fromkeys(str(ref) for ref in filled.cites))
    return Card(name, Document(document.form, document.envelope, document.blocks, cites), example)


def cards_page(cards: Sequence[Card], shelf: Shelf) -> SitePage:
    """Every card: on screen both faces side by side, on paper as many copies as fit."""
    blocks: list[PageHeading | str] = [
        "<p>提示卡正反两面。打印时选双面、沿长边翻转，印好沿线裁开；"
        f"要改内容的，用{link('../documents/reminder-card.html', '廉洁提示卡')}生成 Word 文件。</p>",
        _CHOICE,
    ]
    for card in cards:
        blocks += [PageHeading(2, f"card-{card.name}", card.document.envelope.title), _card(card, shelf)]
    return SitePage(
        CARDS,
        "提示卡",
        tuple(blocks),
        "cards",
        "可以查看和打印的廉洁提示卡",
        CARDS,
        hide=("navigation", "toc"),
        head=_SHEET,
    )


def _card(card: Card, shelf: Shelf) -> str:
    front, back = _sides(card.document.blocks)
    envelope = card.document.envelope
    head = f'<p class="gj-face__title">{text_html(envelope.title)}</p>'
    head += f'<p class="gj-face__slogan">{text_html(envelope.subtitle)}</p>' if envelope.subtitle else ""
    sheets = _sheet(_face("正面", head + _body(front), envelope.footer), front)
    sheets += _sheet(_face("背面", _body(back), envelope.footer), back) if back else ""
    refs = [parse_ref(cited) for cited in card.document.cites]
    cited = "、".join(
        link(shelf.address(ref, "../"), words_of(ref, shelf.corpus.version(ref, shelf.on))) for ref in refs
    )
    said = "单位、号码和事项均为虚构示例。" if card.example else ""
    said += f"引用：{cited}。" if cited else ""
    return f'<div class="gj-card">{sheets}</div>' + (f'<p class="gj-said gj-card-said">{said}</p>' if said else "")


def _sides(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    at = next((i for i, block in enumerate(blocks) if isinstance(block, PageBreak)), len(blocks))
    return blocks[:at], blocks[at + 1 :]


def _face(side: str, body: str, footer: str) -> str:
    return f'<p class="gj-face__side">{side}</p>{body}<p class="gj-face__foot">{text_html(footer)}</p>'


def _sheet(face: str, blocks: Sequence[Block]) -> str:
    """A face, and the copies that only paper shows. The style sheet sets the type by the longest line of the list."""
    longest = max((sum(len(s.text) for s in block.text) for block in blocks if isinstance(block, Entry)), default=0)
    copies = f'<div class="gj-face gj-face--copy" aria-hidden="true">{face}</div>' * (_COPIES - 1)
    return f'<div class="gj-sheet" style="--gj-longest: {longest}"><div class="gj-face">{face}</div>{copies}</div>'


def _body(blocks: Sequence[Block]) -> str:
    return "".join(_blocks(blocks))


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """Entries that follow each other are a list."""
    open_list = ""
    for block in blocks:
        kind = ("ol" if block.number else "ul") if isinstance(block, Entry) else ""
        if kind != open_list:
            yield (f"</{open_list}>" if open_list else "") + (f"<{kind}>" if kind else "")
            open_list = kind
        match block:
            case Entry(text):
                yield f"<li>{_inline(text)}</li>"
            case Heading(_, text):
                yield f'<p class="gj-face__title">{_inline(text)}</p>'
            case Paragraph(text):
                yield f'<p class="gj-face__text">{_inline(text)}</p>'
            case Quote(lines):
                yield "<blockquote>" + "".join(f"<p>{_inline(line)}</p>" for line in lines) + "</blockquote>"
            case _:
                raise BadTemplate(
                    "提示卡里有放不下的内容", remedy="提示卡里只放标题、段落、列表和引文，正反两面之间一个 ---"
                )
    if open_list:
        yield f"</{open_list}>"


def _inline(text: Inline) -> str:
    return "".join(f"<strong>{text_html(s.text)}</strong>" if s.bold else text_html(s.text) for s in text)
