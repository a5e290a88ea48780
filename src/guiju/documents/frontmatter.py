"""The front matter of document Markdown → form and envelope, each part checked against GB/T 9704-2012."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import fields
from typing import Any

from guiju.documents.blocks import Envelope, Form
from guiju.errors import BadData, BadTemplate, Place
from guiju.schema import DOC_NUMBER
from guiju.yamlfile import Data, Lines, mapping_from_text

_LISTS = {"attachments", "signatories", "cc", "marks", "signers"}
_DATES = {"date", "print_date"}
_SEALS = {"seal": "盖章", "none": "不盖章", "stamp": "加盖签发人签名章"}
_SECRET = ("classification", "密级")

OPEN_SECRECY = ("内部",)
"""What may stand in the place of a 密级: this tool is not for state secrets."""

_SERIAL = re.compile(r"第[1-9]\d*[号期次]")
"""The number of a 命令 (§10.2) or of 纪要."""


def front_matter(text: str, source: str) -> tuple[Form, Envelope]:
    """The two of them. Raises BadTemplate naming the line."""
    try:
        data, lines = mapping_from_text(text, source, first_line=2)
    except BadData as error:
        raise BadTemplate(error.cause, remedy=error.remedy, place=error.place) from error
    _check_keys(data, lines, source)
    form = data.pop("form", None)
    if form not in list(Form):
        raise _refusal(source, lines, "form", f"form 的值“{form}”不认识", "可用的有：" + "、".join(Form))
    values = {key: _value(key, value, lines, source) for key, value in data.items() if value is not None}
    if not values.get("title"):
        raise _refusal(source, lines, "title", "缺少标题 title", "请补上 title")
    _check_formats(Form(form), values, lines, source)
    return Form(form), Envelope(**values)


def _check_keys(data: Data, lines: Lines, source: str) -> None:
    known = ["form", *(f.name for f in fields(Envelope))]
    for key in data:
        if key in _SECRET or (key == "secrecy" and data[key] not in (None, "", *OPEN_SECRECY)):
            raise _refusal(
                source,
                lines,
                key,
                f"不能印密级（{data[key]}）",
                "本工具不处理国家秘密，涉密文件请在涉密计算机上办理；可以写“内部”",
            )
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"是不是想写 {near[0]}？" if near else "可用的名称有：" + "、".join(known)
            raise _refusal(source, lines, key, f"文件头里不认识“{key}”", hint)


def _value(key: str, value: Any, lines: Lines, source: str) -> Any:
    if key in _LISTS:
        items = value if isinstance(value, list) else [value]
        return tuple(str(item) for item in items if item not in (None, ""))
    if key in _DATES:
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise _refusal(source, lines, key, f"“{key}”的日期“{value}”不对", "日期写作 2026-09-18") from None
    if key == "attendance":
        if not isinstance(value, dict):
            raise _refusal(source, lines, key, "“attendance”应是“出席: 姓名”这样的一组", "每行写一个称谓和名单")
        return tuple((str(label), "、".join(map(str, names)) if isinstance(names, list) else str(names))
                     for label, names in value.items() if names)  # fmt: skip
    if isinstance(value, dict | list):
        raise _refusal(source, lines, key, f"“{key}”应是一行文字", "请写成一行")
    if key == "even_sides":
        return value is True
    return str(value)


def _check_formats(form: Form, values: dict[str, Any], lines: Lines, source: str) -> None:
    number = values.get("doc_number", "")
    serial = form in (Form.ORDER, Form.MINUTES) and _SERIAL.fullmatch(number)
    if number and not serial and not DOC_NUMBER.fullmatch(number):
        raise _refusal(
            source,
            lines,
            "doc_number",
            f"发文字号“{number}”不合 GB/T 9704",
            "写作 机关代字〔2026〕5号：六角括号、全年份、不编虚位",
        )
    copy = values.get("copy_number", "")
    if copy and not re.fullmatch(r"\d{6}", copy):
        raise _refusal(source, lines, "copy_number", f"份号“{copy}”不合 GB/T 9704", "份号是6位阿拉伯数字，如 000012")
    if values.get("seal", "seal") not in _SEALS:
        known = "、".join(f"{key}（{said}）" for key, said in _SEALS.items())
        raise _refusal(source, lines, "seal", f"seal 的值“{values['seal']}”不认识", f"可用的有：{known}")


def _refusal(source: str, lines: Lines, key: str, cause: str, remedy: str) -> BadTemplate:
    return BadTemplate(cause, remedy=remedy, place=Place(source, lines.get((key,), 1)))
