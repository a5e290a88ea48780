from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell

from guiju.documents.blankbook import blank_workbook
from guiju.documents.kinds import Kind, find_kind
from guiju.documents.render import find_office
from guiju.documents.workbook import Row, read_rows
from guiju.errors import BadData, BadTemplate
from guiju.workspace import Workspace
from guiju.yamlfile import read_mapping
from tests.conftest import ROOT, Run, furnish
from tests.documents.books import ONE_SCHEMA, SCHEMA, WHOLE, book_of, every_type, repacked, saved, type_in

KINDS = sorted(path.parent.name for path in (ROOT / "generators").glob("*/schema.yml"))


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> Kind:
    return every_type(furnish(tmp_path_factory.mktemp("kinds") / "office"))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Kind:
    """A kind of which all rows of a workbook make one document."""
    return every_type(furnish(tmp_path_factory.mktemp("one") / "office"), ONE_SCHEMA)


def example_of(name: str) -> tuple[Kind, dict[str, Any]]:
    kind = find_kind(Workspace(ROOT), name)
    return kind, read_mapping(kind.example)[0]


@pytest.mark.parametrize("name", KINDS)
def test_the_example_in_a_blank_workbook_is_read_back_as_it_is(name: str, tmp_path: Path) -> None:
    kind, example = example_of(name)
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_workbook(kind, example))
    assert [row.data for row in read_rows(path, kind)] == [example]


@pytest.mark.office
def test_what_another_program_saves_is_read_the_same(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_workbook(kind, WHOLE))
    office = find_office()
    if office is None:
        pytest.skip("没有 LibreOffice：另存的测试没有运行")
    again = tmp_path / "另存"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(again), str(path)]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    if not (again / "表.xlsx").exists():
        pytest.skip("LibreOffice 没有装 Calc：另存的测试没有运行")
    assert read_rows(again / "表.xlsx", kind)[0].data == WHOLE


def test_every_type_of_field_is_read_back(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_workbook(kind, WHOLE))
    assert read_rows(path, kind) == [Row(2, WHOLE)]


def test_the_same_kind_gives_the_same_bytes(kind: Kind) -> None:
    first = blank_workbook(kind, WHOLE)
    time.sleep(2.1)  # zip times have a resolution of two seconds
    assert blank_workbook(kind, WHOLE) == first


