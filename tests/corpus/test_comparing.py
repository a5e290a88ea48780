"""What became of each article: four pairs of versions read by a person, and small texts for each kind of change."""

from __future__ import annotations

import csv
import json
import subprocess
from datetime import date
from pathlib import Path

import docx
import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.comparing import Row, compare_articles
from guiju.corpus.comparison import Comparison, Side, comparison_facts, comparison_html, comparison_of, pieces_of
from guiju.corpus.importing import Wishes, import_file, parse_for_reading
from guiju.corpus.structure import paragraphs_from_lines
from guiju.documents.comparison import comparison_docx
from guiju.documents.render import to_pdf
from guiju.regulation import Article, Metadata, TextKind, Version
from guiju.workspace import Workspace
from tests.conftest import CORPUS, Run

TABLES = Path(__file__).parent / "renumbering"

PAIRS = {
    "chufen-2016-2018": ("中国共产党纪律处分条例(2016-01-01).md", "中国共产党纪律处分条例(2018-10-01).md"),
    "chufen-2018-2024": ("中国共产党纪律处分条例(2018-10-01).md", "中国共产党纪律处分条例(2024-01-01).md"),
    "dangzhang-2017-2022": ("中国共产党章程(2017-10-24).md", "中国共产党章程(2022-10-22).html"),
    "jianchafa-2018-2025": ("中华人民共和国监察法(2018-03-20).md", "中华人民共和国监察法(2025-06-01).md"),
}


def articles(name: str) -> list[Article]:
    return parse_for_reading(CORPUS / "party" / name).articles()


def as_read(name: str) -> list[tuple[int, list[int], str]]:
    """A table that a person made by reading both texts: new number, old ones, kind; 0 where there is none.

    Four rows could be read in two ways. 2018 第五十条 and 第五十二条 are taken as new (what they have from the old
    第五十三条 and 第六十九条 is the subject, in other words), so that 第六十九条 is gone; the first 款 of 2024 第五十七条 is
    taken as new, beside the second from 第一百一十七条.
    """
    with (TABLES / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [(int(r["new"]), sorted(int(n) for n in r["old"].split("+") if n != "0"), r["change"]) for r in rows]


@pytest.mark.corpus
@pytest.mark.parametrize("name", PAIRS)
def test_every_article_is_followed_as_a_reader_would(name: str) -> None:
    old, new = PAIRS[name]
    found = [
        (row.new.number if row.new else 0, sorted(a.number for a in row.old), row.change.value)
        for row in compare_articles(articles(old), articles(new))
    ]
    assert found == as_read(name)


WORDS = "办公室会同有关部门制定年度会议计划并报主任审定"


def article(number: int, *lines: str) -> Article:
    return Article(number, 0, paragraphs_from_lines(lines))


ONE, TWO, THREE = (
    "会议由办公室负责筹备，通知应当在三日前送达参会人员。",
    "参会人员因故不能到会的，应当书面请假，经主持人同意。",
    "会议记录由专人整理，经主持人签字以后归档，保存期限为十年。",
)
FOUR = "经费支出实行预算管理，不得超过核定的标准和范围。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([ONE, TWO], [ONE, TWO], [(1, [1], "unchanged"), (2, [2], "unchanged")]),
        ([ONE, TWO], [ONE, TWO.replace("书面", "提前书面")], [(1, [1], "unchanged"), (2, [2], "changed")]),
        ([ONE, TWO], [FOUR, ONE, TWO], [(1, [], "new"), (2, [1], "unchanged"), (3, [2], "unchanged")]),
        ([ONE, FOUR, TWO], [ONE, TWO], [(1, [1], "unchanged"), (2, [3], "unchanged"), (0, [2], "gone")]),
        ([ONE, TWO, THREE], [THREE, ONE, TWO], [(1, [3], "unchanged"), (2, [1], "unchanged"), (3, [2], "unchanged")]),
        ([(ONE, TWO, THREE)], [(ONE, THREE), TWO], [(1, [1], "split"), (2, [1], "split")]),
        ([ONE, TWO, THREE], [ONE, (TWO, THREE)], [(1, [1], "unchanged"), (2, [2, 3], "merged")]),
        ([ONE.replace("，", ",")], [ONE], [(1, [1], "unchanged")]),
    ],
    ids=["same", "changed", "inserted", "gone", "moved", "split", "merged", "widths"],
)
def test_each_kind_of_change(old: list[object], new: list[object], expected: list[tuple[int, list[int], str]]) -> None:
    rows = compare_articles(_series(old), _series(new))
    assert [_bare(row) for row in rows] == expected


def _series(texts: list[object]) -> list[Article]:
    return [article(n, *([t] if isinstance(t, str) else list(t))) for n, t in enumerate(texts, 1)]  # type: ignore[call-overload]


def _bare(row: Row) -> tuple[int, list[int], str]:
    return row.new.number if row.new else 0, sorted(a.number for a in row.old), row.change.value


