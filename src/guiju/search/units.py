"""Everything that can be found: the regulations version by version, then the content, each with the words it is found by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from guiju.content.asked import asked_of
from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.questions import load_questions
from guiju.corpus.store import Corpus
from guiju.regulation import Article, Division, TextKind, Version
from guiju.search.entries import ONLY_LISTED, Entry, Kind, Unit
from guiju.workspace import Workspace
from guiju.yamlfile import read_text

_MARKUP = re.compile(
    r"\{\{[^}\"“]*[\"“]([^\"”}]+)[\"”][^}]*\}\}|\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*`#|>]|^:?-+:?$|!!! \w+"
)


def units_of(corpus: Corpus, workspace: Workspace) -> Iterator[Unit]:
    """Everything that can be found, in order: the regulations version by version, then the content."""
    asked = asked_of(workspace)
    for regulation in corpus:
        for version in regulation.versions:
            entries = tuple(
                entry
                for path, node in version.walk()
                if (entry := _entry(version, path, node, asked.get(str(version.ref), {})))
            )
            yield Unit(str(version.ref), entries)
    yield from _content_units(workspace)


def _entry(
    version: Version, path: tuple[Division, ...], node: Division | Article, asked: dict[int, tuple[str, ...]]
) -> Entry | None:
    if isinstance(node, Article):
        ref, label = version.ref_to(node), node.label
        gist, ways = node.digest or "", asked.get(node.number, ()) if not node.inserted else ()
    else:
        ref, label, gist, ways = version.ref, node.label, " ".join(node.digests), ()
    lines = [line for paragraph in node.paragraphs for line in paragraph.lines()]
    body = "\n".join(lines) or gist or (ONLY_LISTED if isinstance(node, Article) else "")
    if not body:
        return None
    meta = version.meta
    kind = Kind.MODEL if meta.text is TextKind.MODEL else Kind.ARTICLE
    divisions = tuple(division.label for division in path)
    return Entry(
        kind, str(ref), meta.id, meta.effective.isoformat(), label, meta.title, divisions, body,
        is_digest=bool(gist) and not lines, gist=gist if lines else "", asked=ways,
    )  # fmt: skip


def _content_units(workspace: Workspace) -> Iterator[Unit]:
    terms = load_glossary(workspace)
    yield Unit(
        "glossary",
        tuple(
            Entry(Kind.TERM, f"handbook/glossary#term-{t.name}", "", "", t.name, "术语表", (), t.meaning, asked=t.aliases)
            for t in terms
        ),
    )  # fmt: skip
    yield Unit(
        "faq",
        tuple(
            Entry(Kind.ANSWER, f"handbook/faq#{group.title}-{n}", "", "", item.question, "常见问题", (group.title,), item.answer)
            for group in load_faq(workspace)
            for n, item in enumerate(group.items, 1)
        ),
    )  # fmt: skip
    for topic in load_questions(workspace):
        yield Unit(
            f"questions/{topic.name}",
            tuple(
                Entry(Kind.QUESTION, f"practice/{topic.name}#{q.id}", "", "", q.id, topic.title, (), f"{q.stem}\n{q.why}")
                for q in topic.questions
            ),
        )  # fmt: skip
    for path in sorted(workspace.content.rglob("*.md")):
        yield Unit(f"page/{path.relative_to(workspace.content)}", tuple(_sections(path, workspace)))


def _sections(path: Path, workspace: Workspace) -> Iterator[Entry]:
    """The sections of a handbook page, without markup."""
    name = str(path.relative_to(workspace.content).with_suffix(""))
    title, head, lines, number = "", "", list[str](), 0
    for line in [*read_text(path).split("\n"), "## "]:
        if m := re.match(r"(#{1,3}) +(.*)|## $", line):
            if body := "\n".join(kept for kept in lines if kept):
                yield Entry(Kind.PAGE, f"{name}#{number}", "", "", head or title, title, (), body)
            number, lines = number + 1, []
            head = re.sub(r"\{#.*\}", "", m[2] or "").strip()
            title = title or head
        else:
            lines.append(" ".join(_MARKUP.sub(lambda m: m[1] or m[2] or " ", line).split()))
