from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from guiju.corpus.loading import load_corpus
from guiju.errors import NoIndex
from guiju.search.answering import answer_facts, answer_text, current_index, grouped, read_filters
from guiju.search.building import build_index
from guiju.search.entries import Kind
from guiju.search.index import OpenIndex, open_index
from guiju.search.pointer import POINTER
from guiju.search.scoring import Allowed, Term, rank
from guiju.search.searching import Answer, Filters, search
from guiju.search.units import units_of
from guiju.search.weights import K1, WEIGHTS, B
from guiju.workspace import Workspace
from tests.conftest import ON

pytestmark = pytest.mark.corpus

DANGZHANG, GUIZE, GONGWUYUAN = "dangzhang@2022-10-22", "jiandu-zhiji-guize@2019-01-01", "gongwuyuan-fa@2019-06-01"
CHUFEN = "jilv-chufen-tiaoli@2024-01-01"


@pytest.fixture(scope="module")
def shelf(imported: Workspace) -> OpenIndex:
    return current_index(imported)


def ask(shelf: OpenIndex, query: str, filters: Filters | None = None, limit: int = 10) -> Answer:
    return search(query, shelf, filters or Filters(ON), limit)


REFERENCES = [
    ("党章46条", [f"{DANGZHANG}#46"]),
    ("党章46", [f"{DANGZHANG}#46"]),
    ("党章第四十六条", [f"{DANGZHANG}#46"]),
    ("四十六条 党章", [f"{DANGZHANG}#46"]),
    ("46条 党章", [f"{DANGZHANG}#46"]),
    ("第四十六条第二款 党章", [f"{DANGZHANG}#46"]),
    ("《中国共产党章程》第四十六条", [f"{DANGZHANG}#46"]),
    ("党章 第４６条", [f"{DANGZHANG}#46"]),
    ("dangzhang#46", [f"{DANGZHANG}#46"]),
    ("dangzhang 46", [f"{DANGZHANG}#46"]),
    ("dz46", [f"{DANGZHANG}#46"]),
    ("处分条例一百一十七条", [f"{CHUFEN}#117"]),
    ("处份条例117条", [f"{CHUFEN}#117"]),
    ("监督执纪工作规责第二十七条", [f"{GUIZE}#27"]),
    ("党章45至47条", [f"{DANGZHANG}#{n}" for n in (45, 46, 47)]),
    ("党章第四十五条—第四十七条", [f"{DANGZHANG}#{n}" for n in (45, 46, 47)]),
]
"""What people write for an article, and what they mean."""


@pytest.mark.parametrize(("query", "refs"), REFERENCES, ids=[q for q, _ in REFERENCES])
def test_an_article_is_found_however_it_is_written(shelf: OpenIndex, query: str, refs: list[str]) -> None:
    assert [hit.ref for hit in ask(shelf, query).hits] == refs


def test_a_year_means_the_version_of_that_year(shelf: OpenIndex) -> None:
    assert "2018年的版本" in "；".join(ask(shelf, "2018年条例第八十八条 处分条例").steps)
    old = ask(shelf, "2018年的处分条例第八十八条").hits
    assert [(hit.ref, hit.status) for hit in old] == [("jilv-chufen-tiaoli@2018-10-01#88", "已被修订")]
    assert "没有《中国共产党章程》2003年的版本" in ask(shelf, "2003年党章第四十六条").note


