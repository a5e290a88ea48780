# ruff: noqa: F811 -- the office of tests/search is a fixture here too
"""The search in the page answers as the command line does, from a folder and over http, and reads little for it."""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

from guiju.content.glossary import load_glossary
from guiju.corpus.catalogue import load_catalogue
from guiju.corpus.loading import load_corpus
from guiju.corpus.store import corpus_of
from guiju.regulation import Article, ArticleRef, Metadata, TextKind, Version
from guiju.search.analysis import Analyser
from guiju.search.answering import read_filters
from guiju.search.entries import Entry, Kind, Unit
from guiju.search.index import OpenIndex
from guiju.search.searching import REFERENCE_SCORE, Filters, search
from guiju.search.suggesting import complete
from guiju.search.units import units_of
from guiju.search.vocabulary import Vocabulary
from guiju.search.weights import WEIGHTS
from guiju.search.wordtables import load_vocabulary
from guiju.site.page import SiteFile
from guiju.site.shards.building import Material, shards_of
from guiju.site.shards.coding import BREAK, DIGITS, number, read_number
from guiju.site.shards.tokens import Tokens
from guiju.site.shelf import Shelf
from guiju.workspace import Workspace
from guiju.yamlfile import read_mapping
from tests.conftest import ON, ROOT
from tests.search.conftest import office, office_workspace  # noqa: F401
from tests.search.test_references import references
from tests.site.browsing import reached

pytestmark = [pytest.mark.corpus, pytest.mark.browser]

JS = ROOT / "src" / "guiju" / "site" / "js"

QUESTIONS = [row["q"] for row in read_mapping(ROOT / "tests" / "relevance" / "party.yml")[0]["questions"]][::3]


@dataclass(frozen=True)
class Asking:
    """A page of a site in which one can search."""

    page: Page
    site: Path

    def search(self, query: str, **options: Any) -> dict[str, Any]:
        """The answer of the page."""
        ask = "([query, options]) => guiju.engine('').search(query, options)"
        return dict(self.page.evaluate(ask, [query, options]))

    def refs(self, query: str, **options: Any) -> list[str]:
        """The refs of the hits."""
        return [hit.get("ref", "") for hit in self.search(query, **options)["hits"]]

    def complete(self, text: str) -> list[str]:
        """What the text may become."""
        return list(self.page.evaluate("text => guiju.engine('').complete(text)", text))


def material(workspace: Workspace) -> Material:
    corpus = load_corpus(workspace)
    terms = [name for term in load_glossary(workspace) for name in (term.name, *term.aliases)]
    own = frozenset(known.id for known in load_catalogue(workspace))
    return Material(list(units_of(corpus, workspace)), corpus, load_vocabulary(workspace), terms, own, ON)


def written(files: Iterator[SiteFile], site: Path) -> Path:
    """A site of nothing but these files and a page that can search them."""
    for file in files:
        path = site / file.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    scripts = "\n".join(path.read_text("utf-8") for path in sorted(JS.glob("search-*.js")))
    (site / "search.js").write_text(scripts, "utf-8")
    html = '<!doctype html><html lang="zh"><meta charset="utf-8"><title>检索</title><script src="search.js"></script></html>'
    (site / "page.html").write_text(html, "utf-8")
    return site


