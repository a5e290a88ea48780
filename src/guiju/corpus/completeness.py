"""What a tree tells about text that is missing or run together, when it is seen whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from guiju.corpus.findings import Finding, excerpt
from guiju.corpus.reading.lines import SourceText
from guiju.corpus.structure import own_references
from guiju.numerals import NUMERAL, article_label, to_int
from guiju.regulation import Article, ArticleForm, Paragraph

MOST_AFTER_CLOSING = 6
"""Paragraphs that may follow the first one of the last article; 处分条例第一百五十八条 has one."""

_CLOSING = re.compile(r"施行|实施|生效|试行|执行|解释|废止|参照|适用|有效期|规定")
_OPEN_END = "；，、："
_BEFORE = re.compile(r"前([两二三四五])?款(?!物)")
_OWN = re.compile(rf"第({NUMERAL})款")
_ELSEWHERE = re.compile(r"[条法]")


def completeness_findings(articles: Sequence[Article], source: SourceText) -> list[Finding]:
    """References to what the text does not have, articles that break off, and a last one that does not close."""
    if not articles:
        return [Finding("no_structure", "全文没有条，也没有一、二、的分部分，整篇存为序言", source.place(None))]
    by_articles = [article for article in articles if article.form is ArticleForm.ARTICLE]
    numbers = {(article.number, article.inserted) for article in articles}
    hits = [*_last(by_articles)]
    for article in by_articles:
        hits += [*_references(article, numbers), *_paragraphs_referred(article), *_end(article)]
    return [Finding(code, cause, source.place(None), excerpt(text)) for code, cause, text in hits]


_Hit = tuple[str, str, str]
"""Code, cause and text of a finding."""


def _last(articles: Sequence[Article]) -> Iterator[_Hit]:
    if not articles:
        return
    last = articles[-1]
    words = "".join(last.lines())
    if not _CLOSING.search(words):
        yield "no_closing", f"{last.label}不像最后一条", words
    if len(last.paragraphs) > MOST_AFTER_CLOSING:
        cause = f"{last.label}有 {len(last.paragraphs)} 款，可能混进了后面的文章"
        yield "tail_text", cause, last.paragraphs[1].text


def _references(article: Article, numbers: set[tuple[int, int]]) -> Iterator[_Hit]:
    for line in article.lines():
        for number in own_references(line):
            if number not in numbers:
                yield "dangling_reference", f"{article.label}引用了本法规没有的{article_label(*number)}", line


def _paragraphs_referred(article: Article) -> Iterator[_Hit]:
    """前款 in the first 款, 本条第三款 in an article of two: a 款 is gone, or two are run together."""
    have = len(article.paragraphs)
    for index, paragraph in enumerate(article.paragraphs):
        for line, before in _with_lead(paragraph):
            for m in _BEFORE.finditer(line):
                needed = 1 if m[1] is None else 2 if m[1] == "两" else to_int(m[1])
                if needed > index:
                    cause = f"{article.label}第 {index + 1} 款引用了“{m[0]}”，但它之前没有这么多款"
                    yield "dangling_paragraph", cause, line
            for m in _OWN.finditer(line):
                to_here = before + line[: m.start()]
                own = to_here.endswith("本条") or not _ELSEWHERE.search(to_here)
                if own and to_int(m[1]) > have:
                    yield "dangling_paragraph", f"{article.label}引用了{m[0]}，但它只有 {have} 款", line


def _with_lead(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """Each line of a paragraph, with its lead, which may name the article that 第二款 belongs to."""
    for i, line in enumerate(paragraph.lines()):
        yield line, paragraph.text if i else ""


def _end(article: Article) -> Iterator[_Hit]:
    lines = list(article.lines())
    if lines and lines[-1].endswith(tuple(_OPEN_END)):
        yield "open_end", f"{article.label}以“{lines[-1][-1]}”结束，后面可能缺了项或款", lines[-1][-20:]