QUESTIONS = [
    ("预备党员的预备期", f"{DANGZHANG}#7", 1),
    ("党员的权利", f"{DANGZHANG}#4", 4),  # three other texts say what protects them
    ("入党誓词", f"{DANGZHANG}#6", 1),
    ("开除党籍由谁批准", f"{DANGZHANG}#42", 3),
    ("留党察看最长多久", f"{DANGZHANG}#41", 1),
    ("基层党委每届任期", f"{DANGZHANG}#31", 3),
    ("党支部担负什么职责", f"{DANGZHANG}#34", 3),
    ("党徽党旗", f"{DANGZHANG}#55", 3),
    ("入党介绍人", f"{DANGZHANG}#5", 3),
    ("谈话函询结束后多久写情况报告", f"{GUIZE}#30", 3),
    ("处置线索有哪几种方式", f"{GUIZE}#21", 3),
    ("初步核实情况报告", f"{GUIZE}#35", 2),  # 监察法 has the same step
    ("采取留置措施通知家属", f"{GUIZE}#41", 1),
    ("审查调查人员回避", f"{GUIZE}#65", 3),
    ("打听案情 过问 登记备案", f"{GUIZE}#64", 3),
    ("领导干部廉政档案", f"{GUIZE}#17", 1),
    ("公务员考核等次", f"{GONGWUYUAN}#38", 3),
    ("公务员辞去公职", f"{GONGWUYUAN}#85", 3),
    ("警告 记过 降级 撤职 开除", f"{GONGWUYUAN}#62", 3),
    ("夫妻关系 同一机关 任职回避", f"{GONGWUYUAN}#74", 1),
    ("收红包", f"{CHUFEN}#97", 3),
    ("老板请吃饭", f"{CHUFEN}#101", 5),
    ("戒勉", f"{CHUFEN}#5", 10),
]
"""What an office asks, the article that answers, and within how many hits it must stand."""


@pytest.mark.parametrize(("query", "ref", "within"), QUESTIONS, ids=[q for q, _, _ in QUESTIONS])
def test_what_an_office_asks(shelf: OpenIndex, query: str, ref: str, within: int) -> None:
    assert ref in [hit.ref for hit in ask(shelf, query).hits[:within]]


def test_what_was_understood_is_shown_and_can_be_switched_off(shelf: OpenIndex) -> None:
    answer = ask(shelf, "收红包")
    assert any(step.startswith("收红包 → ") or step.startswith("红包 → ") for step in answer.steps)
    assert answer_text(answer, colour=False).startswith("解读：")
    assert ask(shelf, "收红包", Filters(ON, expand=False)).steps == ()


def test_a_title_or_alias_brings_that_regulation(shelf: OpenIndex) -> None:
    for name in ("党章", "中国共产党章程"):
        answer = ask(shelf, name, limit=100)
        assert {hit.regulation for hit in answer.hits} == {"dangzhang"}
        assert answer.total == 56  # 55 articles and the 总纲


def test_a_name_beside_words_narrows_the_search(shelf: OpenIndex) -> None:
    assert {hit.regulation for hit in ask(shelf, "党章 回避 批准").hits} == {"dangzhang"}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("“党内监督专责机关”", "党内监督专责机关"),
        ("回避 -公务员", "回避"),
        ("法规:监督执纪规则 回避", "回避"),
        ("位阶:法律 回避", "回避"),
        ("标题:公务员法 考核", "考核"),
        ("章:监督检查 档案", "档案"),
        ("章:党的纪律检查机关 组织", "组织"),
    ],
)
def test_phrases_fields_and_words_that_must_not_stand(shelf: OpenIndex, query: str, holds: str) -> None:
    hits = ask(shelf, query).hits
    assert hits
    texts = [hit.snippet.marked("", "") + hit.title + "".join(hit.divisions) for hit in hits]
    if "“" in query:
        assert holds in texts[0]
    if "-" in query:
        assert not any("公务员" in text for text in texts)
    if "法规:" in query:
        assert {hit.regulation for hit in hits} == {"jiandu-zhiji-guize"}
    if "标题:" in query:
        assert {hit.regulation for hit in hits} == {"gongwuyuan-fa"}
    if "章:" in query:
        assert all(query.split()[0].removeprefix("章:") in "".join(hit.divisions) for hit in hits)


def test_found_words_are_marked_and_the_text_is_unchanged(shelf: OpenIndex, imported: Workspace) -> None:
    hit = ask(shelf, "法规:监督执纪规则 廉政档案").hits[0]
    assert "【" in hit.snippet.marked("【", "】")
    version = load_corpus(imported).regulation("jiandu-zhiji-guize").current(ON)
    article = next(a for _, a in version.articles() if a.number == 17)
    assert hit.snippet.marked("", "").strip("… ") in " ".join(article.lines())
    assert hit.divisions == ("第三章 监督检查",)


