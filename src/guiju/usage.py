"""Click in Chinese: help pages, the type of dates, and what is said when a command is written wrongly."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    """A date as people type it: 2026-09-18."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Raises a usage error for anything but an existing date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写作 2026-09-18", param, ctx)


class _ChineseHelp(click.Command):
    """Describes `--help` in Chinese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in Chinese."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示帮助"
        return option


class Command(_ChineseHelp):
    """A verb whose help is in Chinese."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, text and options under Chinese heads."""
        pieces = [
            piece for param in self.get_params(ctx) for piece in param.get_usage_pieces(ctx) if piece != "[OPTIONS]"
        ]
        formatter.write(f"用法：{ctx.command_path} {' '.join(['[选项]', *pieces])}\n\n")
        for line in (self.help or "").strip().split("\n"):
            formatter.write(f"{line.strip()}\n" if line.strip() else "\n")
        records = [
            r for param in self.get_params(ctx) if isinstance(param, click.Option) and (r := param.get_help_record(ctx))
        ]
        if records:
            formatter.write("\n选项：\n")
            formatter.indent()
            formatter.write_dl(records)


class Group(_ChineseHelp, click.Group):
    """All verbs, listed in the order in which an office meets them."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of definition."""
        return list(self.commands)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the tool is for, and one line a verb."""
        formatter.write("用法：guiju 命令 [选项] …\n\n")
        formatter.write("规矩：机关纪委离线的法规库、检索与公文生成工具。\n\n命令：\n")
        formatter.indent()
        formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in self.commands.items()])
        formatter.dedent()
        formatter.write("\n运行 guiju 命令 --help 查看每条命令的说明和例子。\n")


def usage_sentence(error: click.UsageError) -> str:
    """What is wrong with a command line, and where its help is."""
    command = error.ctx.command_path if error.ctx else "guiju"
    if isinstance(error, click.NoSuchOption):
        cause = f"没有 {error.option_name} 这个选项"
    elif isinstance(error, click.MissingParameter):
        name = error.param.metavar or error.param.name if isinstance(error.param, click.Argument) else "参数"
        cause = f"缺少{name}"
    elif isinstance(error, click.BadParameter):
        given = error.message if error.message.isascii() is False else "给的值不能用"
        cause = f"选项 {error.param.opts[0] if error.param else ''} {given}"
    elif error.message.startswith("No such command"):
        cause = f"没有 {error.message.split(chr(39))[1]} 这条命令"
    else:
        cause = "命令的写法不对"
    return f"{cause}。运行 {command} --help 查看用法和例子。"
