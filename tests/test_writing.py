from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guiju.errors import CannotWrite
from guiju.writing import HALF, write_all, write_text


def test_a_file_is_put_in_place_with_its_folders(tmp_path: Path) -> None:
    write_text(tmp_path / "甲" / "乙.md", "内容\n")
    assert (tmp_path / "甲" / "乙.md").read_bytes() == "内容\n".encode()


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("挡路")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CannotWrite, match=r"不是文件夹|没有权限|同名") as refusal:
        write_all({tmp_path / "甲.docx": b"1", tmp_path / "文件" / "乙.html": b"2"})
    assert refusal.value.remedy
    assert sorted(tmp_path.rglob("*")) == before


def test_what_stood_there_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "甲.md"
    write_text(path, "旧的一份，很长很长")
    write_text(path, "新")
    assert path.read_text("utf-8") == "新"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_half_written_goes_with_the_next_write(tmp_path: Path) -> None:
    (tmp_path / f".甲.md.1{HALF}").write_text("半", "utf-8")
    (tmp_path / ".别的").write_text("留", "utf-8")
    write_text(tmp_path / "乙.md", "新")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".别的", "乙.md"]


def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    half = tmp_path / f".甲.md.1{HALF}"
    code = f"import fcntl,time; f=open({str(half)!r},'wb'); fcntl.flock(f, 2); print('x', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        write_text(tmp_path / "乙.md", "新")
        other.kill()
    assert half.exists()
