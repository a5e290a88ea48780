from __future__ import annotations

import datetime as dt

import pytest

from guiju.documents.blocks import (
    Annex,
    Cell,
    Entry,
    Form,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Signing,
    Span,
    Table,
)  # fmt: skip
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
        (HEAD.replace("notice", "poster"), 2, "poster"),
        (HEAD.replace("title: 甲\n", ""), 1, "缺少标题"),
        (HEAD.replace("title: 甲", "title: 甲\nrecipient: 乙"), 4, "不认识“recipient”"),
        (HEAD.replace("title: 甲", "title: 甲\nsecrecy: 机密"), 4, "不能印密级"),
        (HEAD.replace("title: 甲", "title: 甲\ndate: 2026-9-1"), 4, "2026-9-1"),
        (HEAD.replace("title: 甲", "title: 甲\ndoc_number: 甲〔2026〕05号"), 4, "甲〔2026〕05号"),
        (HEAD.replace("title: 甲", "title: 甲\ndoc_number: 甲(2026)5号"), 4, "GB/T 9704"),
        (HEAD.replace("title: 甲", "title: 甲\ncopy_number: '12'"), 4, "份号"),
        (HEAD.replace("title: 甲", "title: [甲"), 3, "YAML"),
        (HEAD + "甲\n乙\n", 6, "空行"),
        (HEAD + "甲\n\n| 一 | 二 |\n", 7, "分隔行"),
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


def test_a_table_with_joined_cells() -> None:
    text = (
        "{表 标题=汇总 宽=1,3,2 线=三线}\n| 序号 | 单位 | 情况 |\n|:-:|---|--:|\n| 1 | 甲 | 好\\|坏<br>次行 |\n"
        "| 2 | 乙 | ^ |\n| 合计 | < | 两项 |\n"
    )
    (table,) = parse(HEAD + text, "x").blocks
    assert isinstance(table, Table)
    assert (table.caption, table.widths, table.rules, table.head) == ("汇总", (1.0, 3.0, 2.0), "three", 1)
    assert table.aligns == ("center", "left", "right")
    head, first, second, sums = table.rows
    assert [cell.lines for cell in head] == [((Span("序号"),),), ((Span("单位"),),), ((Span("情况"),),)]
    assert first[2] == Cell(((Span("好|坏"),), (Span("次行"),)), 1, 2)
    assert second[2] == Cell((), 1, 0)
    assert [(cell.across, cell.down) for cell in sums] == [(2, 1), (1, 1)]


def test_what_stands_within_a_line() -> None:
    text = "填____处^[见附件]，[ ]是 [x]否，**要紧**\n"
    assert parse(HEAD + text, "x").blocks == (
        Paragraph(
            (
                Span("填"), Span("　　\u2060", underline=True), Span("处", note="见附件"), Span("，"), Span("☐"), Span("是 "), Span("√"),
                Span("否，"), Span("要紧", bold=True),
            )
        ),
    )  # fmt: skip


def test_pages_annexes_pictures_and_signatures() -> None:
    text = "--- 横向\n\n--- 纵向\n\n=== 附件2 名单\n\n=== 附件\n\n![印章](a.png){宽=30毫米}\n\n{签名 谈话人 | 记录人}\n"
    assert parse(HEAD + text, "x", lambda name: name.encode()).blocks == (
        PageBreak(landscape=True),
        PageBreak(landscape=False),
        Annex(2, "名单"),
        Annex(None, ""),
        Picture("a.png", b"a.png", "印章", 30.0),
        Signing(("谈话人", "记录人")),
    )


def test_an_annex_that_is_bound_apart_bears_the_number_of_its_document() -> None:
    head = HEAD.replace("title: 甲", "title: 甲\ndoc_number: 滨档机纪〔2026〕5号")
    text = "=== 附件1（另装） 名单\n\n=== 附件（另装）\n\n=== 附件2 （另装）名单\n"
    assert parse(head + text, "x").blocks == (
        Annex(1, "名单", apart_from="滨档机纪〔2026〕5号"),
        Annex(None, "", apart_from="滨档机纪〔2026〕5号"),
        Annex(2, "（另装）名单"),
    )


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("正文。\n\n=== 附件1（另装） 名单\n", 7, "没有 doc_number"),
        ("=== 附件1（另订） 名单\n", 5, "不认识的标记"),
        ("=== 附件1(另装) 名单\n", 5, "不认识的标记"),
        ("| 甲 |\n", 5, "分隔行"),
        ("| 甲 | 乙 |\n|---|---|\n| 一 |\n", 7, "1格"),
        ("| 甲 | 乙 |\n|---|---|\n| < | 一 |\n", 7, "第一格"),
        ("| 甲 |\n|---|\n| 一 | 二\n", 7, "结尾"),
        ("{表 宽=1}\n| 甲 | 乙 |\n|---|---|\n", 6, "宽"),
        ("{表 颜色=红}\n| 甲 |\n|---|\n", 5, "颜色"),
        ("| <b>甲</b> |\n|---|\n", 5, "网页标记"),
        ("![](a.png)\n", 5, "说明文字"),
        ("![图](a.png)\n", 5, "文件夹"),
        ("=== 附表1\n", 5, "不认识的标记"),
        ("{签名}\n", 5, "不认识的标记"),
        ("--- 斜向\n", 5, "换页"),
    ],
)
def test_a_slip_in_a_table_or_a_mark_is_refused_with_its_line(text: str, line: int, cause: str) -> None:
    with pytest.raises(BadTemplate) as refusal:
        parse(HEAD + text, "甲.md")
    assert refusal.value.place is not None
    assert (refusal.value.place.line, cause in refusal.value.cause) == (line, True), str(refusal.value)
