"""Bytes → text: a byte order mark, else strict UTF-8, else GB18030; what was used is said, nothing is replaced."""

from __future__ import annotations

import codecs
import re

from guiju.errors import BadImport

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8（有 BOM）"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
"""UTF-32 before UTF-16, whose mark its own begins with."""

_HAN = re.compile("[㐀-鿿]")
_REMEDY = "请用原来的程序或浏览器打开，核对文字后另存为 UTF-8 编码再导入"


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. Raises BadImport where none fits, or where what comes out is no Chinese."""
    for mark, encoding, label in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), label
            except UnicodeDecodeError as error:
                raise _undecodable(f"开头标明是 {label}，但第 {error.start + 1} 个字节起读不通", name) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _as_gb18030(data, name), "GB18030"
    if "\0" in text:
        raise _undecodable("里面有空字节，不是文本文件，或者是没有标记的 UTF-16", name)
    return text, "UTF-8"


def _as_gb18030(data: bytes, name: str) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(
            f"不是 UTF-8 编码，也不是 GB18030（GBK）编码：第 {error.start + 1} 个字节起读不通", name
        ) from None
    if "\0" in text or not looks_chinese(text):
        raise _undecodable("不是 UTF-8 编码；按 GB18030（GBK）读出来不成文字", name)
    return text


def looks_chinese(text: str) -> bool:
    """Whether the characters are those that Chinese texts are made of: four in five Han of the 3,755 common ones.

    GB 2312-80 orders them in rows 16 to 55 (bytes B0 to D7); any legal text has over 95 % of its characters there.
    """
    han = _HAN.findall(text)
    if not han:
        return False
    common = sum(_is_common(char) for char in han)
    return common >= 0.8 * len(han)


def _is_common(char: str) -> bool:
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _undecodable(cause: str, name: str) -> BadImport:
    return BadImport(cause, code="undecodable", remedy=_REMEDY, place=name)
