"""PDF and pictures, with the real LibreOffice: what a clerk gets when one file of many is bad, and what a PDF is set in."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import sleep

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image

from guiju.documents import render
from guiju.documents.embedding import font_findings, fonts_of
from guiju.documents.fonts import FONT_SETS, Face, font_states
from guiju.documents.forms import to_docx
from guiju.documents.markup import parse
from guiju.documents.render import CHUNK, Outcome, convert, find_office, to_pdf, to_png
from guiju.documents.styles import STYLES
from guiju.errors import BadData, CannotWrite, ToolMissing
from guiju.workspace import Workspace
from tests.conftest import FANDOL, Run
from tests.documents.ruler import SAMPLES

office = pytest.mark.office

LIMIT = 15.0
"""Seconds for a file: many times what these need, LibreOffice's start on a busy machine included."""


def paper(path: Path, *paragraphs: str, font: str = "仿宋_GB2312") -> Path:
    """A small docx of these paragraphs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for text in paragraphs:
        run = document.add_paragraph().add_run(text)
        run.font.name = "Times New Roman"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # type: ignore[union-attr]
    document.save(str(path))
    return path


def with_part(source: Path, name: str, change: tuple[bytes, bytes]) -> None:
    """The docx with bytes of a part changed."""
    with zipfile.ZipFile(source) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    assert change[0] in parts[name]
    parts[name] = parts[name].replace(*change)
    with zipfile.ZipFile(source, "w") as package:
        for n, data in parts.items():
            package.writestr(n, data)


def stuck(path: Path) -> Path:
    """A docx that LibreOffice waits at for ever: its picture is linked, and the link leads to a pipe nobody writes to.

    What an office meets is the same with a picture on a network drive that is gone.
    """
    pipe = path.with_suffix(".png")
    os.mkfifo(pipe)
    image, document = io.BytesIO(), docx.Document()
    Image.new("RGB", (9, 9)).save(image, "PNG")
    document.add_picture(image)
    document.save(str(path))
    outside = f'Target="{pipe.as_uri()}" TargetMode="External"'.encode()
    with_part(path, "word/_rels/document.xml.rels", (b'Target="media/image1.png"', outside))
    with_part(path, "word/document.xml", (b"r:embed=", b"r:link="))
    return path


def broken(path: Path) -> Path:
    """A docx whose package is in order and whose text is not."""
    paper(path, "坏了的")
    with_part(path, "word/document.xml", (b"</w:body>", b""))
    return path


def text_of(pdf: Path | None) -> str:
    """All the text of a PDF, without blanks."""
    assert pdf is not None
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pages))


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose `temp` is where temporary files go. Afterwards nothing is left there, and no process at work there."""
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    yield tmp_path
    for _ in range(100):  # what is killed takes a moment to go
        if not at_work(temp):
            break
        sleep(0.05)
    assert at_work(temp) == {}
    assert list(temp.iterdir()) == []


