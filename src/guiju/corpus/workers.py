"""A function over many jobs in processes of their own, each with a limit of time and memory: one bad file stops nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What a job gave."""

    result: Result


@dataclass(frozen=True, slots=True)
class Stopped:
    """A job that was ended: it took longer than the limit, or its process died."""

    timed_out: bool


@dataclass
class _Worker:
    """A process, the pipe to it, and the job it is at."""

    process: Any
    pipe: Connection
    job: int | None = None
    deadline: float = field(default=0.0)


def run_each(
    function: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int, seconds: float, memory: int
) -> Iterator[tuple[Job, Done[Result] | Stopped]]:
    """Every job with its outcome, in the order of the jobs. `memory` limits the private bytes of a process,
    beside those that are this one's.

    The function and its results travel between processes, and so must be picklable; it must not raise.
    """
    context = multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")
    pool: list[_Worker] = []
    ready: dict[int, Done[Result] | Stopped] = {}
    given = shown = 0
    try:
        while shown < len(jobs):
            while given < len(jobs) and given < shown + 4 * workers:
                worker = _idle(pool) or (_start(context, function, memory, pool) if len(pool) < workers else None)
                if worker is None:
                    break
                _give(worker, given, jobs[given], seconds)
                given += 1
            _collect(pool, ready)
            while shown in ready:
                yield jobs[shown], ready.pop(shown)
                shown += 1
    finally:
        for worker in pool:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()


def _idle(pool: list[_Worker]) -> _Worker | None:
    return next((worker for worker in pool if worker.job is None), None)


def _start(context: Any, function: Callable[[Any], Any], memory: int, pool: list[_Worker]) -> _Worker:
    ours, theirs = context.Pipe()
    # A forked process has a copy of our end of every pipe; unless it closes them it would never learn that we are gone.
    copies = (ours, *(worker.pipe for worker in pool)) if context.get_start_method() == "fork" else ()
    process = context.Process(target=_work, args=(theirs, copies, function, memory), daemon=True)
    process.start()
    theirs.close()
    worker = _Worker(process, ours)
    pool.append(worker)
    return worker


def _give(worker: _Worker, number: int, job: object, seconds: float) -> None:
    worker.job, worker.deadline = number, monotonic() + seconds
    worker.pipe.send(job)


def _collect(pool: list[_Worker], ready: dict[int, Any]) -> None:
    """Wait until a worker answers or a limit is reached; what was ended leaves the pool."""
    busy = [worker for worker in pool if worker.job is not None]
    nearest = min(worker.deadline for worker in busy)
    wait([worker.pipe for worker in busy], timeout=max(0.0, nearest - monotonic()))
    for worker in busy:
        outcome = _answer(worker)
        if outcome is None:
            continue
        assert worker.job is not None
        ready[worker.job] = outcome
        worker.job = None
        if isinstance(outcome, Done):
            continue
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        pool.remove(worker)


def _answer(worker: _Worker) -> Done[Any] | Stopped | None:
    """What a worker has to say; None where it is still at work within its limit."""
    if worker.pipe.poll():
        try:
            return Done(worker.pipe.recv())
        except (EOFError, OSError):
            return Stopped(timed_out=False)
    return Stopped(timed_out=True) if monotonic() >= worker.deadline else None


def _work(pipe: Connection, copies: Sequence[Connection], function: Callable[[Any], Any], memory: int) -> None:
    """The life of a worker: a job, its result, the next, until the pipe is closed or memory runs out."""
    for copy in copies:
        copy.close()
    _limit(memory)
    gc.freeze()  # to look whether what came from the parent is garbage would copy every page of its memory
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            result = function(job)
        except MemoryError:
            os._exit(1)
        try:
            pipe.send(result)
        except OSError:  # whoever asked is gone
            return


def _limit(memory: int) -> None:
    """Bound the private memory of this process, beside what it got from its parent, where the system can."""
    if os.name != "posix":
        return
    import resource

    memory += _private()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    except (ValueError, OSError):
        return


def _private() -> int:
    """The bytes of private memory that a limit counts; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
