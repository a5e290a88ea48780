"""A killed process and a full disk: what stood there before still stands, and the next try works."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guiju.corpus.versionfile import read_version
from guiju.workspace import Workspace
from guiju.writing import HALF
from tests.conftest import CORPUS, ROOT, SOAK, Run, party
from tests.corpus.files import GOOD, stored_files

KILLS = 100 if SOAK else 6


def kill_somewhere(words: list[str], cwd: Path, longest: float, chance: random.Random) -> None:
    """Start the command and kill it, without warning, at a random moment."""
    command = [str(Path(sys.executable).with_name("guiju")), *words]
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.02, longest))
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_killed_while_indexing_a_search_still_answers(guiju: Run, workspace: Workspace) -> None:
    def found() -> list[str]:
        return [hit["ref"] for hit in json.loads(guiju("search", "初步核实", "--json").stdout)["hits"]]

    guiju("index")
    before = found()
    page = workspace.content / "faq.yml"
    chance = random.Random(20261124)
    for turn in range(KILLS):
        if turn % 2:
            page.write_text(page.read_text("utf-8") + f"# {turn}\n", "utf-8")
        kill_somewhere(["index", "--full"] if turn % 4 < 2 else ["index"], workspace.root, 1.2, chance)
        assert found() == before
    assert guiju("index", "--full").stdout.split("共")[1] == furnished_index(guiju, workspace)
    assert len(list(workspace.cache.glob("index-*"))) == 1


def furnished_index(guiju: Run, workspace: Workspace) -> str:
    """What an index that nobody disturbed says of itself."""
    shutil.rmtree(workspace.cache)
    return guiju("index").stdout.split("共")[1]


@pytest.mark.corpus
def test_killed_while_importing_the_file_is_the_old_or_the_new(guiju: Run, workspace: Workspace) -> None:
    path = workspace.regulations / "dangzhang" / "2022-10-22.md"
    old = path.read_bytes()
    chance = random.Random(20261124)
    seen = set()
    for _ in range(KILLS):
        path.write_bytes(old)
        kill_somewhere(["import", str(party("dangzhang"))], workspace.root, 0.6, chance)
        seen.add(read_version(path).meta.text)
        assert guiju("lint").returncode == 0
    assert seen
    assert guiju("import", party("dangzhang")).returncode == 0


FOLDER_KILLS = 50 if SOAK else 5


@pytest.mark.corpus
def test_killed_while_importing_a_folder_every_stored_file_is_whole_and_the_rerun_completes(
    guiju: Run, workspace: Workspace, tmp_path: Path
) -> None:
    originals = sorted((CORPUS / "flk").glob("*.docx"))
    folder = tmp_path / "下载"
    folder.mkdir()
    for path in originals if SOAK else originals[:30]:
        shutil.copy(path, folder)
    words = ["import", str(folder), "--accept"]
    shipped = len(stored_files(workspace))
    whole = guiju(*words)
    expected = stored_files(workspace)
    chance = random.Random(20261124)
    counts = []
    for _ in range(FOLDER_KILLS):
        clear(workspace)
        kill_at(words, workspace, chance.randrange(shipped, len(expected)), chance)
        stored = stored_files(workspace)
        counts.append(len(stored))
        # Whole: what was stored is, byte for byte, what an undisturbed run stores. What the kill left half-written is
        # hidden, is never read, and is gone after the next run.
        assert {path: data for path, data in stored.items() if not path.endswith(HALF)}.items() <= expected.items()
        assert "没有发现问题" in guiju("lint").stdout
    assert len(set(counts)) > 2, "the kills did not fall into the run"
    again = guiju(*words)
    assert stored_files(workspace) == expected
    assert again.stdout.splitlines()[-1].split("没有存入")[1] == whole.stdout.splitlines()[-1].split("没有存入")[1]


def kill_at(words: list[str], workspace: Workspace, count: int, chance: random.Random) -> None:
    """Start the command and kill it, without warning, soon after the folder holds so many files."""
    command = [str(Path(sys.executable).with_name("guiju")), *words]
    process = subprocess.Popen(command, cwd=workspace.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and sum(1 for _ in workspace.regulations.glob("*/*")) < count:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.02))
    process.send_signal(signal.SIGKILL)
    process.wait()


def clear(workspace: Workspace) -> None:
    """Remove what a run stored; the note of what was stored stays, as after a real loss of files."""
    shipped = {path.name for path in (ROOT / "regulations").iterdir()}
    for path in workspace.regulations.iterdir():
        if path.name not in shipped:
            shutil.rmtree(path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB that is nearly full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("这里不能挂载小磁盘：磁盘写满的测试没有运行")
    (disk / "占满").write_bytes(b"x" * 60_000)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("kind", ["festival-reminder", "handout"])
def test_a_full_disk_is_named_and_nothing_half_written_stays(guiju: Run, small_disk: Path, kind: str) -> None:
    done = guiju("make", kind, ROOT / "generators" / kind / "example.yml", "-o", small_disk)
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr
    assert [path.name for path in small_disk.iterdir()] == ["占满"]


def test_a_full_disk_while_importing_names_it_and_leaves_the_other_files_whole(
    guiju: Run, workspace: Workspace
) -> None:
    disk = workspace.regulations / "jia-shi-jiguan-huiyi-banfa"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(disk)]
    if subprocess.run(mounted, capture_output=True).returncode:
        pytest.skip("这里不能挂载小磁盘：磁盘写满的测试没有运行")
    try:
        (disk / "占满").write_bytes(b"x" * 4096)
        folder = workspace.root / "下载"
        folder.mkdir()
        (folder / "甲.txt").write_text(GOOD, "utf-8")
        (folder / "乙.txt").write_text(GOOD.replace("会议", "公文"), "utf-8")
        done = guiju("import", folder)
        assert (done.returncode, "磁盘已满" in done.stderr) == (2, True)
        assert [path.name for path in disk.iterdir()] == ["占满"]
        assert "存入 1，没有变化 0，没有存入 1" in done.stdout
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert guiju("lint").returncode == 0
    assert "存入 1，没有变化 1，没有存入 0" in guiju("import", folder).stdout
