"""What is wrong with a generator folder, before an office meets it: schema, example, templates, README, picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import jinja2
from jinja2 import meta, nodes

from guiju.corpus.store import Corpus
from guiju.documents.columns import ONE, one_of
from guiju.documents.data import load_data
from guiju.documents.filling import picture_of
from guiju.documents.functions import FUNCTIONS
from guiju.documents.kinds import Kind, find_kind, list_names
from guiju.documents.markup import parse
from guiju.documents.sandbox import in_words, parsed
from guiju.documents.sheet import to_sheet
from guiju.documents.templates import Sources, fill_file
from guiju.documents.textfile import text_bytes
from guiju.errors import BadTemplate, GuijuError, Place
from guiju.schema import FORMATS
from guiju.workspace import Workspace
from guiju.yamlfile import Data, Lines, read_mapping, read_text

SECRET = ("secrecy", "classification", "密级")
"""Fields that no kind may have: state secrets are not handled on such a machine (保守国家秘密法 art. 31)."""

_LEAST_README = 40
_METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))
"""What `item.name` means before any field of that name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a kind; a warning does not keep it from being used."""

    kind: str
    error: GuijuError
    warning: bool = False


def lint_kinds(
    workspace: Workspace, names: Sequence[str], corpus: Corpus, on: date, variables: Mapping[str, str]
) -> list[Finding]:
    """Findings over the kinds of those names, or over all. Raises BadTemplate for a name that is none."""
    known = list_names(workspace)
    for name in names:
        if name not in known:
            find_kind(workspace, name)
    return [
        found for name in (names or known) for found in _lint_kind(workspace, name, corpus, on, variables)
    ]  # fmt: skip


def _lint_kind(
    workspace: Workspace, name: str, corpus: Corpus, on: date, variables: Mapping[str, str]
) -> Iterator[Finding]:
    try:
        kind = find_kind(workspace, name)
    except GuijuError as error:
        yield Finding(name, error)
        return
    for wrong in (*_schema_findings(kind), *_template_findings(kind)):
        yield Finding(name, wrong)
    try:
        _try_example(kind, corpus, on, variables)
    except GuijuError as error:
        yield Finding(name, error)
    readme = kind.folder / "README.md"
    if len("".join(line for line in read_text(readme).split("\n") if not line.startswith("#"))) < _LEAST_README:
        yield Finding(name, BadTemplate("README 没有内容", remedy="请写明什么时候用、怎么用、引用什么", place=readme))
    if not (kind.folder / "picture.png").is_file():
        remedy = "运行 make pictures 可以生成"
        yield Finding(name, BadTemplate("没有示例图片 picture.png", remedy=remedy, place=kind.folder), warning=True)


def _try_example(kind: Kind, corpus: Corpus, on: date, variables: Mapping[str, str]) -> None:
    """Fill every template with the example, and read what comes out as its output would. Raises GuijuError."""
    data = load_data(kind.example, kind, kind.workspace)
    for template in kind.templates:
        text = fill_file(template, kind, data, corpus, on, variables).markdown
        if template == kind.template:
            parse(text, str(template), partial(picture_of, kind))
        elif template == kind.sheet_template:
            to_sheet(text, str(template))
        else:
            text_bytes(text, kind)


def _schema_findings(kind: Kind) -> Iterator[GuijuError]:
    path = kind.folder / "schema.yml"
    schema, lines = read_mapping(path)
    if not kind.description:
        yield BadTemplate("没有 description", remedy="请用一句话写明是什么文书、什么时候用", place=path)
    try:
        one_of(kind)
    except BadTemplate as error:
        yield BadTemplate(error.cause, remedy=error.remedy, place=Place(str(path), lines.get((ONE,))))
    if schema.get("additionalProperties") is not False:
        yield BadTemplate(
            "没有写 additionalProperties: false", remedy="请加上，写错的字段名才查得出来", place=path
        )  # fmt: skip
    for at, field in _fields(schema):
        yield from (
            BadTemplate(cause, remedy=remedy, place=Place(str(path), _line(at, lines)))
            for cause, remedy in _field_findings(at, field)
        )


def _field_findings(at: tuple[str, ...], field: Data) -> Iterator[tuple[str, str]]:
    """Cause and remedy for each thing that is wrong with a field; `at` holds the names that lead to it."""
    name = "的".join(f"“{part}”" for part in at)
    for key, what in (("title", "中文名称，表单、Excel 表头和报错都用它"), ("description", "一句说明，填表的人看得到")):
        if not str(field.get(key, "")).strip():
            yield f"字段{name}没有 {key}", f"请写上{what}"
    if at[-1] in SECRET:
        yield f"不能有字段{name}", "本工具不处理国家秘密，请删去这个字段"
    if field.get("format") not in (None, *FORMATS):
        yield f"字段{name}的 format 写的是“{field['format']}”", f"可用的有 {'、'.join(FORMATS)}"
    if len(at) > 1 and at[-1] in _METHODS:
        yield f"字段{name}不能叫这个名字：模板里的 .{at[-1]} 另有所指", "请换一个名称"


def _fields(schema: Data, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Data]]:
    """Every property, those of lists and of mappings inside too, with the names that lead to it."""
    if isinstance(schema.get("items"), dict):
        yield from _fields(schema["items"], at)
    for key, field in schema.get("properties", {}).items():
        yield (*at, key), field
        yield from _fields(field, (*at, key))


def _line(at: tuple[str, ...], lines: Lines) -> int | None:
    """The line where a property stands: the one whose path holds these names under `properties`."""
    for path, line in lines.items():
        if path and path[-1] == at[-1] and tuple(p for b, p in pairwise(path) if b == "properties") == at:
            return line
    return None


def _template_findings(kind: Kind) -> Iterator[GuijuError]:
    """Names that are neither fields nor functions, fields that nothing uses, a file name of unknown fields."""
    properties = kind.schema.get("properties", {})
    functions = {*FUNCTIONS, *Sources.NAMES}
    used: set[str] = set()
    named: set[str] = set()
    whole: set[str] = set()
    for template in kind.templates:
        try:
            tree = parsed(template)
            free = meta.find_undeclared_variables(tree)
        except jinja2.TemplateSyntaxError as error:
            place = Place(str(template), error.lineno)
            yield BadTemplate(f"模板写法有误：{in_words(error)}", remedy="请检查括号和标记是否成对", place=place)
            return
        used |= free
        named |= _named(tree)
        whole |= {
            found.node.name
            for found in tree.find_all(nodes.Filter)
            if found.name == "yaml" and isinstance(found.node, nodes.Name)
        }
        for name in sorted(free - properties.keys() - functions):
            place = Place(str(template), _first_line(template, name))
            remedy = "请改正，或在 schema.yml 里加上这个字段"
            yield BadTemplate(f"模板用了“{name}”，它不是字段，也不是函数", remedy=remedy, place=place)
    pattern = str(kind.schema.get("x-filename", ""))
    in_name = [name.split(".")[0] for name in re.findall(r"\{([^{}]*)\}", pattern)]
    for name in (name for name in in_name if name not in properties):
        remedy = "{ } 里请写一个字段的名称"
        yield BadTemplate(f"x-filename 用了“{name}”，没有这个字段", remedy=remedy, place=kind.folder / "schema.yml")
    for at, _ in _fields(kind.schema):
        if (
            at[-1] not in (used if len(at) == 1 else named)
            and at[-1] not in in_name
            and (len(at) == 1 or at[0] not in whole)
        ):
            name = "的".join(f"“{part}”" for part in at)
            yield BadTemplate(
                f"字段{name}没有用在模板里", remedy="请在模板里用上，或从 schema.yml 删去", place=kind.folder
            )


def _named(tree: nodes.Template) -> set[str]:
    """Fields of what is inside: `item.text`, `item["text"]`, `sum(items, "amount")`, `map(attribute="name")`."""
    attributes = {found.attr for found in tree.find_all(nodes.Getattr)}
    return attributes | {found.value for found in tree.find_all(nodes.Const) if isinstance(found.value, str)}


def _first_line(template: Path, name: str) -> int | None:
    word = re.compile(rf"\b{re.escape(name)}\b")
    return next((n for n, line in enumerate(read_text(template).split("\n"), 1) if word.search(line)), None)
