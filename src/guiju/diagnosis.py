"""`guiju doctor`: what this machine and workspace have, what is missing, and how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.corpus.store import load_corpus
from guiju.documents.fonts import FontState, font_states
from guiju.documents.render import FONTS, find_office
from guiju.errors import GuijuError, NoIndex
from guiju.regulation import TextKind
from guiju.search.index import open_index
from guiju.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing looked at: whether it is in order, its state, and the remedy where it is not."""

    name: str
    ok: bool
    state: str
    remedy: str = ""


def diagnose(workspace: Workspace) -> list[Fact]:
    """Everything that a workspace needs, in the order in which to mend it."""
    return [*_texts(workspace), _index(workspace), _office(), _fonts(workspace)]


def _texts(workspace: Workspace) -> Iterator[Fact]:
    try:
        corpus = load_corpus(workspace)
    except GuijuError as error:
        yield Fact("法规原文", ok=False, state=str(error), remedy=error.remedy)
        return
    current = [regulation.current(date.today()).meta for regulation in corpus]
    missing = [meta.title for meta in current if meta.text is TextKind.DIGEST]
    imported = sum(meta.text is TextKind.OFFICIAL for meta in current)
    state = f"共 {len(current)} 部，已导入原文 {imported} 部"
    if missing:
        names = "、".join(f"《{title}》" for title in missing)
        yield Fact(
            "法规原文",
            ok=False,
            state=f"{state}；只有要点的：{names}",
            remedy="从发布机关的网站下载官方文本，运行 guiju import 文件名",
        )
    else:
        yield Fact("法规原文", ok=True, state=state)


def _index(workspace: Workspace) -> Fact:
    try:
        index = open_index(workspace)
    except NoIndex as error:
        return Fact("检索索引", ok=False, state=error.cause, remedy=error.remedy)
    return Fact("检索索引", ok=True, state=f"已是最新，{sum(span.end - span.first for span in index.spans)} 条")


def _office() -> Fact:
    office = find_office()
    if office:
        return Fact("LibreOffice", ok=True, state=office)
    return Fact(
        "LibreOffice",
        ok=False,
        state="没有找到；docx 照常生成，PDF 和图片不能生成",
        remedy="Debian、Ubuntu、统信、麒麟：apt install libreoffice-writer；其他系统从本单位软件源安装",
    )


def _fonts(workspace: Workspace) -> Fact:
    folder = workspace.cache / FONTS
    states = font_states(folder if folder.is_dir() else None)
    missing = [state for state in states if not state.installed]
    if not missing:
        return Fact("公文字体", ok=True, state="、".join(state.family for state in states) + "，都已安装")
    where = workspace.shown(folder)
    return Fact(
        "公文字体",
        ok=False,
        state="没有安装：" + "；".join(_substitute(state) for state in missing),
        remedy="docx 里写的是正式字体，不受影响；要让 PDF 和图片与正式打印一致，"
        f"请安装本单位有授权的字体，或把字体文件放进 {where}",
    )


def _substitute(state: FontState) -> str:
    stand_in = state.stand_in.partition(":")[0]
    return f"{state.family}（PDF 里用 {stand_in} 代替）" if stand_in else f"{state.family}（也没有可以代替的）"
