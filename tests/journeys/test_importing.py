"""Importing as typed: one file, a folder, a pattern, a zip, several regulations in one file; what is told, and what is not redone."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from guiju.workspace import Workspace
from tests.conftest import Run
from tests.corpus.files import GOOD, stored_files, word_text, zipped

OTHER = GOOD.replace("会议", "公文")
DOUBTFUL = GOOD.replace("会议", "差旅").replace("规范", "规范“")
BROKEN = GOOD.replace("会议", "接待").replace("第三条", "第五条")


@pytest.fixture
def downloads(workspace: Workspace) -> Path:
    """A folder as a clerk has it after an afternoon on official sites."""
    folder = workspace.root / "下载"
    (folder / "二月").mkdir(parents=True)
    (folder / "甲.docx").write_bytes(word_text(GOOD))
    (folder / "乙.txt").write_bytes(OTHER.encode("gb18030"))
    (folder / "二月" / "丙.md").write_text(DOUBTFUL, "utf-8")
    (folder / "二月" / "丁.txt").write_text(BROKEN, "utf-8")
    (folder / "二月" / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "说明.xlsx").write_bytes(b"PK")
    return folder


def test_a_folder_comes_in_each_file_whole_or_not_at_all(guiju: Run, workspace: Workspace, downloads: Path) -> None:
    done = guiju("import", "下载")
    assert done.returncode == 2
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [(row[0], row[-1]) for row in rows[1:-1]] == [
        ("存入", "乙.txt"),
        ("拒绝", "丁.txt"),
        ("拒绝", "丙.md"),
        ("拒绝", "旧.doc"),
        ("存入", "甲.docx"),
    ]
    assert rows[-1] == ["共", "5", "部：存入", "2，没有变化", "0，没有存入", "3"]
    assert len(done.stderr.strip().splitlines()) == 3
    for words in ("条号不连续", "不成对", "另存为 docx"):
        assert words in done.stderr
    assert guiju("lint").returncode == 0


def test_what_was_stored_is_not_read_again_and_what_was_accepted_comes_in(
    guiju: Run, workspace: Workspace, downloads: Path
) -> None:
    guiju("import", "下载")
    before = stored_files(workspace)
    again = guiju("import", "下载").stdout
    assert again.count("上次已存") == 2
    assert stored_files(workspace) == before
    (downloads / "乙.txt").write_bytes(OTHER.replace("4月1日", "5月1日").encode("gb18030"))
    accepted = guiju("import", "下载", "--accept").stdout
    assert "存入 2，没有变化 1，没有存入 2" in accepted
    next(workspace.regulations.glob("*/2020-05-01.md")).unlink()
    assert "存入 1，没有变化 2" in guiju("import", "下载", "--accept").stdout, "a lost file is stored again"


def test_two_files_that_give_one_version_in_different_words_are_told_whatever_is_accepted(
    guiju: Run, workspace: Workspace
) -> None:
    folder = workspace.root / "下载"
    folder.mkdir()
    (folder / "一.txt").write_text(GOOD, "utf-8")
    (folder / "二.txt").write_text(GOOD.replace("记录", "纪要"), "utf-8")
    for _ in range(2):
        done = guiju("import", "下载", "--accept")
        assert done.returncode == 2
        assert "二.txt：这次导入里还有一份同一版本的文本，文字不同" in done.stderr
        assert "记录" in next(workspace.regulations.glob("*/2020-04-01.md")).read_text("utf-8")


def test_a_zip_and_a_pattern_stand_for_their_files(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "包.zip").write_bytes(zipped({"一/甲.txt": GOOD.encode(), "说明.exe": b"MZ"}))
    done = guiju("import", "包.zip")
    assert (done.returncode, "《甲市机关会议办法》" in done.stdout) == (0, True)
    (workspace.root / "丙.txt").write_text(OTHER, "utf-8")
    for pattern in ("*.txt", str(workspace.root / "丙*")):
        assert "《甲市机关公文办法》" in guiju("import", pattern).stdout


def test_several_regulations_in_one_file_are_split_on_request(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "汇编.txt").write_text(GOOD + "\n" + OTHER, "utf-8")
    refused = guiju("import", "汇编.txt")
    assert (refused.returncode, "--split" in refused.stderr) == (2, True)
    assert "--split" not in guiju("import", "汇编.txt", "--split", "--id", "x").stdout
    done = guiju("import", "汇编.txt", "--split", "--json")
    assert [row["title"] for row in json.loads(done.stdout)["imported"]] == ["甲市机关会议办法", "甲市机关公文办法"]


def test_a_dry_run_shows_the_tree_and_every_finding_and_stores_nothing(guiju: Run, workspace: Workspace) -> None:
    before = stored_files(workspace)
    (workspace.root / "丙.txt").write_text(DOUBTFUL, "utf-8")
    done = guiju("import", "丙.txt", "--dry-run")
    assert (done.returncode, done.stderr) == (2, "")
    for words in ("第一章 总则（第一条至第二条）", "疑点 unbalanced_marks　第4行", "加上 --accept", "不会存入"):
        assert words in done.stdout
    accepted = guiju("import", "丙.txt", "--dry-run", "--accept")
    assert (accepted.returncode, "（这次没有存）" in accepted.stdout) == (0, True)
    assert stored_files(workspace) == before


def test_what_was_accepted_is_kept_with_the_text(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "丙.txt").write_text(DOUBTFUL, "utf-8")
    assert guiju("import", "丙.txt", "--accept").returncode == 0
    assert "accepted:" in next(workspace.regulations.glob("*/2020-04-01.md")).read_text("utf-8")
    assert "unbalanced_marks" in next(workspace.regulations.glob("*/2020-04-01.md")).read_text("utf-8")


def test_findings_for_programs(guiju: Run, workspace: Workspace) -> None:
    (workspace.root / "丁.txt").write_text(BROKEN, "utf-8")
    done = guiju("import", "丁.txt", "--json")
    (row,) = json.loads(done.stdout)["failed"]
    (finding,) = [f for f in row["findings"] if f["severity"] == "error"]
    assert (done.returncode, row["code"], finding["code"], finding["line"]) == (2, "article_gap", "article_gap", 9)
    assert finding["excerpt"].startswith("第五条")
    assert "对照官方" in finding["remedy"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["空"], "文件夹里没有能导入的文件"),
        (["空/*.docx"], "没有这个文件"),
        (["甲.txt", "乙.txt", "--id", "x"], "请逐个导入"),
        (["甲.txt", "--jobs", "0"], "--jobs"),
    ],
)
def test_what_cannot_be_imported_gives_one_line(guiju: Run, workspace: Workspace, words: list[str], said: str) -> None:
    (workspace.root / "空").mkdir()
    for name in ("甲.txt", "乙.txt"):
        (workspace.root / name).write_text(GOOD, "utf-8")
    done = guiju("import", *words)
    assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (2, "", 1)
    assert said in done.stderr


def test_many_files_show_a_progress_bar_on_a_terminal_and_none_in_a_pipe(
    guiju: Run, workspace: Workspace, downloads: Path
) -> None:
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).with_name("guiju")), "import", "下载"]
    with subprocess.Popen(command, cwd=workspace.root, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        try:
            while chunk := os.read(ours, 4096):
                seen += chunk
        except OSError:  # the terminal closes with the process
            pass
        assert process.wait() == 2
    os.close(ours)
    assert "导入" in seen.decode()
    assert "100%" in seen.decode()
    assert "%" not in guiju("import", "下载").stderr
