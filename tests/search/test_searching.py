from __future__ import annotations

import json
from datetime import date

import pytest

from guiju.corpus.store import Corpus, load_corpus
from guiju.errors import NoIndex
from guiju.search.answering import answer_facts, answer_text, current_index, read_filters
from guiju.search.index import OpenIndex, build_index, open_index
from guiju.search.searching import Answer, Filters, search
from guiju.workspace import Workspace
from tests.conftest import ON

pytestmark = pytest.mark.corpus

DANGZHANG, GUIZE, GONGWUYUAN = "dangzhang@2022-10-22", "jiandu-zhiji-guize@2019-01-01", "gongwuyuan-fa@2019-06-01"


@pytest.fixture(scope="module")
def shelf(imported: Workspace) -> tuple[Corpus, OpenIndex]:
    corpus = load_corpus(imported)
    return corpus, current_index(imported, corpus)


def ask(shelf: tuple[Corpus, OpenIndex], query: str, filters: Filters | None = None, limit: int = 10) -> Answer:
    return search(query, *shelf, filters or Filters(ON), limit)


@pytest.mark.parametrize(
    "query",
    [
        "党章46条",
        "党章46",
        "党章第四十六条",
        "四十六条 党章",
        "46条 党章",
        "《中国共产党章程》第四十六条",
        "党章 第４６条",
        "dangzhang#46",
    ],
)
def test_a_reference_in_any_form_wins(shelf: tuple[Corpus, OpenIndex], query: str) -> None:
    hits = ask(shelf, query).hits
    assert [hit.ref for hit in hits] == [f"{DANGZHANG}#46"]
    assert "党内监督专责机关" in hits[0].snippet.marked("", "")


QUESTIONS = [
    ("预备党员的预备期", f"{DANGZHANG}#7", 1),
    ("党员的权利", f"{DANGZHANG}#4", 3),
    ("入党誓词", f"{DANGZHANG}#6", 1),
    ("党章 开除党籍由谁批准", f"{DANGZHANG}#42", 3),
    ("留党察看最长多久", f"{DANGZHANG}#41", 1),
    ("基层党委每届任期", f"{DANGZHANG}#31", 3),
    ("党支部担负什么职责", f"{DANGZHANG}#34", 3),
    ("党徽党旗", f"{DANGZHANG}#55", 3),
    ("入党介绍人", f"{DANGZHANG}#5", 3),
    ("谈话函询结束后多久写情况报告", f"{GUIZE}#30", 3),
    ("处置线索有哪几种方式", f"{GUIZE}#21", 3),
    ("初步核实情况报告", f"{GUIZE}#35", 1),
    ("采取留置措施通知家属", f"{GUIZE}#41", 1),
    ("审查调查人员回避", f"{GUIZE}#65", 3),
    ("打听案情 过问 登记备案", f"{GUIZE}#64", 3),
    ("领导干部廉政档案", f"{GUIZE}#17", 1),
    ("公务员考核等次", f"{GONGWUYUAN}#38", 3),
    ("公务员辞去公职", f"{GONGWUYUAN}#85", 3),
    ("警告 记过 降级 撤职 开除", f"{GONGWUYUAN}#62", 3),
    ("夫妻关系 同一机关 任职回避", f"{GONGWUYUAN}#74", 1),
]
"""What an office asks, the article that answers, and within how many hits it must stand."""


@pytest.mark.parametrize(("query", "ref", "within"), QUESTIONS, ids=[q for q, _, _ in QUESTIONS])
def test_what_an_office_asks(shelf: tuple[Corpus, OpenIndex], query: str, ref: str, within: int) -> None:
    assert ref in [hit.ref for hit in ask(shelf, query).hits[:within]]


def test_a_title_or_alias_brings_that_regulation(shelf: tuple[Corpus, OpenIndex]) -> None:
    for name in ("党章", "中国共产党章程"):
        answer = ask(shelf, name)
        assert {hit.regulation for hit in answer.hits} == {"dangzhang"}
        assert answer.total == 56  # 55 articles and the 总纲


def test_a_name_beside_words_narrows_the_search(shelf: tuple[Corpus, OpenIndex]) -> None:
    assert {hit.regulation for hit in ask(shelf, "党章 回避 批准").hits} == {"dangzhang"}


