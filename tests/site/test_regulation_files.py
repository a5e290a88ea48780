"""What a program gets of a regulation, and what a reader takes along."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.store import corpus_of
from guiju.corpus.versionfile import version_from_text
from guiju.regulation import TextKind
from guiju.site.downloads import regulation_files
from guiju.site.machine import index_file
from guiju.site.page import SitePage
from guiju.site.references import references_of
from guiju.site.rendering import body_html
from guiju.site.shelf import Shelf
from guiju.workspace import Workspace
from tests.conftest import ON, ROOT
from tests.corpus.files import GOOD, text_file
from tests.site.regulations import (
    JIA,
    data_of,
    everything,
    own_shelf,
    pages_of,
    rule,
    shelf_of,
)


def test_the_markdown_can_be_read_back(repository: Workspace) -> None:
    shelf = shelf_of(repository)
    regulation = shelf.corpus.regulation("dangzhang")
    files = {f.address: f.content for f in regulation_files(regulation, shelf, references_of(shelf), word=False)}
    read = version_from_text(files["regulations/dangzhang/2022-10-22.md"].decode(), "下载.md")
    assert read == next(v for v in regulation.versions if v.meta.effective == date(2022, 10, 22))


def test_the_word_file_holds_the_whole_text_in_order(workspace: Workspace) -> None:
    import_file(text_file(workspace, GOOD), workspace, Wishes(id="jia"))
    shelf = shelf_of(workspace)
    files = regulation_files(shelf.corpus.regulation("jia"), shelf, references_of(shelf), word=True)
    content = next(file.content for file in files if file.address.endswith(".docx"))
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    lines = ["".join(re.findall(r"<w:t[^>]*>([^<]*)", p)) for p in re.findall(r"<w:p>.*?</w:p>", xml)]
    start = lines.index("第一章 总则")
    assert lines[start:] == [
        "第一章 总则",
        "第一条　为了规范会议，制定本办法。",
        "第二条　会议由办公室负责：",
        "（一）通知；",
        "（二）记录。",
        "第二章 附则",
        "第三条　本办法自2020年4月1日起施行。",
    ]
    assert 'w:val="Heading1"' in xml


def test_the_json_of_a_version_has_every_field_that_is_documented(workspace: Workspace) -> None:
    import_file(text_file(workspace, GOOD), workspace, Wishes(id="jia"))
    shelf = shelf_of(workspace)
    files = regulation_files(shelf.corpus.regulation("jia"), shelf, references_of(shelf), word=False)
    facts = json.loads(next(file.content for file in files if file.address.endswith(".json")))
    article = facts["articles"][1]
    assert article["ref"] == "jia@2020-04-01#2"
    assert article["divisions"] == ["zhang-1"]
    assert article["text"] == [
        {
            "text": "会议由办公室负责：",
            "items": [
                {"number": 1, "text": "（一）通知；", "points": []},
                {"number": 2, "text": "（二）记录。", "points": []},
            ],
        }
    ]
    index = json.loads(index_file(shelf, word=False).content)
    listed = next(entry for entry in index["regulations"] if entry["id"] == "jia")
    assert listed["versions"][0]["json"] == "regulations/jia/2020-04-01.json"
    assert listed["versions"][0]["docx"] is None
    told = (ROOT / "docs" / "machine-data.md").read_text("utf-8")
    for names in (facts, article, facts["divisions"][0], index, listed, listed["versions"][0]):
        assert [name for name in names if f"`{name}`" not in told] == []


def test_the_json_gives_no_wording_where_there_is_none(repository: Workspace) -> None:
    shelf = shelf_of(repository)
    references = everything(repository, shelf)
    files = regulation_files(shelf.corpus.regulation("jilv-chufen-tiaoli"), shelf, references, word=False)
    by_address = {file.address: json.loads(file.content) for file in files if file.address.endswith(".json")}
    old = by_address["regulations/jilv-chufen-tiaoli/2018-10-01.json"]["articles"][87]
    assert (old["text"], old["now"]) == (None, ["jilv-chufen-tiaoli@2024-01-01#97"])
    new = by_address["regulations/jilv-chufen-tiaoli/2024-01-01.json"]["articles"][96]
    assert "手册" in {citing["kind"] for citing in new["cited_by"]}


def test_schema_org_gets_facts_that_somebody_verified(repository: Workspace) -> None:
    shelf = shelf_of(repository)
    facts = _schema(pages_of("jiandu-zhiji-guize", shelf)["regulations/jiandu-zhiji-guize.html"])
    assert facts["@type"] == "Legislation"
    assert facts["legislationIdentifier"] == "jiandu-zhiji-guize@2019-01-01"
    assert facts["legislationDateOfApplicability"] == "2019-01-01"
    assert facts["legislationLegalForce"] == "https://schema.org/InForce"
    assert "legislationPassedBy" not in facts  # 待核实
    assert facts["hasPart"][0] == {"@type": "Legislation", "@id": "#art-1", "name": "第一条"}
    old = _schema(pages_of("jilv-chufen-tiaoli", shelf)["regulations/jilv-chufen-tiaoli/2018-10-01.html"])
    assert old["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert old["legislationChanges"][0]["@id"] == "../../regulations/jilv-chufen-tiaoli/2016-01-01.html"


def _schema(page: SitePage) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.head)
    facts: dict[str, Any] = json.loads(found[0])
    return facts


def test_nothing_in_a_title_can_leave_the_data_of_a_page() -> None:
    version = own_shelf(rule("jia", "2020-01-01", "## 第一条\n\n甲。\n")).corpus.regulation("jia").versions[0]
    evil = "</script><!--<img src=x>"
    meta = replace(version.meta, title=evil, text=TextKind.DIGEST)
    page = pages_of("jia", Shelf(corpus_of([replace(version, meta=meta)]), ON))[JIA]
    assert data_of(page)["official"] == f"《{evil}》"
    assert _schema(page)["name"] == evil
    assert evil not in body_html(page) + page.head