def at_work(folder: Path) -> dict[int, str]:
    """Processes that were started with a path in this folder; Linux only."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue  # it has just ended
        if str(folder) in command:
            found[int(process.name)] = command
    return found


@office
def test_one_file_that_hangs_or_is_broken_stops_no_other(rooms: Path, office_cache: Path) -> None:
    (rooms / "假的.docx").write_text("只是文字", "utf-8")
    sources = [
        paper(rooms / "甲" / "通知.docx", "甲处的通知"),
        rooms / "假的.docx",
        broken(rooms / "坏的.docx"),
        paper(rooms / "乙" / "通知.docx", "乙处的通知"),
        stuck(rooms / "卡住的.docx"),
        paper(rooms / "最后.docx", "最后一份"),
    ]
    outcomes = list(convert(sources, rooms / "out", office_cache, seconds=LIMIT))
    assert [outcome.source for outcome in outcomes] == sources
    assert [outcome.pdf and outcome.pdf.name for outcome in outcomes] == [
        "通知.pdf", None, None, "通知-2.pdf", None, "最后.pdf",
    ]  # fmt: skip
    assert [text_of(outcomes[n].pdf) for n in (0, 3, 5)] == ["甲处的通知", "乙处的通知", "最后一份"]
    assert sorted(path.name for path in (rooms / "out").iterdir()) == ["最后.pdf", "通知-2.pdf", "通知.pdf"]
    fake, bad, hung = (str(outcomes[n].error) for n in (1, 2, 4))
    assert "假的.docx：这不是 docx 文件" in fake
    assert "坏的.docx：LibreOffice 没有转成这个文件" in bad
    assert "卡住的.docx：用时 15 秒，LibreOffice 没有转完" in hung
    assert all("请" in error for error in (fake, bad, hung))


@office
def test_where_libreoffice_dies_the_file_it_was_at_is_named_and_the_rest_is_made(
    rooms: Path, office_cache: Path
) -> None:
    sources = [paper(rooms / "一.docx", "一"), stuck(rooms / "二.docx"), paper(rooms / "三.docx", "三")]
    outcomes = convert(sources, rooms / "out", office_cache)
    assert next(outcomes).pdf
    killed = [id for id, command in at_work(rooms / "temp").items() if "soffice.bin" in command]
    assert killed
    for id in killed:
        os.kill(id, signal.SIGKILL)
    second, third = outcomes
    assert isinstance(second.error, ToolMissing)
    assert "二.docx：LibreOffice 转到这个文件时意外退出" in str(second.error)
    assert text_of(third.pdf) == "三"


@office
def test_who_stops_waiting_leaves_no_libreoffice_behind(rooms: Path, office_cache: Path) -> None:
    outcomes = convert([paper(rooms / "一.docx", "一"), stuck(rooms / "二.docx")], rooms / "out", office_cache)
    assert next(outcomes).pdf
    assert at_work(rooms / "temp")
    outcomes.close()  # type: ignore[attr-defined]  # the rest is seen to by `rooms`


def test_a_libreoffice_that_never_works_is_tried_three_times(rooms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = rooms / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho . >> '{rooms}/starts'\nexit 77\n", "utf-8")
    program.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    sources = [paper(rooms / f"{n}.docx", "文") for n in range(5)]
    errors = [str(outcome.error) for outcome in convert(sources, rooms / "out", rooms / "cache")]
    assert ["意外退出" in error for error in errors] == [True, True, True, False, False]
    assert all("连续启动 3 次都没有转成" in error and "guiju doctor" in error for error in errors[3:])
    assert (rooms / "starts").read_text("ascii").split() == ["."] * 3
    assert not (rooms / "out").exists()


def test_without_libreoffice_it_says_so_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if find_office():
        pytest.skip("macOS 上 LibreOffice 不靠 PATH 也找得到")
    with pytest.raises(ToolMissing, match="没有找到 LibreOffice") as refusal:
        convert([paper(tmp_path / "甲.docx", "甲")], tmp_path, tmp_path / "cache")
    assert "安装 LibreOffice" in refusal.value.remedy


@office
def test_names_that_a_command_would_stumble_over(rooms: Path, office_cache: Path) -> None:
    names = ["-env：甲.docx", "--help.docx", "甲 乙%20#?&'\".docx", "A.docx", f"{'长' * 70}.docx", "行\n行.docx"]
    sources = [paper(rooms / name, f"第{n}份") for n, name in enumerate(names)]
    sources.append(paper(rooms / "另外" / "a.DOCX", "第6份"))
    made = to_pdf(sources, rooms / "out", office_cache)
    assert [text_of(pdf) for pdf in made] == [f"第{n}份" for n in range(7)]
    assert [pdf.stem for pdf in made] == [*(source.stem for source in sources[:-1]), "a-2"]


@office
def test_a_long_list_goes_to_several_processes(
    rooms: Path, office_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CHUNK * len("0000.docx ") < 32_767, "a command line on Windows is no longer"
    monkeypatch.setattr(render, "CHUNK", 2)
    sources = [paper(rooms / f"{n}.docx", f"第{n}份") for n in range(5)]
    assert [text_of(pdf) for pdf in to_pdf(sources, rooms / "out", office_cache)] == [f"第{n}份" for n in range(5)]


@office
def test_what_cannot_be_written_is_told_and_what_stood_there_stands(rooms: Path, office_cache: Path) -> None:
    (rooms / "out" / "乙.pdf").mkdir(parents=True)
    (rooms / "out" / "乙.pdf" / "旧").touch()
    (rooms / "out" / "甲.pdf").write_bytes(b"old")
    sources = [paper(rooms / "乙.docx", "乙"), paper(rooms / "甲.docx", "甲")]
    refused, made = convert(sources, rooms / "out", office_cache)
    assert isinstance(refused.error, CannotWrite)
    assert "乙.pdf" in str(refused.error)
    assert text_of(made.pdf) == "甲"
    assert sorted(path.name for path in (rooms / "out").rglob("*")) == ["乙.pdf", "旧", "甲.pdf"]


def test_what_is_no_docx_is_refused_before_libreoffice_sees_it(rooms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe would be waited for, plain text converted as a letter of one line, an xlsx as a table of nothing."""
    program = rooms / "bin" / "soffice"
    program.parent.mkdir()
    program.symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(program.parent))
    os.mkfifo(rooms / "管道.docx")
    (rooms / "文件夹.docx").mkdir()
    (rooms / "空的.docx").touch()
    with zipfile.ZipFile(rooms / "表格.docx", "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    causes = {
        "管道.docx": "不是普通文件",
        "文件夹.docx": "不是普通文件",
        "空的.docx": "不是 docx",
        "表格.docx": "不是 docx",
        "没有的.docx": "没有这个文件",
    }
    outcomes = list(convert([rooms / name for name in causes], rooms / "out", rooms / "cache"))
    for outcome, (name, cause) in zip(outcomes, causes.items(), strict=True):
        assert isinstance(outcome.error, BadData)
        assert f"{name}：" in str(outcome.error)
        assert cause in outcome.error.cause
        assert outcome == Outcome(outcome.source, None, outcome.error)


