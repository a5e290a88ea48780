"""What a generator folder declares and an office gets: formats, defaults, outputs, limits, and the lint of the folder."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.loading import load_corpus
from guiju.corpus.store import Corpus
from guiju.documents.blankbook import blank_workbook
from guiju.documents.data import complete, load_data, load_office, read_data
from guiju.documents.kindlint import Finding, lint_kinds
from guiju.documents.kinds import Kind, find_kind, list_kinds
from guiju.documents.sandbox import MOST_STEPS
from guiju.documents.sheet import to_sheet
from guiju.documents.templates import fill, fill_sheet
from guiju.documents.textfile import to_text
from guiju.errors import BadData, BadTemplate, GuijuError
from guiju.schema import schema_sentences
from guiju.workspace import Workspace
from tests.conftest import ON, Run

HEAD = "---\nform: handout\ntitle: 标题\nsubtitle: 副标题\nfooter: 机关纪委\n---\n"
README = "# 试作\n\n**什么时候用**：试作文书的时候。这里写明怎么用、引用哪些条文、有什么要注意的，至少要有一段话。\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    from tests.conftest import ROOT

    return load_corpus(Workspace(ROOT))


Make = Callable[..., Kind]


@pytest.fixture
def kind_of(workspace: Workspace) -> Make:
    """A function that puts a kind into the office: its fields, its templates by file name, its example."""

    def write(
        body: str = "正文{{ name }}。\n", fields: dict[str, Any] | None = None, example: Any = None, **schema: Any
    ) -> Kind:
        folder = workspace.generators / "trial"
        folder.mkdir()
        properties = fields or {"name": {"title": "名称", "description": "一个名称", "type": "string"}}
        whole = {"title": "试作", "description": "试一试", "type": "object", "additionalProperties": False}
        files = schema.pop("files", {"template.md.j2": HEAD + body})
        (folder / "schema.yml").write_text(
            yaml.safe_dump(whole | {"properties": properties} | schema, allow_unicode=True, sort_keys=False), "utf-8"
        )
        (folder / "example.yml").write_text(yaml.safe_dump(example or {"name": "甲"}, allow_unicode=True), "utf-8")
        (folder / "README.md").write_text(README, "utf-8")
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        return find_kind(workspace, "trial")

    return write


def body_of(kind: Kind, corpus: Corpus, **data: Any) -> str:
    """What the template of a kind makes of data, without its head."""
    return fill(kind, data, corpus, ON).markdown.removeprefix(HEAD)


# Formats


def said(format: str, value: Any) -> list[str]:
    field = {"title": "栏目", "format": format} | ({} if format == "money" else {"type": "string"})
    return [text for _, text in schema_sentences({"field": value}, {"properties": {"field": field}}, {})]


@pytest.mark.parametrize(
    ("format", "value"),
    [
        ("date", "2026-09-11"), ("date", "2024-02-29"),
        ("month", "2026-09"), ("month", "2026-12"),
        ("time", "09:30"), ("time", "00:00"), ("time", "23:59"),
        ("money", 0), ("money", 12),
        ("money", 0.1), ("money", 1234.5), ("money", "1234.50"), ("money", "1,234.50"), ("money", "12,345,678"),
        ("phone", "025-83630000"), ("phone", "02583630000"), ("phone", "(025)83630000"), ("phone", "（025）83630000"),
        ("phone", "0577-8363000"), ("phone", "110"),
        ("phone", "025-83630000-8012"), ("phone", "025-83630000转8012"), ("phone", "13812345678"), ("phone", "12388"), ("phone", "12345"),
        ("phone", "400-123-4567"), ("phone", "95588"), ("phone", "025-0000000"), ("phone", "0000-0000000"), ("phone", "025—83630000"),
        ("doc_number", "滨档机纪〔2026〕5号"), ("doc_number", "国办发明电〔2025〕120号"), ("doc_number", "A〔1999〕1号"),
    ],
)  # fmt: skip
def test_what_is_written_as_it_should_be_passes(format: str, value: Any) -> None:
    assert said(format, value) == []


@pytest.mark.parametrize(
    ("format", "value", "wanted"),
    [
        ("date", "2026-02-29", "2026-09-18"), ("date", "20260918", "2026-09-18"), ("date", "2026年9月18日", "2026-09-18"),
        ("date", "2026-9-18", "2026-09-18"),
        ("month", "2026-13", "2026-09"), ("month", "2026-9", "2026-09"), ("month", "2026-09-01", "2026-09"),
        ("time", "24:00", "09:30"), ("time", "9:30", "09:30"), ("time", "09:60", "09:30"), ("time", "上午九点", "09:30"),
        ("money", -1, "不小于 0"), ("money", "-0.01", "不小于 0"), ("money", 0.001, "两位小数"), ("money", "1.234", "两位小数"),
        ("money", "1,23", "1,234.50"),
        ("money", "12元", "1234.50"), ("money", "１２", "1234.50"), ("money", float("nan"), "1234.50"), ("money", "", "1234.50"),
        ("phone", "83630000", "带区号"), ("phone", "025 - 83630000", "带区号"), ("phone", "1381234567", "11 位"),
        ("phone", "23812345678", "11 位"),
        ("phone", "电话025-83630000", "带区号"), ("phone", "０２５-83630000", "带区号"), ("phone", "025-836300000", "带区号"),
        ("phone", "", "带区号"),
        ("doc_number", "滨档机纪[2026]5号", "六角括号"), ("doc_number", "滨档机纪（2026）5号", "六角括号"),
        ("doc_number", "滨档机纪〔2026〕05号", "0"),
        ("doc_number", "滨档机纪〔2026〕第5号", "第"), ("doc_number", "〔2026〕5号", "滨档机纪"),
        ("doc_number", "滨档机纪〔26〕5号", "年份写全"),
        ("doc_number", "滨档机纪〔2026〕5", "5号"), ("doc_number", "滨档机纪〔２０２６〕5号", "年份写全"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_with_field_value_and_the_right_form(format: str, value: Any, wanted: str) -> None:
    assert len(said(format, value)) == 1
    assert said(format, value)[0].startswith("“栏目”(field)应是")
    assert wanted in said(format, value)[0]
    assert said(format, value)[0].endswith(f"给的是“{value}”")


@given(st.text(max_size=40) | st.floats() | st.integers() | st.none() | st.booleans())
def test_any_value_at_all_passes_or_is_told(value: Any) -> None:
    for format in ("date", "month", "time", "money", "phone", "doc_number"):
        assert all("栏目" in sentence for sentence in said(format, value))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ({"type": "string"}, 12388, "“栏目”(field)应是文字，给的是“12388”；数字两边要加引号"),
        ({"type": ["string", "number"]}, [], "“栏目”(field)应是文字或数字，给的是“[]”"),
        ({"type": "string"}, True, "“栏目”(field)应是文字，给的是“True”"),
        ({"minimum": 2020}, 2019, "“栏目”(field)应不小于 2020，给的是“2019”"),
        ({"maximum": 2100}, 2101, "“栏目”(field)应不大于 2100，给的是“2101”"),
        ({"enum": ["高", "低"]}, "中", "“栏目”(field)只能是 高、低，给的是“中”"),
        ({"maxLength": 2}, "三个字", "“栏目”(field)过多或过长（至多 2），给的有 3"),
        ({"uniqueItems": True}, ["甲", "甲"], "“栏目”(field)里有重复的，给的是“['甲', '甲']”"),
        ({"pattern": "^a$", "description": "写 a"}, "b", "“栏目”(field)的值“b”不合要求（写 a）"),
    ],
)
def test_a_broken_rule_is_told_in_words(field: dict[str, Any], value: Any, sentence: str) -> None:
    schema = {"properties": {"field": {"title": "栏目"} | field}}
    assert [text for _, text in schema_sentences({"field": value}, schema, {})] == [sentence]


def test_the_tenth_item_is_told_after_the_ninth() -> None:
    schema = {"properties": {"field": {"title": "栏目", "items": {"type": "string"}}}}
    told = [text for _, text in schema_sentences({"field": list(range(11))}, schema, {})]
    assert [re.findall(r"第(\d+)项", text)[0] for text in told] == [str(n) for n in range(1, 12)]


# Defaults


FIELDS: dict[str, Any] = {
    "name": {"title": "名称", "description": "x", "type": "string"},
    "issuer": {"title": "机关", "description": "x", "type": "string", "default": "机关纪委"},
    "copies": {"title": "份数", "description": "x", "type": "integer", "default": 3},
    "people": {
        "title": "人员", "description": "x", "type": "array",
        "items": {"type": "object", "properties": {"sex": {"title": "性别", "type": "string", "default": "男"},
                                                   "name": {"title": "姓名", "type": "string"}}},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "office", "issuer"),
    [
        ({}, {}, "机关纪委"),
        ({}, {"issuer": "某局机关纪委"}, "某局机关纪委"),
        ({"issuer": "某处"}, {"issuer": "某局机关纪委"}, "某处"),
        ({"issuer": None}, {"issuer": "某局机关纪委"}, "某局机关纪委"),
        ({"issuer": None}, {"issuer": None}, "机关纪委"),
    ],
)
def test_what_the_data_leave_open_comes_from_the_office_then_from_the_default(
    kind_of: Make, data: dict[str, Any], office: dict[str, Any], issuer: str
) -> None:
    kind = kind_of(fields=FIELDS)
    whole = complete({"name": "甲", **data}, {}, kind, office, "数据.xlsx 第3行")
    assert (whole["issuer"], whole["copies"], whole["name"]) == (issuer, 3, "甲")


def test_defaults_fill_what_lists_hold(kind_of: Make) -> None:
    given = {"name": "甲", "people": [{"name": "乙"}, {"name": "丙", "sex": "女"}]}
    whole = complete(given, {}, kind_of(fields=FIELDS), {}, "x")
    assert whole["people"] == [{"name": "乙", "sex": "男"}, {"name": "丙", "sex": "女"}]
    assert given["people"][0] == {"name": "乙"}, "what was given has changed"


def test_facts_of_the_office_that_a_kind_does_not_know_stay_out(kind_of: Make) -> None:
    assert "phone" not in complete({"name": "甲"}, {}, kind_of(), {"phone": "025-0000000"}, "x")


def test_a_field_left_blank_is_missing_not_wrong(kind_of: Make) -> None:
    kind = kind_of(required=["name"])
    with pytest.raises(BadData, match="缺少“名称”\\(name\\)"):
        complete({"name": None}, {}, kind, {}, "x")


def test_a_refused_row_names_its_source_and_every_field(kind_of: Make) -> None:
    kind = kind_of(fields=FIELDS, required=["name"])
    with pytest.raises(BadData) as refused:
        complete({"copies": "三", "nme": "甲"}, {}, kind, {}, "名单.xlsx 第7行")
    message = str(refused.value)
    assert message.startswith("名单.xlsx 第7行：")
    for part in (
        "不认识“nme”，是不是想写“name”",
        "缺少“名称”(name)",
        "“份数”(copies)应是整数，给的是“三”",
        "guiju new trial",
    ):
        assert part in message


@pytest.mark.parametrize(
    "hidden",
    ["\n", "\r", "\x00", "\x07", "\x1b", "\u2028", "\u202e", "\u200f", "\u200b", "\ufeff", "\ud800", "\uffff", "\x85"],
)
def test_characters_that_nobody_sees_are_refused(kind_of: Make, hidden: str) -> None:
    with pytest.raises(BadData, match="“名称”\\(name\\)里有换行或不可见的字符"):
        complete({"name": f"甲{hidden}乙"}, {}, kind_of(), {}, "x")


@pytest.mark.parametrize("text", ['{"name": NaN}', '{"name": ', "[1]", "[" * 100_000])
def test_broken_json_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "数据.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadData, match=r"JSON 写法有误|不是一个对象") as refused:
        read_data(path)
    assert "数据.json" in str(refused.value)


# Templates


@pytest.mark.parametrize(
    ("body", "data", "text"),
    [
        ("{{ cn_date('2026-09-11') }}", {}, "2026年9月11日"),
        ("{{ cn_date(workday('2026-09-30', 1)) }}", {}, "2026年10月8日"),
        ("{{ workday('2026-09-30', -1) }} {{ next_workday('2026-10-01') }}", {}, "2026-09-29 2026-10-08"),
        ("{% if is_workday('2026-09-20') %}上班{% endif %}", {}, "上班"),
        ("{{ money(1409.5) }}，{{ yuan('1409.5') }}", {}, "人民币壹仟肆佰零玖元伍角，1,409.50元"),
        ("{{ percent(279, 306, with_counts=True) }}", {}, "91.2%（279/306）"),
        ("{{ count(rows) }}项共{{ sum(rows, 'n') }}", {"rows": [{"n": 1}, {"n": "2.5"}]}, "2项共3.5"),
        ("{% for g in group(rows, 'u') %}{{ g.key }}{{ count(g.items) }}{{ g['items'][0].u }}；{% endfor %}",
         {"rows": [{"u": "甲"}, {"u": "乙"}, {"u": "甲"}]}, "甲2甲；乙1乙；"),
        ("{{ listed(rows) }}{{ redact(name) }}{{ redact(name, kind='phone') }}",
         {"rows": ["甲", "乙", "丙"], "name": "13812345678"}, "甲、乙和丙1138******78"),
        ("{% for n in range(3) %}{{ cn_number(loop.index) }}{{ '' if loop.last else '、' }}{% endfor %}", {}, "一、二、三"),
        ("{{ name }}", {"name": "{{ 7*7 }}{% for x in y %}"}, "{{ 7*7 }}{% for x in y %}"),
        ("{% if not name %}没有{% endif %}", {}, "没有"),
        ("| {{ name|cell }} | {{ rows[0]|cell }} | {{ rows[1]|cell }} |", {"name": "甲|乙", "rows": ["<", None]}, "| 甲\\|乙 | ＜ |  |"),
    ],
)  # fmt: skip
def test_what_templates_can_say(kind_of: Make, corpus: Corpus, body: str, data: dict[str, Any], text: str) -> None:
    fields = {key: {"title": key, "description": "x"} for key in ("name", "rows")}
    assert body_of(kind_of(body, fields), corpus, **data) == text


def test_a_template_lists_what_it_has_cited(kind_of: Make, corpus: Corpus) -> None:
    body = (
        "{{ cite('党章', 46) }}{{ cite('党章', 46) }}{{ cite('监督执纪工作规则', 15) }}\n"
        "{% for row in ref_table() %}{{ row.title }}|{{ row.label }}|{{ row.version }}\n{% endfor %}"
    )
    rows = body_of(kind_of(body), corpus, name="甲").split("\n")[1:]
    assert rows == [
        "中国共产党章程|第四十六条|2022年10月22日",
        "中国共产党纪律检查机关监督执纪工作规则|第十五条|2019年1月1日",
        "",
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{{ nmae }}", "没有“nmae”这个字段或函数"),
        ("{{ name.first }}", "找不到“first”这一项"),
        ("{{ other }}", "要印出没有填的内容"),
        ("{{ [1] }}", "要印出一组内容"),
        ("{{ 1 == 1 }}", "要印出不是文字的值"),
        ("{{ cite }}", "要印出不是文字的值"),
        ("{{ cn_number(0.5) }}", "“0.5”不能写成中文数字"),
        ("{{ cn_date(name) }}", "“甲”不是存在的日期"),
        ("{{ percent(1, 0) }}", "算不出百分比"),
        ("{{ workday('2027-05-01', 1) }}", "2027 年的放假和调休安排未录入"),
        ("{{ name|int + name }}", "模板运行出错"),
        ("{{ name.index('z') }}", "模板运行出错"),
        ("{{ 1 / 0 }}", "模板运行出错"),
        ("{% if name %}", "模板运行出错"),
        ("{% include 'x' %}", "模板运行出错"),
        ("{{ name|random }}", "模板运行出错"),
    ],
)
def test_a_slip_in_a_template_is_told_with_its_line(kind_of: Make, corpus: Corpus, body: str, why: str) -> None:
    fields = {key: {"title": key, "description": "x"} for key in ("name", "other")}
    kind = kind_of(f"第一行\n{body}\n", fields)
    with pytest.raises((BadTemplate, BadData), match=why) as refused:
        fill(kind, {"name": "甲"}, corpus, ON)
    place = refused.value.place
    assert place
    assert place.file.endswith("holidays.yml" if "workday" in body else "template.md.j2")
    if "workday" not in body:
        assert place.line == HEAD.count("\n") + 2


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
        "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}",
        "{% for a in range(10000) %}{% set x = range(10000)|list %}{% for b in x if b < 0 %}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(x, n) %}{% if n %}{{ f(x ~ x, n - 1) }}{% endif %}{% endmacro %}{{ f('甲', 60) }}",
        "{% for x in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}",
        "{{ '甲' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '甲'.center(1000000000) }}",
        "{{ '甲'.ljust(1000000000) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '甲'|center(1000000000) }}",
        "{% for a in range(100000000) %}{% endfor %}",
    ],
)
def test_a_template_that_does_not_end_is_stopped(kind_of: Make, corpus: Corpus, body: str) -> None:
    with pytest.raises((BadTemplate, BadData)) as refused:
        fill(kind_of(body), {"name": "甲"}, corpus, ON)
    assert "template.md.j2" in str(refused.value)


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__ }}", "{{ cite.__globals__ }}", "{{ cite.__self__.corpus }}", "{{ self._TemplateReference__context }}",
        "{{ name.__init__ }}", "{% import 'os' as os %}{{ os }}", "{{ rows.append(1) }}", "{{ lipsum() }}", "{{ cycler }}",
    ],
)  # fmt: skip
def test_there_is_no_way_out_of_a_template(kind_of: Make, corpus: Corpus, body: str) -> None:
    fields = {key: {"title": key, "description": "x"} for key in ("name", "rows")}
    with pytest.raises(BadTemplate):
        fill(kind_of(body, fields), {"name": "甲", "rows": [1]}, corpus, ON)


def test_a_long_table_is_within_the_limits(kind_of: Make, corpus: Corpus) -> None:
    body = "{% for row in rows %}{% for cell in row %}{{ cell }}{% endfor %}\n{% endfor %}"
    rows = [["格"] * 20] * 2000
    assert MOST_STEPS > 2000 * 21
    text = body_of(kind_of(body, {"rows": {"title": "行", "description": "x"}}), corpus, rows=rows)
    assert text.count("格") == 40_000


def test_a_mended_template_is_read_anew(kind_of: Make, corpus: Corpus) -> None:
    kind = kind_of("旧")
    assert body_of(kind, corpus, name="甲") == "旧"
    kind.template.write_text(HEAD + "新的", "utf-8")
    assert body_of(kind, corpus, name="甲") == "新的"


def test_a_field_cannot_take_the_name_of_a_function(kind_of: Make, corpus: Corpus) -> None:
    kind = kind_of("{{ count }}", {"count": {"title": "个数", "description": "x"}})
    with pytest.raises(BadTemplate, match="字段 count 和模板里的函数同名"):
        fill(kind, {"count": 3}, corpus, ON)


def test_what_was_cited_for_one_day_is_not_cited_for_another(kind_of: Make, corpus: Corpus) -> None:
    kind = kind_of("{{ cite('党章', 46) }}")
    assert body_of(kind, corpus, name="甲") == "《中国共产党章程》第四十六条"
    with pytest.raises(GuijuError, match="尚未施行"):
        fill(kind, {"name": "甲"}, corpus, date(1980, 1, 1))


# Outputs


SHEET = """sheets:
  - title: 参训人员回执
    columns:
      - {title: 序号, width: 6}
      - {title: 单位, width: 30}
      - {title: 电话}
    rows:
{% for unit in units %}
      - [{{ loop.index }}, {{ unit|yaml }}]
{% endfor %}
    note: {{ ("请于" ~ cn_date(day) ~ "前报送。")|yaml }}
