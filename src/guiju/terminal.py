"""What every command says and shows in a terminal: progress, JSON, hints, and errors in plain Chinese."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from guiju.errors import GuijuError
from guiju.usage import usage_sentence
from guiju.writing import cause_of

T = TypeVar("T")

USAGE_ERROR = 2
PROGRAM_ERROR = 70


def expanded(files: Iterable[Path]) -> Iterator[Path]:
    """The files that patterns stand for where the shell has not expanded them (Windows, quoted patterns)."""
    for file in files:
        root = Path(file.anchor)
        yield from [file] if file.exists() else sorted(root.glob(str(file.relative_to(root)))) or [file]


def say_waiting() -> None:
    """Tell that another process is at it."""
    click.echo("另一个程序正在建索引，等它完成…", err=True)


@contextmanager
def reported(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told how many of how many are done; a progress bar on a terminal, nothing when piped."""
    shown: list[Any] = []

    def report(done: int, total: int) -> None:
        if sys.stderr.isatty():
            if not shown:
                shown.append(click.progressbar(length=total, label=label, file=sys.stderr))
                shown[0].__enter__()
            shown[0].update(done - shown[0].pos)

    try:
        yield report
    finally:
        for bar in shown:
            bar.__exit__(None, None, None)


@contextmanager
def watched(items: Iterator[T], count: int, label: str = "导入") -> Iterator[Iterable[T]]:
    """The items with a progress bar on the terminal where there are many; no bar in a pipe."""
    if count < 2 or not sys.stderr.isatty():
        yield items
        return
    with click.progressbar(items, length=count, label=label, file=sys.stderr) as bar:
        yield bar


def show_json(value: object) -> None:
    """Print for scripts: UTF-8, keys in the order of the documentation."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def mention(path: Path, told: Iterable[str]) -> None:
    """Tell what a person should look at in a file that was made."""
    for said in told:
        click.echo(f"提示：{path.stem}：{said}", err=True)


def complain(error: GuijuError) -> None:
    """Print an error for a person."""
    click.echo(f"错误：{error}", err=True)


def leave(code: int) -> None:
    """End with an exit code."""
    if code:
        sys.exit(code)


def guarded(run: Callable[[], object]) -> int:
    """Do it; every expected error becomes one Chinese message. Returns the exit code."""
    try:
        result = run()
    except GuijuError as error:
        complain(error)
        return error.exit_code
    except click.UsageError as error:
        click.echo(f"错误：{usage_sentence(error)}", err=True)
        return USAGE_ERROR
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断，没有完成的部分不会留下", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        click.echo(f"错误：{where}{cause_of(error)}。请检查文件夹的权限和磁盘空间后再试。", err=True)
        return USAGE_ERROR
    except Exception as error:
        if os.environ.get("GUIJU_DEBUG"):
            raise
        click.echo(
            f"错误：程序自身出了问题（{type(error).__name__}：{error}）。已有的文件没有变动；"
            "请设置环境变量 GUIJU_DEBUG=1 再运行一次，把显示的内容发给维护者。",
            err=True,
        )
        return PROGRAM_ERROR
    return result if isinstance(result, int) else 0
