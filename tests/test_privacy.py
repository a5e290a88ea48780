"""What is found of persons in texts before they are published, and what is no person's."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from guiju import privacy
from guiju.errors import GuijuError
from guiju.privacy import Trace, scan, scan_files
from guiju.workspace import Workspace
from tests.conftest import Run

ID = "11010519491231002X"  # The example of GB 11643-1999.
PHONE = "13812345678"
CARD = "6222021234567890128"
NAMES = ("张三", "张三丰", "欧阳小明", "Li Ming")


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


FOUND = [
    (f"身份证号：{ID}。", "身份证号", 6, "1****************X"),
    ("身份证 11010519491231002x", "身份证号", 5, "1****************x"),
    (wide(ID), "身份证号", 1, "1****************X"),
    ("110105 19491231 002X", "身份证号", 1, "1****************X"),
    ("110105-1949-12-31-002X", "身份证号", 1, "1****************X"),
    ("身份证：110105491231002", "身份证号", 5, "1*************2"),
    (f"电话{PHONE}，", "手机号", 3, "1*********8"),
    (f"phone{PHONE}", "手机号", 6, "1*********8"),
    (f"+86{PHONE}", "手机号", 4, "1*********8"),
    (f"0086{PHONE}", "手机号", 5, "1*********8"),
    ("138 1234 5678", "手机号", 1, "1*********8"),
    ("138－1234－5678", "手机号", 1, "1*********8"),
    ("1 3 8 1 2 3 4 5 6 7 8", "手机号", 1, "1*********8"),
    (wide(PHONE), "手机号", 1, "1*********8"),
    ("卡号4111111111111111", "银行卡号", 3, "4**************1"),
    ("4111 1111 1111 1111", "银行卡号", 1, "4**************1"),
    (CARD, "银行卡号", 1, "6*****************8"),
    ("公车苏A12345停在", "车牌号", 3, "苏*****5"),
    ("苏A·D12345", "车牌号", 1, "苏******5"),
    ("京AD1234学", "车牌号", 1, "京******学"),
    ("由张三负责", "姓名", 2, "张*"),
    ("张　三", "姓名", 1, "张*"),
    ("张三丰", "姓名", 1, "张*丰"),
    ("欧阳小明同志", "姓名", 1, "欧**明"),
    ("by Li Ming.", "姓名", 4, "L****g"),
]


@pytest.mark.parametrize(("text", "kind", "column", "shown"), FOUND)
def test_data_of_a_person_is_found_once_and_masked(text: str, kind: str, column: int, shown: str) -> None:
    assert list(scan("前一行\n" + text, NAMES)) == [Trace(2, column, kind, shown)]


@pytest.mark.parametrize(
    "text",
    [
        "电话 025-0000000",
        "13800000000 13900000000 138 0000 0000",
        "110105194912310021",
        "110105194913310021",
        "订单 110105491231002",
        "身份证：110105491331002",
        "订单号 20241224138123456789",
        "单号 138123456780",
        "2024-01-01 2024-12-31",
        "1978-12-18 100",
        "宁纪发〔2024〕12号",
        "ISBN 978-7-5162-1234-5",
        "9787516212345",
        "dangzhang@2022-10-22#a46.p2.i1",
        "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae13812345678ca495991b7852b855",
        "123e4567-e89b-12d3-a456-426614174000",
        '<path d="M0.13812345678 12.4111111111111111"/>',
        "4111111111111112",
        "1700000000000",
        "合同价 15000000000.00 元",
        "更新README，更新GB11643，云ABCDEFG，京A123456",
        "小三和张四",
        "Li Mingyue",
    ],
)
def test_what_is_no_persons_passes(text: str) -> None:
    assert list(scan(text, NAMES)) == []


def test_an_old_number_is_known_by_the_word_in_the_line_before() -> None:
    assert [trace.line for trace in scan("姓名,身份证\n李四,110105491231002")] == [2]


@st.composite
def identities(draw: st.DrawFn) -> str:
    area = draw(st.integers(100000, 999999))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    body = f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # Table 1 of GB 11643-1999.
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11]


@given(identities(), st.sampled_from(["", "号码", "，", " ", "(", "id="]), st.sampled_from(["", "。", " ", "男", ")"]))
def test_every_valid_identity_number_is_found(number: str, before: str, after: str) -> None:
    found = list(scan(before + number + after))
    assert [(trace.kind, trace.column) for trace in found] == [("身份证号", len(before) + 1)]
    assert found[0].shown == number[0] + "*" * 16 + number[-1]


@given(identities(), st.integers(0, 16), st.integers(1, 9))
def test_an_identity_number_with_one_digit_changed_is_none(number: str, place: int, by: int) -> None:
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert "身份证号" not in [trace.kind for trace in scan(changed)]


def pdf(*pages: str) -> bytes:
    """A PDF of one line a page; readers find its parts without a table of them."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
    ]
    for n, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        parts.append(
            f"{10 + 2 * n} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {11 + 2 * n} 0 R>>endobj\n"
            f"{11 + 2 * n} 0 obj<</Length {len(drawn)}>>stream\n{drawn}\nendstream endobj"
        )
    return "\n".join([*parts, "trailer<</Root 1 0 R>>\n%%EOF"]).encode()


