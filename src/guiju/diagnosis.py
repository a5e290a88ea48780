"""`guiju doctor`: what this machine and workspace have, what is missing, and how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.corpus.catalogue import Catalogue, load_catalogue
from guiju.corpus.loading import load_corpus
from guiju.documents.fonts import FONT_SETS, FONTS, Face, FontState, extra_fonts, font_states
from guiju.documents.render import find_office, office_version
from guiju.documents.styles import FILE, house_style
from guiju.errors import GuijuError, NoIndex
from guiju.regulation import Metadata, TextKind
from guiju.search.index import open_index
from guiju.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing looked at: whether it is in order, its state, and the remedy where it is not."""

    name: str
    ok: bool
    state: str
    remedy: str = ""


def diagnose(workspace: Workspace, on: date) -> list[Fact]:
    """Everything that a workspace needs on a day, in the order in which to mend it."""
    return [*_texts(workspace, on), _index(workspace), _office(), _fonts(workspace), _style(workspace)]


def _texts(workspace: Workspace, on: date) -> Iterator[Fact]:
    try:
        corpus = load_corpus(workspace)
        catalogue = load_catalogue(workspace)
    except GuijuError as error:
        yield Fact("法规原文", ok=False, state=str(error), remedy=error.remedy)
        return
    current = [regulation.current(on).meta for regulation in corpus]
    held = (v.meta for regulation in corpus for v in regulation.versions if v.meta.effective <= on)
    imported = {meta.id: meta.effective for meta in held if meta.text is TextKind.OFFICIAL}
    state = f"共 {len(current)} 部，已导入原文 {len(imported)} 部"
    wanted = [*_wanted(catalogue, imported, on), *_others(current, catalogue)]
    if not wanted:
        yield Fact("法规原文", ok=True, state=state)
        return
    yield Fact(
        "法规原文",
        ok=False,
        state=f"{state}，还有 {len(wanted)} 部没有导入，按急需的先后：\n" + "\n".join(f"    {line}" for line in wanted),
        remedy="下载的办法见 docs/howto/import.md；下载后运行 guiju import 文件名",
    )


def _wanted(catalogue: Catalogue, imported: dict[str, date], on: date) -> Iterator[str]:
    """The public texts of the catalogue that are not here, the most needed first, with the version that is in force."""
    place = 0
    for known in catalogue:
        version = next((v for v in known.versions if v.effective <= on), None)
        held = imported.get(known.id)
        if not known.public or (held and not (version and held < version.effective)):
            continue
        place += 1
        day = f"{version.effective} 施行" if version and "effective" not in version.doubt else "施行日期待核实"
        older = f"，库里只有 {held} 的旧版" if held else ""
        where = f"　可到{known.where}查找" if known.where else ""
        yield f"{place}. 《{known.title}》（{day}{older}）{where}"


def _others(current: list[Metadata], catalogue: Catalogue) -> Iterator[str]:
    """Regulations of the workspace that only have gists and that the catalogue does not know."""
    listed = {known.id for known in catalogue}
    yield from (f"《{meta.title}》" for meta in current if meta.text is TextKind.DIGEST and meta.id not in listed)


def _index(workspace: Workspace) -> Fact:
    try:
        index = open_index(workspace)
    except NoIndex as error:
        return Fact("检索索引", ok=False, state=error.cause, remedy=error.remedy)
    return Fact("检索索引", ok=True, state=f"已是最新，{index.docs} 条")


def _office() -> Fact:
    office = find_office()
    if office:
        return Fact("LibreOffice", ok=True, state=f"{office_version(office) or '版本不明'}，{office}")
    return Fact(
        "LibreOffice",
        ok=False,
        state="没有找到；docx 照常生成，PDF 和图片不能生成",
        remedy="Debian、Ubuntu、统信、麒麟：apt install libreoffice-writer；其他系统从本单位软件源安装",
    )


_ROLES = {Face.TITLE: "标题", Face.BODY: "正文", Face.LEVEL1: "一级标题", Face.LEVEL2: "二级标题", Face.NUMBER: "页码"}


def _fonts(workspace: Workspace) -> Fact:
    """In order where the fonts of the usual set are here; those of the others are told beside them."""
    states = font_states(extra_fonts(workspace.cache))
    lines = (f"    {role}：{_told([s for s in states if s.face is face])}" for face, role in _ROLES.items())
    usual = FONT_SETS["gb2312"].families.values()
    ok = all(state.installed for state in states if state.family in usual)
    return Fact(
        "公文字体",
        ok=ok,
        state="docx 里写的总是正式字体的名称；PDF 和图片用的是\n" + "\n".join(lines),
        remedy=""
        if ok
        else f"要让 PDF 和图片与正式打印一致，请安装本单位有授权的字体，或把字体文件放进 {workspace.shown(workspace.cache / FONTS)}",
    )


def _told(states: list[FontState]) -> str:
    """Which fonts of a role are here, and what stands in for the others: the same for all of them."""
    here = "、".join(state.family for state in states if state.installed)
    missing = [state for state in states if not state.installed]
    if not missing:
        return f"{here}，已安装"
    name, _, weight = missing[0].stand_in.partition(":")
    stand_in = f"，用 {name}{' 粗体' if weight else ''} 代替" if name else "，也没有可以代替的"
    return (f"{here}，已安装；" if here else "") + f"没有 {'、'.join(state.family for state in missing)}{stand_in}"


def _style(workspace: Workspace) -> Fact:
    """How documents look here, and which clauses of the standard that leaves."""
    try:
        style = house_style(workspace)
    except GuijuError as error:
        return Fact("公文版面", ok=False, state=str(error), remedy=error.remedy)
    if not style.leaves:
        return Fact("公文版面", ok=True, state=f"{style.name}，合 GB/T 9704-2012")
    left = "、".join(style.leaves)
    state = f"content/{FILE} 改了 {left}（GB/T 9704-2012 的条款），照本单位的习惯印"
    return Fact("公文版面", ok=True, state=state)
