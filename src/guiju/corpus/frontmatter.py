"""The front matter of a version file: a closed list of keys in one order, read strictly and written one way."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import yaml

from guiju.errors import BadData, BadRegulationFile, Place
from guiju.regulation import LEVELS, Confidence, Metadata, TextKind
from guiju.yamlfile import Data, Lines, mapping_from_text

KEYS = (
    "id", "title", "aliases", "level", "issuer", "adopted", "amended", "published", "effective", "repealed",
    "replaces", "replaced_by", "amended_by", "source", "public", "text", "articles", "chapters", "history",
    "confidence", "note", "accepted",
    "sha256", "checks",
)  # fmt: skip
"""Every key, in the order in which files have them."""

CHECKS_A_LINE = 20

REQUIRED = ("id", "title", "level", "issuer", "effective", "source", "text")

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def metadata_from_text(text: str, source: str, *, first_line: int = 2) -> Metadata:
    """Read the YAML between the `---` lines. Raises BadRegulationFile naming the line and the remedy."""
    try:
        data, lines = mapping_from_text(text, source, first_line=first_line)
    except BadData as error:
        raise BadRegulationFile(error.cause, remedy=error.remedy, place=error.place) from error
    reader = _Reader(data, lines, source)
    reader.check_keys()
    return Metadata(
        id=reader.checked("id", _ID.fullmatch, "编号只用小写拼音、数字和连字符，如 dangzhang"),
        title=reader.text("title"),
        level=reader.checked("level", LEVELS.__contains__, "位阶只能是：" + "、".join(LEVELS)),
        issuer=reader.text("issuer"),
        effective=reader.needed_date("effective"),
        source=reader.text("source"),
        text=TextKind(
            reader.checked("text", list(TextKind).__contains__, "text 只能是 digest、outline、official 或 model")
        ),
        aliases=reader.texts("aliases"),
        adopted=reader.date("adopted"),
        amended=reader.dates("amended"),
        published=reader.date("published"),
        repealed=reader.date("repealed"),
        replaces=reader.texts("replaces"),
        replaced_by=reader.text("replaced_by", ""),
        amended_by=reader.texts("amended_by"),
        history=reader.text("history", ""),
        confidence=reader.confidence(),
        note=reader.text("note", ""),
        accepted=reader.texts("accepted"),
        sha256=reader.text("sha256", ""),
        checks=tuple(reader.text("checks", "").split()),
        articles=reader.count("articles"),
        chapters=reader.count("chapters"),
        public=reader.flag("public"),
    )


def metadata_to_text(meta: Metadata) -> str:
    """The front matter with its `---` lines; absent facts are left out."""
    values: dict[str, str] = {
        "id": meta.id,
        "title": _scalar(meta.title),
        "aliases": _list(meta.aliases),
        "level": _scalar(meta.level),
        "issuer": _scalar(meta.issuer),
        "adopted": _day(meta.adopted),
        "amended": f"[{', '.join(day.isoformat() for day in meta.amended)}]" if meta.amended else "",
        "published": _day(meta.published),
        "effective": meta.effective.isoformat(),
        "repealed": _day(meta.repealed),
        "replaces": _list(meta.replaces),
        "replaced_by": _scalar(meta.replaced_by),
        "amended_by": _list(meta.amended_by),
        "source": _scalar(meta.source),
        "public": "" if meta.public else "false",
        "text": meta.text,
        "articles": str(meta.articles or ""),
        "chapters": str(meta.chapters or ""),
        "history": _scalar(meta.history),
        "confidence": f"{{{', '.join(f'{k}: {v}' for k, v in meta.confidence)}}}" if meta.confidence else "",
        "note": _scalar(meta.note),
        "accepted": _list(meta.accepted),
        "sha256": meta.sha256,
        "checks": "\n  ".join(" ".join(row) for row in _rows(meta.checks)),
    }
    return "---\n" + "".join(f"{key}: {values[key]}\n" for key in KEYS if values[key]) + "---\n"


class _Reader:
    """Typed reads of one mapping; every refusal names the line."""

    def __init__(self, data: Data, lines: Lines, source: str) -> None:
        self.data, self.lines, self.source = data, lines, source

    def check_keys(self) -> None:
        for key in self.data:
            if key not in KEYS:
                near = difflib.get_close_matches(key, KEYS, 1)
                hint = f"是不是想写 {near[0]}？" if near else "可用的名称有：" + "、".join(KEYS)
                raise self.refusal(key, f"不认识的名称“{key}”", hint)
        for key in REQUIRED:
            if self.data.get(key) in (None, ""):
                raise BadRegulationFile(
                    f"缺少“{key}”", remedy=f"请在文件头补上一行“{key}: …”", place=Place(self.source, 1)
                )

    def refusal(self, key: str, cause: str, remedy: str) -> BadRegulationFile:
        return BadRegulationFile(cause, remedy=remedy, place=Place(self.source, self.lines.get((key,))))

    def text(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or "\n" in value:
            raise self.refusal(key, f"“{key}”应是一行文字", "请把它写成一行")
        return value

    def checked(self, key: str, holds: Callable[[str], object], remedy: str) -> str:
        value = self.text(key)
        if not holds(value):
            raise self.refusal(key, f"“{key}”的值“{value}”不能用", remedy)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.refusal(key, f"“{key}”应是一组文字", f"写成“{key}: [甲, 乙]”")
        return tuple(value)

    def count(self, key: str) -> int:
        value = self.data.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refusal(key, f"“{key}”应是一个整数", f"写成“{key}: 47”")
        return value

    def flag(self, key: str) -> bool:
        value = self.data.get(key, True)
        if not isinstance(value, bool):
            raise self.refusal(key, f"“{key}”应是 true 或 false", "没有公开的文本写成“public: false”")
        return value

    def date(self, key: str) -> dt.date | None:
        value = self.data.get(key)
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise self.refusal(key, f"“{key}”的日期“{value}”不对", "日期写作 2022-10-22") from None

    def dates(self, key: str) -> tuple[dt.date, ...]:
        try:
            return tuple(dt.date.fromisoformat(value) for value in self.texts(key))
        except ValueError:
            raise self.refusal(key, f"“{key}”里有不对的日期", f"写成“{key}: [2017-10-24, 2022-10-22]”") from None

    def needed_date(self, key: str) -> dt.date:
        value = self.date(key)
        assert value is not None  # check_keys has refused its absence
        return value

    def confidence(self) -> tuple[tuple[str, Confidence], ...]:
        value = self.data.get("confidence") or {}
        known = isinstance(value, dict) and all(k in KEYS and v in list(Confidence) for k, v in value.items())
        if not known:
            raise self.refusal(
                "confidence", "“confidence”写法不对", "写成“confidence: {adopted: A, issuer: C}”，取值 A B C X U"
            )
        return tuple((k, Confidence(v)) for k, v in value.items())


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def _list(values: Iterable[str]) -> str:
    inner = ", ".join(_scalar(value, flow=True) for value in values)
    return f"[{inner}]" if inner else ""


def _rows(checks: Sequence[str]) -> Iterator[Sequence[str]]:
    """A line of the file takes so many that an editor shows it whole."""
    return (checks[i : i + CHECKS_A_LINE] for i in range(0, len(checks), CHECKS_A_LINE))


_PLAIN = re.compile("[一-鿿《》、（）“”]*[一-鿿]")
"""What YAML reads back as it is, without asking it: asking takes most of the time that writing a file takes."""


def _scalar(text: str, *, flow: bool = False) -> str:
    """The text as YAML: plain where YAML reads it back the same, else quoted; '' stays ''."""
    if not text or _PLAIN.fullmatch(text):
        return text
    try:
        plain = yaml.safe_load(f"[{text}]" if flow else f"k: {text}")
        same = plain == [text] if flow else plain == {"k": text}
    except yaml.YAMLError:
        same = False
    return text if same and text == text.strip() and "\n" not in text else json.dumps(text, ensure_ascii=False)