@pytest.fixture(scope="module")
def site(office_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(shards_of(material(office_workspace), office_workspace.cache), tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def asking(site: Path, chromium: Browser) -> Iterator[Asking]:
    page = chromium.new_page()
    errors: list[str] = []

    def failed(error: Error) -> None:
        errors.append(str(error))

    def warned(message: ConsoleMessage) -> None:
        errors.append(message.text)

    page.on("pageerror", failed)
    page.on("console", warned)
    page.goto((site / "page.html").as_uri())
    yield Asking(page, site)
    assert errors == []
    page.close()


def theirs(query: str, index: OpenIndex, filters: Filters | None = None) -> list[str]:
    return [hit.ref for hit in search(query, index, filters or Filters(ON), 5).hits]


def test_the_first_hit_is_that_of_the_command_line(asking: Asking, office: OpenIndex) -> None:
    ours = {query: asking.search(query) for query in QUESTIONS}
    firsts = {query: [hit["ref"] for hit in answer["hits"]][:1] for query, answer in ours.items()}
    five = {query: theirs(query, office) for query in QUESTIONS}
    assert len(QUESTIONS) >= 100
    assert [query for query in QUESTIONS if firsts[query] and firsts[query][0] not in five[query]] == []
    assert sum(firsts[query] == five[query][:1] for query in QUESTIONS) >= 0.96 * len(QUESTIONS)


def test_what_was_understood_and_how_much_was_found_is_the_same(asking: Asking, office: OpenIndex) -> None:
    for query in QUESTIONS[::2]:
        ours, command = asking.search(query), search(query, office, Filters(ON), 5)
        assert (query, ours["steps"], ours["total"]) == (query, list(command.steps), command.total)
        assert [hit["kind"] for hit in ours["others"]] == [str(hit.kind) for hit in command.others]


def test_every_spelling_of_an_address_comes_first(asking: Asking, office: OpenIndex) -> None:
    wanted = random.Random(9).sample(list(references(office)), 300)
    missed = []
    for query, address in wanted:
        answer = asking.search(query, limit=1)
        first = answer["hits"][0]["ref"] if answer["hits"] and answer["byAddress"] else ""
        if first != address and not (address.endswith("@") and first.startswith(address)):
            missed.append((query, address, first))
    assert missed == []


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("回避", {"level": "法律"}),
        ("回避", {"regulation": "监督执纪规则"}),
        ("回避", {"status": "已被修订"}),
        ("处分", {"status": "示范文本"}),
        ("回避", {"level": "条例", "status": "现行有效"}),
    ],
)
def test_filters_narrow_as_on_the_command_line(
    asking: Asking,
    office: OpenIndex,
    query: str,
    filters: dict[str, str],
) -> None:
    wanted = (filters.get(name, "") for name in ("level", "regulation", "status"))
    named = read_filters(office.corpus, ON, *wanted)
    command = search(query, office, named, 10)
    answer = asking.search(query, **filters)
    assert answer["total"] == command.total > 0
    assert {hit["ref"] for hit in answer["hits"][:5]} <= {hit.ref for hit in command.hits}
    assert answer["others"] == []


def test_without_synonyms_nothing_else_is_looked_for(asking: Asking, office: OpenIndex) -> None:
    answer = asking.search("收红包", plain=True)
    assert answer["steps"] == []
    assert answer["total"] == search("收红包", office, Filters(ON, expand=False), 1).total


@pytest.mark.parametrize(
    "query",
    ["法规:监督执纪规则 回避", "位阶:法律 回避", "标题:公务员法 考核", "时效:已被修订 回避", "党章 回避 批准",
     "2018年的处分条例第八十八条", "2003年党章第四十六条", "党章99条", "党章第一百三条", "戒勉", "党章45至47条", "dz46", "阿斯蒂芬"],
)  # fmt: skip
def test_the_grammar_is_that_of_the_command_line(asking: Asking, office: OpenIndex, query: str) -> None:
    answer, command = asking.search(query), search(query, office, Filters(ON), 10)
    assert [hit["ref"] for hit in answer["hits"]][:1] == [hit.ref for hit in command.hits][:1]
    assert answer["total"] == command.total
    assert (answer["steps"], bool(answer["note"])) == (list(command.steps), bool(command.note))


def test_words_that_must_not_stand_and_the_chapter_asked_for(asking: Asking) -> None:
    phrase = asking.search("“党内监督专责机关”")
    assert phrase["hits"]
    assert all("党内监督专责机关" in said(hit) for hit in phrase["hits"][:1])
    assert "只在最相近的" in phrase["note"]
    without = asking.search("回避 -公务员")
    assert without["hits"]
    assert not any("公务员" in hit["title"] + said(hit) for hit in without["hits"])
    chapter = asking.search("章:监督检查 档案")
    assert chapter["hits"]
    assert all(any("监督检查" in division for division in hit["divisions"]) for hit in chapter["hits"])


