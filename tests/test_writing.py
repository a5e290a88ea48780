from __future__ import annotations

from pathlib import Path

import pytest

from guiju.errors import CannotWrite
from guiju.writing import write_all, write_text


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