@office
def test_one_bad_file_among_those_wanted_all_is_an_error(rooms: Path, office_cache: Path) -> None:
    with pytest.raises(BadData, match="没有这个文件"):
        to_pdf([rooms / "没有.docx"], rooms / "out", office_cache)


@office
def test_every_page_has_a_picture_of_its_paper(tmp_path: Path, office_cache: Path) -> None:
    source = tmp_path / "通知.docx"
    source.write_bytes(to_docx(parse((SAMPLES / "notice.md").read_text("utf-8"), "x")))
    pdf = to_pdf([source], tmp_path, office_cache)[0]
    pictures = to_png(pdf, tmp_path, dpi=72)
    assert [path.name for path in pictures] == [f"通知-{n}.png" for n in range(1, len(pypdfium2.PdfDocument(pdf)) + 1)]
    for path in pictures:
        with Image.open(path) as picture:
            assert (picture.width, picture.height) == pytest.approx((595, 842), abs=1)


@office
@pytest.mark.parametrize("name", FONT_SETS)
def test_a_notice_in_any_font_set_is_set_in_its_fonts_or_their_stand_ins(
    name: str, tmp_path: Path, office_cache: Path
) -> None:
    source = tmp_path / "通知.docx"
    text = (SAMPLES / "notice.md").read_text("utf-8")
    source.write_bytes(to_docx(parse(text, "x"), replace(STYLES["word"], fonts=FONT_SETS[name])))
    pdf = to_pdf([source], tmp_path, office_cache)[0]
    assert font_findings(pdf, office_cache) == []
    assert len({font.partition("-")[0] for font in fonts_of(pdf)}) >= 5, "body, three headings, Latin, page number"


@office
@pytest.mark.parametrize(
    ("text", "named"),
    [("王喆、李堃、朱镕、毕昇", "“喆、堃、镕、昇”"), ("𠮷田", "“𠮷”")],
)
def test_a_name_that_the_font_lacks_is_told(text: str, named: str, tmp_path: Path, office_cache: Path) -> None:
    pdf = to_pdf([paper(tmp_path / "名单.docx", text, "各处室")], tmp_path, office_cache)[0]
    told = font_findings(pdf, office_cache)
    assert len(told) == 1
    assert told[0].startswith(f"{named}没有用上公文字体，PDF 里用的是 ")
    assert "请核对字形" in told[0]