def test_found_words_are_marked_and_the_text_is_unchanged(shelf: tuple[Corpus, OpenIndex]) -> None:
    hit = ask(shelf, "廉政档案").hits[0]
    assert "【廉政】【档案】" in hit.snippet.marked("【", "】").replace("【廉政档案】", "【廉政】【档案】")
    article = next(
        a for v in [shelf[0].regulation("jiandu-zhiji-guize").current(ON)] for _, a in v.articles() if a.number == 17
    )
    assert hit.snippet.marked("", "").strip("… ") in " ".join(article.lines())
    assert hit.divisions == ("第三章 监督检查",)


def test_filters(shelf: tuple[Corpus, OpenIndex]) -> None:
    corpus = shelf[0]
    laws = {h.regulation for h in ask(shelf, "回避", read_filters(corpus, ON, "法律", "", "")).hits}
    assert "gongwuyuan-fa" in laws
    assert {corpus.regulation(id).current(ON).meta.level for id in laws} == {"法律"}
    assert {h.regulation for h in ask(shelf, "回避", read_filters(corpus, ON, "", "监督执纪规则", "")).hits} == {
        "jiandu-zhiji-guize"
    }
    assert ask(shelf, "回避", read_filters(corpus, ON, "", "", "已被修订")).hits == ()
    early = ask(shelf, "回避", Filters(date(2018, 1, 1), status="尚未施行"))
    assert {h.regulation for h in early.hits} >= {"gongwuyuan-fa", "jiandu-zhiji-guize"}


def test_an_article_that_does_not_exist_is_said_so(shelf: tuple[Corpus, OpenIndex]) -> None:
    assert "全文共五十五条" in ask(shelf, "党章99条").note
    assert "没有找到" in answer_text(ask(shelf, "阿斯蒂芬"), colour=False)


def test_the_json_is_the_documented_one(shelf: tuple[Corpus, OpenIndex]) -> None:
    facts = json.loads(json.dumps(answer_facts(ask(shelf, "初步核实"))))
    assert list(facts) == ["query", "total", "took_ms", "hits"]
    assert list(facts["hits"][0]) == [
        "ref", "regulation", "version", "article", "title", "status", "score", "snippet", "divisions",
    ]  # fmt: skip
    assert "⟦" in facts["hits"][0]["snippet"]


def test_ranking_gives_the_hits_of_the_stock_searcher(shelf: tuple[Corpus, OpenIndex]) -> None:
    """Our loop and Whoosh's own matcher tree are two ways to the same sums."""
    from whoosh import query as wq
    from whoosh.scoring import BM25F

    from guiju.search.ranking import K1, B, rank

    index = shelf[1].whoosh
    terms = ["回避", "诬告", "谈话", "预备党员"]
    with index.searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        stock = [hit.docnum for hit in searcher.search(wq.Or([wq.Term("content", t) for t in terms]), limit=10)]
        ours, total = rank(searcher.reader(), terms, lambda doc: True, 10)
    assert [doc for _, doc in ours] == stock
    assert total >= len(stock)


def test_an_edited_regulation_is_searched_as_it_is_now(workspace: Workspace) -> None:
    corpus = load_corpus(workspace)
    build_index(workspace, corpus)
    path = next((workspace.regulations / "weiyuanhui-yishi").glob("*.md"))
    path.write_text(
        path.read_text("utf-8")
        .replace("> 要点：", "> 要点：独角兽", 1)
        .replace("\n\n> 要点：独角兽", "独角兽\n\n> 要点：", 1),
        "utf-8",
    )
    with pytest.raises(NoIndex):
        open_index(workspace)
    changed = load_corpus(workspace)
    assert search("独角兽", changed, current_index(workspace, changed), Filters(ON)).total == 1


def test_a_damaged_index_is_built_anew(workspace: Workspace) -> None:
    corpus = load_corpus(workspace)
    build_index(workspace, corpus)
    (workspace.cache / "index.json").write_text("{", "utf-8")
    assert search("回避", corpus, current_index(workspace, corpus), Filters(ON)).hits


def test_the_index_is_private_and_old_ones_are_swept(workspace: Workspace) -> None:
    corpus = load_corpus(workspace)
    build_index(workspace, corpus)
    build_index(workspace, corpus)
    assert workspace.cache.stat().st_mode & 0o777 == 0o700
    assert len(list(workspace.cache.glob("index-*"))) == 1
