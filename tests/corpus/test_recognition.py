"""Lines → the tree of a regulation: a table a kind of text, and one for what must come back as a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.reading.lines import Line, LineKind, SourceText
from guiju.corpus.recognition import Recognised, recognise
from guiju.numerals import to_chinese
from guiju.regulation import Article, Division, walk
from tests.corpus.files import GOOD


def source(*lines: str, hints: tuple[str, ...] = ()) -> SourceText:
    kept = tuple(
        Line(text, at, LineKind.ROW if text.startswith("| ") else LineKind.TEXT) for at, text in enumerate(lines, 1)
    )
    return SourceText("甲.txt", "txt", "行", kept, hints)


def read(*lines: str, hints: tuple[str, ...] = ()) -> Recognised:
    return recognise(source(*lines, hints=hints))[0]


def tree(found: Recognised) -> list[str]:
    """Each division and article, indented, with how many 款 it has."""
    return ["　" * len(path) + f"{node.label}({len(node.paragraphs)})" for path, node in walk(found.children)]


def codes(found: Recognised) -> set[str]:
    return {finding.code for finding in found.findings}


HEAD = ("甲市会议条例", "（2020年3月1日甲市人民政府发布）")
END = ("第三条　本条例自2020年4月1日起施行。",)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("第一编　总则", "第一分编　一般规定", "第一章　甲", "第一节　乙", "第一条　丙。", "第二条　丁。", "第二节　戊", *END),
         ["第一编 总则(0)", "　第一分编 一般规定(0)", "　　第一章 甲(0)", "　　　第一节 乙(0)", "　　　　第一条(1)", "　　　　第二条(1)",
          "　　　第二节 戊(0)", "　　　　第三条(1)"]),
        (("第一条　甲。", "第一条之一　乙。", "第二条　丙。", *END), ["第一条(1)", "第一条之一(1)", "第二条(1)", "第三条(1)"]),
        (("总　纲", "甲。", "乙。", "第一章　丙", "第一条　丁。", "第二条　戊。", *END),
         ["总纲(2)", "第一章 丙(0)", "　第一条(1)", "　第二条(1)", "　第三条(1)"]),
        (("第一条　甲。", "第二条", "乙。", "丙。", *END), ["第一条(1)", "第二条(2)", "第三条(1)"]),
        (("第一条为了甲。", "第二条乙。", "第三条丙，自2020年4月1日起施行。"), ["第一条(1)", "第二条(1)", "第三条(1)"]),
        (("第一条　甲：", "第三人应当到会。", "第一款所称会议，是指大会。", "第二条规定的会议除外。", "第二条　乙。", *END),
         ["第一条(4)", "第二条(1)", "第三条(1)"]),
        (("一、一般规定", "第一条　甲。", "二、附则", "第二条　乙。", *END),
         ["一、一般规定(0)", "　第一条(1)", "二、附则(0)", "　第二条(1)", "　第三条(1)"]),
        (("第一章　乡镇会议和村级会议的", "召集程序", "第一条　甲。", "第二条　乙。", *END),
         ["第一章 乡镇会议和村级会议的召集程序(0)", "　第一条(1)", "　第二条(1)", "　第三条(1)"]),
        (("第一章", "第一条　甲。", "第二章", "第二条　乙。", *END),
         ["第一章(0)", "　第一条(1)", "第二章(0)", "　第二条(1)", "　第三条(1)"]),
        (("第一条　甲。", "第二条　乙。", *END, "附件一：会议单", "| 时间 | 地点 |", "| 上午 | 一楼 |", "附件二　名单", "丙、丁"),
         ["第一条(1)", "第二条(1)", "第三条(1)", "附件一：会议单(2)", "附件二 名单(1)"]),
    ],
    ids=["nested", "之一", "总纲", "number-alone", "tight", "references", "一、-headings", "heading-in-two-lines", "no-title",
         "annexes"],
)  # fmt: skip
def test_texts_with_articles(lines: tuple[str, ...], found: list[str]) -> None:
    assert tree(read(*HEAD, *lines)) == found


def test_a_code_of_conduct_has_a_preamble_and_headings_without_numbers() -> None:
    found = read(
        "中国甲协会廉洁准则", "会员必须做到：", "会员规范", "第一条 甲。", "第二条 乙。", "干部规范", "第三条 丙。"
    )
    assert found.title == "中国甲协会廉洁准则"
    assert [p.text for p in found.preamble] == ["会员必须做到："]
    assert tree(found) == ["会员规范(0)", "　第一条(1)", "　第二条(1)", "干部规范(0)", "　第三条(1)"]


def test_a_text_without_articles_is_numbered_by_its_parts() -> None:
    found = read(
        "关于开好会议的若干意见",
        "（2016年10月27日通过）",
        "会议很重要。",
        "一、加强领导",
        "甲。",
        "（一）乙；",
        "（二）丙。",
        "二、各级要带头，不得缺席。",
    )
    assert [p.text for p in found.preamble] == ["会议很重要。"]
    assert tree(found) == ["一、加强领导(1)", "二、(1)"]
    assert [len(p.items) for p in found.articles()[0].paragraphs] == [2]


def test_an_amendment_is_numbered_by_its_parts_and_not_by_the_articles_it_quotes() -> None:
    found = read(
        "甲法修正案（一）", "一、将第五条修改为：", "第五条　乙。", "二、删去第七条。", "三、本修正案自公布之日起施行。"
    )
    assert (found.count("条"), found.count("、")) == (0, 3)


@pytest.mark.parametrize(
    ("lines", "title", "note"),
    [
        (("甲市会议条例", "（2020年3月1日通过", "根据2021年3月1日决定修正）"),
         "甲市会议条例", "（2020年3月1日通过　根据2021年3月1日决定修正）"),
        (("全国人民代表大会常务委员会", "关于会议的决定", "（2020年3月1日通过）"),
         "全国人民代表大会常务委员会关于会议的决定", "（2020年3月1日通过）"),
        (("近日印发了条例，要求遵照执行。", "《甲市会议条例》全文如下。"), "甲市会议条例", ""),
        (("中共甲市委办公室印发《甲市会议条例》",), "甲市会议条例", ""),
        (("甲市会议条例2018", ""), "甲市会议条例", ""),
        (("甲市会议条例", "2020年3月1日 甲市第十届人民代表大会通过", "甲市", "会议条例"),
         "甲市会议条例", "2020年3月1日 甲市第十届人民代表大会通过"),
        (("甲市会议条例", "甲府〔2020〕5号", "各区：", "现将条例印发你们，请遵照执行。",
          "甲市人民政府", "2020年3月1日", "附件：", "甲市会议条例"),
         "甲市会议条例", "甲府〔2020〕5号　2020年3月1日"),
        (("首页 新闻", "甲市会议条例", "发布时间：2020-03-01　浏览：5", "（2020年3月1日通过）"), "甲市会议条例", "（2020年3月1日通过）"),
        (("甲局会议条例（试行）",), "甲局会议条例（试行）", ""),
    ],
    ids=["note-in-two", "title-in-two", "news", "issued", "year", "twice", "letter", "byline", "trial"],
)  # fmt: skip
def test_titles_and_notes_of_adoption(lines: tuple[str, ...], title: str, note: str) -> None:
    found = read(*filter(None, lines), "第一章　总则", "第一条　甲。", "第二条　乙。", *END)
    assert (found.title, found.note, found.preamble) == (title, note, ())


def test_a_title_that_only_the_page_has_is_taken_with_a_doubt() -> None:
    found = read("第一条　甲。", "第二条　乙。", *END, hints=("新闻", "中共甲市委印发《甲市会议条例》"))
    assert found.title == "甲市会议条例"
    assert "title_guessed" in codes(found)


CONTENTS = ("目　录", "第一章　总则", "第二章　附则……3")
BODY = ("第一章　总　则", "第一条　甲。", "第二条　乙。", "第二章　附　则", *END)


def test_a_table_of_contents_is_dropped_where_the_text_repeats_it() -> None:
    found = read(*HEAD, *CONTENTS, *BODY)
    assert tree(found) == tree(read(*HEAD, *BODY))
    assert "contents_dropped" in codes(found)


def test_a_table_of_contents_that_is_the_only_copy_is_kept() -> None:
    found = read(*HEAD, *CONTENTS, "第一条　甲。", "第二条　乙。", *END)
    assert tree(found) == ["目录(2)", "第一条(1)", "第二条(1)", "第三条(1)"]
    assert "contents_only" in codes(found)


def test_what_signs_the_text_and_what_the_site_adds_is_not_its_last_article() -> None:
    found = read(*HEAD, *BODY, "甲市人民政府办公室", "2020年3月1日", "（来源：甲网）", "上一篇：乙条例")
    assert tree(found) == tree(read(*HEAD, *BODY))
    assert found.signature == ("甲市人民政府办公室", "2020年3月1日")
    assert {"signature", "tail_cut"} <= codes(found)


def test_several_regulations_in_a_file_are_refused_or_split() -> None:
    lines = (*HEAD, *BODY, "乙市会议办法", "第一条　丙。", "第二条　丁。", "第三条　本办法自2021年1月1日起施行。")
    found = recognise(source(*lines))
    assert [f.cause for f in found[0].findings if f.code == "several_regulations"] == [
        "一个文件里有 2 部法规：《甲市会议条例》、《乙市会议办法》"
    ]
    split = recognise(source(*lines), split=True)
    assert [(r.title, r.count("条")) for r in split] == [("甲市会议条例", 3), ("乙市会议办法", 3)]
    assert not [f for r in split for f in r.findings if f.severity == "error"]


LINES = tuple(GOOD.splitlines())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("第二条　会议", "第四条　会议"), "article_gap"),
        (("第三条　本办法", "第二条　本办法"), "article_repeat"),
        (("第二条　会议由办公室负责：", "第三条　会议由办公室负责："), "article_gap"),
        (("第一章", "第二章"), "division_gap"),
        (("制定本办法。", "制定本办法。第二条会议要短。"), "glued_article"),
        (("（二）记录。", "（二）记录。第二章　附则"), "glued_article"),
        (("（二）记录。", "（三）记录。"), "item_gap"),
        (("（二）记录。", "（二）记录。\n上一篇：乙办法"), "furniture"),
        (("（二）记录。", "（二）记录。\n— 3 —"), "page_number"),
        (("规范会议", "规范 会议"), "stray_blanks"),
        (("为了规范会议，", "为了规范,方便会议，"), "width_mixture"),
        (("（一）通知", "(一)通知"), "width_mixture"),
        (("规范会议", "规范\ufffd议"), "lost_character"),
        (("规范会议", "规范\ue003议"), "mojibake"),
        (("规范会议", "瑙勮寖浼氳宸ヤ綔鐨勭▼搴忋€"), "mojibake"),
        (("规范会议", "规范“会议"), "unbalanced_marks"),
        (("制定本办法。", "制定本办法，由办公室会同有关部门负责落实并且按照本办法第九条办理"), "unfinished_sentence"),
        (("制定本办法。", "按照本办法第九条办理。"), "dangling_reference"),
        (("第三条　本办法自2020年4月1日起施行。", "第三条　会议要短。"), "no_closing"),
        (("（二）记录。", "（二）记录。\n第 三条　甲。"), "odd_number"),
        (("（二）记录。", "（二）记录。\n" + "This Article shall apply to all meetings.\n" * 3), "foreign_text"),
        (("（一）通知；\n（二）记录。\n", ""), "open_end"),
        (("（二）记录。", "（二）记录；"), "open_end"),
        (("规范会议", "规范，，会议"), "odd_marks"),
        (("第三条　本办法", "第三条　，本办法"), "odd_marks"),
        (("第三条　本办法", "第三条　符合前款规定的，不适用本办法。\n本办法"), "dangling_paragraph"),
        (("第三条　本办法", "第三条　违反本条第三款的，不适用本办法。\n本办法"), "dangling_paragraph"),
        (("第三条　本办法", "第三条　违反甲办法第四条第三款的，不适用本办法。\n本办法"), ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_text_is_found(change: tuple[str, str], code: str) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    found = read(*filter(None, text.splitlines()))
    assert (code in codes(found)) if code else not codes(found)


def test_a_good_text_has_no_finding() -> None:
    assert read(*LINES).findings == ()


def test_findings_say_where_and_show_the_text() -> None:
    finding = next(f for f in read(*LINES[:4], "第三条　会议要短。").findings if f.code == "article_gap")
    assert (str(finding.place), finding.excerpt) == ("甲.txt 第5行", "第三条　会议要短。")
    assert finding.cause == "条号不连续：第一条之后出现第三条，缺第二条"
    assert finding.remedy


@given(st.data())
def test_every_character_of_a_body_is_in_the_tree(data: st.DataObject) -> None:
    """Whatever stands in the lines of articles comes out in the same order, layout aside."""
    text = st.text("甲乙丙。；（一）第条章、 ", min_size=1, max_size=20).map(lambda t: "文" + t.strip() + "。")
    lines: list[str] = []
    for number in range(1, data.draw(st.integers(2, 6)) + 1):
        lines.append(f"第{to_chinese(number)}条　{data.draw(text)}")
        lines += data.draw(st.lists(text, max_size=3))
    found = read(*HEAD, *lines)
    kept = [part for _, node in walk(found.children) for part in _lines(node)]
    assert "".join(kept).replace(" ", "") == "".join(lines).replace("　", "").replace(" ", "")


def _lines(node: Division | Article) -> list[str]:
    own = [line for paragraph in node.paragraphs for line in paragraph.lines()]
    return [node.label, *own]