def test_filters(shelf: OpenIndex) -> None:
    corpus = shelf.corpus
    laws = {h.regulation for h in ask(shelf, "回避", read_filters(corpus, ON, "法律", "", "")).hits}
    assert "gongwuyuan-fa" in laws
    assert {corpus.regulation(id).current(ON).meta.level for id in laws} == {"法律"}
    assert {h.regulation for h in ask(shelf, "回避", read_filters(corpus, ON, "", "监督执纪规则", "")).hits} == {
        "jiandu-zhiji-guize"
    }
    early = ask(shelf, "回避", Filters(date(2018, 1, 1), status="尚未施行"))
    assert {h.regulation for h in early.hits} >= {"gongwuyuan-fa", "jiandu-zhiji-guize"}


def test_an_article_that_does_not_exist_is_said_so(shelf: OpenIndex) -> None:
    assert "全文共五十五条" in ask(shelf, "党章99条").note
    assert "没有找到" in answer_text(ask(shelf, "阿斯蒂芬"), colour=False)


def test_the_json_is_the_documented_one(shelf: OpenIndex) -> None:
    facts = json.loads(json.dumps(answer_facts(ask(shelf, "初步核实"))))
    assert list(facts) == ["query", "total", "took_ms", "hits", "steps", "suggestions", "others"]
    assert list(facts["hits"][0]) == [
        "ref", "regulation", "version", "article", "title", "status", "score", "snippet", "divisions", "kind",
    ]  # fmt: skip
    assert "⟦" in facts["hits"][0]["snippet"]


def test_pages_follow_one_another_and_facets_add_up(shelf: OpenIndex) -> None:
    whole = search("监督", shelf, Filters(ON), 30, facets=True)
    pages = [search("监督", shelf, Filters(ON), 10, skip=skip).hits for skip in (0, 10, 20)]
    assert [hit.ref for page in pages for hit in page] == [hit.ref for hit in whole.hits]
    assert all(sum(counts.values()) == whole.total for counts in whole.facets.values())


def test_hits_of_one_regulation_stand_together(shelf: OpenIndex) -> None:
    hits = ask(shelf, "回避 谈话 报告", limit=20).hits
    together = grouped(hits)
    order = [hit.regulation for hit in together]
    assert sorted(hit.ref for hit in together) == sorted(hit.ref for hit in hits)
    assert [key for key, _ in groupby(order)] == list(dict.fromkeys(hit.regulation for hit in hits))


def test_each_word_explains_its_share(shelf: OpenIndex) -> None:
    hit = search("预备党员 权利", shelf, Filters(ON), 1, explain=True).hits[0]
    assert hit.shares
    assert {word for word, _ in hit.shares} & {"预备党员", "权利"}


def test_the_handbook_the_terms_and_the_questions_are_found_too(shelf: OpenIndex) -> None:
    kinds = {
        hit.kind
        for query in ("影响期怎么算", "新任书记第一个月", "留党察看最长", "什么是问题线索")
        for hit in ask(shelf, query).others
    }
    assert kinds >= {Kind.PAGE, Kind.TERM}
    assert kinds & {Kind.ANSWER, Kind.QUESTION}


def test_a_page_of_the_handbook_is_shown_without_its_markup(repository: Workspace) -> None:
    pages = [e for unit in units_of(load_corpus(repository), repository) for e in unit.entries if e.kind is Kind.PAGE]
    assert len(pages) > 60
    assert not [entry.ref for entry in pages if re.search(r"[{}|*`]|\]\(", entry.body)]


def test_ranking_gives_the_hits_of_the_stock_searcher(shelf: OpenIndex) -> None:
    """Our loop and Whoosh's own matcher tree are two ways to the same sums."""
    from whoosh import query as wq
    from whoosh.scoring import BM25F
    from whoosh.searching import Searcher

    (reader,) = shelf.postings.readers
    searcher = Searcher(reader, weighting=BM25F(B=B, K1=K1))  # not closed: the reader is the index's
    everything = Allowed.none(reader.doc_count_all())
    everything.allow(0, reader.doc_count_all(), 1.0, 0.0)
    known = sorted(word for word in reader.lexicon("text"))
    chance = random.Random(20261128)
    for _ in range(150):
        terms = [word.decode() for word in chance.sample(known, chance.randint(1, 12))]
        stock = searcher.search(wq.Or([wq.Term("text", t) for t in terms]), limit=50)
        ours = rank(shelf.postings, [Term("text", t) for t in terms], [everything], 50, replace(WEIGHTS, common=1.0))
        assert ours.total == len(stock)
        theirs = [(hit.score, hit.docnum) for hit in stock]
        assert [found.score for found in ours.best] == pytest.approx([score for score, _ in theirs])
        assert in_groups([(found.score, found.doc) for found in ours.best]) == in_groups(theirs)


