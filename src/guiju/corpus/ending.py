"""What stands after the last article: site furniture, signatures, dates. Cut here, so that they join no article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guiju.corpus.findings import Finding, excerpt
from guiju.corpus.headings import annex_heading, plain
from guiju.corpus.reading.lines import Line, LineKind, SourceText

_FURNITURE = re.compile(
    r"上一篇|下一篇|责任编辑|责编[:：]|[（(]责编|打印正文|打印本页|【打印|关闭窗口|版权所有|点击数[:：]|点击量[:：]|浏览次数[:：]|阅读次数[:：]|"
    r"相关链接|相关阅读|延伸阅读|扫一扫|扫描二维码|分享到|返回顶部|ICP备|网站地图|联系我们|加入收藏|设为首页|微信公众号|版权声明|免责声明|网站标识码"
)
"""Words of web pages that no regulation contains in a line that ends as no sentence does."""

_END = re.compile(
    r"^[（(【]?\s*(?:信息|文章|稿件)?(?:来源|原标题|作者|编辑|编审|审核|校对|记者|供稿|摄影)\s*[:：].{0,60}[）)】]?$|^\[?(?:back|返回)\]?|^\(?完\)?$|^（完）$"
)
_DATE = re.compile(
    r"(?:二[〇○0零O]|一九|\d{2})[\d一二三四五六七八九〇○零]{2}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_BODY_OF = re.compile(
    r"(?:委员会|办公厅|办公室|委|部|局|厅|署|院|室|会|组|党组|政府|大会|联合会|总工会|法院|检察院|行|社|司|处|省|市|县|区|中央)$|^[一-鿿]{2,8}\s+[一-鿿]{2,8}"
)


@dataclass(frozen=True, slots=True)
class Ending:
    """The lines that stay, what signs the text, and what was found."""

    lines: tuple[Line, ...]
    signature: tuple[str, ...]
    findings: tuple[Finding, ...]


LONGEST_FURNITURE = 60
"""Characters of a line that may be a web page's own."""


def is_furniture(text: str) -> bool:
    """Whether a line belongs to a web page and not to the text on it."""
    return (
        len(text) < LONGEST_FURNITURE
        and bool(_FURNITURE.search(text) or _END.search(text))
        and text[-1] not in "。；："
    )


def without_ending(lines: Sequence[Line], last_head: int, source: SourceText) -> Ending:
    """The lines of a body without what follows its text; `last_head` is the index of the last article's heading."""
    findings: list[Finding] = []
    kept = list(lines)
    cut = next((i for i in range(last_head + 1, len(kept)) if is_furniture(kept[i].text)), None)
    if cut is not None:
        gone = kept[cut:]
        del kept[cut:]
        cause = f"文末的 {len(gone)} 段网页文字没有存入"
        code = "tail_cut" if sum(len(line.text) for line in gone) < 1_000 else "furniture"
        findings.append(Finding(code, cause, source.place(gone[0]), excerpt(gone[0].text)))
    signature = _signature(kept, last_head)
    if signature:
        findings.append(
            Finding(
                "signature",
                f"署名和日期共 {len(signature)} 行没有存入正文",
                source.place(signature[0]),
                excerpt(signature[0].text),
            )
        )
        kept = [line for line in kept if not any(line is gone for gone in signature)]
    return Ending(tuple(kept), tuple(line.text for line in signature), tuple(findings))


def _signature(lines: Sequence[Line], last_head: int) -> list[Line]:
    """The signing bodies and the date at the end of the text, before annexes; nothing where there is no date alone."""
    end = next((i for i in range(last_head + 1, len(lines)) if annex_heading(lines[i].text)), len(lines))
    if end - 1 <= last_head or not _DATE.fullmatch(plain(lines[end - 1].text)):
        return []
    start = end - 1
    while start - 1 > last_head and _signs(lines[start - 1]):
        start -= 1
    return list(lines[start:end])


def _signs(line: Line) -> bool:
    return (
        line.kind is LineKind.TEXT
        and len(line.text) <= 60
        and not re.search("[。；：，]$", line.text)
        and bool(_BODY_OF.search(line.text))
    )
