"""Where a long title breaks: by meaning, into lines that form a 梯形 or 菱形 (GB/T 9704-2012 §7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise

WORDS = (
    "关于 做好 开展 印发 进一步 加强 深入 贯彻 落实 组织 召开 期间 工作 通知 意见 报告 请示 批复 通报 决定 方案 办法 规定 制度 规则 条例 "
    "廉洁 提醒 廉政 警示 教育 监督 检查 纪律 作风 整治 专项 专题 学习 培训 活动 会议 建设 管理 单位 部门 机关 纪委 "
    "党委 支部 党员 干部 领导 "
    "委员会 委员 纪律检查 检查组 工作组 领导小组 分工 调整 增设 成立 聘任 推荐 表彰 评选 报送 上报 征求 协助 核实 商请 联合 使用 公务 用车 "
    "办公 用房 接待 差旅 会议费 培训班 座谈会 民主生活会 组织生活会 述职 述责 述廉 谈话 函询 约谈 提醒谈话 廉政谈话 风险 排查 防控 "
    "巡察 巡视 反馈 整改 落实情况 台账 清单 名单 人员 干部职工 党员干部 党支部 纪检委员 处室 直属 系统 机关党委 机关纪委 "
    "请销假 值班 管理工作 严格 规范 明确 公布 实施 修订 试行 废止 执行 推进 深化 强化 完善 健全 建立 "
    "作风纪律 纪律作风 "
    "全面 从严 治党 责任 情况 问题 违反 典型 中央 八项 精神 春节 元旦 清明 五一 端午 中秋 国庆 中秋节 国庆节 劳动节 端午节 清明节"
).split()
"""Words of titles that are never split; a break stands well before or after one."""

_TRAILING = "期间 工作 情况 问题 有关 通知 意见 报告 请示 方案 活动".split()
"""Words that belong to what stands before them: a line that opens with one reads as torn off."""

_NOT_BEFORE = "的、，。》）”：；了等之和与及年月日号"
_NOT_AFTER = "《（“第、关于对在为将把向"
_PAIRS = {"《": "》", "（": "）", "“": "”"}


def width(text: str) -> float:
    """Width in full-width characters: a digit or Latin letter takes half of one."""
    return sum(0.5 if char < "\u2000" else 1 for char in text)


@lru_cache(maxsize=256)
def break_title(title: str, longest: float) -> tuple[str, ...]:
    """The title as lines no wider than `longest` (in characters). A line break in the title itself is kept."""
    if "\n" in title:
        return tuple(title.split("\n"))
    count = max(1, -(-width(title) // longest))
    if count == 1:
        return (title,)
    places = _places(title)
    while count <= len(title):
        options = [_cut(title, chosen) for chosen in combinations(places, int(count) - 1)]
        fitting = [lines for lines in options if all(width(line) <= longest for line in lines)]
        if fitting:
            best = min(fitting, key=_ugliness)
            return tuple(best)
        count += 1
    return (title,)


def _cut(title: str, places: tuple[int, ...]) -> list[str]:
    edges = [0, *places, len(title)]
    return [title[a:b] for a, b in pairwise(edges)]


def _places(title: str) -> list[int]:
    """Positions where a line may end."""
    closed = _closed(title)
    inside = {i for word in WORDS for at in _every(word, title) for i in range(at + 1, at + len(word))}
    return [
        i
        for i in range(2, len(title) - 1)
        if i not in inside and i not in closed and title[i] not in _NOT_BEFORE and title[i - 1] not in _NOT_AFTER
        and not (title[i - 1].isascii() and title[i].isascii()) and not (title[i - 1].isdigit())
    ]  # fmt: skip


def _every(word: str, title: str) -> Iterator[int]:
    at = title.find(word)
    while at >= 0:
        yield at
        at = title.find(word, at + len(word))


def _closed(title: str) -> set[int]:
    """Positions inside book titles, brackets and quotation marks."""
    inside: set[int] = set()
    for left, right in _PAIRS.items():
        for m in re.finditer(f"{left}[^{right}]*{right}", title):
            inside |= set(range(m.start() + 1, m.end()))
    return inside


def _ugliness(lines: list[str]) -> float:
    """Lower is better: a 梯形 or 菱形 of lines not too unlike, broken beside known words; 的 opens no line."""
    widths = [width(line) for line in lines]
    steps = [b - a for a, b in pairwise(widths)]
    rises, falls = all(s > 0.9 for s in steps), all(s < -0.9 for s in steps)
    peak = widths.index(max(widths))
    diamond = 0 < peak < len(widths) - 1 and all(s > 0 for s in steps[:peak]) and all(s < 0 for s in steps[peak:])
    shape = 0.0 if rises or falls or diamond else 8.0
    spread = max(widths) - min(widths)
    # A short remainder looks worse than a step of a third; 的 at an end leaves its word hanging less than in the middle.
    meaning = sum(0.0 if _beside_word(a, b) else 3.0 for a, b in pairwise(lines))
    meaning += sum(4.0 for line in lines[1:] if line.startswith(tuple(_TRAILING)))
    return shape + meaning + 0.25 * spread + (4.0 if min(widths) < max(widths) * 0.4 else 0.0)


def _beside_word(before: str, after: str) -> bool:
    return any(before.endswith(word) for word in WORDS) and any(after.startswith(word) for word in WORDS)
