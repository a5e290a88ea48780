"""What is wrong with a regulation file, with its line: the rules a reader relies on but reading alone does not need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from guiju.corpus.outline import count_nodes
from guiju.corpus.versionfile import DIGEST_MARK, changed_blocks, is_intact, read_version, version_to_text
from guiju.errors import BadRegulationFile, Place
from guiju.numerals import article_label
from guiju.regulation import Article, TextKind, Version
from guiju.yamlfile import read_text

LONGEST_DIGEST = 80
"""Characters of a gist: more is no longer one."""


def lint_folder(folder: Path, root: Path) -> list[BadRegulationFile]:
    """Findings over every file of a regulations/ folder, in the order of the files."""
    findings: list[BadRegulationFile] = []
    read: list[tuple[str, Version]] = []
    for path in sorted(folder.glob("*/*.md")):
        shown = str(path.relative_to(root))
        try:
            version = read_version(path, shown)
        except BadRegulationFile as error:
            findings.append(error)
            continue
        read.append((shown, version))
        findings += [*_place_findings(path, shown, version), *lint_text(read_text(path), version, shown)]
    return findings + list(_shared_names(read))


def lint_text(text: str, version: Version, source: str) -> Iterator[BadRegulationFile]:
    """Findings over one file that could be read."""
    lines = text.replace("\r\n", "\n").split("\n")
    for cause, remedy, label in [*number_findings(version), *_content_findings(version)]:
        yield BadRegulationFile(cause, remedy=remedy, place=Place(source, _line_of(lines, label)))
    written = version_to_text(version).split("\n")
    if written != lines:
        at = next(
            (i for i, (a, b) in enumerate(zip(written, lines, strict=False)) if a != b), min(len(written), len(lines))
        )
        right = written[at] if at < len(written) else "（文件到此为止）"
        yield BadRegulationFile("写法与规范不一致", remedy=f"这一行应是：{right[:40]}", place=Place(source, at + 1))


def number_findings(version: Version) -> Iterator[tuple[str, str, str]]:
    """Gaps, repeats and steps back in article numbers, as (cause, remedy, label): 第三条之后出现第五条."""
    last = (0, 0)
    for _, article in version.articles():
        here = (article.number, article.inserted)
        expected = {(last[0] + 1, 0), (last[0], last[1] + 1)}
        if here not in expected:
            before = f"{article_label(*last)}之后" if last[0] else "开头"
            what = "条号重复或倒退" if here <= last else "条号不连续"
            yield f"{what}：{before}出现{article.label}", "请对照官方文本补上或改正", article.label
        last = max(last, here)


def _content_findings(version: Version) -> Iterator[tuple[str, str, str]]:
    kind = version.meta.text
    for _, node in version.walk():
        if not isinstance(node, Article):
            continue
        if kind in (TextKind.DIGEST, TextKind.OUTLINE) and node.paragraphs:
            yield (
                f"{node.label}有正文，但 text 是 {kind}",
                "正文只由 guiju import 写入；自拟的全文请用 text: model",
                node.label,
            )
        if kind is TextKind.DIGEST and not node.digest:
            yield f"{node.label}没有要点", f"请写一行“{DIGEST_MARK}…”", node.label
        if version.has_text and not node.paragraphs and not node.heading:
            yield f"{node.label}没有正文", "请重新导入官方文本，或补写示范文本", node.label
        if node.digest and len(node.digest) > LONGEST_DIGEST:
            yield f"{node.label}的要点有{len(node.digest)}字", f"请压缩到{LONGEST_DIGEST}字以内", node.label
    yield from _count_findings(version)
    if not is_intact(version):
        yield from _changed_by_hand(version)


def _count_findings(version: Version) -> Iterator[tuple[str, str, str]]:
    """Where the file names a number of articles or chapters: whether its outline has that many."""
    counts = count_nodes(version)
    for key, said, unit in (("articles", version.meta.articles, "条"), ("chapters", version.meta.chapters, "章")):
        if said and counts[unit] and said != counts[unit]:
            yield f"文件头写的是 {said} {unit}，下面列出的是 {counts[unit]} {unit}", "请对照官方文本改正", f"{key}:"


def _changed_by_hand(version: Version) -> Iterator[tuple[str, str, str]]:
    remedy = "请重新运行 guiju import 导入官方文本"
    changed = changed_blocks(version) if version.meta.checks else []
    for name in changed:
        yield f"{name}与导入时不一致，文字被改动过", remedy, name.removesuffix("之后")
    if not changed:
        yield "正文与导入时不一致，文字被改动过", remedy, "sha256"


def _place_findings(path: Path, shown: str, version: Version) -> Iterator[BadRegulationFile]:
    if path.parent.name != version.meta.id:
        yield BadRegulationFile(
            f"文件夹名与编号“{version.meta.id}”不一致", remedy="请把文件夹改成编号", place=Place(shown, 2)
        )
    if path.stem != version.meta.effective.isoformat():
        yield BadRegulationFile(
            "文件名与施行日期不一致", remedy=f"请改名为 {version.meta.effective}.md", place=Place(shown, 1)
        )


def _shared_names(read: Iterable[tuple[str, Version]]) -> Iterator[BadRegulationFile]:
    """Two regulations that answer to one name make every citation by that name ambiguous."""
    names = {(name, v.meta.id): shown for shown, v in read for name in (v.meta.title, *v.meta.aliases)}
    count = Counter(name for name, _ in names)
    for (name, _), shown in names.items():
        if count[name] > 1:
            yield BadRegulationFile(f"名称“{name}”被两部法规共用", remedy="请改掉其中一个的简称", place=Place(shown, 4))


def _line_of(lines: list[str], label: str) -> int | None:
    return next((i for i, line in enumerate(lines, 1) if line.lstrip("# ").startswith(label)), None)