def test_a_blank_workbook_says_how_it_is_filled(kind: Kind) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(kind, WHOLE)))
    assert [page.title for page in book.worksheets] == ["数据", "任务", "说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    page = book["数据"]
    heads = {cell.value: cell for cell in page[1] if isinstance(cell, Cell)}
    notes = {title: cell.comment.text for title, cell in heads.items() if cell.comment}
    assert list(heads) == [
        "序号", "单位名称＊", "成文日期＊", "月份", "年份", "金额", "是否公开", "等级", "电话", "抄送", "得分", "联系人·姓名",
        "联系人·电话",
    ]  # fmt: skip
    assert page.freeze_panes == "A2"
    assert heads["单位名称＊"].font.b
    assert "必填" in notes["单位名称＊"]
    assert "写全称" in notes["单位名称＊"]
    assert "可不填" in notes["抄送"]
    assert "每项一行" in notes["抄送"]
    checks = {str(check.sqref): check for check in page.data_validations.dataValidation}
    level, day = heads["等级"].column_letter, heads["成文日期＊"].column_letter
    offered = checks[f"{level}2:{level}5000"].formula1
    column = offered.split("$")[1]
    assert [cell.value for cell in book["选项"][column] if cell.value] == ["高", "中", "低,但要看住"]
    assert checks[f"{day}2:{day}5000"].type == "date"
    assert page[f"{day}2"].number_format == "yyyy-mm-dd"
    assert page.column_dimensions[heads["电话"].column_letter].number_format == "@"
    guide = "\n".join(str(cell.value) for cell in book["说明"]["A"])
    assert "guiju make every-type" in guide


def test_the_command_writes_a_workbook_that_can_be_made_at_once(guiju: Run, workspace: Workspace) -> None:
    done = guiju("new", "handout", "--xlsx", "-o", "讲义.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "guiju make handout 讲义.xlsx" in done.stdout
    made = guiju("make", "handout", "讲义.xlsx", "-o", "出")
    assert "共 1 份：已生成 1，先前已生成 0，未生成 0" in made.stdout
    assert (workspace.root / "出" / "讲义.docx").exists()


@pytest.mark.parametrize("words", [["--xlsx"], ["--xlsx", "-o", "讲义.yml"]])
def test_a_workbook_needs_a_name_that_excel_opens(guiju: Run, words: list[str]) -> None:
    done = guiju("new", "handout", *words)
    assert done.returncode == 2
    assert "--xlsx -o 文件名.xlsx" in done.stderr


DAY = dt.datetime(2026, 9, 18)

CELLS: list[tuple[str, object, str, object]] = [
    ("成文日期", DAY, "yyyy-mm-dd", "2026-09-18"),
    ("成文日期", dt.datetime(2026, 9, 18, 10, 30), "yyyy-mm-dd h:mm", "2026-09-18"),
    ("成文日期", "2026-09-18", "@", "2026-09-18"),
    ("成文日期", "2026年9月18日", "@", "2026-09-18"),
    ("成文日期", "2026.9.18", "@", "2026-09-18"),
    ("成文日期", "2026/9/18", "@", "2026-09-18"),
    ("成文日期", "２０２６年９月１８日　", "@", "2026-09-18"),
    ("成文日期", "下个月", "@", "下个月"),
    ("成文日期", "2026-02-30", "@", "2026-02-30"),
    ("月份", DAY, "yyyy-mm", "2026-09"),
    ("年份", 2026, "General", 2026),
    ("年份", 2026.0, "General", 2026),
    ("年份", " ２０２６ ", "@", 2026),
    ("年份", "二〇二六", "@", "二〇二六"),
    ("年份", 2026.5, "General", 2026.5),
    ("金额", "1,234.50", "@", 1234.5),
    ("金额", "１，２３４", "@", 1234),
    ("金额", "-0.5", "@", -0.5),
    ("金额", "12,34", "@", "12,34"),
    ("金额", "1234567890123456789", "@", "1234567890123456789"),
    ("是否公开", "是", "@", True),
    ("是否公开", "否 ", "@", False),
    ("是否公开", True, "General", True),
    ("电话", 2583630000, "General", "2583630000"),
    ("电话", 110.0, "General", "110"),
    ("电话", 12, "000000", "000012"),
    ("电话", "　025-0000000 \u00a0", "@", "025-0000000"),
    ("电话", "=1+1", "@", "=1+1"),
    ("电话", "一行_x000D_\n二行", "@", "一行\n二行"),
    ("抄送", "甲；乙 ；", "@", ["甲", "乙"]),
    ("抄送", "甲；乙\n", "@", ["甲；乙"]),
    ("抄送", "甲\r\n\n 乙", "@", ["甲", "乙"]),
    ("抄送", 7, "General", ["7"]),
    ("得分", "３\n1,000", "@", [3, 1000]),
    ("联系人·姓名", "张三", "@", {"name": "张三"}),
]


@pytest.mark.parametrize(("title", "value", "shown", "expected"), CELLS)
def test_a_cell_is_read_as_the_field_wants_it(
    title: str, value: object, shown: str, expected: object, kind: Kind, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    type_in(page, "A1", title)
    type_in(page, "A2", value) if not isinstance(value, bool) else page.__setitem__("A2", value)
    page["A2"].number_format = shown
    (row,) = read_rows(saved(book, tmp_path / "表.xlsx"), kind)
    assert [*row.data.values()] == [expected]
    assert type(next(iter(row.data.values()))) is type(expected)


def test_heads_may_carry_a_star_or_be_the_key_and_blank_rows_are_passed_over(kind: Kind, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for where, value in {
        "B2": " 单位名称 ＊",
        "C2": "day",
        "D2": "年份*",
        "B3": "\u3000",
        "B5": "甲单位",
        "D5": 2026,
    }.items():
        type_in(page, where, value)
    assert read_rows(saved(book, tmp_path / "表.xlsx"), kind) == [Row(5, {"name": "甲单位", "year": 2026})]


def test_items_go_to_the_row_with_their_number(kind: Kind, tmp_path: Path) -> None:
    book = book_of(kind, [{"name": "甲甲"}, {"name": "乙乙"}])
    tasks = book["任务"]
    for row, (number, text) in enumerate([("２", "乙一"), (1.0, "甲一"), (2, "乙二")], 2):
        type_in(tasks, f"A{row}", number)
        type_in(tasks, f"B{row}", text)
    rows = read_rows(saved(book, tmp_path / "表.xlsx"), kind)
    assert [[task["text"] for task in row.data["tasks"]] for row in rows] == [["甲一"], ["乙一", "乙二"]]


def test_without_numbers_the_rows_count_in_their_order(kind: Kind, tmp_path: Path) -> None:
    book = book_of(kind, [{"name": "甲甲"}, {"name": "乙乙", "tasks": [{"text": "乙一"}]}])
    book["数据"].delete_cols(1)
    rows = read_rows(saved(book, tmp_path / "表.xlsx"), kind)
    assert [row.data for row in rows] == [{"name": "甲甲"}, {"name": "乙乙", "tasks": [{"text": "乙一"}]}]


def test_numbers_written_ahead_make_no_documents(kind: Kind, tmp_path: Path) -> None:
    book = book_of(kind, [{"name": "甲甲"}])
    type_in(book["数据"], "A9", 8)
    assert [row.number for row in read_rows(saved(book, tmp_path / "表.xlsx"), kind)] == [2]


Change = Callable[[openpyxl.Workbook], object]


def cell(where: str, value: object, shown: str = "General", sheet: str = "数据") -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][where].value = value
        book[sheet][where].number_format = shown

    return change


def hidden(*rows: int) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        for row in rows:
            book["数据"].row_dimensions[row].hidden = True

    return change


def titled(title: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book["数据"].insert_rows(1)
        book["数据"]["A1"].value = title

    return change


REFUSALS: list[tuple[str, Change, tuple[str, ...]]] = [
    ("formula", cell("B3", '=CONCATENATE("甲","乙")'), ("第3行", "“数据”表 B3 是公式", "粘贴”为数值")),
    ("error", cell("B3", "#N/A"), ("B3 是错误值 #N/A", "改成正确的内容")),
    ("reference", cell("C2", "#REF!"), ("C2 是错误值 #REF!",)),
    ("merged", lambda book: book["数据"].merge_cells("B2:B3"), ("B2:B3 是合并的单元格", "取消合并")),
    ("merged head", lambda book: book["数据"].merge_cells("B1:C1"), ("B1:C1 是合并的单元格",)),
    ("hidden", hidden(3), ("第3行是隐藏的", "筛选", "请取消隐藏或删去")),
    ("unknown column", cell("B1", "单位名"), ("不认识“数据”表 B1 的列名“单位名”，是不是想写“单位名称”",)),
    ("unlike column", cell("B1", "天气"), ("列名“天气”", "请改成正确的名称，或删去")),
    ("twice", cell("E1", "单位名称＊"), ("有两列“单位名称”，第二列在 E1",)),
    ("title and key", cell("E1", "name"), ("有两列“单位名称”",)),
    ("no head", cell("T3", "备注"), ("T3 有内容，这一列却没有列名",)),
    ("title row", titled("提醒汇总表"), ("列名“提醒汇总表”",)),
    ("number for a date", cell("C3", 46283), ("C3 是数字 46283，不是日期", "格式设为“日期”")),
    ("date for a text", cell("B3", DAY, "yyyy-mm-dd"), ("B3 被 Excel 认成了日期 2026-09-18", "设为“文本”")),
    ("time for a text", cell("B3", dt.time(9, 30), "h:mm"), ("B3 被 Excel 认成了时间",)),
    ("span for a text", cell("B3", dt.timedelta(hours=30), "[h]:mm"), ("B3 被 Excel 认成了时间",)),
    ("long number", cell("I3", 320102199001011234), ("I3 是超过 15 位的数字", "设为“文本”")),
    ("percent for a text", cell("I3", 0.5, "0%"), ("I3 显示的是百分数，存的是 0.5",)),
    ("neither yes nor no", cell("G3", "公开"), ("G3 写的是“公开”", "“是”或“否”")),
    ("no such number", cell("A2", 9, sheet="任务"), ("“任务”表第2行的序号“9”，“数据”表里没有",)),
    ("no number", cell("A2", None, sheet="任务"), ("“任务”表第2行的序号“”",)),
    ("number twice", cell("A3", 1), ("“数据”表第2行和第3行的序号都是“1”",)),
    ("no column of numbers", lambda book: book["任务"].delete_cols(1), ("“任务”表缺少“序号”这一列",)),
    ("misspelt sheet", lambda book: setattr(book["任务"], "title", "任 务"), ("不认识“任 务”这张工作表，是不是想写“任务”",)),
    ("hidden item", lambda book: setattr(book["任务"].row_dimensions[2], "hidden", True), ("“任务”表第2行是隐藏的",)),
    ("too large", cell("B1048576", "远"), ("1048576 行", "删去下面和右边的空行")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_what_cannot_be_trusted_is_refused_by_name(
    change: Change, said: tuple[str, ...], kind: Kind, tmp_path: Path
) -> None:
    book = book_of(kind, [{"name": "甲单位", "tasks": [{"text": "一"}]}, {"name": "乙单位"}])
    change(book)
    path = saved(book, tmp_path / "表.xlsx")
    with pytest.raises(BadData) as refusal:
        read_rows(path, kind)
    for words in said:
        assert words in str(refusal.value)
    assert str(refusal.value).startswith(str(path))
    assert refusal.value.remedy


def test_several_problems_come_in_one_message_and_not_more_than_ten(kind: Kind, tmp_path: Path) -> None:
    book = book_of(kind, [{"name": "甲单位"} for _ in range(30)])
    for row in range(2, 32):
        book["数据"][f"B{row}"].value = "=A1"
    with pytest.raises(BadData) as refusal:
        read_rows(saved(book, tmp_path / "表.xlsx"), kind)
    assert refusal.value.cause.count("是公式") == 10
    assert "此外还有 20 处" in refusal.value.cause
    assert refusal.value.remedy.count("粘贴") == 1


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.xls", OLD, ("老格式", "另存为“Excel 工作簿（*.xlsx）”")),
        ("表.et", OLD, ("老格式", "另存为")),
        ("表.xlsx", OLD, ("老格式", "另存为")),
        ("表.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), ("加了密码", "取消密码")),
        ("表.csv", "单位名称\n甲\n".encode(), ("只认 xlsx，不认 .csv", "另存为")),
        ("表.xlsx", b"", ("不是有效的 xlsx 文件",)),
        ("表.xlsx", "单位名称\n甲\n".encode(), ("不是有效的 xlsx 文件",)),
        ("表.xlsx", b"PK\x03\x04" + bytes(500), ("不是有效的 xlsx 文件",)),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(
    name: str, data: bytes, said: tuple[str, ...], kind: Kind, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadData) as refusal:
        read_rows(path, kind)
    for words in said:
        assert words in str(refusal.value)


def test_a_missing_file_and_a_folder_are_named(kind: Kind, tmp_path: Path) -> None:
    (tmp_path / "夹.xlsx").mkdir()
    with pytest.raises(BadData, match="没有这个文件"):
        read_rows(tmp_path / "无.xlsx", kind)
    with pytest.raises(BadData, match="这是一个文件夹"):
        read_rows(tmp_path / "夹.xlsx", kind)


def test_damaged_parts_and_bombs_are_refused(kind: Kind, tmp_path: Path) -> None:
    def book() -> Path:
        return saved(book_of(kind, [{"name": "甲单位"}]), tmp_path / "表.xlsx")

    laughs = b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 1000 + b'">' + b"".join(
        b'<!ENTITY %c "%b">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 108)
    ) + b"]>"  # fmt: skip
    bombs: list[Callable[[str, bytes], bytes]] = [
        lambda name, data: data[: len(data) // 2] if "sheet1" in name else data,
        lambda name, data: b"" if name == "xl/workbook.xml" else data,
        lambda name, data: data + b" " * 20_000_000 if "sheet1" in name else data,
        lambda name, data: (
            data.replace(b"<worksheet", laughs + b"<worksheet").replace(b"<v>", b"<v>&k;") if "sheet1" in name else data
        ),
    ]
    for change in bombs:
        with pytest.raises(BadData) as refusal:
            read_rows(repacked(book(), change), kind)
        assert refusal.value.remedy
    cut = book()
    cut.write_bytes(cut.read_bytes()[:-300])
    with pytest.raises(BadData, match="不是有效的 xlsx 文件"):
        read_rows(cut, kind)


@pytest.mark.parametrize("sheets", [1, 2])
def test_a_workbook_without_a_row_is_refused(sheets: int, kind: Kind, tmp_path: Path) -> None:
    book = book_of(kind, [])
    if sheets == 1:
        book = openpyxl.Workbook()
    with pytest.raises(BadData, match="没有一份数据"):
        read_rows(saved(book, tmp_path / "表.xlsx"), kind)


def test_lists_within_lists_are_for_yaml(workspace: Workspace) -> None:
    deep = SCHEMA.replace("helpers: {title: 协办, type: array, items: {type: string}}",
                          "helpers: {title: 协办, type: array, items: {type: object, properties: {a: {type: string}}}}")  # fmt: skip
    kind = every_type(workspace, deep)
    with pytest.raises(BadTemplate, match="“协办”是表中有表的内容，Excel 里填不了。请用 guiju new every-type"):
        blank_workbook(kind, None)


def test_titles_that_are_alike_are_told_apart_by_their_keys(workspace: Workspace, tmp_path: Path) -> None:
    kind = every_type(workspace, SCHEMA.replace("title: 月份", "title: 序号").replace("title: 年份", "title: 金额"))
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_workbook(kind, WHOLE))
    heads = [str(cell.value) for cell in openpyxl.load_workbook(path)["数据"][1]]
    assert [h for h in heads if h[:2] in ("序号", "金额")] == [
        "序号",
        "序号（month）",
        "金额（year）",
        "金额（amount）",
    ]
    assert read_rows(path, kind)[0].data == WHOLE


TASKS = [{"text": f"第{n}件", "due": "2026-10-01", "helpers": ["甲", "乙"]} for n in range(1, 6)]
ONE: dict[str, Any] = {**WHOLE, "tasks": TASKS, "visits": [{"place": "库房"}, {"place": "值班室"}]}


def one_book(kind: Kind) -> openpyxl.Workbook:
    """The workbook that the office gets, filled in: five tasks in rows 2 to 6 of sheet 数据."""
    return openpyxl.load_workbook(io.BytesIO(blank_workbook(kind, ONE)))


def test_all_rows_make_one_document_where_the_kind_says_so(one: Kind, tmp_path: Path) -> None:
    (row,) = read_rows(saved(one_book(one), tmp_path / "表.xlsx"), one)
    assert row.data == ONE
    assert str(row.place(Path("表.xlsx"))) == "表.xlsx"
    assert (row.lines[("tasks", 0)], row.lines[("tasks", 4, "helpers", 1)]) == (2, 6)


def test_a_workbook_of_one_document_has_its_own_fields_in_a_second_sheet(one: Kind) -> None:
    book = one_book(one)
    assert book.sheetnames == ["数据", "文书", "走访", "说明", "选项"]
    heads = {page.title: [cell.value for cell in page[1]] for page in book.worksheets}
    assert heads["数据"] == ["内容＊", "期限", "协办"]
    assert heads["文书"] == [
        "单位名称＊", "成文日期＊", "月份", "年份", "金额", "是否公开", "等级", "电话", "抄送", "得分", "联系人·姓名", "联系人·电话",
    ]  # fmt: skip
    assert heads["走访"] == ["地点"]
    own = book["文书"]
    checks = {str(check.sqref): check.type for check in own.data_validations.dataValidation}
    assert (checks["B2:B5000"], checks["G2:G5000"]) == ("date", "list")
    assert own["A1"].comment is not None
    assert "写全称" in own["A1"].comment.text
    guide = "\n".join(str(cell.value) for cell in book["说明"]["A"])
    assert (
        "这个文件是一份文书，所有的行合在一起。“数据”表每行是“任务”的一项，有几项填几行；其他内容填在“文书”表里，只填一行"
        in guide
    )
    assert "“走访”是单独的表，每行一项。" in guide
    assert "序号" not in guide


def test_rows_of_one_document_keep_their_order_and_blank_ones_are_passed_over(one: Kind, tmp_path: Path) -> None:
    book = one_book(one)
    page = book["数据"]
    page.insert_cols(1)
    for where, value in {"A1": "序号", "A2": 7, "A3": 7, "B3": "　", "C3": None, "D3": " ", "A9": 8}.items():
        type_in(page, where, value)
    (row,) = read_rows(saved(book, tmp_path / "表.xlsx"), one)
    assert [task["text"] for task in row.data["tasks"]] == ["第1件", "第3件", "第4件", "第5件"]
    assert [row.lines[("tasks", at)] for at in range(4)] == [2, 4, 5, 6]


def test_the_sheet_of_rows_may_have_any_name_and_place(one: Kind, tmp_path: Path) -> None:
    book = one_book(one)
    book["数据"].title = "Sheet1"
    book.move_sheet("文书", -1)
    assert [row.data for row in read_rows(saved(book, tmp_path / "表.xlsx"), one)] == [ONE]


ONE_REFUSALS: list[tuple[str, Change, tuple[str, ...]]] = [
    (
        "two documents",
        cell("A3", "乙单位", sheet="文书"),
        ("“文书”表第3行是多出的", "只填一行", "每份用一个 Excel 文件"),
    ),
    ("no own sheet", lambda book: book.remove(book["文书"]), ("缺少“文书”这张工作表", "guiju new every-type --xlsx")),
    ("own sheet misspelt", lambda book: setattr(book["文书"], "title", "文书1"), ("是不是想写“文书”",)),
    ("list misspelt", lambda book: setattr(book["走访"], "title", "走访2"), ("是不是想写“走访”",)),
    ("formula", cell("A4", "=B2"), ("第4行", "“数据”表 A4 是公式")),
    ("own formula", cell("A2", "=B2", sheet="文书"), ("第2行", "“文书”表 A2 是公式")),
    ("own number for a date", cell("B2", 46283, sheet="文书"), ("“文书”表 B2 是数字 46283，不是日期",)),
    ("hidden", hidden(3), ("“数据”表第3行是隐藏的",)),
    ("own hidden", lambda book: setattr(book["文书"].row_dimensions[2], "hidden", True), ("“文书”表第2行是隐藏的",)),
    ("merged", lambda book: book["数据"].merge_cells("A2:A3"), ("“数据”表的 A2:A3 是合并的",)),
    ("own merged", lambda book: book["文书"].merge_cells("A2:B2"), ("“文书”表的 A2:B2 是合并的",)),
    ("field of the other sheet", cell("D1", "单位名称"), ("不认识“数据”表 D1 的列名“单位名称”",)),
]


@pytest.mark.parametrize(
    ("change", "said"), [case[1:] for case in ONE_REFUSALS], ids=[case[0] for case in ONE_REFUSALS]
)
def test_in_a_workbook_of_one_document_the_same_is_refused(
    change: Change, said: tuple[str, ...], one: Kind, tmp_path: Path
) -> None:
    book = one_book(one)
    change(book)
    with pytest.raises(BadData) as refusal:
        read_rows(saved(book, tmp_path / "表.xlsx"), one)
    for words in said:
        assert words in str(refusal.value)


def test_a_workbook_of_one_document_in_which_nothing_is_filled_is_refused(one: Kind, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_workbook(one, None))
    with pytest.raises(BadData, match="没有一份数据"):
        read_rows(path, one)


def test_a_list_may_be_called_as_the_sheet_of_a_single_document(workspace: Workspace, tmp_path: Path) -> None:
    kind = every_type(workspace, ONE_SCHEMA.replace("title: 走访", "title: 文书"))
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_workbook(kind, ONE))
    assert openpyxl.load_workbook(path).sheetnames[:3] == ["数据", "文书", "文书（visits）"]
    assert read_rows(path, kind)[0].data == ONE


def test_a_kind_that_is_nothing_but_its_rows_has_one_sheet(workspace: Workspace, tmp_path: Path) -> None:
    tasks = ONE_SCHEMA[ONE_SCHEMA.index("  tasks:") : ONE_SCHEMA.index("  visits:")]
    kind = every_type(workspace, f"title: 清单\nx-rows: tasks\ntype: object\nproperties:\n{tasks}")
    book = openpyxl.Workbook()
    for where, value in {"A1": "内容", "A2": "甲", "A3": "乙"}.items():
        type_in(book.worksheets[0], where, value)
    (row,) = read_rows(saved(book, tmp_path / "表.xlsx"), kind)
    assert row.data == {"tasks": [{"text": "甲"}, {"text": "乙"}]}


def test_yaml_for_such_a_kind_is_as_for_any_other(one: Kind, tmp_path: Path) -> None:
    path = tmp_path / "多份.yml"
    path.write_text("day: 2026-09-18\nname: 甲单位\ntasks: [{text: 第一件}]\n", "utf-8")
    (row,) = read_rows(path, one)
    assert (row.number, row.data["tasks"], row.lines[("name",)]) == (0, [{"text": "第一件"}], 2)
    path.write_text(LISTED, "utf-8")
    assert [row.data["name"] for row in read_rows(path, one)] == ["甲单位", "乙单位"]


LISTED = "day: 2026-09-18\nrows:\n  - name: 甲单位\n  - name: 乙单位\n    day: 2026-10-01\n"


def test_a_yaml_file_may_hold_many_documents_and_what_they_share(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "多份.yml"
    path.write_text(LISTED, "utf-8")
    first, second = read_rows(path, kind)
    assert (first.number, first.data) == (1, {"day": "2026-09-18", "name": "甲单位"})
    assert (second.number, second.data) == (2, {"day": "2026-10-01", "name": "乙单位"})
    assert (first.lines[("day",)], second.lines[("day",)], second.lines[("name",)]) == (1, 5, 4)
    assert str(second.place(path)) == f"{path} 第2份"


def test_a_json_list_is_many_documents_and_a_mapping_is_one(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "多份.json"
    path.write_text(json.dumps([{"name": "甲单位"}, {"name": "乙单位"}]), "utf-8")
    assert [(row.number, row.data["name"]) for row in read_rows(path, kind)] == [(1, "甲单位"), (2, "乙单位")]
    path.write_text(json.dumps({"name": "甲单位"}), "utf-8")
    assert read_rows(path, kind) == [Row(0, {"name": "甲单位"})]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("多份.yml", "rows: 甲\n", "应是一组数据"),
        ("多份.yml", "rows: [甲, 乙]\n", "应是一组数据"),
        ("多份.yml", "rows: []\n", "没有一份数据"),
        ("多份.json", "[1, 2]", "应是一组数据"),
        ("多份.json", "[{]", "JSON 写法有误"),
        ("多份.json", "[{\"year\": NaN}]", "JSON 写法有误"),
        ("多份.json", "[" * 100_000, "JSON 写法有误"),
        ("多份.json", "[]", "没有一份数据"),
    ],
)  # fmt: skip
def test_a_list_of_anything_else_is_refused(name: str, text: str, said: str, kind: Kind, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadData, match=said):
        read_rows(tmp_path / name, kind)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
LINES = WORDS.map(lambda text: text.replace("_x", "_ x"))
DAYS = st.dates(dt.date(1950, 1, 2), dt.date(2100, 1, 1)).map(dt.date.isoformat)
ROWS = st.fixed_dictionaries(
    {"name": LINES, "day": DAYS},
    optional={
        "year": st.integers(-(10**14), 10**14),
        "open": st.booleans(),
        "cc": st.lists(LINES, min_size=1, max_size=4),
        "contact": st.fixed_dictionaries({"name": LINES}),
        "tasks": st.lists(st.fixed_dictionaries({"text": LINES}, optional={"due": DAYS}), min_size=1, max_size=4),
    },
)


@given(example=ROWS)
def test_whatever_is_written_is_read_back(example: dict[str, Any], kind: Kind, one: Kind) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        for each in (kind, one):
            path.write_bytes(blank_workbook(each, example))
            assert [row.data for row in read_rows(path, each)] == [example]


@given(data=st.binary(max_size=400), at=st.integers(0, 10_000))
def test_a_workbook_with_damaged_bytes_is_read_or_refused(data: bytes, at: int, kind: Kind) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        whole = blank_workbook(kind, WHOLE)
        at %= len(whole)
        path.write_bytes(whole[:at] + data + whole[at + len(data) :])
        try:
            rows = read_rows(path, kind)
        except BadData as refusal:
            assert refusal.remedy
        else:
            assert rows


@given(data=st.binary(max_size=60), at=st.integers(0, 100_000))
def test_a_sheet_with_damaged_xml_is_read_or_refused(data: bytes, at: int, kind: Kind) -> None:
    def damage(name: str, part: bytes) -> bytes:
        cut = at % len(part)
        return part[:cut] + data + part[cut + len(data) :] if name == "xl/worksheets/sheet1.xml" else part

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        path.write_bytes(blank_workbook(kind, WHOLE))
        try:
            rows = read_rows(repacked(path, damage), kind)
        except BadData as refusal:
            assert refusal.remedy
        else:
            assert rows


def test_a_workbook_is_a_plain_package(kind: Kind) -> None:
    with zipfile.ZipFile(io.BytesIO(blank_workbook(kind, WHOLE))) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert b"2000-01-01T00:00:00Z</dcterms:modified>" in package.read("docProps/core.xml")
        assert package.testzip() is None
