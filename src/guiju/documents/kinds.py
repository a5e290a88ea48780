"""Kinds of documents: each a folder under generators/ with schema.yml, example.yml, README.md and a template an output."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from guiju.errors import BadData, BadTemplate
from guiju.workspace import Workspace
from guiju.yamlfile import Data, read_mapping, read_text

OUTPUTS = {"docx": "template.md.j2", "html": "template.md.j2", "xlsx": "sheet.yml.j2", "txt": "template.txt.j2"}
"""What a folder may declare under `x-outputs`, and the template that each is made from."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One generator folder, read. `title` and `description` are those of its schema."""

    name: str
    folder: Path
    title: str
    description: str
    schema: Data
    outputs: tuple[str, ...]

    @property
    def workspace(self) -> Workspace:
        """The workspace that it lies in: generators/ is one of its rooms."""
        return Workspace(self.folder.parents[1])

    @property
    def template(self) -> Path:
        """The template of its document, docx and html."""
        return self.folder / "template.md.j2"

    @property
    def text_template(self) -> Path:
        """The template of its plain text, txt."""
        return self.folder / "template.txt.j2"

    @property
    def sheet_template(self) -> Path:
        """The template of its workbook, xlsx."""
        return self.folder / "sheet.yml.j2"

    @property
    def templates(self) -> tuple[Path, ...]:
        """Every template that its outputs need, each once."""
        return tuple(dict.fromkeys(self.folder / OUTPUTS[output] for output in self.outputs))

    @property
    def example(self) -> Path:
        """Complete fictional data."""
        return self.folder / "example.yml"


def list_names(workspace: Workspace) -> list[str]:
    """The names of every kind of a workspace, in order, whether it can be used or not."""
    return sorted(path.parent.name for path in workspace.generators.glob("*/schema.yml"))


def list_kinds(workspace: Workspace) -> list[Kind]:
    """Every kind of a workspace, by name. Raises BadTemplate for a folder that cannot be used."""
    return [_read_kind(workspace.generators / name) for name in list_names(workspace)]


def find_kind(workspace: Workspace, name: str) -> Kind:
    """The kind of that name. Raises BadTemplate that suggests the nearest."""
    folder = workspace.generators / name
    if not (folder / "schema.yml").is_file():
        known = list_names(workspace)
        near = difflib.get_close_matches(name, known, 1)
        hint = f"是不是想写 {near[0]}？" if near else "可用的有：" + "、".join(known)
        raise BadTemplate(f"没有“{name}”这种文书", remedy=f"{hint}运行 guiju kinds 查看全部")
    return _read_kind(folder)


def _read_kind(folder: Path) -> Kind:
    path = folder / "schema.yml"
    try:
        schema, _ = read_mapping(path)
        Draft202012Validator.check_schema(schema)
    except BadData as error:
        raise BadTemplate(error.cause, remedy=error.remedy, place=error.place) from error
    except SchemaError as error:
        where = "/".join(str(part) for part in error.absolute_path)
        raise BadTemplate(
            f"数据约定（JSON Schema）在“{where}”处写错了", remedy="请对照其他模板的 schema.yml 改正", place=path
        ) from error
    outputs = schema.get("x-outputs", ["docx"])
    if not isinstance(outputs, list) or not outputs or not all(output in OUTPUTS for output in outputs):
        raise BadTemplate(
            f"schema.yml 的 x-outputs 写的是“{outputs}”", remedy=f"写成一组，可用的有 {'、'.join(OUTPUTS)}", place=path
        )
    needed = dict.fromkeys([*(OUTPUTS[output] for output in outputs), "example.yml", "README.md"])
    missing = [name for name in needed if not (folder / name).is_file()]
    if missing or not schema.get("title"):
        what = "缺少 " + "、".join(missing) if missing else "schema.yml 没有 title"
        raise BadTemplate(f"文书模板不完整：{what}", remedy="请对照 generators 下其他文件夹补齐", place=folder)
    return Kind(folder.name, folder, str(schema["title"]), str(schema.get("description", "")), schema, tuple(outputs))


def blank_data(kind: Kind) -> str:
    """A commented data file to fill in: the example, each field under its title and what it is for."""
    out = [
        f"# {kind.title}：填好后运行 guiju make {kind.name} 本文件",
        "# 下面是虚构的示例内容，请逐项改成本单位的；# 开头的行是说明",
    ]
    properties = kind.schema.get("properties", {})
    required = set(kind.schema.get("required", []))
    for line in read_text(kind.example).rstrip("\n").split("\n"):
        key = line.partition(":")[0]
        if key in properties:
            about = properties[key].get("description", "")
            need = "必填" if key in required else "可不填"
            out += ["", f"# {properties[key].get('title', key)}（{need}）" + (f"：{about}" if about else "")]
        if not line.startswith("#"):
            out.append(line)
    return "\n".join(out) + "\n"