def said(hit: dict[str, Any]) -> str:
    return "".join(text for text, _ in hit["pieces"])


def test_a_hit_shows_the_words_of_the_text_and_where_it_stands(asking: Asking, office_workspace: Workspace) -> None:
    corpus = load_corpus(office_workspace)
    shelf = Shelf(corpus, ON)
    answer = asking.search("法规:监督执纪规则 廉政档案")
    hit = answer["hits"][0]
    article = next(a for _, a in corpus.regulation("jiandu-zhiji-guize").current(ON).articles() if a.number == 17)
    assert said(hit).strip("… ") in " ".join(article.lines())
    assert ["廉政档案", True] in hit["pieces"]
    assert (hit["label"], hit["divisions"], hit["status"]) == ("第十七条", ["第三章 监督检查"], "现行有效")
    old = asking.search("2018年的处分条例第八十八条")["hits"][0]
    assert (old["status"], old["version"]) == ("已被修订", "2018-10-01")
    for shown in (hit, old):
        regulation, _, rest = shown["ref"].partition("@")
        ref = ArticleRef(regulation, next(v.meta.effective for v in corpus.regulation(regulation).versions
                                          if v.meta.effective.isoformat() == shown["version"]), int(rest.partition("#")[2]))  # fmt: skip
        assert shown["url"] == shelf.address(ref, "")


def test_what_is_no_regulation_has_its_place_on_the_site(asking: Asking) -> None:
    urls = [
        hit["url"]
        for query in ("影响期怎么算", "什么是问题线索", "留党察看最长")
        for hit in asking.search(query)["others"]
    ]
    assert urls
    assert all(".html" in url and "index.html.html" not in url for url in urls)
    assert any(url.startswith("handbook/glossary.html#term-") for url in urls)


def test_pages_follow_one_another_and_facets_add_up(asking: Asking) -> None:
    whole = asking.search("监督", limit=30)
    pages = [asking.refs("监督", limit=10, skip=skip) for skip in (0, 10, 20)]
    assert [ref for page in pages for ref in page] == [hit["ref"] for hit in whole["hits"]]
    assert sum(whole["facets"]["位阶"].values()) == sum(whole["facets"]["时效"].values()) == whole["total"]
    assert whole["facets"]["法规"]


@pytest.mark.parametrize(
    "text", ["党章", "jilvchufen", "jlcf", "监督执", "党章4", "处分条例第一百一", "处分条例11", "第一种", "收红"]
)
def test_names_articles_terms_and_sayings_are_completed(asking: Asking, office: OpenIndex, text: str) -> None:
    assert asking.complete(text) == complete(text, office, ON)


def test_what_may_have_been_meant_is_suggested(asking: Asking) -> None:
    assert asking.search("谈话函寻")["suggestions"]
    assert asking.search("党章46条")["suggestions"] == []


PIECES = [
    *"党章第四十六条款项之和至、，：:-－“”\"《》（）()[]{}#@.*+?^$\\|/<>&'%_~　\t\n０９0 9年龘ßİ", "constructor", "__proto__", "toString",
    "dangzhang", "标题:", "法规：", "年:20", "一百", "第一百三", "收红包", "\ud83d\ude00", "\ud800", "\u200b", "\U00020000",
]  # fmt: skip
"""What breaks programs that read what people type."""


