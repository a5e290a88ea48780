"""The question bank → pages: to read and print as they are, to exercise with practice.js."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from guiju.content.questions import BLANK, Question, QuestionKind, Topic
from guiju.site.knowledge import sources_html
from guiju.site.page import Heading, SitePage, attribute, link, text_html
from guiju.site.shelf import Shelf

PRACTICE = "practice/index.html"
"""The list of topics."""

SCRIPT = "practice.js"
"""In assets/."""

_SWITCH = (
    '<input class="gj-switch" type="checkbox" id="gj-with-answers">'
    '<label class="gj-switch-label" for="gj-with-answers">打印时把答案附在最后</label>'
)
"""Beside the answers and not inside anything, so that a style sheet alone can obey it."""


def practice_pages(topics: Sequence[Topic], shelf: Shelf) -> Iterator[SitePage]:
    """The list of topics, and a page for each. Raises GuijuError for a source that is not there."""
    yield _index(topics)
    for topic in topics:
        yield topic_page(topic, shelf)


def topic_page(topic: Topic, shelf: Shelf) -> SitePage:
    """The questions of a topic by kind, numbered through, and the answers once more for the end of a printed paper."""
    ordered = sorted(topic.questions, key=lambda q: list(QuestionKind).index(q.kind))
    numbered = list(enumerate(ordered, 1))
    blocks: list[Heading | str] = [
        f"<p>共 {len(ordered)} 题：{_kinds(ordered)}。先作答，再看答案。题和解析是我们自己的话。</p>",
        f'<div class="gj-practice" data-topic="{attribute(topic.name)}" hidden></div>',
        _SWITCH,
    ]
    for kind, held in groupby(numbered, lambda pair: pair[1].kind):
        blocks += [Heading(2, f"kind-{kind.name.lower()}", f"{kind}题")]
        blocks += [_question(number, question, shelf) for number, question in held]
    answers = "".join(f"<li><strong>{_answer(q)}</strong>　{text_html(q.why)}</li>" for q in ordered)
    blocks.append(f'<section class="gj-answers" aria-label="答案"><h2>答案</h2><ol>{answers}</ol></section>')
    return SitePage(
        topic_address(topic.name), f"题库：{topic.title}", tuple(blocks), "practice", f"{topic.title}，{len(ordered)} 题",
        PRACTICE, foot=f"题库：{topic.title}", scripts=(SCRIPT,), contents=2,
    )  # fmt: skip


def topic_address(name: str, question: str = "") -> str:
    """The permanent address of a topic or of one of its questions, from the root of the site."""
    return f"practice/{name}.html" + (f"#{question}" if question else "")


def _index(topics: Sequence[Topic]) -> SitePage:
    count = sum(len(topic.questions) for topic in topics)
    rows = "".join(
        f'<tr data-topic="{attribute(topic.name)}"><th scope="row">{link(f"{topic.name}.html", topic.title)}</th>'
        f"<td>{len(topic.questions)}</td><td>{_kinds(topic.questions)}</td></tr>"
        for topic in topics
    )
    blocks = (
        f"<p>共 {count} 题，每题都写明出自哪一版的哪一条。可以在网页上做，也可以打印出来做。</p>",
        '<p class="gj-said">做题的进度只存在这台电脑的浏览器里，不会送到别处；换一台电脑、换一个浏览器就看不到。</p>',
        '<table class="gj-topics"><thead><tr><th scope="col">专题</th><th scope="col">题数</th>'
        f'<th scope="col">题型</th></tr></thead><tbody>{rows}</tbody></table>',
    )
    return SitePage(
        PRACTICE, "题库", blocks, "practice-index", f"党纪法规题库，共 {count} 题", PRACTICE, scripts=(SCRIPT,)
    )


def _question(number: int, question: Question, shelf: Shelf) -> str:
    stem = text_html(question.stem).replace(BLANK, '<span class="gj-blank" role="img" aria-label="填空"></span>')
    options = "".join(f"<li>{text_html(option)}</li>" for option in question.options)
    given = json.dumps(question.answer, ensure_ascii=False)
    return (
        f'<div class="gj-question" id="{question.id}" data-kind="{question.kind}" data-answer="{attribute(given)}">'
        f'<p class="gj-stem" id="{question.id}-stem">{number}. {stem} <span class="gj-said">（{question.level}）</span></p>'
        + (f'<ol class="gj-options" type="A">{options}</ol>' if options else "")
        + f'<details class="gj-key"><summary>答案</summary><p><strong>{_answer(question)}</strong></p>'
        f"<p>{text_html(question.why)}</p>{sources_html(question.refs, shelf, '../')}</details></div>"
    )


def _answer(question: Question) -> str:
    return text_html(("；" if question.kind is QuestionKind.BLANKS else "").join(question.answer))


def _kinds(questions: Sequence[Question]) -> str:
    count = Counter(question.kind for question in questions)
    return "、".join(f"{kind} {count[kind]}" for kind in QuestionKind if count[kind])
