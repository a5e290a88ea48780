"""Two profiles, three sets of fonts, and what an office sets otherwise, with the clauses that it leaves."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from guiju.documents.forms import to_docx
from guiju.documents.geometry import mm
from guiju.documents.markup import parse
from guiju.documents.styles import FILE, STYLES, house_style
from guiju.errors import BadData
from guiju.workspace import Workspace
from tests.conftest import Run
from tests.documents.ruler import SAMPLES

NOTICE = (SAMPLES / "notice.md").read_text("utf-8")


def written(workspace: Workspace, text: str) -> None:
    (workspace.content / FILE).write_text(text, "utf-8")


def test_without_a_file_documents_keep_the_standard(workspace: Workspace) -> None:
    assert house_style(workspace) == STYLES["word"]
    assert house_style(workspace, "strict").leaves == ()


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("base: strict\n", ()),
        ("top: 35\nbottom: 33\n", ("5.2.1",)),
        ("line: 28\n", ("5.2.3",)),
        ("number: centre\nbold_third: true\n", ("7.5", "7.3.3")),
        ("keep_headings: true\n", ("5.2.3",)),
    ],
)
def test_what_an_office_sets_otherwise_is_told_by_clause(
    workspace: Workspace, guiju: Run, text: str, leaves: tuple[str, ...]
) -> None:
    written(workspace, text)
    assert house_style(workspace).leaves == leaves
    told = guiju("doctor").stdout
    assert all(clause in told for clause in leaves)
    assert "公文版面" in told


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("top: 三十七\n", 1, "三十七"),
        ("base: word\nline: 60\n", 2, "60"),
        ("margin: 3\n", 1, "margin"),
        ("base: fancy\n", 1, "fancy"),
        ("number: left\n", 1, "页码"),
        ("bold_third: 是\n", 1, "bold_third"),
        ("fonts: kai\n", 1, "kai"),
    ],
)
def test_a_slip_is_told_with_its_line(workspace: Workspace, text: str, line: int, cause: str) -> None:
    written(workspace, text)
    with pytest.raises(BadData) as refusal:
        house_style(workspace)
    assert refusal.value.place is not None
    assert (refusal.value.place.line, cause in refusal.value.cause) == (line, True)
    assert refusal.value.remedy


def test_margins_and_pitch_stand_in_the_document(workspace: Workspace) -> None:
    written(workspace, "top: 35\nline: 28\nnumber: centre\n")
    document = part(to_docx(parse(NOTICE, "x"), house_style(workspace)), "word/document.xml")
    assert f'w:top="{mm(35)}"' in document
    assert 'w:line="560" w:lineRule="exact"' in document


@pytest.mark.parametrize(
    ("fonts", "names"),
    [
        ("gb2312", {"仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"}),
        ("gbk", {"方正仿宋_GBK", "方正黑体_GBK", "方正楷体_GBK", "方正小标宋_GBK", "方正书宋_GBK"}),
        ("windows", {"仿宋", "黑体", "楷体", "宋体"}),
    ],
)
def test_a_set_of_fonts_names_every_face(workspace: Workspace, fonts: str, names: set[str]) -> None:
    data = to_docx(parse(NOTICE, "x"), house_style(workspace, fonts=fonts))
    used = {name for part_name in ("word/document.xml", "word/rOdd.xml", "word/styles.xml")
            for name in re.findall(r'w:eastAsia="([^"]+)"/>', part(data, part_name)) if name != "zh-CN"}  # fmt: skip
    assert used == names
    assert "\x01" not in part(data, "word/document.xml")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()
