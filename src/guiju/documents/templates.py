"""Templates: data and a corpus go in, document Markdown comes out. A citation is looked up before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import jinja2

from guiju.citations.finding import find
from guiju.citations.resolving import resolve
from guiju.content.holidays import load_holidays
from guiju.content.variables import filled
from guiju.corpus.store import Corpus
from guiju.documents.functions import FUNCTIONS, read_day
from guiju.documents.kinds import Kind
from guiju.documents.lookup import lookup_of
from guiju.documents.sandbox import LONGEST, generate, in_words
from guiju.errors import BadReference, BadTemplate, GuijuError, Place, TextNotImported
from guiju.numerals import cn_date
from guiju.regulation import MODEL_MARK, Article, ArticleRef, TextKind, Version
from guiju.workspace import Workspace
from guiju.yamlfile import Data

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filled:
    """Document Markdown, and the address of everything that it cites, in order."""

    markdown: str
    cites: tuple[ArticleRef, ...]


def fill(kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str] = _NONE) -> Filled:
    """The template of a kind's document with its data. Raises BadTemplate, BadData, or what a citation raises.

    `variables` are what the office has for the names that model rules leave open.
    """
    return fill_file(kind.template, kind, data, corpus, on, variables)


def fill_text(kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str] = _NONE) -> Filled:
    """The same with the template of its plain text, for `textfile.to_text`."""
    return fill_file(kind.text_template, kind, data, corpus, on, variables)


def fill_sheet(kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str] = _NONE) -> Filled:
    """The same with the template of its workbook, for `sheet.to_sheet`."""
    return fill_file(kind.sheet_template, kind, data, corpus, on, variables)


def fill_file(
    template: Path, kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str] = _NONE
) -> Filled:
    """Any template of a kind with its data."""
    source = Sources(corpus, on, kind.workspace, variables)
    fields, functions = _fields(kind, data), source.functions()
    if taken := sorted(fields.keys() & (functions.keys() | FUNCTIONS.keys())):
        raise BadTemplate(
            f"字段 {'、'.join(taken)} 和模板里的函数同名",
            remedy="请在 schema.yml 里给字段换一个名称",
            place=kind.folder,
        )
    try:
        markdown = _limited(generate(template, fields | functions))
    except GuijuError as error:
        if error.place is None:
            error.place = Place(str(template), _template_line(error))
        raise
    except _RUN_ERRORS as error:
        raise BadTemplate(
            f"模板运行出错：{in_words(error)}", remedy="请核对模板中的字段名和函数写法",
            place=Place(str(template), _template_line(error)),
        ) from error  # fmt: skip
    return Filled(markdown, tuple(source.cited))


_RUN_ERRORS = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)
"""What an expression or a call in a template can raise by a value that it is not made for."""


@dataclass
class Sources:
    """What a template may ask of the corpus; keeps the list of what was cited."""

    corpus: Corpus
    on: date
    workspace: Workspace
    variables: Mapping[str, str] = field(default_factory=dict)
    cited: dict[ArticleRef, None] = field(default_factory=dict)

    NAMES: ClassVar = (
        "cite", "quote", "gist", "has_text", "version_of", "rule_title", "rule_parts", "ref_table",
        "workday", "next_workday", "is_workday",
    )  # fmt: skip
    """What templates may call, by the names that they use."""

    def functions(self) -> dict[str, Callable[..., Any]]:
        """The functions by their names."""
        return {name: getattr(self, name) for name in self.NAMES}

    def cite(self, name: str, article: int | None = None, paragraph: int | None = None, item: int | None = None) -> str:
        """《中国共产党章程》第四十六条, after looking it up. Raises where it does not exist or is not in force."""
        ref, version, found = self._look_up(name, article, paragraph, item)
        self.cited[replace(ref, version=version.meta.effective)] = None
        label = version.label_of(ref)
        if ref.item and found and len(found.paragraphs) == 1:
            label = label.replace("第一款", "", 1)
        return f"《{version.meta.title}》{label}"

    def quote(self, name: str, article: int | None = None, paragraph: int | None = None) -> list[str]:
        """The official wording, a line a 款 or 项. Raises TextNotImported where the office has not imported it."""
        ref, version, found = self._look_up(name, article, paragraph, None)
        if not version.has_text or found is None:
            raise TextNotImported(
                f"《{version.meta.title}》（{version.meta.effective}）的原文还没有导入，不能引用原文",
                remedy="请下载官方文本后运行 guiju import 文件名，再生成这份文书",
            )
        self.cited[replace(ref, version=version.meta.effective)] = None
        chosen = found.paragraphs if paragraph is None else found.paragraphs[paragraph - 1 : paragraph]
        return [line for part in chosen for line in part.lines()]

    def gist(self, name: str, article: int | None = None) -> str:
        """Our own gist of an article; '' where there is none."""
        _, _, found = self._look_up(name, article, None, None)
        return (found.digest or "") if found else ""

    def has_text(self, name: str, article: int | None = None) -> bool:
        """Whether `quote` would give the wording."""
        _, version, _ = self._look_up(name, article, None, None)
        return version.has_text

    def version_of(self, name: str) -> str:
        """The date of the version that a citation by this name means, as 2022年10月22日."""
        _, version, _ = self._look_up(name, None, None, None)
        return cn_date(version.meta.effective)

    def rule_title(self, name: str) -> str:
        """The title of a model rule without its mark of being one."""
        return filled(self._model(name).meta.title.removesuffix(MODEL_MARK), self.variables)

    def rule_parts(self, name: str) -> list[dict[str, Any]]:
        """A model rule by its divisions: heading ('' before the first) and articles, each a label and its lines.

        What it gives as its basis is looked up like any citation.
        """
        parts: list[dict[str, Any]] = [{"heading": "", "articles": []}]
        model = self._model(name)
        for _, node in model.walk():
            if isinstance(node, Article):
                self._cite_basis(node, model.meta.id)
                lines = [filled(line, self.variables) for line in node.lines()]
                parts[-1]["articles"].append({"label": node.label, "lines": lines})
            else:
                parts.append({"heading": node.label, "articles": []})
        return [part for part in parts if part["articles"]]

    def ref_table(self) -> list[dict[str, str]]:
        """What has been cited so far, in order, for a table of 依据: title, label (第四十六条) and version (2022年10月22日)."""
        rows = []
        for ref in self.cited:
            version = self.corpus.version(ref, self.on)
            label = version.label_of(ref) if ref.article else ""
            rows.append(
                {"title": version.meta.title, "label": label, "version": cn_date(version.meta.effective)}
            )  # fmt: skip
        return rows

    def workday(self, day: date | str, n: int) -> date:
        """The day that is n working days after a day, before it where n is negative. Raises BadData for a year not entered."""
        return load_holidays(self.workspace).workday(read_day(day), n)

    def next_workday(self, day: date | str) -> date:
        """The day itself if it is worked, otherwise the first one after it that is. Raises BadData for a year not entered."""
        return load_holidays(self.workspace).next_workday(read_day(day))

    def is_workday(self, day: date | str) -> bool:
        """Whether a day is worked. Raises BadData for a year not entered."""
        return load_holidays(self.workspace).is_workday(read_day(day))

    def _cite_basis(self, article: Article, home: str) -> None:
        for found in (found for line in article.lines() for found in find(line)):
            ref = resolve(found, home, self.corpus)
            if ref is None:
                raise BadReference(f"“{found.text}”引的法规库里没有", remedy="请先改好示范文本里的引用")
            version, _ = self.corpus.article(ref, self.on)
            if ref.regulation != home:
                self.corpus.in_force(ref, self.on)
                self.cited[replace(ref, version=version.meta.effective)] = None

    def _model(self, name: str) -> Version:
        version = self.corpus.version(lookup_of(self.corpus).read(name), self.on)
        if version.meta.text is not TextKind.MODEL:
            raise BadReference(
                f"《{version.meta.title}》不是示范文本", remedy="示范文本见 guiju search 或网站的法规目录"
            )
        return version

    def _look_up(
        self, name: str, article: int | None, paragraph: int | None, item: int | None
    ) -> tuple[ArticleRef, Version, Article | None]:
        return lookup_of(self.corpus).article(name, article, paragraph, item, self.on)


def _fields(kind: Kind, data: Data) -> Data:
    """The data, with None for the optional fields that were not given, so that templates can ask for them."""
    return dict.fromkeys(kind.schema.get("properties", {})) | data


def _limited(pieces: Iterator[str]) -> str:
    out, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST:
            raise BadTemplate("模板写出的内容过长，可能有停不下来的循环", remedy="请检查模板里的循环")
        out.append(piece)
    return "".join(out)


def _template_line(error: BaseException) -> int | None:
    """The line of the template that was running."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