def test_what_moved_is_told_from_what_only_got_another_number() -> None:
    rows = compare_articles(_series([ONE, TWO, THREE]), _series([THREE, ONE, TWO]))
    assert [(row.moved, row.renumbered) for row in rows] == [(True, True), (False, True), (False, True)]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("应当书面请假", "应当请假", [("same", "应当"), ("old", "书面"), ("same", "请假")]),
        ("保证党的路线落实", "保证党的理论、路线落实", [("same", "保证党的"), ("new", "理论、"), ("same", "路线落实")]),
        ("甲。\n乙。", "甲。", [("same", "甲。"), ("old", "\n乙。")]),
        ("", "新增", [("new", "新增")]),
    ],
)
def test_words_that_went_and_came(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert [(p.kind, p.text) for p in pieces_of(old, new, lambda text: list(text))] == pieces


@given(st.text("甲乙丙\n。", max_size=30), st.text("甲乙丙\n。", max_size=30))
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = pieces_of(old, new, lambda text: [text[i : i + 2] for i in range(0, len(text), 2)])
    assert "".join(p.text for p in pieces if p.kind != "new") == old
    assert "".join(p.text for p in pieces if p.kind != "old") == new


def side(label: str, *texts: object) -> Side:
    meta = Metadata("jia", "甲市会议规定", "规定", "甲市", date(2020, 1, 1), "自拟", TextKind.OFFICIAL)
    return Side(Version(meta, children=tuple(_series(list(texts)))), label)


@pytest.fixture
def comparison() -> Comparison:
    return comparison_of(
        side("旧", ONE, TWO, THREE), side("新", FOUR, ONE, TWO.replace("书面", "<书面>")), lambda text: list(text)
    )


def test_the_comparison_for_programs(comparison: Comparison) -> None:
    facts = json.loads(json.dumps(comparison_facts(comparison)))
    assert facts["counts"] == {
        "unchanged": 1, "changed": 1, "split": 0, "merged": 0, "new": 1, "gone": 1, "renumbered": 2, "moved": 0
    }  # fmt: skip
    changed = next(row for row in facts["rows"] if row["change"] == "changed")
    assert (changed["new"], changed["old"]) == ("jia@2020-01-01#3", ["jia@2020-01-01#2"])
    assert ["new", "<"] in changed["pieces"]


def test_the_page_asks_for_nothing_and_shows_marks_as_text(comparison: Comparison) -> None:
    page = comparison_html(comparison)
    assert "<ins>&lt;</ins>书面<ins>&gt;</ins>" in page
    assert not [word for word in ("http:", "https:", "src=", "<script", "<link") if word in page]


def test_the_table_for_word_has_three_columns_on_a_landscape_sheet(comparison: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "对照表.docx"
    path.write_bytes(comparison_docx(comparison))
    document = docx.Document(str(path))
    section, table = document.sections[0], document.tables[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert [cell.text for cell in table.rows[0].cells] == ["旧", "新", "说明"]
    assert [row.cells[2].text for row in table.rows[1:]] == ["新增", "未变，条号变动", "修改", "删去"]
    marked = [run for p in table.rows[3].cells[1].paragraphs for run in p.runs if run.underline and run.bold]
    assert [run.text for run in marked] == ["<", ">"]
    assert comparison_docx(comparison) == path.read_bytes()


@pytest.mark.office
def test_the_head_of_the_table_stands_on_every_page(office_cache: Path, tmp_path: Path) -> None:
    long = [f"第{n}项工作，" + WORDS * 4 + "。" for n in range(40)]
    many = comparison_of(side("旧版", *long), side("新版", *reversed(long)), lambda text: list(text))
    path = tmp_path / "对照表.docx"
    path.write_bytes(comparison_docx(many))
    with pdfplumber.open(to_pdf([path], tmp_path, office_cache)[0]) as pdf:
        assert len(pdf.pages) > 2
        assert all(page.width > page.height for page in pdf.pages)
        assert all(
            "旧版" in (page.extract_text() or "") and "说明" in (page.extract_text() or "") for page in pdf.pages
        )


@pytest.mark.corpus
def test_versions_are_compared_on_the_command_line(guiju: Run, workspace: Workspace) -> None:
    for name in ("中华人民共和国监察法(2018-03-20).md", "中华人民共和国监察法(2025-06-01).docx"):
        import_file(CORPUS / "party" / name, workspace, Wishes())
    done = guiju("diff", "监察法", "--json")
    facts = json.loads(done.stdout)
    assert (done.returncode, facts["counts"]["new"], facts["counts"]["split"]) == (0, 7, 3)
    assert guiju("diff", "监察法", "2018-03-20", "2025-06-01", "--json").stdout == done.stdout
    assert "第四十七条（原第四十三条）　拆分" in guiju("diff", "监察法").stdout
    made = guiju("diff", "监察法", "--docx", "对照.docx", "--html", "对照.html")
    assert made.returncode == 0
    assert {"对照.docx", "对照.html"} <= {path.name for path in workspace.root.iterdir()}
    early = guiju("diff", "监察法", "--as-of", "2020-01-01")
    assert (early.returncode, "只有 2018-03-20 这一版" in early.stderr) == (2, True)


@pytest.mark.corpus
def test_any_two_files_are_compared(guiju: Run) -> None:
    party = CORPUS / "party"
    done: subprocess.CompletedProcess[str] = guiju(
        "diff", party / "中国共产党章程(2017-10-24).md", party / "中国共产党章程(2022-10-22).html", "--json"
    )
    facts = json.loads(done.stdout)
    assert (facts["counts"]["changed"], facts["counts"]["unchanged"]) == (10, 45)
    assert facts["rows"][2]["new"] == "#3"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["不存在的法"], "库里没有叫“不存在的法”的法规"),
        (["监督执纪规则"], "只有 2019-01-01 这一版"),
        (["党章", "2022-10-22", "2012-11-14"], "没有《中国共产党章程》2012-11-14 的版本"),
        (["党章", "2022-10-22", "2022-10-22"], "原文还没有导入"),
    ],
)
def test_what_cannot_be_compared_is_said(guiju: Run, words: list[str], said: str) -> None:
    done = guiju("diff", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
