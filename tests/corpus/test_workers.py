"""One bad file stops nothing: a job that hangs, dies or eats memory is ended, and the others go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guiju.corpus.workers import Done, Stopped, run_each
from tests.conftest import ROOT

MiB = 1024 * 1024


def work(job: str) -> str:
    if job == "hang":
        time.sleep(60)
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "eat":
        return str(len(bytearray(600 * MiB)))
    return job.upper()


@pytest.mark.parametrize("workers", [1, 3])
def test_every_job_has_an_outcome_in_order(workers: int) -> None:
    jobs = ["a", "hang", "b", "die", "c", "eat", *"defgh"]
    outcomes = list(run_each(work, jobs, workers=workers, seconds=1.0, memory=300 * MiB))
    assert [job for job, _ in outcomes] == jobs
    told = {job: outcome for job, outcome in outcomes if isinstance(outcome, Stopped)}
    assert {job: outcome.timed_out for job, outcome in told.items()} == {"hang": True, "die": False, "eat": False}
    assert [outcome.result for _, outcome in outcomes if isinstance(outcome, Done)] == list("ABCDEFGH")


def test_no_process_is_left_when_the_caller_stops_early() -> None:
    running = run_each(pid_of, [1, 2, 3], workers=2, seconds=60, memory=300 * MiB)
    _, outcome = next(running)
    running.close()  # type: ignore[attr-defined]
    assert isinstance(outcome, Done)
    with pytest.raises(ProcessLookupError):
        os.kill(outcome.result, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_process_is_left_when_the_caller_is_killed() -> None:
    code = (
        "import time\nfrom tests.corpus.test_workers import slow_pid\nfrom guiju.corpus.workers import run_each\n"
        "for _, done in run_each(slow_pid, range(9), workers=3, seconds=60, memory=300 * 2**20):\n"
        "    print(done.result, flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout
        pids = {int(caller.stdout.readline()) for _ in range(3)}
        caller.kill()
    began = time.monotonic()
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() - began < 30, "the workers stay on"
        time.sleep(0.05)


def slow_pid(_: int) -> int:
    time.sleep(0.2)
    return os.getpid()


def pid_of(_: int) -> int:
    return os.getpid()


def test_nothing_to_do_starts_nothing() -> None:
    assert list(run_each(work, [], workers=2, seconds=1, memory=MiB)) == []
