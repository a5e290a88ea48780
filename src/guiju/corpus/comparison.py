"""A comparison of two texts as a person or a program reads it: words marked, counts, headings; terminal, JSON, HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby

from guiju.corpus.comparing import Change, Row, compare_articles
from guiju.regulation import Article, Division, Version

Cut = Callable[[str], Iterable[str]]
"""Text into words; every character of the text is in one of them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: the version, and what it is called (2024-01-01 版, a file's name)."""

    version: Version
    label: str
    is_file: bool = False

    def ref(self, article: Article) -> str:
        """The address of an article; of a text that is only a file, its number there."""
        address = str(self.version.ref_to(article))
        return address if not self.is_file else "#" + address.partition("#")[2]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed (`same`), went (`old`) or came (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A row with the words of its change, and those of parts that have no article (总纲)."""

    row: Row
    label: str
    pieces: tuple[Piece, ...]

    @property
    def old_text(self) -> str:
        """The old words."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "new")

    @property
    def new_text(self) -> str:
        """The new words."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "old")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared. `headings` are the lines of the two outlines, `parts` what changed outside articles."""

    old: Side
    new: Side
    rows: tuple[Compared, ...]
    headings: tuple[Piece, ...]
    parts: tuple[Compared, ...]

    def counts(self) -> dict[str, int]:
        """How many articles there are of each kind, and how many have another number or place."""
        kinds = Counter(compared.row.change for compared in self.rows)
        return {
            **{change.value: kinds[change] for change in Change},
            "renumbered": sum(compared.row.renumbered for compared in self.rows),
            "moved": sum(compared.row.moved for compared in self.rows),
        }


def comparison_of(old: Side, new: Side, cut: Cut) -> Comparison:
    """Compare two texts; `cut` decides what a word is."""
    rows = compare_articles([a for _, a in old.version.articles()], [a for _, a in new.version.articles()])
    return Comparison(
        old,
        new,
        tuple(Compared(row, _row_label(row), _row_pieces(row, cut)) for row in rows),
        tuple(_line_pieces(_headings(old.version), _headings(new.version))),
        tuple(_parts(old.version, new.version, cut)),
    )


def pieces_of(old: str, new: str, cut: Cut) -> tuple[Piece, ...]:
    """What stayed, went and came, word by word. A single word that stayed between two changes joins them."""
    one, two = words_of(old, cut), words_of(new, cut)
    raw: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            raw.append(Piece("same", "".join(one[i:j])))
        else:
            raw += [Piece("old", "".join(one[i:j])), Piece("new", "".join(two[k:m]))]
    return tuple(_merged([piece for piece in raw if piece.text]))


def _merged(pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Islands of one character between changes are read as part of them; what went stands before what came."""
    runs: list[list[Piece]] = []
    for i, piece in enumerate(pieces):
        island = (
            piece.kind == "same" and len(piece.text) == 1 and piece.text not in "\n。；" and 0 < i < len(pieces) - 1
        )
        changed = piece.kind != "same" or island
        if runs and changed and runs[-1][-1].kind != "kept":
            runs[-1].append(piece)
        elif changed:
            runs.append([piece])
        else:
            runs.append([Piece("kept", piece.text)])
    for run in runs:
        if run[0].kind == "kept":
            yield Piece("same", run[0].text)
            continue
        old = "".join(piece.text for piece in run if piece.kind != "new")
        new = "".join(piece.text for piece in run if piece.kind != "old")
        yield from _trimmed(old, new)


def _trimmed(old: str, new: str) -> Iterable[Piece]:
    """What two runs begin and end with alike is no change, whatever the words: 党的路线, 党的理论、路线."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    pieces = (
        Piece("same", old[:start]),
        Piece("old", inner_old),
        Piece("new", inner_new),
        Piece("same", old[len(old) - end :]),
    )
    yield from (piece for piece in pieces if piece.text)


def _alike(one: str, two: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _row_pieces(row: Row, cut: Cut) -> tuple[Piece, ...]:
    old = "\n".join(_text(article) for article in row.old)
    new = _text(row.new) if row.new else ""
    if row.change is Change.SPLIT and row.new:
        old = "\n".join(_kept_of(article, row.new) for article in row.old)
    return pieces_of(old, new, cut)


def _text(article: Article) -> str:
    return "\n".join([*([article.heading] if article.heading else []), *article.lines()])


def _kept_of(old: Article, new: Article) -> str:
    """Of an article that was split, the 款 that this part was made from; all of it where none can be told."""
    held = {pair for line in new.lines() for pair in _pairs(line)}
    lines = []
    for paragraph in old.paragraphs:
        text = "\n".join(paragraph.lines())
        pairs = _pairs(text)
        if sum(pair in held for pair in pairs) > 0.6 * len(pairs):
            lines.append(text)
    return "\n".join(lines) or _text(old)


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _row_label(row: Row) -> str:
    """第九十五条（原第八十八条）; of one that is gone, its old number."""
    olds = "、".join(article.label for article in row.old)
    if row.new is None:
        return olds
    return row.new.label + (f"（原{olds}）" if row.old and (row.renumbered or len(row.old) > 1) else "")


def _headings(version: Version) -> list[str]:
    return [version.meta.title, *(node.label for _, node in version.walk() if isinstance(node, Division))]


def _line_pieces(old: Sequence[str], new: Sequence[str]) -> Iterable[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Piece("same", line) for line in old[i:j])
        else:
            yield from (Piece("old", line) for line in old[i:j])
            yield from (Piece("new", line) for line in new[k:m])


def _parts(old: Version, new: Version, cut: Cut) -> Iterable[Compared]:
    """The texts that stand in no article (序言, 总纲, 附件), matched by their headings; only those that changed."""
    before, after = _part_texts(old), _part_texts(new)
    for label in dict.fromkeys((*before, *after)):
        if before.get(label) != after.get(label):
            change = Change.NEW if label not in before else Change.GONE if label not in after else Change.CHANGED
            yield Compared(Row(change, None, ()), label, pieces_of(before.get(label, ""), after.get(label, ""), cut))


def _part_texts(version: Version) -> dict[str, str]:
    texts = {"题注": version.meta.history, "序言": "\n".join(line for p in version.preamble for line in p.lines())}
    for _, node in version.walk():
        if isinstance(node, Division):
            texts[node.label] = "\n".join(line for p in node.paragraphs for line in p.lines())
    return {label: text for label, text in texts.items() if text}


def change_said(compared: Compared) -> str:
    """修改，条号变动: what the third column of a 条文对照表 says."""
    row = compared.row
    said = [row.change.label]
    if row.moved:
        said.append("位置移动")
    elif row.renumbered and row.change is Change.UNCHANGED:
        said.append("条号变动")
    return "，".join(said)


def comparison_facts(comparison: Comparison) -> dict[str, object]:
    """The JSON of `guiju diff`."""
    return {
        "old": {"title": comparison.old.version.meta.title, "label": comparison.old.label},
        "new": {"title": comparison.new.version.meta.title, "label": comparison.new.label},
        "counts": comparison.counts(),
        "headings": [[piece.kind, piece.text] for piece in comparison.headings if piece.kind != "same"],
        "parts": [{"label": part.label, "change": part.row.change, "pieces": _bare(part.pieces)} for part in comparison.parts],
        "rows": [
            {
                "change": compared.row.change,
                "new": comparison.new.ref(compared.row.new) if compared.row.new else None,
                "old": [comparison.old.ref(article) for article in compared.row.old],
                "renumbered": compared.row.renumbered,
                "moved": compared.row.moved,
                "pieces": _bare(compared.pieces),
            }
            for compared in comparison.rows
        ],
    }  # fmt: skip


def _bare(pieces: Iterable[Piece]) -> list[list[str]]:
    return [[piece.kind, piece.text] for piece in pieces]


_COLOURS = {"old": ("\x1b[31;9m", "\x1b[0m"), "new": ("\x1b[32;1m", "\x1b[0m"), "same": ("", "")}
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}
"""As in wdiff: [-gone-] {+come+}."""


def comparison_text(comparison: Comparison, *, colour: bool, everything: bool) -> str:
    """For the terminal: counts, headings, then each article that changed; with `everything` the others as a line."""
    marks = _COLOURS if colour else _MARKS
    lines = [
        f"《{comparison.new.version.meta.title}》　{comparison.old.label} → {comparison.new.label}",
        counts_said(comparison),
        "",
    ]
    changed = [piece for piece in comparison.headings if piece.kind != "same"]
    if changed:
        lines += ["标题和章节：", *(f"  {marks[p.kind][0]}{p.text}{marks[p.kind][1]}" for p in changed), ""]
    for part in comparison.parts:
        lines += [f"{part.label}　{part.row.change.label}", *_marked_lines(part.pieces, marks), ""]
    for compared in comparison.rows:
        same = compared.row.change is Change.UNCHANGED
        if same and not (everything or compared.row.moved):
            continue
        lines.append(f"{compared.label}　{change_said(compared)}")
        lines += [] if same else [*_marked_lines(compared.pieces, marks), ""]
    return "\n".join(lines).rstrip()


def counts_said(comparison: Comparison) -> str:
    """修改 76 条，新增 16 条，未变 65 条；条号变动 132 条."""
    counts = comparison.counts()
    said = [f"{change.label} {counts[change.value]} 条" for change in Change if counts[change.value]]
    other = [
        f"{name} {counts[key]} 条" for key, name in (("renumbered", "条号变动"), ("moved", "位置移动")) if counts[key]
    ]
    return "，".join(said) + ("；" + "，".join(other) if other else "")


def _marked_lines(pieces: Iterable[Piece], marks: dict[str, tuple[str, str]]) -> list[str]:
    text = "".join(
        "\n".join(f"{marks[piece.kind][0]}{part}{marks[piece.kind][1]}" if part else "" for part in piece.text.split("\n"))
        for piece in pieces
    )  # fmt: skip
    return [f"  {line}" for line in text.split("\n") if line]


_STYLE = """
body { font: 16px/1.8 "仿宋", "FangSong", "STFangsong", serif; color: #222; background: #fff;
       margin: 2em auto; max-width: 72em; padding: 0 1em; }
h1 { font-size: 1.4em; text-align: center; }
p.counts { text-align: center; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #888; padding: .4em .6em; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
th:last-child, td:last-child { width: 7em; }
thead { display: table-header-group; }
del { color: #a11; }
ins { color: #064; font-weight: bold; }
td p { margin: 0 0 .3em; text-indent: 2em; }
td p:first-child { text-indent: 0; }
@media print {
  body { margin: 0; max-width: none; font-size: 11pt; }
  tr { break-inside: avoid; }
  @page { size: A4 landscape; margin: 18mm; }
}
"""


def comparison_html(comparison: Comparison) -> str:
    """A page of its own, without anything from outside: three columns, old and new words marked."""
    title = f"《{escape(comparison.new.version.meta.title)}》条文对照表"
    body = "".join(
        f"<tr><td>{_cell(compared, 'old')}</td><td>{_cell(compared, 'new')}</td><td>{escape(change_said(compared))}</td></tr>"
        for compared in (*comparison.parts, *comparison.rows)
    )  # fmt: skip
    heads = "".join(
        f"<th scope=col>{escape(name)}</th>" for name in (comparison.old.label, comparison.new.label, "说明")
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<h1>{title}</h1><p class="counts">{escape(counts_said(comparison))}</p>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></body></html>\n"
    )


def _cell(compared: Compared, side: str) -> str:
    tag = {"old": "del", "new": "ins"}[side]
    lines = side_lines(compared, side)
    if not lines:
        return ""
    label = side_label(compared, side)
    shown = [
        "".join(f"<{tag}>{escape(piece.text)}</{tag}>" if piece.kind == side else escape(piece.text) for piece in line)
        for line in lines
    ]
    return f"<p><b>{escape(label)}</b></p>" + "".join(f"<p>{line}</p>" for line in shown)


def side_label(compared: Compared, side: str) -> str:
    """The numbers of one side of a row; of a part without articles its name."""
    row = compared.row
    if row.new is None and not row.old:
        return compared.label
    if side == "new":
        return row.new.label if row.new else ""
    return "、".join(article.label for article in row.old)


def side_lines(compared: Compared, side: str) -> list[list[Piece]]:
    """The words of one side, a list a line, each piece marked as it is in the row."""
    lines: list[list[Piece]] = [[]]
    for piece in compared.pieces:
        if piece.kind not in ("same", side):
            continue
        first, *rest = piece.text.split("\n")
        lines[-1].append(Piece(piece.kind, first))
        lines += [[Piece(piece.kind, text)] for text in rest]
    return [kept for line in lines if (kept := [piece for piece in line if piece.text])]


def words_of(text: str, cut: Cut) -> list[str]:
    """Text as words, each line break a word of its own: what `cut` may not join."""
    out: list[str] = []
    for is_break, group in groupby(text, key=lambda char: char == "\n"):
        run = "".join(group)
        out += list(run) if is_break else list(cut(run))
    return out