def found_in(*paths: Path, names: tuple[str, ...] = ()) -> list[tuple[str, int, str]]:
    return [(path.name, trace.line, trace.kind) for path, trace in scan_files(paths, names) if isinstance(trace, Trace)]


def test_files_of_each_type_are_read(tmp_path: Path) -> None:
    for suffix in ("md", "html", "txt", "yml", "json", "csv", "svg", "js", "xml"):
        (tmp_path / f"a.{suffix}").write_text(f"一\n{PHONE}\n", "utf-8")
        assert found_in(tmp_path / f"a.{suffix}") == [(f"a.{suffix}", 2, "手机号")]
    document = Document()
    document.add_paragraph("通知")
    paragraph = document.add_paragraph("电话138")
    paragraph.add_run("1234").bold = True
    paragraph.add_run("5678")
    document.save(str(tmp_path / "b.docx"))
    assert found_in(tmp_path / "b.docx") == [("b.docx", 2, "手机号")]
    book = Workbook()
    assert book.active is not None
    book.active.append([int(PHONE), ID])
    book.save(tmp_path / "c.xlsx")
    assert sorted(kind for _, _, kind in found_in(tmp_path / "c.xlsx")) == ["手机号", "身份证号"]
    (tmp_path / "d.pdf").write_bytes(pdf("nothing", f"tel {PHONE}"))
    assert found_in(tmp_path / "d.pdf") == [("d.pdf", 2, "手机号")]


def test_gbk_and_escaped_names_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("由张三负责".encode("gb18030"))
    (tmp_path / "b.json").write_text(json.dumps({"who": "张三"}))
    (tmp_path / "c.html").write_text("<p>&#24352;&#19977;</p>")
    assert found_in(tmp_path, names=("张三",)) == [("a.txt", 1, "姓名"), ("b.json", 1, "姓名"), ("c.html", 1, "姓名")]


def test_what_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.docx").write_bytes(b"no zip")
    (tmp_path / "b.pdf").write_bytes(b"no pdf")
    (tmp_path / "c.txt").write_bytes(b"\xff\xff\xff")
    monkeypatch.setattr(privacy, "LARGEST_UNPACKED", 2**20)
    with zipfile.ZipFile(tmp_path / "d.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/bomb.xml", b" " * (2**20 + 1))
    errors = [error for _, error in scan_files([tmp_path, tmp_path / "gone.md"]) if isinstance(error, GuijuError)]
    assert [Path(str(error.place)).name for error in errors] == ["a.docx", "b.pdf", "c.txt", "d.xlsx", "gone.md"]
    assert "解开后超过 1 MB" in str(errors[3])


def test_links_and_the_private_folder_are_not_read(workspace: Workspace, tmp_path: Path) -> None:
    private = workspace.root / "private"
    private.mkdir(exist_ok=True)
    (private / "a.txt").write_text(PHONE)
    (workspace.content / "link.txt").symlink_to(private / "a.txt")
    (workspace.content / "folder").symlink_to(private)
    assert found_in(workspace.root, names=()) == []
    for named in (private, private / "a.txt", workspace.content / "link.txt", workspace.content / "folder" / "a.txt"):
        assert [type(found).__name__ for _, found in scan_files([named])] == ["BadData"]


def test_the_command_says_file_and_line_and_never_the_number(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "private").mkdir(exist_ok=True)
    (workspace.root / "private" / "names.txt").write_text("张三\n\n", "utf-8")
    (workspace.root / "通知.md").write_text(f"# 通知\n\n{ID}\n联系人张三\n", "utf-8")
    done = guiju("lint", "--privacy", "通知.md")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "通知.md 第3行：身份证号（1****************X）",
        "通知.md 第4行：姓名（张*）",
        "发现 2 处个人信息，请删去或脱敏后再公开",
    ]
    done = guiju("lint", "--privacy", "--json", "通知.md")
    assert json.loads(done.stdout)["findings"][0] == {
        "file": "通知.md", "line": 3, "kind": "身份证号", "shown": "1****************X"
    }  # fmt: skip
    assert ID not in done.stdout + done.stderr


def test_the_command_passes_a_clean_file_and_names_a_missing_one(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "好.md").write_text("电话 025-0000000\n", "utf-8")
    clean, gone, bare = (guiju("lint", "--privacy", *files) for files in (["好.md"], ["没有.md"], []))
    assert (clean.returncode, clean.stdout) == (0, "没有发现个人信息\n")
    assert gone.returncode == 2
    assert "没有.md：没有这个文件" in gone.stderr
    assert bare.returncode == 2
    assert "没有写要查的文件" in bare.stderr
