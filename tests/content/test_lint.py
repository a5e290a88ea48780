"""What `guiju lint` says of the handbook, the glossary, the answers, the questions and the model rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guiju.content.citing import citations_in
from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.loading import load_corpus
from guiju.errors import GuijuError
from guiju.linting import lint_workspace
from guiju.workspace import Workspace
from tests.conftest import ON, party

OLD = "jilv-chufen-tiaoli@2018-10-01"


def findings(workspace: Workspace) -> list[str]:
    return [str(finding) for finding in lint_workspace(workspace, [], ON)]


def test_what_we_ship_has_nothing_to_find(repository: Workspace) -> None:
    assert findings(repository) == []


def page(text: str) -> Callable[[Workspace], Path]:
    def write(workspace: Workspace) -> Path:
        path = workspace.content / "handbook" / "甲.md"
        path.write_text(text, "utf-8")
        return path

    return write


def edited(name: str, old: str, new: str) -> Callable[[Workspace], Path]:
    def write(workspace: Workspace) -> Path:
        path = workspace.content / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return write


def data(name: str, text: str) -> Callable[[Workspace], Path]:
    def write(workspace: Workspace) -> Path:
        path = workspace.content / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write


def terms(entry: str) -> Callable[[Workspace], Path]:
    return data("glossary.yml", f"terms:\n- {entry}\n")


def answer(text: str, ref: str = "dangzhang@2022-10-22#46") -> Callable[[Workspace], Path]:
    item = f"q: 机关纪委的任务是什么？\n    a: {text}\n    refs: [{ref}]"
    return data("faq.yml", f"groups:\n- title: 任务\n  items:\n  - {item}\n")


def question(**changes: str) -> Callable[[Workspace], Path]:
    fields = {
        "id": "jia-001",
        "kind": "单选",
        "level": "易",
        "stem": "受警告处分，多长时间内不得提拔？",
        "options": "[半年, 一年, 二年, 三年]",
        "answer": "B",
        "why": "处分条例第十条写的是一年。",
        "refs": "[jilv-chufen-tiaoli@2024-01-01#10]",
    } | changes
    lines = "\n  ".join(f"{key}: {value}" for key, value in fields.items() if value)
    return data("questions/jia.yml", f"title: 试题\nquestions:\n- {lines}\n")


MEANING = "meaning: 党的基层纪律检查机关，履行监督执纪问责职责。"
REF = "refs: [dangzhang@2022-10-22#46]"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (page('# 甲\n\n见{{ cite("党章", 99) }}。\n'), "甲.md 第3行：《中国共产党章程》（2022-10-22）没有第九十九条"),
        (page('# 甲\n\n见{{ cite("刑法第三百八十二条") }}。\n'), "甲.md 第3行：库里没有叫“刑法第三百八十二条”"),
        (page("# 甲\n\n\n见{{ cite(党章46) }}。\n"), "甲.md 第4行：这里的引用写错了"),
        (page('# 甲\n\n见{{ cite("处分条例第五条", "2015-01-01") }}。\n'), "甲.md 第3行：库里没有《中国共产党纪律处分条例》2015-01-01"),
        (page('# 甲\n\n见{{ cite("jilv-chufen-tiaoli@2018-10-01#5") }}。\n'), ""),
        (page("# 甲\n\n## 乙\n\n## 丙\n\n有。\n"), "甲.md 第3行：“乙”下面没有内容"),
        (page("# 甲\n\n## 乙\n\n### 丙\n\n有。\n"), ""),
        (page("# 甲\n\n有。\n\n## 乙\n"), "甲.md 第5行：“乙”下面没有内容"),
        (page("# 甲\n\n```\n## 不是标题\n## 也不是\n```\n"), ""),
        (page("# 甲\n\n触犯党纪政纪的，严肃处理。\n"), "甲.md 第3行：用了“党纪政纪”。请改成“党纪政务”"),
        (page("# 甲\n\n旧稿里的“党纪政纪”要改。\n"), ""),
        (terms(f"term: 机关纪委\n  {MEANING}\n  refs: [dangzhang@2022-10-22#99]"), "glossary.yml 第4行：《中国共产党章程》"),
        (terms(f"term: 机关纪委\n  {MEANING}\n  refs: [dangzhang#46]"), "没有写明版本和条号"),
        (terms(f"term: 机关纪委\n  meaning: 太短\n  {REF}"), "“意思”(meaning)不能为空或过少"),
        (terms(f"term: 机关纪委\n  {MEANING}\n  {REF}\n  see: [纪委]"), "参见的“纪委”不在表里"),
        (terms(f"term: 机关纪委\n  {MEANING}\n  {REF}\n- term: 机关纪委\n  {MEANING}\n  {REF}"), "第5行：“机关纪委”写了两次"),
        (answer("监督、执纪、问责。对党员开展教育。受理处置检举举报。"), ""),
        (answer("监督、执纪、问责。对党员开展教育。受理处置检举举报。", "dangzhang@2022-10-22#56"), "没有第五十六条"),
        (question(), ""),
        (question(refs=f"[{OLD}#88]"), f"出处 {OLD}#88 是旧版，现行的是 2024-01-01 版。请对照 jilv-chufen-tiaoli@2024-01-01#97 核对内容"),
        (question(id="yi-001"), "编号“yi-001”与文件名不符。写作 jia-001"),
        (question(answer="E"), "“答案”(answer)只能是 A、B、C、D"),
        (question(kind="多选", answer="[A, B, C, D]"), "所有选项都对"),
        (question(kind="多选", answer="[C, A]"), "答案的字母请按顺序写"),
        (question(kind="多选", answer="[A, E]"), "答案 E 没有对应的选项"),
        (question(kind="判断", answer="是", options=""), "“答案”(answer)只能是 对、错"),
        (question(kind="填空", answer="[一年]", options=""), "每个空写作 ____"),
        (question(kind="填空", stem="受____处分，____内不得提拔。", answer="[警告]", options=""), "题干有 2 个空，答案有 1 个"),
        (question(kind="简答", answer="一年。", options=""), "“答案”(answer)不能为空或过少"),
        (question(why=""), "缺少“题”(questions)第1项的“解析”(why)"),
        (edited("words.yml", "right: ", "rihgt: "), "不认识“rihgt”，是不是想写“right”"),
        (edited("vocabulary.tsv", "\t0.9\n", "\t9\n"), "vocabulary.tsv"),
        (edited("related.tsv", "\t0.3\n避嫌", "\t0.3\n回避\t近亲属\t0.3\n避嫌"), "“回避”到“近亲属”在第2行已经有了"),
        (edited("asked/dangzhang@2022-10-22.tsv", "55\t", "56\t"), "《中国共产党章程》没有第 56 条"),
        (edited("asked/dangzhang@2022-10-22.tsv", "55\t", "五十五\t"), "这一行写得不对，或条号写了两次"),
        (edited("office.yml", "单位名称: ", "单位: "), "“variables”写得不对"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(
    workspace: Workspace, change: Callable[[Workspace], Path], said: str
) -> None:
    change(workspace)
    found = findings(workspace)
    if said:
        assert len(found) == 1, found
        assert said in found[0]
    else:
        assert found == []


def test_a_model_rule_that_gives_a_basis_that_is_not_there_is_named(workspace: Workspace) -> None:
    path = workspace.regulations / "weiyuanhui-yishi" / "2026-11-24.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("《中国共产党章程》第十条", "《中国共产党章程》第九十条", 1), "utf-8")
    (found,) = findings(workspace)
    assert found.startswith(
        "regulations/weiyuanhui-yishi/2026-11-24.md 第一条：《中国共产党章程》（2022-10-22）没有第九十条"
    )


def test_a_number_map_that_forgets_an_article_is_named(workspace: Workspace) -> None:
    path = workspace.regulations / "jilv-chufen-tiaoli" / "numbers.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("    142: [158]\n", "").replace("    3: [3]\n", "    3: [903]\n", 1), "utf-8")
    found = findings(workspace)
    assert [line.partition("：")[2] for line in found] == [
        "2016-01-01 到 2018-10-01 的条号对照：新版没有第 903 条。请对照两版原文改正。",
        "2018-10-01 到 2024-01-01 的条号对照：缺旧版第 142 条。请补上；新版里已经没有的写成空列表 []。",
    ]


@pytest.mark.corpus
def test_a_gist_that_copies_its_article_is_named(workspace: Workspace) -> None:
    import_file(party("dangzhang"), workspace, Wishes())
    path = workspace.regulations / "dangzhang" / "2022-10-22.md"
    text = path.read_text("utf-8")
    article = next(
        a for _, a in load_corpus(workspace).regulation("dangzhang").current(ON).articles() if a.number == 39
    )
    assert article.digest
    copied = next(article.lines())[:40]
    path.write_text(text.replace(article.digest, copied), "utf-8")
    (found,) = findings(workspace)
    assert found.startswith("regulations/dangzhang/2022-10-22.md 第三十九条：要点照抄了原文 40 个字")


def test_citations_are_shown_in_full_as_typed_or_in_an_older_version(repository: Workspace) -> None:
    text = '{{ cite("党章", 46) }}、{{ short("党章第46条第二款") }}、{{ cite("处分条例第五条", "2018-10-01") }}、{{ cite("八项规定", 8) }}'
    shown = [cited.shown for cited in citations_in(text, load_corpus(repository), ON, "甲.md")]
    assert shown == [
        "《中国共产党章程》第四十六条",
        "党章第46条第二款",
        "《中国共产党纪律处分条例》（2018年10月1日起施行的版本）第五条",
        f"《{load_corpus(repository).regulation('baxiang-guiding').current(ON).meta.title}》第八项",
    ]


def test_a_citation_that_is_not_closed_stops_the_page(repository: Workspace) -> None:
    with pytest.raises(GuijuError, match="这里的引用写错了"):
        list(citations_in('见{{ cite("党章", 46) }。', load_corpus(repository), ON, "甲.md"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("topics.yml", "topics:\n- {name: jia, title: 一事, regulations: [meiyou]}\n", "“meiyou”不是库里的法规"),
        ("redirects.yml", "regulations:\n  jiu: meiyou\n", "“meiyou”不在库里"),
        ("news.yml", "news:\n- {date: 2026-01-01}\n", "news.yml 第2行"),
        ("cards/jia.yml", "title: 一张卡\n", "cards/jia.yml"),
    ],
)
def test_what_the_site_is_made_from_is_looked_at_too(workspace: Workspace, name: str, text: str, said: str) -> None:
    path = workspace.content / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    found = [str(finding) for finding in lint_workspace(workspace, [], ON)]
    assert any(said in finding for finding in found), found
