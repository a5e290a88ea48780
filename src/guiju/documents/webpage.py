"""The handout as one HTML file: no script, no outside request, readable on a phone, printable."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from guiju.documents.blocks import Block, Document, Entry, Heading, Inline, PageBreak, Paragraph, Quote
from guiju.documents.numbering import Counter

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 38em; margin: 2em auto; padding: 0 1.2em; line-height: 1.9; font-size: 17px;
  font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
h1 { text-align: center; font-size: 1.6em; line-height: 1.4; margin: .4em 0; }
.subtitle { text-align: center; font-size: .85em; padding-bottom: 1em; border-bottom: 2px solid #8f1d21; margin-bottom: 2em; }
h2 { font-size: 1.2em; margin: 2em 0 .6em; } h3, h4, h5 { font-size: 1.05em; margin: 1.4em 0 .4em; }
p { margin: .6em 0; text-indent: 2em; text-align: justify; }
blockquote { margin: .8em 0; padding: .1em 1em; border-left: 4px solid #c7a25a; }
.entry { text-indent: 0; padding-left: 2em; }
footer { margin: 3em 0 1em; text-align: center; font-size: .8em; }
@media print { body { font-size: 12pt; margin: 0; max-width: none; } @page { size: A4; margin: 25mm; } h2 { break-after: avoid; } }
"""


def webpage(document: Document) -> str:
    """The page. Every text is escaped; headings carry their numbers as text."""
    envelope = document.envelope
    title = escape(envelope.title)
    body = "\n".join(_blocks(document.blocks))
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<p class="subtitle">{escape(envelope.subtitle)}</p>\n<main>\n{body}\n</main>\n'
        f"<footer>{escape(envelope.footer)}</footer>\n</body>\n</html>\n"
    )


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    counter = Counter()
    for block in blocks:
        match block:
            case Heading(level, text):
                mark = counter.mark_of(level, "".join(span.text for span in text))
                yield f"<h{level + 1}>{mark}{_inline(text)}</h{level + 1}>"
            case Paragraph(text):
                yield f"<p>{_inline(text)}</p>"
            case Entry(text, number):
                yield f'<p class="entry">{f"{number}." if number else "·"} {_inline(text)}</p>'
            case Quote(lines):
                yield "<blockquote>" + "".join(f"<p>{_inline(line)}</p>" for line in lines) + "</blockquote>"
            case PageBreak():
                yield "<hr>"


def _inline(text: Inline) -> str:
    return "".join(f"<strong>{escape(s.text)}</strong>" if s.bold else escape(s.text, quote=False) for s in text)
