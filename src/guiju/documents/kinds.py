"""Kinds of documents: each a folder under generators/ with schema.yml, template.md.j2, example.yml and README.md."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from guiju.errors import BadData, BadTemplate
from guiju.workspace import Workspace
from guiju.yamlfile import Data, read_mapping, read_text

OUTPUTS = ("docx", "html")
"""What a folder may declare under `x-outputs`."""


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
    def template(self) -> Path:
        """The template."""
        return self.folder / "template.md.j2"

    @property
    def example(self) -> Path:
        """Complete fictional data."""
        return self.folder / "example.yml"


def list_kinds(workspace: Workspace) -> list[Kind]:
    """Every kind of a workspace, by name. Raises BadTemplate for a folder that cannot be used."""
    return [_read_kind(path.parent) for path in sorted(workspace.generators.glob("*/schema.yml"))]


def find_kind(workspace: Workspace, name: str) -> Kind:
    """The kind of that name. Raises BadTemplate that suggests the nearest."""
    folder = workspace.generators / name
    if not (folder / "schema.yml").is_file():
        known = sorted(path.parent.name for path in workspace.generators.glob("*/schema.yml"))
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
    missing = [name for name in ("template.md.j2", "example.yml", "README.md") if not (folder / name).is_file()]
    outputs = tuple(schema.get("x-outputs", ["docx"]))
    if missing or not schema.get("title") or not set(outputs) <= set(OUTPUTS):
        what = "缺少 " + "、".join(missing) if missing else "schema.yml 的 title 或 x-outputs 不对"
        raise BadTemplate(f"文书模板不完整：{what}", remedy="请对照 generators 下其他文件夹补齐", place=folder)
    return Kind(folder.name, folder, str(schema["title"]), str(schema.get("description", "")), schema, outputs)


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
