from __future__ import annotations

import datetime as dt

import pytest

from guiju.documents.blocks import Entry, Form, Heading, PageBreak, Paragraph, Quote, Span
from guiju.documents.markup import parse
from guiju.errors import BadTemplate
from tests.documents.ruler import SAMPLES

HEAD = "---\nform: notice\ntitle: 甲\n---\n"


def test_the_envelope() -> None:
    document = parse((SAMPLES / "notice.md").read_text("utf-8"), "notice.md")
    envelope = document.envelope
    assert (document.form, envelope.doc_number, envelope.date) == (
        Form.NOTICE,
        "滨档发〔2026〕12号",
        dt.date(2026, 9, 11),
    )
    assert (len(envelope.attachments), envelope.signatories) == (2, ("滨江市档案局",))


def test_blocks() -> None:
    text = "# 一级\n\n#### 四级\n\n正文，**要紧**。\n\n- 一点\n- 两点\n\n1. 甲\n\n> 引文一\n> 引文二\n\n---\n\n\\# 不是标题\n"
    assert parse(HEAD + text, "x").blocks == (
        Heading(1, (Span("一级"),)),
        Heading(4, (Span("四级"),)),
        Paragraph((Span("正文，"), Span("要紧", bold=True), Span("。"))),
        Entry((Span("一点"),)),
        Entry((Span("两点"),)),
        Entry((Span("甲"),), 1),
        Quote(((Span("引文一"),), (Span("引文二"),))),
        PageBreak(),
        Paragraph((Span("# 不是标题"),)),
    )


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("正文", 1, "文件头"),
        (HEAD.replace("notice", "letter"), 2, "letter"),
        (HEAD.replace("title: 甲\n", ""), 1, "缺少标题"),
        (HEAD.replace("title: 甲", "title: 甲\nrecipient: 乙"), 4, "不认识“recipient”"),
        (HEAD.replace("title: 甲", "title: 甲\nsecrecy: 机密"), 4, "不能印密级"),
        (HEAD.replace("title: 甲", "title: 甲\ndate: 2026-9-1"), 4, "2026-9-1"),
        (HEAD.replace("title: 甲", "title: 甲\ndoc_number: 甲〔2026〕05号"), 4, "甲〔2026〕05号"),
        (HEAD.replace("title: 甲", "title: 甲\ndoc_number: 甲(2026)5号"), 4, "GB/T 9704"),
        (HEAD.replace("title: 甲", "title: 甲\ncopy_number: '12'"), 4, "份号"),
        (HEAD.replace("title: 甲", "title: [甲"), 3, "YAML"),
        (HEAD + "甲\n乙\n", 6, "空行"),
        (HEAD + "甲\n\n| 一 | 二 |\n", 7, "表格"),
        (HEAD + "见[这里](http://x)\n", 5, "链接"),
        (HEAD + "<b>甲</b>\n", 5, "网页标记"),
        (HEAD + "##### 五级\n", 5, "标题"),
        (HEAD + "#甲\n", 5, "标题"),
        (HEAD + "* 甲\n", 5, "列表"),
        (HEAD + "```\n", 5, "代码块"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(text: str, line: int, cause: str) -> None:
    with pytest.raises(BadTemplate) as refusal:
        parse(text, "甲.md")
    assert refusal.value.place is not None
    assert (refusal.value.place.line, cause in refusal.value.cause) == (line, True), str(refusal.value)
    assert refusal.value.remedy
