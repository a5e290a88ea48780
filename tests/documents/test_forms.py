from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import docx
import pytest

from guiju.corpus.loading import load_corpus
from guiju.documents.forms import to_docx, to_html
from guiju.documents.kinds import find_kind, list_kinds
from guiju.documents.making import Order, make
from guiju.documents.markup import parse
from guiju.errors import BadTemplate, ToolMissing
from guiju.workspace import Workspace
from tests.conftest import ON
from tests.documents.ruler import SAMPLES, measure, rendered

NOTICE = (SAMPLES / "notice.md").read_text("utf-8")
CARD = "---\nform: card\ntitle: 提示卡\nsubtitle: 一句话\nfooter: 机关纪委\n---\n1. 甲事项\n\n2. 乙事项\n\n---\n\n# 背面\n\n- 丙事项\n"
HANDOUT = "---\nform: handout\ntitle: 讲义\nsubtitle: 给支部\nfooter: 机关纪委\n---\n# 专题\n\n正文<&>。\n\n> 引文\n\n1. 题目\n"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("text", [NOTICE, CARD, HANDOUT], ids=["notice", "card", "handout"])
def test_the_same_document_gives_the_same_bytes(text: str) -> None:
    first = to_docx(parse(text, "x"))
    time.sleep(2.1)  # zip times have a resolution of two seconds
    assert to_docx(parse(text, "x")) == first


@pytest.mark.parametrize("text", [NOTICE, CARD, HANDOUT], ids=["notice", "card", "handout"])
def test_the_package_is_our_own(text: str) -> None:
    package = parts(to_docx(parse(text, "x")))
    assert next(iter(package)) == "[Content_Types].xml"
    assert not [name for name in package if "theme" in name or "thumbnail" in name or "customXml" in name]
    settings, styles = package["word/settings.xml"].decode(), package["word/styles.xml"].decode()
    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings
    assert 'w:eastAsia="zh-CN"' in styles
    body = package["word/document.xml"].decode()
    assert "Theme" not in body + styles
    assert body.count("<w:rFonts") == len(re.findall(r'<w:rFonts w:hint="eastAsia"', body))
    assert docx.Document(io.BytesIO(to_docx(parse(text, "x")))).core_properties.title == parse(text, "x").envelope.title


def test_headings_can_be_navigated() -> None:
    document = docx.Document(io.BytesIO(to_docx(parse(NOTICE, "x"))))
    levels = [p.style.style_id for p in document.paragraphs if p.style and p.style.style_id.startswith("Heading")]
    assert levels[:4] == ["Heading1", "Heading2", "Heading3", "Heading4"]


def test_a_handout_page_is_one_file_that_asks_for_nothing() -> None:
    page = to_html(parse(HANDOUT, "x"))
    assert "正文&lt;&amp;&gt;。" in page
    assert '<html lang="zh-CN">' in page
    assert not re.search(r"https?:|<script|<link|@import|url\(", page)


def test_a_notice_has_no_web_page() -> None:
    with pytest.raises(BadTemplate, match="没有网页形式"):
        to_html(parse(NOTICE, "x"))


CITE_NOTHING = {"order", "joint-notice", "committee-minutes", "training-notice", "reminder-letter"}
"""Kinds whose text gives no article as its basis."""


def test_every_kind_makes_its_example(workspace: Workspace, tmp_path: Path) -> None:
    corpus = load_corpus(workspace)
    for kind in list_kinds(workspace):
        made = make(Order(kind, kind.example, tmp_path / kind.name, ON), corpus, workspace)
        assert sorted(path.suffix for path in made.outputs) == sorted(f".{o}" for o in kind.outputs)
        assert made.cites or kind.name in CITE_NOTHING
        document = docx.Document(str(next(path for path in made.outputs if path.suffix == ".docx")))
        for ref in made.cites:
            assert ref in document.core_properties.comments


@pytest.mark.corpus
def test_a_handout_quotes_the_wording_where_it_is_imported(imported: Workspace, tmp_path: Path) -> None:
    kind = find_kind(imported, "handout")
    corpus = load_corpus(imported)
    made = make(Order(kind, kind.example, tmp_path, ON), corpus, imported)
    article = next(a for _, a in corpus.regulation("dangzhang").current(ON).articles() if a.number == 46)
    page = next(p for p in made.outputs if p.suffix == ".html").read_text("utf-8")
    assert all(line in page for line in article.lines())
    assert "不是原文" not in page


def test_without_libreoffice_pdf_is_refused_and_nothing_is_left(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    kind = find_kind(workspace, "festival-reminder")
    order = Order(kind, kind.example, tmp_path / "out", ON, pdf=True)
    with pytest.raises(ToolMissing, match="LibreOffice"):
        make(order, load_corpus(workspace), workspace)
    assert not (tmp_path / "out").exists()


@pytest.mark.office
def test_even_sides_are_counted_without_what_is_bound_apart(
    workspace: Workspace, tmp_path: Path, office_cache: Path
) -> None:
    kind = find_kind(workspace, "training-notice")
    template = kind.template.read_text("utf-8").replace("form: notice\n", "form: notice\neven_sides: true\n")
    kind.template.write_text(template.replace("附件2 ", "附件2（另装） "), "utf-8")
    workspace.cache.mkdir(exist_ok=True)
    (workspace.cache / "fonts").symlink_to((office_cache / "fonts").resolve())
    made = make(Order(kind, kind.example, tmp_path, ON, pdf=True), load_corpus(workspace), workspace)
    pages = measure(next(path for path in made.outputs if path.suffix == ".pdf"))
    imprint = next(n for n, page in enumerate(pages, 1) if "印发" in page.text)
    apart = next(n for n, page in enumerate(pages, 1) if "滨档机纪〔2026〕10号附件2" in page.text)
    assert imprint % 2 == 0
    assert apart == imprint + 1


@pytest.mark.office
def test_a_card_has_two_sides_of_two_faces(office_cache: Path, tmp_path: Path) -> None:
    pages = measure(rendered(to_docx(parse(CARD, "x")), "card", tmp_path, office_cache))
    assert len(pages) == 2
    for page, first in zip(pages, ("1.", "背面"), strict=True):
        tops = [line.baseline for line in page.lines if line.text.startswith(first)]
        assert len(tops) == 2
        # The second face is half a sheet under the first, so that a turned sheet matches.
        assert tops[1] - tops[0] == pytest.approx(139, abs=1.5)


@pytest.mark.office
def test_a_full_card_still_fits(office_cache: Path, tmp_path: Path) -> None:
    items = "\n\n".join(f"{n}. {'长' * 36}" for n in range(1, 9))
    text = f"---\nform: card\ntitle: 提示卡\nsubtitle: {'话' * 24}\nfooter: 机关纪委\n---\n{items}\n"
    pages = measure(rendered(to_docx(parse(text, "x")), "full", tmp_path, office_cache))
    assert len(pages) == 1
    assert sum(line.text.endswith("长" * 36) for line in pages[0].lines) == 16
    assert sum(line.text == "机关纪委" for line in pages[0].lines) == 2


@pytest.mark.office
def test_a_handout_numbers_its_headings_and_pages(office_cache: Path, tmp_path: Path) -> None:
    page = measure(rendered(to_docx(parse(HANDOUT, "x")), "handout", tmp_path, office_cache))[0]
    assert page.find("一、专题").left == pytest.approx(28, abs=1)
    assert page.find("机关纪委").text.replace(" ", "").endswith("第1页")