def in_groups(hits: list[tuple[float, int]]) -> list[set[int]]:
    """Documents of equal scores as one, but for the last of them, which the limit may have cut."""
    groups = [{doc for _, doc in group} for _, group in groupby(hits, key=lambda hit: round(hit[0], 6))]
    return groups[:-1]


def test_an_edited_regulation_alone_is_analysed_again(workspace: Workspace) -> None:
    first = build_index(workspace)
    assert first.analysed == first.entries
    path = next((workspace.regulations / "weiyuanhui-yishi").glob("*.md"))
    path.write_text(
        path.read_text("utf-8").replace("（一）在职责和权限范围内议事", "（一）独角兽在职责和权限范围内议事"), "utf-8"
    )
    with pytest.raises(NoIndex):
        open_index(workspace)
    again = build_index(workspace)
    assert again.entries == first.entries
    assert again.analysed == 28
    assert [hit.ref for hit in search("独角兽", open_index(workspace), Filters(ON)).hits] == [
        "weiyuanhui-yishi@2026-11-24#3"
    ]
    path.unlink()
    build_index(workspace)
    assert search("独角兽", open_index(workspace), Filters(ON)).hits == ()


def test_an_index_that_was_damaged_or_made_elsewhere_is_built_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build_index(workspace)
    (workspace.cache / POINTER).write_text("{", "utf-8")
    assert search("回避", current_index(workspace), Filters(ON)).hits
    segment = next(workspace.cache.glob("index-*/*.seg"))
    segment.write_bytes(segment.read_bytes()[:-9] + b"\x00" * 9)
    with pytest.raises(NoIndex, match="不完整"):
        open_index(workspace)
    assert search("回避", current_index(workspace), Filters(ON)).hits
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(NoIndex):
        open_index(workspace)
    assert search("回避", current_index(workspace), Filters(ON)).hits


def test_the_index_is_private_and_old_ones_are_swept(workspace: Workspace) -> None:
    build_index(workspace)
    build_index(workspace, full=True)
    assert workspace.cache.stat().st_mode & 0o777 == 0o700
    assert len(list(workspace.cache.glob("index-*"))) == len(list(workspace.cache.glob("lexicon-*.json"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="locks of the system")
def test_of_two_builders_one_waits_and_says_so(workspace: Workspace) -> None:
    workspace.cache.mkdir(mode=0o700)
    lock = workspace.cache / "index.lock"
    code = f"import fcntl,time; f=open({str(lock)!r},'wb'); fcntl.flock(f, 2); print('x', flush=True); time.sleep(3)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        command = [str(Path(sys.executable).with_name("guiju")), "index"]
        done = subprocess.run(command, cwd=workspace.root, capture_output=True, text=True)
    assert done.returncode == 0
    assert "另一个程序正在建索引" in done.stderr


def test_several_processes_build_the_same_index_as_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guiju.search.building.SMALL", 100)
    refs = {}
    for jobs in (1, 2):
        build_index(workspace, full=True, jobs=jobs)
        index = open_index(workspace)
        assert len(index.shards) == jobs
        refs[jobs] = [[hit.ref for hit in search(q, index, Filters(ON), 5).hits] for q, _, _ in QUESTIONS]
    same = sum(one == two for one, two in zip(*refs.values(), strict=True))
    assert same >= len(QUESTIONS) - 2  # equal scores may stand in another order


@pytest.mark.parametrize(
    "query", ["党" * 10_000, "条例第" * 3000, "a" * 10_000, "\ud83d" * 50, "1" * 5000 + "条", "（" * 2000]
)
def test_a_monstrous_query_is_answered(shelf: OpenIndex, query: str) -> None:
    assert search(query, shelf, Filters(ON)).took_ms < 2000
