from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.lint import lint_folder, lint_text
from guiju.corpus.structure import paragraphs_from_lines
from guiju.corpus.versionfile import read_version, version_from_text, version_to_text
from guiju.errors import BadRegulationFile
from guiju.regulation import Article, Confidence, Division, Metadata, TextKind, Version
from guiju.workspace import Workspace

HEAD = """---
id: jia
title: 甲规定
level: 规定
issuer: 甲机关
effective: 2020-01-01
source: 自拟
text: model
---
"""

GOOD = HEAD + "# 甲规定\n\n## 第一章 总则\n\n### 第一条\n\n正文。\n\n> 要点：要点。\n"


def test_every_file_of_the_repository_is_read_and_written_byte_for_byte(repository: Workspace) -> None:
    paths = sorted(repository.regulations.glob("*/*.md"))
    assert len(paths) >= 5
    for path in paths:
        assert version_to_text(read_version(path)).encode() == path.read_bytes(), path.name


def test_the_repository_has_no_findings(repository: Workspace) -> None:
    assert [str(f) for f in lint_folder(repository.regulations, repository.root)] == []


_line = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=30)
_title = st.text(alphabet="甲乙丙丁总则附", min_size=1, max_size=8)


@st.composite
def versions(draw: st.DrawFn) -> Version:
    """Any tree of chapters and articles with any lines of text in it."""
    count = draw(st.integers(1, 4))
    texts = [paragraphs_from_lines(draw(st.lists(_line, max_size=5))) for _ in range(count)]
    digests = st.none() | _line.filter(lambda t: t == t.strip())
    articles = tuple(Article(n + 1, 0, text, draw(digests)) for n, text in enumerate(texts))
    chapter = Division("章", 1, draw(_title), paragraphs_from_lines(draw(st.lists(_line, max_size=2))), (), articles)
    confidence = tuple(
        (k, draw(st.sampled_from(Confidence))) for k in draw(st.sets(st.sampled_from(["issuer", "adopted"])))
    )
    meta = Metadata(
        "jia", draw(_line.filter(str.strip)), "规定", draw(_line.filter(str.strip)), date(2020, 1, 1), "自拟", TextKind.MODEL,
        aliases=tuple(draw(st.lists(_title, max_size=2))), confidence=confidence,
    )  # fmt: skip
    return Version(meta, (), (), (chapter,))


@given(versions())
def test_any_text_survives_the_file_unchanged(version: Version) -> None:
    text = version_to_text(version)
    assert version_from_text(text, "x.md") == version
    assert version_to_text(version_from_text(text, "x.md")) == text


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        (GOOD.replace("---\nid", "id"), 1, "文件头"),
        (GOOD.replace("level: 规定", "level: 规章"), 4, "规章"),
        (GOOD.replace("issuer: 甲机关\n", ""), 1, "issuer"),
        (GOOD.replace("issuer", "isuer"), 5, "isuer"),
        (GOOD.replace("2020-01-01", "2020-13-01"), 6, "2020-13-01"),
        (GOOD.replace("id: jia", "id: 甲"), 2, "id"),
        (GOOD.replace("text: model", "text: full"), 8, "text"),
        (GOOD.replace("source: 自拟", "source: 自拟\nsource: 又拟"), 8, "两次"),
        (GOOD.replace("# 甲规定\n", "# 乙规定\n"), 10, "# 甲规定"),
        (GOOD.replace("### 第一条", "#### 第一条"), 14, "层级"),
        (GOOD.replace("正文。", "正文。\n又一行。"), 17, "空行"),
        (GOOD.replace("正文。", " "), 16, "空格"),
        (GOOD.replace("> 要点：", "> 按："), 18, "看不懂"),
        (GOOD + "\n> 要点：再来一条。\n", 14, "2条要点"),
        (GOOD.replace("第一章 总则", "第一章  总则"), 12, "写法不规范"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(text: str, line: int, cause: str) -> None:
    with pytest.raises(BadRegulationFile) as refusal:
        version_from_text(text, "甲.md")
    assert refusal.value.place is not None
    assert (refusal.value.place.file, refusal.value.place.line) == ("甲.md", line)
    assert cause in refusal.value.cause
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (GOOD.replace("第一条", "第二条"), "条号不连续"),
        (GOOD + "\n### 第一条\n\n又。\n", "重复"),
        (GOOD.replace("text: model", "text: digest"), "有正文"),
        (GOOD.replace("正文。\n\n", ""), "没有正文"),
        (GOOD.replace("要点。", "长" * 81), "81字"),
        (GOOD.replace("text: model", "text: official"), "被改动过"),
        (GOOD.replace("正文。\n\n> 要", "正文。\n\n\n> 要"), "写法与规范不一致"),
    ],
)
def test_lint_says_what_reading_lets_pass(text: str, cause: str) -> None:
    findings = list(lint_text(text, version_from_text(text, "甲.md"), "甲.md"))
    assert any(cause in finding.cause for finding in findings), [str(f) for f in findings]


def test_windows_line_ends_and_byte_order_mark_are_layout(workspace: Workspace) -> None:
    path = workspace.root / "甲.md"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_version(path) == version_from_text(GOOD, "甲.md")
