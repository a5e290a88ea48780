"""What stands above the text of a version: its status, what can be done with it, the facts, its other versions."""

from __future__ import annotations

from datetime import date

from guiju.corpus.findings import CODES
from guiju.corpus.outline import structure_label
from guiju.regulation import UNVERIFIED, ArticleRef, Metadata, Regulation, Status, TextKind, Version
from guiju.site.comparisons import compared_pairs, comparison_address
from guiju.site.machine import download_address
from guiju.site.page import link, text_html
from guiju.site.references import Related
from guiju.site.renumbered import numbers_address
from guiju.site.shelf import Shelf, address

STATUS_CLASS = {
    Status.IN_FORCE: "current",
    Status.FUTURE: "future",
    Status.AMENDED: "past",
    Status.REPEALED: "past",
    Status.MODEL: "model",
}
"""How style sheets name a status: gj-status--current."""

TEXT_SAID = {
    TextKind.DIGEST: "只有要点（自拟，不是原文）；导入官方文本后显示原文",
    TextKind.OUTLINE: "只有目录信息，没有要点；导入官方文本后显示原文",
    TextKind.OFFICIAL: "原文（本单位导入，已核对指纹）",
    TextKind.MODEL: "示范文本（自拟，供改写）",
}

NOT_PUBLIC = "没有公开发布的文本，只有目录信息；需要引用时请向印发机关核对"


def day_said(version: Version) -> str:
    """2024-01-01 版; a version whose date nobody verified says so."""
    meta = version.meta
    return f"{meta.effective} 版" if meta.verified("effective") else f"施行日期{UNVERIFIED}的版本"


def banner(version: Version, regulation: Regulation, shelf: Shelf, related: Related, root: str) -> str:
    """时效 in a sentence, with the way to what applies."""
    on = shelf.on
    status = regulation.status(version, on)
    day = text_html(f"{day_said(version)}，截至 {on} ")
    now = regulation.in_force(on)
    to_now = link(shelf.address(now.ref, root), f"{now.meta.effective} 版") if now and now is not version else ""
    match status:
        case Status.MODEL:
            said = "示范文本，不是任何机关发布的规定；由本单位改写并印发后才有效力"
        case Status.FUTURE:
            said = f"{day}尚未施行" + (f"；现行的是 {to_now}" if to_now else "")
        case Status.AMENDED:
            mapped = any(m.start == version.meta.effective for m in shelf.corpus.numbers.get(regulation.id, ()))
            said = f"{day}已被修订" + (f"，现行的是 {to_now}" if to_now else "")
            said += "；各条下面写着它现在是第几条" if mapped else ""
        case Status.REPEALED:
            said = f"{day}已废止" + _successor(regulation, related, root)
        case _:
            said = f"{day}{status}"
    return f'<p class="gj-status gj-status--{STATUS_CLASS[status]}">{said}</p>'


def tools(version: Version, root: str, *, both: bool, word: bool) -> str:
    """The row of what can be done with the page: read wording or gists, take it along, print it."""
    files = "".join(
        f'<a class="gj-button" href="{root}{download_address(version, ending)}" download>{name}</a>'
        for ending, name in (*((("docx", "Word"),) if word else ()), ("md", "Markdown"), ("json", "JSON"))
    )
    choices = "".join(
        f'<button type="button" data-show="{key}" aria-pressed="{"true" if key == "both" else "false"}">{name}</button>'
        for key, name in (("text", "原文"), ("digest", "要点"), ("both", "对照"))
    )
    switch = f'<div class="gj-switch gj-scripted" role="group" aria-label="显示">{choices}</div>' if both else ""
    print_ = '<button type="button" class="gj-button gj-scripted" data-print>打印</button>'
    return f'<div class="gj-tools">{switch}<span class="gj-files">下载 {files}</span>{print_}</div>'


def facts(version: Version) -> str:
    """What is known of a version; what nobody verified is 待核实."""
    meta = version.meta
    is_model = meta.text is TextKind.MODEL
    adopted = meta.adopted.isoformat() if meta.adopted else UNVERIFIED
    replaces = "、".join(f"《{title}》" for title in meta.replaces)
    rows = {
        "位阶": meta.level,
        "发布机关": _checked(meta, "issuer", meta.issuer),
        "通过日期": "" if is_model else _checked(meta, "adopted", adopted),
        "施行日期": "" if is_model else _checked(meta, "effective", meta.effective.isoformat()),
        "简称": "、".join(meta.aliases),
        "结构": structure_label(version) or UNVERIFIED,
        "文本": TEXT_SAID[meta.text] if meta.public else NOT_PUBLIC,
        "题注": meta.history,
        "代替": _checked(meta, "replaces", replaces) if replaces else "",
        "来源": meta.source,
        "导入时的疑点": "、".join(CODES[code].title for code in meta.accepted if code in CODES),
        "说明": meta.note,
    }
    cells = "".join(f"<dt>{name}</dt><dd>{text_html(value)}</dd>" for name, value in rows.items() if value)
    return f'<dl class="gj-facts">{cells}</dl>'


def timeline(version: Version, regulation: Regulation, shelf: Shelf, root: str) -> str:
    """Every version with its date and status, oldest first, and what is compared; '' where there is one alone."""
    if len(regulation.versions) == 1:
        return ""
    pairs: dict[date, list[str]] = {}
    for old, new in compared_pairs(regulation, shelf.on):
        days = (old.meta.effective, new.meta.effective)
        pairs.setdefault(days[1], []).append(
            link(comparison_address(regulation.id, *days), f"与 {days[0]} 版对照", root)
        )
    items = "".join(
        _moment(held, version, regulation, shelf, root, pairs.get(held.meta.effective, []))
        for held in regulation.versions
    )
    numbers = ""
    if shelf.corpus.numbers.get(regulation.id):
        numbers = f"<p>{link(numbers_address(regulation.id), '条号对照：旧条号查新条号', root)}</p>"
    return (
        f'<nav class="gj-versions" aria-label="各个版本"><p>共 {len(regulation.versions)} 个版本</p>'
        f"<ol>{items}</ol>{_neighbours(version, regulation, shelf, root)}{numbers}</nav>"
    )


def _moment(
    held: Version, version: Version, regulation: Regulation, shelf: Shelf, root: str, compared: list[str]
) -> str:  # fmt: skip
    said = day_said(held)
    shown = (
        f'<b aria-current="true">{said}（本页）</b>' if held is version else link(shelf.address(held.ref, root), said)
    )
    parts = [shown, f'<span class="gj-said">{regulation.status(held, shelf.on)}</span>', *compared]
    return f"<li>{' '.join(parts)}</li>"


def _neighbours(version: Version, regulation: Regulation, shelf: Shelf, root: str) -> str:
    at = regulation.versions.index(version)
    before = regulation.versions[at - 1] if at else None
    after = regulation.after(version)
    links = [
        link(
            shelf.address(other.ref, root),
            f"{name}（{other.meta.effective}）" if other.meta.verified("effective") else name,
        )
        for name, other in (("上一版", before), ("下一版", after))
        if other
    ]
    return f'<p class="gj-neighbours">{" ".join(links)}</p>'


def _successor(regulation: Regulation, related: Related, root: str) -> str:
    if not regulation.successor:
        return ""
    title = f"《{regulation.successor}》"
    to = link(address(ArticleRef(related.successor)), title, root) if related.successor else text_html(title)
    return f"，由{to}代替"


def _checked(meta: Metadata, field: str, value: str) -> str:
    return value if meta.verified(field) else UNVERIFIED
