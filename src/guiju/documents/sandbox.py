"""Where templates run: no way out, nothing undefined, work and text counted, each file compiled once for a process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from guiju.documents.functions import FUNCTIONS
from guiju.errors import BadTemplate
from guiju.yamlfile import read_text

LONGEST = 400_000
"""Characters that a template may write: a limit on runaway loops, fifty times the longest real document."""

MOST_STEPS = 200_000
"""Rounds of loops and calls that a template may make: a table of a thousand rows takes some twenty thousand. About a second."""

_WORK = "-work"
"""The variable that holds the count of a run; no template can write such a name."""

_FILTERS = ("random", "center", "indent", "format", "wordwrap")
"""Filters that templates do without: the first gives another text each time, the others a gigabyte where asked to."""

_METHODS = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map"})
"""Methods of texts that pad as those filters do."""

_LARGEST_NUMBER = 10**30


@dataclass(slots=True)
class Work:
    """What a run has done so far."""

    steps: int = 0

    def add(self, steps: int) -> None:
        """Count; raises BadTemplate beyond the limit."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise BadTemplate("模板运行的步数过多，可能有停不下来的循环", remedy="请检查模板里的循环和数据的条数")


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox of Jinja, with limits on what a single call or product may make."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing that Jinja holds for unsafe, no method that pads."""
        return not (isinstance(obj, str) and attr in _METHODS) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Products of numbers alone; texts and lists are not multiplied, texts not filled in by `%`."""
        if not isinstance(left, int | float) or not isinstance(right, int | float) or operator == "**":
            raise SecurityError(f"“{operator}”只能用于数字")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > _LARGEST_NUMBER:
            raise SecurityError("算出的数过大")
        return result

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  (as in Jinja)
        """Each call is a step, and no text that is given to one is longer than a document."""
        __context[_WORK].add(1)
        if any(isinstance(value, str) and len(value) > LONGEST for value in (*args, *kwargs.values())):
            raise BadTemplate("模板里的一段文字过长", remedy="请检查模板里的循环和宏")
        return super().call(__context, __obj, *args, **kwargs)


def _environment() -> _Sandbox:
    environment = _Sandbox(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        finalize=_printable,
    )  # fmt: skip
    for name in _FILTERS:
        del environment.filters[name]
    environment.filters["yaml"] = lambda value: json.dumps(value, ensure_ascii=False, default=str)
    environment.filters["cell"] = _cell
    environment.filters["-counted"] = _counted
    environment.globals.clear()
    return environment


def _cell(value: Any) -> str:
    """Text for a cell of a table (docs/markup.md): no bar that ends it, no mark that joins it to another; blank for None."""
    text = "" if value is None else str(_printable(value)).strip()
    return {"<": "＜", "^": "＾"}.get(text, text.replace("|", r"\|"))


def _printable(value: Any) -> Any:
    """What `{{ }}` may print: text, numbers, dates. Anything else would stand in the document as None, True or [...]."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | date | jinja2.Undefined):
        what = (
            "没有填的内容"
            if value is None
            else "一组内容"
            if isinstance(value, list | dict | tuple)
            else "不是文字的值"
        )
        raise BadTemplate(
            f"模板要印出{what}", remedy="可不填的字段先用 {% if 字段 %} 判断，一组内容用 {% for %} 逐项印"
        )
    return value


@jinja2.pass_context
def _counted(context: Context, items: Any) -> Any:
    """What a loop goes through, its rounds counted."""
    work: Work = context[_WORK]
    if isinstance(items, Sized):
        work.add(len(items))
        return items
    return _counting(items, work)


def _counting(items: Iterable[Any], work: Work) -> Iterator[Any]:
    for item in items:
        work.add(1)
        yield item


_ENVIRONMENT = _environment()


def generate(path: Path, variables: Mapping[str, Any]) -> Iterator[str]:
    """The text that the template in a file makes of variables, piece by piece. Raises what Jinja raises, BadTemplate, BadData."""
    return _compiled(path, path.stat().st_mtime_ns).generate({**variables, **FUNCTIONS, _WORK: Work()})


def parsed(path: Path) -> nodes.Template:
    """The template in a file as a tree. Raises jinja2.TemplateSyntaxError, BadTemplate."""
    tree = _ENVIRONMENT.parse(read_text(path))
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise jinja2.TemplateSyntaxError("不能用 recursive 的循环", loop.lineno)
    return tree


_WORDS = (
    (re.compile(r"^'([^']+)' is undefined"), "没有“{}”这个字段或函数"),
    (re.compile(r"has no (?:attribute|element) '?([^']+)'?"), "找不到“{}”这一项"),
    (re.compile(r"No (?:filter|test) named '([^']+)'"), "没有“{}”这个过滤器"),
    (re.compile(r"access to attribute '([^']+)' of"), "不能用“{}”"),
)


def in_words(error: Exception) -> str:
    """What went wrong in a template, in Chinese where it is one of the things that authors run into."""
    if isinstance(error, RecursionError):
        return "宏里一再调用自己"
    text = str(error).split("\n")[0]
    return next((said.format(found[1]) for pattern, said in _WORDS if (found := pattern.search(text))), text)


@lru_cache(maxsize=256)
def _compiled(path: Path, changed: int) -> jinja2.Template:
    """The template as the file was last changed."""
    tree = parsed(path)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(
            loop.iter, "-counted", [], [], None, None, lineno=loop.lineno, environment=_ENVIRONMENT
        )
    code = _ENVIRONMENT.compile(tree)
    return _ENVIRONMENT.template_class.from_code(_ENVIRONMENT, code, _ENVIRONMENT.make_globals(None))