"""
UNITS: dict[str, Any] = {
    "units": {"title": "单位", "description": "x", "type": "array", "items": {"title": "单位", "type": "string"}},
    "day": {"title": "日期", "description": "x", "type": "string", "format": "date"},
}


MESSAGE = "\n\n请各单位于{{ cn_date(day) }}前报送。{{ cite('党章', 46) }}\n\n"


def three_outputs(kind_of: Make, text: str = MESSAGE, limit: int | None = None) -> Kind:
    files = {"template.md.j2": HEAD + "{{ listed(units) }}\n", "template.txt.j2": text, "sheet.yml.j2": SHEET}
    example = {"units": ["办公室", "=1+1"], "day": "2026-09-11"}
    more = {"x-outputs": ["docx", "txt", "xlsx"]} | ({"x-sms-length": limit} if limit else {})
    return kind_of(fields=UNITS, example=example, files=files, **more)


def test_a_kind_makes_text_for_a_message(kind_of: Make, corpus: Corpus) -> None:
    kind = three_outputs(kind_of, limit=70)
    data = load_data(kind.example, kind, kind.workspace)
    text = to_text(kind, data, corpus, ON).decode("utf-8")
    assert text == "请各单位于2026年9月11日前报送。《中国共产党章程》第四十六条\n"


@pytest.mark.parametrize(("length", "limit", "passes"), [(70, 70, True), (71, 70, False), (71, None, True)])
def test_a_message_that_is_too_long_is_refused_with_its_length(
    kind_of: Make, corpus: Corpus, length: int, limit: int | None, passes: bool
) -> None:
    kind = three_outputs(kind_of, "长" * length, limit)
    data = {"units": ["甲"], "day": "2026-09-11"}
    if passes:
        assert to_text(kind, data, corpus, ON).decode("utf-8") == "长" * length + "\n"
        return
    with pytest.raises(BadData, match="短信有 71 个字，超过 70 个字") as refused:
        to_text(kind, data, corpus, ON)
    assert "template.txt.j2" in str(refused.value)


def test_a_message_of_nothing_is_refused(kind_of: Make, corpus: Corpus) -> None:
    with pytest.raises(BadTemplate, match="没有写出文字"):
        to_text(three_outputs(kind_of, " \n"), {"units": ["甲"], "day": "2026-09-11"}, corpus, ON)


def test_a_kind_makes_a_workbook_to_fill_in(kind_of: Make, corpus: Corpus) -> None:
    kind = three_outputs(kind_of)
    data = load_data(kind.example, kind, kind.workspace)
    made = to_sheet(fill_sheet(kind, data, corpus, ON).markdown, str(kind.sheet_template))
    page = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["参训人员回执", None, None],
        ["序号", "单位", "电话"],
        [1, "办公室", None],
        [2, "=1+1", None],
        ["请于2026年9月11日前报送。", None, None],
    ]
    assert page["B4"].data_type == "s"
    assert page["B4"].quotePrefix
    assert all(page.cell(2, column).font.b for column in (1, 2, 3))
    assert page.freeze_panes == "A3"
    assert page.print_title_rows == "$2:$2"
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert page.sheet_properties.pageSetUpPr
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions["B"].width == 30


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "+1",
        "-1",
        "@SUM(A1)",
        "#N/A",
        "=",
        "110101199001011234",
        "0123",
        "1E5",
        "TRUE",
    ],
)
def test_text_in_a_workbook_is_text_whatever_it_looks_like(text: str) -> None:
    written = json.dumps({"sheets": [{"title": "表", "columns": [{"title": text}], "rows": [[text]]}]})
    page = openpyxl.load_workbook(io.BytesIO(to_sheet(written, "x"))).worksheets[0]
    assert (page["A3"].value, page["A3"].data_type) == (text, "s")
    assert page["A3"].number_format == "@"


def test_a_workbook_has_no_formula_and_no_date_of_its_making() -> None:
    written = json.dumps(
        {"sheets": [{"title": "=1+1", "columns": [{"title": "=2"}], "rows": [["=3"], [4], [10**17]], "note": "=5"}]}
    )
    made = to_sheet(written, "x")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", parts["docProps/core.xml"])) == {"2000-01-01T00:00:00Z"}
    assert to_sheet(written, "x") == made


def test_sheets_get_names_that_excel_takes() -> None:
    titles = ["甲/乙:表*", "长" * 40, "长" * 40, "A", "a", "'"]
    written = json.dumps({"sheets": [{"title": t, "columns": [{"title": "列"}], "rows": []} for t in titles]})
    names = openpyxl.load_workbook(io.BytesIO(to_sheet(written, "x"))).sheetnames
    assert names == ["甲 乙 表", "长" * 31, "长" * 28 + "(2)", "A", "a(2)", "表"]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("sheets: [", "不是 YAML"),
        ("- 1", "不是 YAML"),
        ("sheets: []", "“工作表”\\(sheets\\)不能为空"),
        ("sheets:\n  - {title: 表, columns: [{title: 列}]}", "缺少“工作表”\\(sheets\\)第1项的“行”\\(rows\\)"),
        ("sheets:\n  - {title: 表, columns: [{title: 列, width: 500}], rows: []}", "应不大于 120"),
        ("sheets:\n  - {title: 表, columns: [{title: 列}], rows: [[1, 2]]}", "“表”第1行有 2 格，只有 1 列"),
        ("sheets:\n  - {title: 表, columns: [{title: 列}], rows: [[{a: 1}]]}", "应是文字或数字或空"),
        ("sheets:\n  - {title: 表, columns: [{title: 列}], rows: [['" + "长" * 32_768 + "']]}", "有 32768 个字，Excel 的一格放不下"),
        ('sheets:\n  - {title: 表, columns: [{title: 列}], rows: [["\\u0007"]]}', "有不可见的字符"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told(written: str, why: str) -> None:
    with pytest.raises(BadTemplate, match=why) as refused:
        to_sheet(written, "generators/x/sheet.yml.j2")
    assert "sheet.yml.j2" in str(refused.value)


@pytest.mark.parametrize(
    ("outputs", "why"),
    [
        (["docx", "txt"], "缺少 template.txt.j2"),
        (["xlsx"], "缺少 sheet.yml.j2"),
        (["pdf"], "x-outputs 写的是"),
        ([], "x-outputs 写的是"),
        ("docx", "x-outputs 写的是"),
    ],
)
def test_a_declared_output_needs_its_template(kind_of: Make, outputs: Any, why: str) -> None:
    with pytest.raises(BadTemplate, match=why):
        kind_of(**{"x-outputs": outputs})


def test_a_kind_of_workbooks_alone_needs_no_document(kind_of: Make, corpus: Corpus) -> None:
    example = {"units": [], "day": "2026-09-11"}
    kind = kind_of(fields=UNITS, example=example, files={"sheet.yml.j2": SHEET}, **{"x-outputs": ["xlsx"]})
    assert kind.templates == (kind.sheet_template,)
    assert lint(kind, corpus) == []


# Lint of a folder


def findings(kind: Kind, corpus: Corpus, names: tuple[str, ...] = ("trial",)) -> list[Finding]:
    return lint_kinds(kind.workspace, names, corpus, ON, {})


def lint(kind: Kind, corpus: Corpus) -> list[str]:
    """What keeps a kind from being used."""
    return [str(found.error) for found in findings(kind, corpus) if not found.warning]


def test_every_kind_that_we_ship_passes(repository: Workspace, corpus: Corpus) -> None:
    wrong = [found for found in lint_kinds(repository, (), corpus, ON, {}) if not found.warning]
    assert [str(found.error) for found in wrong] == []


def test_a_sound_folder_lacks_only_its_picture(kind_of: Make, corpus: Corpus) -> None:
    found = findings(kind_of(), corpus)
    assert [(f.warning, f.error.cause) for f in found] == [(True, "没有示例图片 picture.png")]


@pytest.mark.parametrize(
    ("body", "field", "schema", "why"),
    [
        ("{{ name }}{{ nmae }}", {}, {}, "模板用了“nmae”，它不是字段，也不是函数"),
        ("{{ name }}{{ dict }}", {}, {}, "模板用了“dict”"),
        ("正文", {}, {}, "字段“name”没有用在模板里"),
        ("{{ name }}", {"title": ""}, {}, "字段“name”没有 title"),
        ("{{ name }}", {"description": " "}, {}, "字段“name”没有 description"),
        ("{{ name }}", {"format": "email"}, {}, "字段“name”的 format 写的是“email”"),
        ("{{ name }}", {}, {"additionalProperties": True}, "没有写 additionalProperties: false"),
        ("{{ name }}", {}, {"description": ""}, "没有 description"),
        ("{{ name }}", {}, {"x-filename": "{name}-{dat}"}, "x-filename 用了“dat”，没有这个字段"),
        ("{{ name }}", {}, {"x-rows": "dat"}, "x-rows 写的是“dat”，没有这个字段。请删去 x-rows"),
        ("{{ name }}", {}, {"x-rows": ["name"]}, "x-rows 写的是“['name']”，没有这个字段"),
        ("{{ name }}", {}, {"x-rows": "name"}, "x-rows 写的是“name”，这个字段不是一组各有几个字段的内容"),
        ("{{ name }}", {"format": "date"}, {}, "应是存在的日期，写作 2026-09-18，给的是“甲”"),
        ("{{ name }}{{ cn_date(name) }}", {}, {}, "“甲”不是存在的日期"),
        ("{{ name }}{{ cite('党章', 99) }}", {}, {}, "没有第九十九条"),
        ("{{ name }}\n\n```\n", {}, {}, "代码块"),
        ("{% if name %}", {}, {}, "模板写法有误"),
        ("{{ name|center(9) }}", {}, {}, "模板写法有误：没有“center”这个过滤器"),
        ("{% for x in name recursive %}{% endfor %}", {}, {}, "recursive"),
    ],
)
def test_a_fault_of_a_folder_is_found(
    kind_of: Make, corpus: Corpus, body: str, field: dict[str, Any], schema: dict[str, Any], why: str
) -> None:
    whole = {"title": "名称", "description": "一个名称", "type": "string"} | field
    told = lint(kind_of(body, {"name": whole}, **schema), corpus)
    assert any(why in sentence for sentence in told), told
    assert all("generators/trial" in sentence for sentence in told)


@pytest.mark.parametrize("name", ["secrecy", "classification", "密级"])
def test_no_kind_asks_for_a_secret_mark(kind_of: Make, corpus: Corpus, name: str) -> None:
    kind = kind_of("{{ " + name + " }}", {name: {"title": "密级", "description": "x"}}, example={name: "内部"})
    assert any(f"不能有字段“{name}”" in sentence for sentence in lint(kind, corpus))


def test_fields_inside_lists_are_looked_at_too(kind_of: Make, corpus: Corpus) -> None:
    inner = {
        "items": {"title": "项", "description": "x"},
        "left": {"title": "左"},
        "sum": {"title": "数", "description": "x"},
    }
    rows = {"title": "行", "description": "x", "type": "array", "items": {"type": "object", "properties": inner}}
    body = "{% for row in rows %}{{ row['items'] }}{% endfor %}{{ sum(rows, 'sum') }}"
    kind = kind_of(body, {"rows": rows}, example={"rows": [{"items": "甲", "left": "乙", "sum": 1}]})
    told = lint(kind, corpus)
    assert len(told) == 3
    assert "schema.yml 第" in told[0]
    assert "字段“rows”的“items”不能叫这个名字" in told[0]
    assert "字段“rows”的“left”没有 description" in told[1]
    assert "字段“rows”的“left”没有用在模板里" in told[2]


ITEMS = {
    "name": {"title": "名称", "description": "x", "type": "string"},
    "units": {"title": "单位", "description": "x", "type": "array", "items": {"title": "项", "type": "string"}},
    "finds": {
        "title": "问题", "description": "x", "type": "array",
        "items": {"type": "object", "properties": {"text": {"title": "内容", "description": "x", "type": "string"}}},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("finds", []),
        ("units", ["x-rows 写的是“units”，这个字段不是一组各有几个字段的内容（type: array，items 是 object）。可用的有 finds"]),
        ("finds.text", ["x-rows 写的是“finds.text”，没有这个字段。可用的有 finds"]),
    ],
)  # fmt: skip
def test_the_rows_of_one_document_are_a_list_of_the_kind(
    kind_of: Make, corpus: Corpus, rows: str, why: list[str]
) -> None:
    body = "{{ name }}{{ listed(units) }}{% for find in finds %}{{ find.text }}{% endfor %}"
    example = {"name": "甲", "units": ["乙"], "finds": [{"text": "丙"}]}
    kind = kind_of(body, ITEMS, example, **{"x-rows": rows})
    told = lint(kind, corpus)
    assert len(told) == len(why)
    assert all(words in sentence and "schema.yml 第" in sentence for words, sentence in zip(why, told, strict=True))
    if why:
        with pytest.raises(BadTemplate, match=f"x-rows 写的是“{rows}”"):
            blank_workbook(kind, example)


def test_a_readme_of_a_heading_alone_says_nothing(kind_of: Make, corpus: Corpus) -> None:
    kind = kind_of()
    (kind.folder / "README.md").write_text("# 试作\n\n## 什么时候用\n", "utf-8")
    assert any("README 没有内容" in sentence for sentence in lint(kind, corpus))


def test_a_folder_that_cannot_be_read_is_found_and_the_rest_is_looked_at(kind_of: Make, corpus: Corpus) -> None:
    kind = kind_of()
    (kind.folder / "example.yml").unlink()
    (kind.folder.parent / "handout" / "picture.png").unlink()
    told = findings(kind, corpus, ())
    assert [f.error.cause for f in told if f.kind == "trial"] == ["文书模板不完整：缺少 example.yml"]
    assert {f.kind for f in told} == {"handout", "trial"}


def test_the_command_lists_kinds_and_lints_them(guiju: Run, kind_of: Make, workspace: Workspace) -> None:
    assert guiju("kinds", "lint", "handout").stdout == "没有发现问题\n"
    kind = kind_of("{{ name }}{{ nmae }}")
    found = guiju("kinds", "lint")
    assert found.returncode == 1
    assert "模板用了“nmae”" in found.stdout
    assert "提醒：" in found.stdout
    facts = json.loads(guiju("kinds", "lint", "trial", "--json").stdout)["findings"]
    assert {"kind": "trial", "warning": False, "cause": "模板用了“nmae”，它不是字段，也不是函数"}.items() <= facts[
        0
    ].items()
    assert facts[0]["file"] == str(kind.template)
    assert guiju("lint").returncode == 1
    assert [k.name for k in list_kinds(workspace)][-1] in guiju("kinds").stdout


@pytest.mark.parametrize(
    ("words", "why"), [(("lnt",), "不认识“lnt”"), (("lint", "festival"), "是不是想写 festival-reminder")]
)
def test_a_wrong_word_after_kinds_is_told(guiju: Run, words: tuple[str, ...], why: str) -> None:
    done = guiju("kinds", *words)
    assert done.returncode == 2
    assert why in done.stderr


def test_lint_looks_at_the_holidays(guiju: Run, workspace: Workspace) -> None:
    path = workspace.content / "holidays.yml"
    path.write_text(path.read_text("utf-8").replace("to: 2026-01-03", "to: 2025-01-03"), "utf-8")
    done = guiju("lint", "content")
    assert done.returncode == 1
    assert "content/holidays.yml 第7行：“元旦”从 2026-01-01 到 2025-01-03，先后不对或过长" in done.stdout


def test_the_facts_of_the_office_are_read_once_for_a_batch(repository: Workspace) -> None:
    office = load_office(repository)
    kind = find_kind(repository, "reminder-card")
    data, lines = read_data(kind.example)
    del data["phone"]
    assert complete(data, lines, kind, office, "x")["phone"] == office["phone"]
