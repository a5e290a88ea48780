"""The reference of all commands, out of their own help. Run as a program it writes docs/commands.md."""

from __future__ import annotations

from pathlib import Path

import click

from guiju.cli import guiju


def reference() -> str:
    """The page."""
    parts = ["# 命令一览", "这一页由各命令的 --help 生成，改了命令请运行 `make reference`。"]
    for name, command in guiju.commands.items():
        context = click.Context(command, info_name=f"guiju {name}", max_content_width=100)
        parts += [f"## guiju {name}", f"```\n{command.get_help(context).rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "commands.md").write_text(reference(), encoding="utf-8")
