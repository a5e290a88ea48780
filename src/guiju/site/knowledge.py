"""The glossary, the answers to common questions and the question bank → pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from pypinyin import Style, lazy_pinyin

from guiju.content.citing import words_of
from guiju.content.datafile import Sourced
from guiju.content.faq import Group
from guiju.content.glossary import Term
from guiju.content.questions import BLANK, Question, QuestionKind, Topic
from guiju.site.pages import Shelf

GLOSSARY, FAQ, BANK = "handbook/glossary.md", "handbook/faq.md", "practice/index.md"
"""The sources of the pages."""


def glossary_page(terms: Sequence[Term], shelf: Shelf) -> str:
    """Every term by the first letter of its pinyin."""
    parts = ["# 术语表", f"共 {len(terms)} 个，按拼音排列。意思是我们自己的话，出处可以点开核对。"]
    names = {name: term.name for term in terms for name in (term.name, *term.aliases)}
    for letter, held in groupby(sorted(terms, key=lambda t: _sound(t.name)), key=lambda t: _sound(t.name)[0]):
        parts += [f"## {letter}", f'<dl class="gj-terms">{"".join(_term(t, names, shelf) for t in held)}</dl>']
    return "\n\n".join(parts) + "\n"


def faq_page(groups: Sequence[Group], shelf: Shelf) -> str:
    """Every question under its group."""
    count = sum(len(group.items) for group in groups)
    parts = ["# 常见问题", f"共 {count} 问。回答是我们自己的话，引用请点开出处看条文。"]
    for group in groups:
        parts.append(f"## {group.title}")
        for item in group.items:
            parts += [f"### {item.question}", escape(item.answer, quote=False), _sources(item.refs, shelf, "../")]
    return "\n\n".join(parts) + "\n"


def bank_pages(topics: Sequence[Topic], shelf: Shelf) -> dict[str, str]:
    """The list of topics, and a page for each, by their sources."""
    count = sum(len(topic.questions) for topic in topics)
    rows = [f"| [{t.title}]({t.name}.md) | {len(t.questions)} | {_kinds(t.questions)} |" for t in topics]
    head = ["# 题库", f"共 {count} 题，每题都写明出自哪一版的哪一条。题和解析是我们自己的话，用于学习和测试。"]
    table = "\n".join(["| 专题 | 题数 | 题型 |", "|---|---|---|", *rows])
    pages = {BANK: "\n\n".join([*head, table]) + "\n"}
    return pages | {f"practice/{topic.name}.md": _topic_page(topic, shelf) for topic in topics}


def _topic_page(topic: Topic, shelf: Shelf) -> str:
    parts = [f"# {topic.title}", f"共 {len(topic.questions)} 题：{_kinds(topic.questions)}。先作答，再点“答案”。"]
    for kind, held in groupby(
        sorted(topic.questions, key=lambda q: list(QuestionKind).index(q.kind)), lambda q: q.kind
    ):
        parts.append(f"## {kind}题")
        parts += [_question(question, shelf) for question in held]
    return "\n\n".join(parts) + "\n"


def _question(question: Question, shelf: Shelf) -> str:
    stem = escape(question.stem, quote=False).replace(BLANK, '<span class="gj-blank" aria-label="空"></span>')
    options = "".join(f"<li>{escape(option, quote=False)}</li>" for option in question.options)
    answer = "；".join(question.answer) if question.kind is QuestionKind.BLANKS else "".join(question.answer)
    body = f'<p class="gj-stem"><span class="gj-said">{question.level}</span> {stem}</p>'
    body += f'<ol class="gj-options" type="A">{options}</ol>' if options else ""
    body += (
        f"<details><summary>答案</summary><p><strong>{escape(answer, quote=False)}</strong></p>"
        f"<p>{escape(question.why, quote=False)}</p>{_sources(question.refs, shelf, '../')}</details>"
    )
    return f'<div class="gj-question" id="{question.id}">{body}</div>'


def _term(term: Term, names: dict[str, str], shelf: Shelf) -> str:
    other = f'<span class="gj-said">（{escape("、".join(term.aliases))}）</span>' if term.aliases else ""
    see = "、".join(f'<a href="#term-{escape(names[name])}">{escape(name)}</a>' for name in term.see)
    body = f"<p>{escape(term.meaning, quote=False)}</p>{_sources(term.refs, shelf, '../')}"
    body += f'<p class="gj-said">参见：{see}</p>' if see else ""
    return f'<dt id="term-{escape(term.name)}">{escape(term.name)}{other}</dt><dd>{body}</dd>'


def _sources(refs: Iterable[Sourced], shelf: Shelf, root: str) -> str:
    """The articles as links."""
    links = []
    for sourced in refs:
        version, _ = shelf.corpus.article(sourced.ref, shelf.on)
        links.append(f'<a href="{shelf.address(sourced.ref, root)}">{escape(words_of(sourced.ref, version))}</a>')
    return f'<p class="gj-said">出处：{"、".join(links)}</p>'


def _kinds(questions: Sequence[Question]) -> str:
    count = Counter(question.kind for question in questions)
    return "、".join(f"{kind} {count[kind]}" for kind in QuestionKind if count[kind])


def _sound(name: str) -> str:
    """How a term is sorted: by its pinyin; what begins with no Chinese character by itself."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3)).upper()
