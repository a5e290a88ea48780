"""What an import has to say of a text: closed set of codes, each with its weight and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guiju.errors import Place


class Severity(StrEnum):
    """An error refuses the text; a warning refuses it until the user accepts; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """错误, 疑点, 说明."""
        return {"error": "错误", "warning": "疑点", "note": "说明"}[self]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: its weight, what it is in a few words, and what to do about it."""

    severity: Severity
    title: str
    remedy: str


_OFFICIAL = "请对照官方发布的文本核对，换一份完整的文本再导入"
_LOOK = "请对照官方文本核对；确认无误的，加上 --accept 导入"
_NOTHING = "不用处理"

CODES: dict[str, Code] = {
    # The structure of the text.
    "no_structure": Code(Severity.WARNING, "全文没有条，也没有一、二、的分部分", _LOOK),
    "article_gap": Code(Severity.ERROR, "条号不连续", _OFFICIAL),
    "article_repeat": Code(Severity.ERROR, "条号重复", _OFFICIAL),
    "article_order": Code(Severity.ERROR, "条的次序颠倒", _OFFICIAL),
    "odd_number": Code(Severity.WARNING, "条号的写法不规范", _LOOK),
    "glued_article": Code(Severity.ERROR, "一段之中出现了条号", "可能是两条连在了一起；" + _OFFICIAL),
    "empty_article": Code(Severity.ERROR, "条没有正文", _OFFICIAL),
    "same_article": Code(Severity.WARNING, "两条的文字完全一样", _LOOK),
    "division_gap": Code(Severity.ERROR, "编章节的序号不连续", _OFFICIAL),
    "missing_division": Code(Severity.ERROR, "目录里有的章节正文里没有", _OFFICIAL),
    "contents_only": Code(Severity.WARNING, "章节只见于目录", _LOOK),
    "item_gap": Code(Severity.WARNING, "项的序号不连续", _LOOK),
    "several_regulations": Code(Severity.ERROR, "一个文件里有几部法规", "请加上 --split 分别导入，或拆成几个文件"),
    "tail_text": Code(Severity.WARNING, "最后一条之后还有大段文字", "可能混进了解读文章；" + _LOOK),
    "no_closing": Code(Severity.WARNING, "最后一条不像结尾", "可能缺了后面的条文；" + _LOOK),
    "dangling_reference": Code(Severity.WARNING, "正文引用了本法规没有的条", _LOOK),
    "dangling_paragraph": Code(Severity.WARNING, "引用了本条没有的款", "可能缺了款，或两款连在了一起；" + _LOOK),
    "open_end": Code(Severity.WARNING, "条的末尾是分号、逗号或冒号", "可能缺了后面的项或款；" + _LOOK),
    "mixed_versions": Code(Severity.ERROR, "几个版本的条文混在一起", _OFFICIAL),
    # The characters.
    "mojibake": Code(Severity.ERROR, "有乱码或不能显示的字符", "请换一份文本，或用原来的程序打开后另存为 UTF-8 再导入"),
    "lost_character": Code(Severity.ERROR, "有替换字符（U+FFFD），说明有字已经丢失", _OFFICIAL),
    "width_mixture": Code(Severity.WARNING, "全角和半角标点混用", _LOOK),
    "stray_blanks": Code(Severity.WARNING, "汉字之间夹着空格", _LOOK),
    "unbalanced_marks": Code(Severity.WARNING, "括号、引号或书名号不成对", _LOOK),
    "unfinished_sentence": Code(Severity.WARNING, "段末没有标点，句子像是没有完", _LOOK),
    "odd_marks": Code(Severity.WARNING, "标点重叠，或出现在段首", "可能缺了字；" + _LOOK),
    "page_number": Code(Severity.WARNING, "正文里有单独一行的数字，像是页码", _LOOK),
    "furniture": Code(Severity.WARNING, "混进了网页上的文字", "请删去这些文字后再导入；" + _LOOK),
    "foreign_text": Code(Severity.ERROR, "夹有外文段落", "请只留中文文本后再导入"),
    "spun_wording": Code(
        Severity.ERROR, "用词像是被同义词替换过（伪原创）", "不要从搜索结果里复制；请到官方网站下载原文"
    ),
    "spun_suspect": Code(Severity.WARNING, "个别用词反常", _LOOK),
    # What the file holds beside plain text.
    "tracked_changes": Code(
        Severity.ERROR, "带有未接受的修订", "请在 Word“审阅”里接受或拒绝全部修订；要全部接受的，可加上 --accept-changes"
    ),
    "changes_accepted": Code(Severity.WARNING, "按 --accept-changes 接受了文档里的修订", _LOOK),
    "picture": Code(Severity.WARNING, "有图片，导入后看不到", _LOOK),
    "text_box": Code(Severity.WARNING, "有文本框，其中的文字排在所在段落之后", _LOOK),
    "hidden_text": Code(Severity.WARNING, "有隐藏文字，没有导入", _LOOK),
    "footnote": Code(Severity.WARNING, "有脚注或尾注，移到了文末", _LOOK),
    "embedded_object": Code(Severity.WARNING, "有嵌入的对象，没有导入", _LOOK),
    "table": Code(Severity.NOTE, "有表格，按行存入", _NOTHING),
    "numbering": Code(Severity.NOTE, "条号等由 Word 自动编号，已按编号写出", _NOTHING),
    "macros": Code(Severity.NOTE, "文档带有宏，没有运行，也没有导入", _NOTHING),
    "comments": Code(Severity.NOTE, "文档带有批注，没有导入", _NOTHING),
    "embedded_page": Code(Severity.NOTE, "正文是嵌入的网页（altChunk），已读出", _NOTHING),
    "encoding": Code(Severity.NOTE, "文字编码", _NOTHING),
    "doubtful_join": Code(Severity.WARNING, "整行写满又以句号结尾，分不清是否分段", _LOOK),
    "unwrapped": Code(Severity.NOTE, "把断开的行接成了段", _NOTHING),
    "markdown": Code(Severity.NOTE, "去掉了 Markdown 标记", _NOTHING),
    "page_furniture": Code(Severity.NOTE, "去掉了页眉、页脚和页码", _NOTHING),
    # What was left out of the text, and headings without a number.
    "contents_dropped": Code(Severity.NOTE, "目录没有存入", _NOTHING),
    "lead_cut": Code(Severity.NOTE, "标题之前的文字没有存入", _NOTHING),
    "tail_cut": Code(Severity.NOTE, "文末的网页文字没有存入", _NOTHING),
    "signature": Code(Severity.NOTE, "署名和日期没有存入正文", _NOTHING),
    "plain_heading": Code(Severity.NOTE, "把没有编号的短行认作标题", "请在结构里核对"),
    "annex": Code(Severity.NOTE, "附件存在正文之后", _NOTHING),
    # Facts about the text.
    "no_title": Code(Severity.ERROR, "没有找到标题", "请加上 --title，如 --title 中国共产党纪律处分条例"),
    "title_guessed": Code(Severity.WARNING, "正文之前没有标题，用了别处的", "请核对；不对的，加上 --title，对的，加上 --accept"),
    "title_year": Code(Severity.NOTE, "标题之后的年份不属于标题，没有存入", _NOTHING),
    "title_near": Code(
        Severity.WARNING, "标题比已知的法规少几个字", "标题可能缺了字；是同一部的请用 --title 写出全名，确实是另一部的加上 --accept"
    ),
    "title_type": Code(Severity.WARNING, "标题与正文的自称不一致", _LOOK),
    "no_level": Code(Severity.NOTE, "从标题和发布机关看不出位阶，存为规范性文件", "请在文件头里核对 level"),
    "no_effective": Code(
        Severity.ERROR, "施行日期不能确定", "请查明后加上 --effective，如 --effective 2025-06-01"
    ),
    "effective_computed": Code(Severity.NOTE, "施行日期由文中的说法算出", "请核对算法"),
    "effective_conflict": Code(
        Severity.WARNING, "施行日期有矛盾", "请查明后加上 --effective；加上 --accept 则按这里采用的日期存入，并显示待核实"
    ),
    "effective_known": Code(Severity.NOTE, "施行日期采用常用法规目录所记", _NOTHING),
    "effective_given": Code(Severity.NOTE, "施行日期按 --effective", _NOTHING),
    "date_conflict": Code(Severity.WARNING, "文中的日期与常用法规目录不一致", _LOOK),
    "count_mismatch": Code(Severity.ERROR, "条数与常用法规目录所记的这一版不一致", _OFFICIAL),
    "chapter_mismatch": Code(
        Severity.WARNING, "章数与常用法规目录所记的这一版不一致", "可能缺了章的标题；" + _LOOK
    ),
    "wrong_version": Code(
        Severity.ERROR, "内容像是另一个版本", "请核对文本是哪一版；确认的，加上 --effective 写明这一版的施行日期"
    ),
    "count_doubt": Code(Severity.NOTE, "条数与常用法规目录所记不同，目录所记没有查实", "请核对"),
    "count_agrees": Code(Severity.NOTE, "条数与常用法规目录一致", _NOTHING),
    # What the library already holds.
    "digest_differs": Code(Severity.WARNING, "有的条与它的要点对不上", "可能条号错位或缺了款；" + _LOOK),
    "digest_mismatch": Code(
        Severity.ERROR, "条数与库里的要点不一致", "请核对文本是不是这一版；确认无误的，请先移走库里的文件再导入"
    ),
    "stored_differs": Code(Severity.WARNING, "与库里已有的同一版本文字不同", _LOOK),
    "same_as_other": Code(
        Severity.ERROR, "与库里另一版本的文字完全一样", "请核对施行日期；日期确实不同的，请先移走库里的那一份"
    ),
    "near_duplicate": Code(Severity.WARNING, "与库里另一版本几乎一样", _LOOK),
    "taken_id": Code(Severity.ERROR, "编号已经是另一部法规的", "请加上 --id，另取一个编号"),
    "bad_id": Code(Severity.ERROR, "编号不能用", "请加上 --id，只用小写拼音、数字和连字符，如 --id gongwuyuan-fa"),
}  # fmt: skip
"""Every finding that an import can give. docs/findings.md is made from this table and the next."""

UNREADABLE = {
    "no_file": "没有这个文件",
    "no_access": "没有权限读",
    "empty": "文件是空的",
    "unknown_form": "这种文件读不了（旧版 Word、WPS、OFD、图片、压缩包等，提示里有办法）",
    "unreadable": "文件损坏，或内容与扩展名不符",
    "old_word": "其实是旧版 Word 文档",
    "no_text": "里面没有文字",
    "scanned": "是扫描件，要先做 OCR（文字识别）",
    "undecodable": "文字编码认不出",
    "doctype": "带有外部实体的声明，可能有害",
    "embedded_missing": "正文在嵌入的部件里，部件不见了",
    "embedded_unknown": "嵌入的部件是读不了的类型",
    "numbering_unknown": "条号由 Word 自动编号，编号的写法认不出",
    "too_large": "文件太大",
    "too_deep": "一层套一层，太深",
    "zip_bomb": "像是压缩炸弹",
    "too_slow": "读的时间太长",
    "too_much_memory": "读它要用的内存太多，或读它的进程意外中止",
    "two_copies": "一次导入里，同一版本有两份文字不同的文本",
    "round_trip": "存入后再读出来会不一样",
    "stored_unreadable": "库里已有的文件读不懂，怕丢掉其中的要点",
    "not_stored": "写不进去（磁盘已满、没有权限等）",
    "program": "程序自身出了问题",
}
"""Why a file gives no text at all, or a text could not be written: always refused."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its code, what is wrong, where, and a few characters of the text there."""

    code: str
    cause: str
    place: Place | None = None
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """Its weight."""
        return CODES[self.code].severity

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return CODES[self.code].remedy

    def __str__(self) -> str:
        """Place, cause and excerpt, as a clause."""
        head = f"{self.place}：" if self.place else ""
        return f"{head}{self.cause}" + (f"（{self.excerpt}）" if self.excerpt else "")


EXCERPT = 30
"""Characters of a text that a finding shows."""


def excerpt(text: str) -> str:
    """The beginning of a line, for a finding."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def of_weight(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    """Those of one weight, in order."""
    return [finding for finding in findings if finding.severity is severity]