def test_nothing_that_can_be_typed_breaks_it(asking: Asking) -> None:
    chance = random.Random(46)
    texts = ["", " ", "党" * 3000, *("".join(chance.choices(PIECES, k=chance.randint(1, 24))) for _ in range(400))]
    wrong = asking.page.evaluate(
        """async texts => {
            const engine = guiju.engine(""), wrong = [];
            for (const codes of texts) {
                const text = String.fromCharCode(...codes), answer = await engine.search(text, {}), begun = await engine.complete(text);
                if (!Array.isArray(answer.hits) || !Array.isArray(begun) || answer.note.includes("没有完成")) wrong.push(text);
            }
            return wrong;
        }""",
        [list(memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")) for text in texts],
    )
    assert wrong == []


def test_a_search_without_its_files_says_so(site: Path, chromium: Browser, tmp_path: Path) -> None:
    for name in ("page.html", "search.js"):
        (tmp_path / name).write_bytes((site / name).read_bytes())
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    answer = Asking(page, tmp_path).search("党章46条")
    assert (answer["hits"], "没有读到" in answer["note"]) == ([], True)
    page.close()


def test_over_http_the_answers_are_those_of_the_folder(asking: Asking, site: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    with reached(site, "http") as address:
        page.goto(f"{address}/page.html")
        for query in ("收红包", "党章46条", "影响期多久"):
            assert Asking(page, site).search(query) == asking.search(query)
    page.close()


def test_the_weights_are_those_of_the_command_line(site: Path) -> None:
    index = json.loads((site / "search" / "index.js").read_text("utf-8").strip()[len('guiju.load("index",') : -1])
    assert index["weights"] == asdict(WEIGHTS)


def test_the_page_cuts_queries_as_the_command_line_does(asking: Asking, office: OpenIndex) -> None:
    cut = """async text => {
        const index = await guiju.searching.file("", "index"), patterns = new guiju.searching.Patterns(index.patterns);
        const words = new guiju.searching.Lexicon(index, patterns, name => guiju.searching.file("", name));
        const out = {};
        for (const one of text) { await words.read(one); out[one] = words.cut(one).map(word => word.text); }
        return out;
    }"""
    page = asking.page.context.browser.new_page()  # type: ignore[union-attr]
    page.goto((asking.site / "page.html").as_uri())
    texts = [*QUESTIONS, "ＰＰＴ和Word２０２４", "㐀㐁党员", "了的和"]
    assert page.evaluate(cut, texts) == {text: [word.text for word in office.analyser.words(text)] for text in texts}
    page.close()


def test_texts_are_cut_fast_and_the_same(office_workspace: Workspace) -> None:
    analyser = Analyser.whole(office_workspace.cache)
    units = units_of(load_corpus(office_workspace), office_workspace)
    texts = [*(entry.body for unit in units for entry in unit.entries)][::5]
    texts += ["㐀㐁党员", "了的和", "龘龘", "a龘1", "ＡＢＣ第４６条"]
    cut = [[word.text for word in analyser.words(text)] for text in texts]
    words = {word for line in cut for word in line}
    for tokens in (Tokens.of(analyser), Tokens.within(texts)):
        assert [tokens.words(text) for text in texts] == cut
        assert {word: tokens.frequency(word) for word in words} == {word: analyser.frequency(word) for word in words}


def test_numbers_are_read_as_they_were_written() -> None:
    for value in [*range(3000), *range(3000, 800_000, 977)]:
        row = (number(value) + "x").encode()
        assert read_number(row, 0) == (value, len(row) - 1)
    assert BREAK not in DIGITS


@contextmanager
def recorded(page: Page) -> Iterator[list[str]]:
    """The addresses that a page asks for meanwhile."""
    read: list[str] = []

    def note(request: Request) -> None:
        read.append(request.url)

    page.on("request", note)
    yield read
    page.remove_listener("request", note)


def test_a_query_reads_little(site: Path, chromium: Browser) -> None:
    """Bytes as they lie on the disk, each query in a browser that has read nothing."""
    sizes = []
    for query in QUESTIONS[::4]:
        context = chromium.new_context()
        page = context.new_page()
        page.goto((site / "page.html").as_uri())
        with recorded(page) as read:
            Asking(page, site).search(query)
        paths = [Path(unquote(urlsplit(url).path)) for url in read]
        assert all(path.is_file() for path in paths)
        sizes.append(sum(path.stat().st_size for path in paths if path.name != "index.js"))
        context.close()
    assert (site / "search" / "index.js").stat().st_size <= 60_000
    assert statistics.median(sizes) <= 80_000
    assert statistics.quantiles(sizes, n=20)[-1] <= 150_000
    assert max(sizes) <= 200_000


def test_building_again_gives_the_same_and_only_what_changed_is_cut_anew(
    office_workspace: Workspace, site: Path
) -> None:
    held = material(office_workspace)
    files = {file.address: file.content for file in shards_of(held, office_workspace.cache)}
    assert files == {str(path.relative_to(site)): path.read_bytes() for path in (site / "search").rglob("*.js")}
    kept = office_workspace.cache / "page-search"
    before = {path.name for path in kept.iterdir()}
    first, *others = held.units
    changed = Unit(first.key, (replace(first.entries[0], body="新写的一条：饕餮盛宴。"), *first.entries[1:]))
    again = {
        file.address: file.content
        for file in shards_of(replace(held, units=[changed, *others]), office_workspace.cache)
    }
    after = {path.name for path in kept.iterdir()}
    assert (len(before - after), len(after - before)) == (1, 1)
    assert any(
        "饕餮" in content.decode("utf-16") for address, content in again.items() if address.startswith("search/d/")
    )
    list(shards_of(held, office_workspace.cache))


LAWS = 900


@pytest.fixture(scope="module")
def nation(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """More laws than the first file has room for."""
    versions, units = [], []
    for n in range(LAWS):
        title = f"中华人民共和国第{chr(0x4E00 + 7 * n)}{chr(0x5E00 + 3 * n)}事务管理法"
        meta = Metadata(f"law-{n:04}", title, "法律", "", ON, "", TextKind.OFFICIAL, aliases=(f"{title[8:10]}法",))
        versions.append(Version(meta, children=tuple(Article(k) for k in range(1, 31))))
        entries = tuple(
            Entry(Kind.ARTICLE, f"{versions[-1].ref}#{k}", meta.id, ON.isoformat(), "", title, (), f"机关应当办理登记，期限{k}日。")
            for k in range(1, 31)
        )  # fmt: skip
        units.append(Unit(str(versions[-1].ref), entries))
    held = Material(units, corpus_of(versions), Vocabulary(), (), frozenset(), ON)
    site = written(shards_of(held, tmp_path_factory.mktemp("cache")), tmp_path_factory.mktemp("nation"))
    page = chromium.new_page()
    page.goto((site / "page.html").as_uri())
    yield Asking(page, site)
    page.close()


def test_a_law_that_the_first_file_has_no_room_for_is_found_by_its_name(nation: Asking) -> None:
    index = nation.site / "search" / "index.js"
    assert index.stat().st_size < 60_000
    for n in (0, 450, LAWS - 1):
        name = f"{chr(0x4E00 + 7 * n)}{chr(0x5E00 + 3 * n)}"
        ref = f"law-{n:04}@{ON.isoformat()}#20"
        for query in (
            f"{name}法20条",
            f"《中华人民共和国第{name}事务管理法》第二十条",
            f"law-{n:04}#20",
            f"第二十条 {name}法",
        ):
            assert (query, nation.refs(query)) == (query, [ref])
        answer = nation.search(f"{name}法 登记期限")
        assert {hit["regulation"] for hit in answer["hits"]} == {f"law-{n:04}"}
        assert answer["facets"]["法规"] == {answer["hits"][0]["title"]: answer["total"]}
        narrowed = nation.search("登记期限", regulation=f"law-{n:04}")
        assert narrowed["total"] == 30
        assert nation.search(f"标题:第{name} 登记")["total"] == 30


def test_an_address_scores_as_on_the_command_line(asking: Asking) -> None:
    assert [hit["score"] for hit in asking.search("党章46条")["hits"]] == [REFERENCE_SCORE]