@office
def test_a_font_that_is_none_of_a_document_is_told_with_what_is_set_in_it(tmp_path: Path, office_cache: Path) -> None:
    words = "机关纪委依照章程开展监督执纪问责工作"
    pdf = to_pdf([paper(tmp_path / "甲.docx", words, font="没有的字体")], tmp_path, office_cache)[0]
    assert (
        "“机、关、纪、委、依、照、章、程、开、展、监、督”等 17 个字没有用上公文字体"
        in font_findings(pdf, office_cache)[0]
    )


def test_a_font_that_a_pdf_does_not_carry_is_told(tmp_path: Path) -> None:
    """A PDF from elsewhere: its text names a font and does not carry it."""
    content = b"BT /F1 12 Tf 72 700 Td (Notice) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+FangSong/Encoding/WinAnsiEncoding>>",
    ]
    data = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    pdf = tmp_path / "外来.pdf"
    pdf.write_bytes(data + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n")
    assert fonts_of(pdf) == {"FangSong"}
    assert "字体 FangSong 没有嵌入 PDF" in font_findings(pdf, tmp_path / "cache")[0]


@office
def test_a_box_to_tick_is_no_finding(tmp_path: Path, office_cache: Path) -> None:
    pdf = to_pdf([paper(tmp_path / "回执.docx", "☐参加　☐不参加　✓")], tmp_path, office_cache)[0]
    assert "☐" in text_of(pdf)
    assert font_findings(pdf, office_cache) == []


def test_the_font_sets_name_a_font_for_every_role() -> None:
    assert list(FONT_SETS) == ["gb2312", "gbk", "windows"]
    for face in Face:
        assert FONT_SETS["gb2312"].family(face) == face.family
        assert FONT_SETS["gbk"].family(face).endswith("_GBK")
        assert FONT_SETS["windows"].family(face) in {"仿宋", "楷体", "黑体", "宋体"}
    assert Face.TITLE in FONT_SETS["windows"].bold, "Windows has no 小标宋; 宋体 stands for it in bold"
    known = {state.family for state in font_states()}
    assert {fonts.family(face) for fonts in FONT_SETS.values() for face in Face} <= known


@pytest.fixture
def licensed(workspace: Workspace) -> Workspace:
    """An office that put a font named 仿宋_GB2312 into its folder (here: Fandol under that name)."""
    free = FANDOL / "FandolFang-Regular.otf"
    if not free.is_file() or not shutil.which("fc-scan"):
        pytest.skip("没有 Fandol 字体或 fontconfig")
    folder = workspace.cache / "fonts"
    folder.mkdir(parents=True)
    name = "FandolFang".encode("utf-16-be"), "仿宋_GB2312 ".encode("utf-16-be")
    (folder / "simfang.otf").write_bytes(free.read_bytes().replace(*name))
    return workspace


def test_a_real_font_stands_in_for_its_kin(licensed: Workspace) -> None:
    states = {state.family: state for state in font_states(licensed.cache / "fonts")}
    assert states["仿宋_GB2312"].installed
    for family in ("仿宋", "方正仿宋_GBK"):
        assert states[family].installed or states[family].stand_in == "仿宋_GB2312"


def test_doctor_says_what_is_printed_for_each_role(guiju: Run, licensed: Workspace) -> None:
    said = guiju("doctor").stdout
    assert "docx 里写的总是正式字体的名称" in said
    lines = dict(re.findall(r"^ {4}(标题|正文|一级标题|二级标题|页码)：(.+)$", said, re.M))
    assert len(lines) == 5
    assert lines["正文"].startswith("仿宋_GB2312，已安装") or lines["正文"].startswith("仿宋_GB2312、")
    assert all("已安装" in line or "代替" in line for line in lines.values())


@office
def test_doctor_says_which_libreoffice(guiju: Run) -> None:
    program = find_office()
    if program is None:
        pytest.skip("没有 LibreOffice")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    assert f"LibreOffice：{version}，{program}" in guiju("doctor").stdout
