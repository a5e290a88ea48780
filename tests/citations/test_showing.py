from __future__ import annotations

from datetime import date

import pytest

from guiju.citations.showing import show_facts, show_text
from guiju.corpus.loading import load_corpus
from guiju.errors import ArticleNotFound, BadReference, BadRegulationFile
from guiju.workspace import Workspace
from tests.conftest import ON


def test_without_the_wording_the_gist_is_shown_and_said_to_be_one(repository: Workspace) -> None:
    corpus = load_corpus(repository)
    facts = show_facts("党章46", corpus, ON)
    assert facts["ref"] == "dangzhang@2022-10-22#46"
    assert (facts["text"], facts["status"]) == (None, "现行有效")
    assert facts["divisions"] == ["第八章 党的纪律检查机关"]
    assert "要点（不是原文）" in show_text("党章46", corpus, ON)


def test_an_unverified_fact_is_shown_as_such(repository: Workspace) -> None:
    assert "发布机关：待核实" in show_text("监督执纪工作规则", load_corpus(repository), ON)


@pytest.mark.corpus
def test_the_imported_wording_by_paragraph_and_item(imported: Workspace) -> None:
    corpus = load_corpus(imported)
    whole = show_facts("党章46", corpus, ON)["text"]
    second = show_facts("党章第四十六条第二款", corpus, ON)
    assert isinstance(whole, list)
    assert (second["ref"], second["text"]) == ("dangzhang@2022-10-22#46.2", [whole[1]])
    item = show_facts("党章第四条第（八）项", corpus, ON)["text"]
    assert isinstance(item, list)
    assert item[0].startswith("（八）")


@pytest.mark.corpus
def test_citations_go_both_ways(imported: Workspace) -> None:
    corpus = load_corpus(imported)
    citing = [
        version.ref_to(article)
        for regulation in corpus
        for version in regulation.versions
        for _, article in version.articles()
        if show_facts(str(version.ref_to(article)), corpus, ON)["cites"]
    ]
    assert citing
    for ref in citing:
        for target in show_facts(str(ref), corpus, ON)["cites"]:  # type: ignore[attr-defined]
            assert str(ref) in show_facts(target.partition(".")[0], corpus, ON)["cited_by"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("党章64", "没有第六十四条，全文共五十五条"),
        ("刑法46条", "看不懂"),
        ("dangzhang@2012-11-14#46", "没有《中国共产党章程》2012-11-14"),
    ],
)
def test_what_is_not_there_is_said_so(repository: Workspace, text: str, cause: str) -> None:
    with pytest.raises((ArticleNotFound, BadReference), match=cause) as refusal:
        show_text(text, load_corpus(repository), ON)
    assert refusal.value.remedy


def test_before_it_took_effect_a_version_is_not_yet_in_force(repository: Workspace) -> None:
    facts = show_facts("监督执纪工作规则15", load_corpus(repository), date(2018, 12, 31))
    assert facts["status"] == "尚未施行"


@pytest.mark.corpus
def test_wording_changed_by_hand_is_never_shown(workspace: Workspace) -> None:
    from guiju.corpus.importing import Wishes, import_file
    from tests.conftest import party

    path = import_file(party("dangzhang"), workspace, Wishes()).path
    path.write_text(path.read_text("utf-8").replace("专责机关", "专门机关"), "utf-8")
    with pytest.raises(BadRegulationFile, match="改动过") as refusal:
        load_corpus(workspace)
    assert "regulations/dangzhang/2022-10-22.md" in str(refusal.value)
