"""A piece of work in a process of its own while this one goes on: the shards of the search take as long as all pages."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from guiju.errors import CannotWrite, GuijuError

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Failed:
    """Errors travel between processes as words."""

    cause: str
    remedy: str
    place: str


class Aside(Generic[Result]):
    """Work that has begun. Where processes cannot be split in two it is done when its result is asked for."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._process: Any = None
        if sys.platform.startswith("linux"):
            context = multiprocessing.get_context("fork")
            self._receive, send = context.Pipe(duplex=False)
            self._process = context.Process(target=_do, args=(work, send))
            self._process.start()
            send.close()

    def result(self) -> Result:
        """What came of it. Raises GuijuError, CannotWrite where the process died."""
        if self._process is None:
            return self._work()
        try:
            outcome: Result | _Failed = self._receive.recv()
        except EOFError:
            raise CannotWrite("生成网站的一个进程中途停了", remedy="可能内存不足；请关掉别的程序再试") from None
        finally:
            self._process.join()
        if isinstance(outcome, _Failed):
            raise GuijuError(outcome.cause, remedy=outcome.remedy, place=outcome.place or None)
        return outcome

    def stop(self) -> None:
        """End it, whether or not it is done."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join()


def _do(work: Callable[[], Any], send: Connection) -> None:
    gc.freeze()  # to look whether what came from the parent is garbage would copy every page of its memory
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the process that asked, and that ends this one
    try:
        send.send(work())
    except GuijuError as error:
        send.send(_Failed(error.cause, error.remedy, str(error.place or "")))
    except Exception as error:
        send.send(_Failed(f"程序自身出了问题（{type(error).__name__}：{error}）", "请把这段话发给维护者", ""))
