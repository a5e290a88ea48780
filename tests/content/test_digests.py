"""Gists beside the real texts: every article has one, none says a number that its article does not say, none copies."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest

from guiju.content.lint import LONGEST_SHARED
from guiju.corpus.importing import Wishes, parse, plan
from guiju.corpus.library import open_library
from guiju.corpus.loading import load_corpus
from guiju.corpus.reading.sources import Source
from guiju.regulation import Article, TextKind
from guiju.workspace import Workspace
from tests.conftest import CORPUS, ON

TEXTS = {
    "dangzhang": ("中国共产党章程(2022-10-22).html", 55),
    "jiandu-zhiji-guize": ("中国共产党纪律检查机关监督执纪工作规则(2019-01-01).md", 77),
    "jilv-chufen-tiaoli": ("中国共产党纪律处分条例(2024-01-01).md", 158),
    "jiwei-gongzuo-tiaoli": ("中国共产党纪律检查委员会工作条例(2021-12-24).md", 59),
    "paizhu-jigou-guize": ("纪检监察机关派驻机构工作规则(2022-06-22).md", 56),
    "jiguan-jiceng-zuzhi-tiaoli": ("中国共产党党和国家机关基层组织工作条例(2019-11-29).html", 43),
    "jianju-konggao-guize": ("纪检监察机关处理检举控告工作规则(2020-01-21).md", 58),
    "pizhun-quanxian-guiding": ("中国共产党处分违纪党员批准权限和程序规定(2022-09-22).md", 56),
    "zuzhi-chuli-guiding": ("中国共产党组织处理规定（试行）(2021-03-19).md", 19),
    "zhuti-zeren-guiding": ("党委（党组）落实全面从严治党主体责任规定(2020-03-09).md", 25),
    "lianjie-zilv-zhunze": ("中国共产党廉洁自律准则(2016-01-01).md", 8),
    "dangyuan-jiaoyu-tiaoli": ("中国共产党党员教育管理工作条例(2019-05-06).html", 46),
    "lixing-jieyue-tiaoli": ("党政机关厉行节约反对浪费条例(2025-05-02).html", 63),
    "gongwu-jiedai-guiding": ("党政机关国内公务接待管理规定(2013-12-01).md", 26),
    "gongwu-yongche-banfa": ("党政机关公务用车管理办法(2017-12-05).md", 31),
    "jiancha-fa": ("中华人民共和国监察法(2025-06-01).docx", 78),
    "zhengwu-chufen-fa": ("中华人民共和国公职人员政务处分法(2020-07-01).docx", 68),
    "dangzu-chufen-guiding": ("党组讨论和决定党员处分事项工作程序规定（试行）(2019-01-01).md", 13),
}

MEASURE = re.compile(
    r"[零〇一二两三四五六七八九十百]+(?:年|个月|个工作日|日|周岁|人|名|次|万元|种|类|分之[一二三四五六七八九十]+|级)"
)
COUNTED = re.compile(r"[一二两三四五六七八九十]+(?:种|类|人|名|次|级|项)")
"""How many there are of something: counted by us, not always said."""


def number_of(text: str) -> str:
    return text.replace("两", "二").replace("以内", "内")


@pytest.mark.parametrize("id", TEXTS)
def test_every_article_has_a_gist_of_at_most_eighty_characters(repository: Workspace, id: str) -> None:
    version = load_corpus(repository).regulation(id).current(ON)
    digests = [article.digest or "" for _, article in version.articles()]
    assert len(digests) == TEXTS[id][1]
    assert all(8 <= len(digest) <= 80 and digest.endswith("。") for digest in digests)


@pytest.mark.corpus
@pytest.mark.parametrize("id", TEXTS)
def test_the_gists_agree_with_the_text_they_are_about(workspace: Workspace, id: str) -> None:
    name = TEXTS[id][0]
    current = load_corpus(workspace).regulation(id).current(ON)
    found = parse(Source(CORPUS / "party" / name), Wishes())[0]
    wishes = Wishes(effective=current.meta.effective)
    planned = plan(found, name, open_library(workspace), wishes)
    assert not [f for f in planned.findings if f.code in ("digest_differs", "digest_mismatch", "title_near")]
    assert (planned.version.meta.id, planned.version.meta.effective) == (id, current.meta.effective)
    for _, article in planned.version.articles():
        assert article.digest
        copied = longest_shared(article)
        assert len(copied) <= LONGEST_SHARED, f"{article.label}: {copied}"
        wording = number_of("".join(article.lines()))
        said = [m[0] for m in MEASURE.finditer(number_of(article.digest)) if not COUNTED.fullmatch(m[0])]
        strange = [number for number in said if number not in wording and f"{number[:-1]}个{number[-1]}" not in wording]
        assert set(strange) <= OTHERWISE_SAID.get((id, article.number), set()), f"{article.label}: {article.digest}"


OTHERWISE_SAID = {("jiancha-fa", 78): {"二〇二四年", "二〇二五年", "一日"}}
"""Numbers that a gist rightly gives beside its article: the last article does not say since when the amendment applies."""


def longest_shared(article: Article) -> str:
    gist, wording = article.digest or "", "".join(article.lines())
    match = SequenceMatcher(None, gist, wording, autojunk=False).find_longest_match()
    return gist[match.a : match.a + match.size]


def test_every_regulation_of_the_catalogue_has_its_file(repository: Workspace) -> None:
    from guiju.corpus.catalogue import load_catalogue

    corpus = load_corpus(repository)
    for known in load_catalogue(repository):
        meta = corpus.regulation(known.id).versions[-1].meta
        assert (meta.title, meta.level, meta.public) == (known.title, known.level, known.public)
        assert meta.text in (TextKind.DIGEST, TextKind.OUTLINE)
        assert set(known.aliases) - {known.title} <= set(meta.aliases)
        for fact in known.doubt & {"issuer"}:
            assert not meta.verified(fact), f"{known.id} shows {fact} as a fact"
        for version in known.versions:
            held = [v for v in corpus.regulation(known.id).versions if v.meta.effective == version.effective]
            for fact in version.doubt & {"effective"} if held else ():
                assert not held[0].meta.verified(fact), f"{known.id}@{version.effective} shows {fact} as a fact"
