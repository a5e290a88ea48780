"""Templates: data and a corpus go in, document Markdown comes out. A citation is looked up before it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from guiju.citations.finding import find
from guiju.citations.reading import flat, read_reference
from guiju.citations.resolving import resolve
from guiju.content.variables import filled
from guiju.corpus.store import Corpus
from guiju.documents.kinds import Kind
from guiju.errors import BadReference, BadTemplate, GuijuError, Place, TextNotImported
from guiju.numerals import cn_date, to_chinese
from guiju.regulation import MODEL_MARK, Article, ArticleRef, TextKind, Version
from guiju.yamlfile import Data, read_text

LONGEST = 400_000
"""Characters that a template may write: a limit on runaway loops, fifty times the longest real document."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Document Markdown, and the address of everything that it cites, in order."""

    markdown: str
    cites: tuple[ArticleRef, ...]


def fill(
    kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str] = MappingProxyType({})
) -> Filled:  # fmt: skip
    """The template of a kind with its data. Raises BadTemplate, or what a citation raises.

    `variables` are what the office has for the names that model rules leave open.
    """
    source = Sources(corpus, on, variables)
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )  # fmt: skip
    environment.filters["yaml"] = lambda value: json.dumps(value, ensure_ascii=False, default=str)
    environment.globals.clear()
    environment.globals.update(source.functions() | {"cn_date": _cn_date, "cn_number": to_chinese, "range": range})
    try:
        pieces = environment.from_string(read_text(kind.template)).generate(**_fields(kind, data))
        markdown = _limited(pieces, kind)
    except GuijuError as error:
        raise _placed(error, kind) from error
    except (jinja2.TemplateError, TypeError, ArithmeticError) as error:
        raise BadTemplate(
            f"模板运行出错：{error}", remedy="请核对模板中的字段名和函数写法",
            place=Place(str(kind.template), _template_line(error)),
        ) from error  # fmt: skip
    return Filled(markdown, tuple(source.cited))


@dataclass
class Sources:
    """What a template may ask of the corpus; keeps the list of what was cited."""

    corpus: Corpus
    on: date
    variables: Mapping[str, str] = field(default_factory=dict)
    cited: dict[ArticleRef, None] = field(default_factory=dict)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """The functions by the names that templates use."""
        return {
            "cite": self.cite,
            "quote": self.quote,
            "gist": self.gist,
            "has_text": self.has_text,
            "version_of": self.version_of,
            "rule_title": self.rule_title,
            "rule_parts": self.rule_parts,
        }

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
        version = self.corpus.version(self._read(name), self.on)
        if version.meta.text is not TextKind.MODEL:
            raise BadReference(
                f"《{version.meta.title}》不是示范文本", remedy="示范文本见 guiju search 或网站的法规目录"
            )
        return version

    def _look_up(
        self, name: str, article: int | None, paragraph: int | None, item: int | None
    ) -> tuple[ArticleRef, Version, Article | None]:
        ref = self._read(name)
        if article is not None:
            ref = replace(ref, article=article, paragraph=paragraph or (1 if item else None), item=item)
        if ref.article is None:
            return ref, self.corpus.in_force(ref, self.on), None
        version, found = self.corpus.article(ref, self.on)
        self.corpus.in_force(ref, self.on)
        return ref, version, found

    def _read(self, name: str) -> ArticleRef:
        """党章, 党章46, 党章@2017-10-24 or an address. Raises BadReference."""
        plain, _, day = name.partition("@")
        names = {flat(known): id for known, id in self.corpus.names().items()}
        if day and flat(plain) in names:
            return read_reference(f"{names[flat(plain)]}@{day}", {}) or ArticleRef(names[flat(plain)])
        ref = read_reference(name, self.corpus.names())
        if ref is None:
            raise BadReference(f"库里没有叫“{name}”的法规或条文", remedy="请核对名称和条号，或先用 guiju import 导入")
        return ref


def _cn_date(day: str) -> str:
    return cn_date(date.fromisoformat(day))


def _fields(kind: Kind, data: Data) -> Data:
    """The data, with None for the optional fields that were not given, so that templates can ask for them."""
    return dict.fromkeys(kind.schema.get("properties", {})) | data


def _limited(pieces: Any, kind: Kind) -> str:
    out, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST:
            raise BadTemplate(
                "模板写出的内容过长，可能有停不下来的循环", remedy="请检查模板里的循环", place=kind.template
            )
        out.append(piece)
    return "".join(out)


def _placed(error: GuijuError, kind: Kind) -> GuijuError:
    """The same error, placed at the template where it has no place of its own."""
    if error.place is None:
        error.place = Place(str(kind.template), _template_line(error))
    return error


def _template_line(error: BaseException) -> int | None:
    """The line of the template that was running."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
