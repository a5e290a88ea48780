"""The glossary and the answers to common questions → pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from guiju.content.citing import words_of
from guiju.content.datafile import Sourced
from guiju.content.faq import Group
from guiju.content.glossary import Term
from guiju.site.browse import SCRIPT, filter_box
from guiju.site.page import Heading, SitePage, attribute, link, slug, text_html
from guiju.site.shelf import Shelf

GLOSSARY, FAQ = "handbook/glossary.html", "handbook/faq.html"
"""The addresses of the pages."""


def glossary_page(terms: Sequence[Term], shelf: Shelf) -> SitePage:
    """Every term by the first letter of its pinyin."""
    names = {name: term.name for term in terms for name in (term.name, *term.aliases)}
    ordered = sorted(terms, key=lambda t: _sound(t.name))
    groups = [(letter, list(held)) for letter, held in groupby(ordered, key=lambda t: _sound(t.name)[0])]
    letters = "".join(f'<li><a href="#letter-{letter.lower()}">{letter}</a></li>' for letter, _ in groups)
    blocks: list[Heading | str] = [
        f"<p>共 {len(terms)} 个，按拼音排列。意思是我们自己的话，出处可以点开核对。</p>",
        filter_box("只看有这些字的"),
        f'<nav class="gj-letters" aria-label="按拼音首字母"><ul>{letters}</ul></nav>',
    ]
    for letter, held in groups:
        blocks += [Heading(2, f"letter-{letter.lower()}", letter), _terms(held, names, shelf)]
    about = "机关纪委工作常用术语的意思和出处"
    return SitePage(GLOSSARY, "术语表", tuple(blocks), "glossary", about, GLOSSARY, hide=("toc",), scripts=(SCRIPT,))


def faq_page(groups: Sequence[Group], shelf: Shelf) -> SitePage:
    """Every question under its group."""
    count = sum(len(group.items) for group in groups)
    intro = f"<p>共 {count} 问。回答是我们自己的话，引用请点开出处看条文。</p>"
    about = "机关纪委工作的常见问题，每问都有出处"
    return SitePage(FAQ, "常见问题", (intro, *_answers(groups, shelf)), "faq", about, FAQ, hide=(), contents=2)


def sources_html(refs: Iterable[Sourced], shelf: Shelf, root: str) -> str:
    """Where something stands: the articles as links. Raises BadReference, ArticleNotFound."""
    links = []
    for sourced in refs:
        version, _ = shelf.corpus.article(sourced.ref, shelf.on)
        links.append(link(shelf.address(sourced.ref, root), words_of(sourced.ref, version)))
    return f'<p class="gj-said">出处：{"、".join(links)}</p>'


def _answers(groups: Sequence[Group], shelf: Shelf) -> Iterator[Heading | str]:
    for group in groups:
        yield Heading(2, slug(group.title), group.title)
        for item in group.items:
            yield Heading(3, slug(item.question), item.question)
            yield f"<p>{text_html(item.answer)}</p>{sources_html(item.refs, shelf, '../')}"


def _terms(terms: Sequence[Term], names: dict[str, str], shelf: Shelf) -> str:
    return f'<dl class="gj-terms gj-index">{"".join(_term(term, names, shelf) for term in terms)}</dl>'


def _term(term: Term, names: dict[str, str], shelf: Shelf) -> str:
    other = f'<span class="gj-said">（{text_html("、".join(term.aliases))}）</span>' if term.aliases else ""
    see = "、".join(link(f"#term-{names[name]}", name) for name in term.see)
    body = f"<p>{text_html(term.meaning)}</p>{sources_html(term.refs, shelf, '../')}"
    body += f'<p class="gj-said">参见：{see}</p>' if see else ""
    return (
        f'<div data-names="{attribute(_sound(term.name).lower())}"><dt id="term-{attribute(term.name)}">'
        f"{text_html(term.name)}{other}</dt><dd>{body}</dd></div>"
    )


def _sound(name: str) -> str:
    """How a term is sorted: by its pinyin, marks before it left out; what begins with no Chinese character by itself."""
    from pypinyin import Style, lazy_pinyin  # holds 55 MB: plan.py sees to it that this is not for long

    return " ".join(lazy_pinyin(name.lstrip("“‘《（"), style=Style.TONE3)).upper()
