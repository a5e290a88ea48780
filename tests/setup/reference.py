"""The reference of all commands, out of their own help, and of all findings. Run as a program it writes both pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from guiju.cli import guiju
from guiju.corpus.findings import CODES, UNREADABLE, Severity


def reference() -> str:
    """The page."""
    parts = ["# 命令一览", "这一页由各命令的 --help 生成，改了命令请运行 `make reference`。"]
    for name, command in guiju.commands.items():
        context = click.Context(command, info_name=f"guiju {name}", max_content_width=100)
        parts += [f"## guiju {name}", f"```\n{command.get_help(context).rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"


_WEIGHTS = {
    Severity.ERROR: "错误：文本不可靠，不存入，`--accept` 也不放行。",
    Severity.WARNING: "疑点：要人看一眼。对照官方文本，确认无误的，加上 `--accept` 存入；接受了哪些，记在文件头的 `accepted` 里。",
    Severity.NOTE: "说明：程序做了什么，不用处理。",
}


def findings_reference() -> str:
    """The page of everything that an import can have to say."""
    parts = [
        "# 导入时的发现",
        "这一页由程序里的表生成，改了表请运行 `make reference`。代码供查阅，也是 `--json` 里的 `code`。",
    ]
    for severity, said in _WEIGHTS.items():
        rows = [(key, code.title, code.remedy) for key, code in CODES.items() if code.severity is severity]
        parts += [f"## {severity.label}", said, _table(("代码", "是什么", "怎么办"), rows)]
    parts += [
        "## 读不出来、存不进去",
        "文件本身的问题，提示里写明原因和办法。",
        _table(("代码", "是什么"), list(UNREADABLE.items())),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *((f"`{row[0]}`", *row[1:]) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    docs = Path(__file__).parents[2] / "docs"
    (docs / "commands.md").write_text(reference(), encoding="utf-8")
    (docs / "findings.md").write_text(findings_reference(), encoding="utf-8")
