"""A query → what was understood: an address, filters, phrases, words and what they stand for. Each step can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guiju.citations.reading import flat, read_reference
from guiju.corpus.store import Corpus
from guiju.errors import BadReference, GuijuError
from guiju.numerals import NUMERAL, BadNumeral, to_int
from guiju.regulation import LEVELS, ArticleRef, Status
from guiju.search.analysis import Analyser
from guiju.search.scoring import Term
from guiju.search.shards import pairs_of
from guiju.search.vocabulary import Vocabulary
from guiju.search.weights import Weights

LONGEST_QUERY = 600
"""Characters of a query that are read; a longer one is a text, of which the beginning says what it is about."""

LONGEST_RANGE = 60
"""Articles that a range may name."""

SHORTEST_MISTYPED = 4
"""Characters of a name that may be mistyped: among shorter ones a slip makes another word."""

_FIELDS = {"标题": "title", "法规": "regulation", "章": "division", "位阶": "level", "时效": "status", "年": "year"}
_FIELD = re.compile(rf"(?:^|\s)({'|'.join(_FIELDS)})[:：]\s*(\S+)")
_PHRASE = re.compile(r"[“\"「]([^”\"」]{2,60})[”\"」]")
_MINUS = re.compile(r"(?:^|\s)[-－]([^\s-]{2,20})")
_YEAR = re.compile(r"[（(]?(?<!\d)((?:19|20)\d{2})\s*(?:年(?:版的?|修订版?的?|的)?|版的?|修订版?的?)[）)]?")
_NUMBER = rf"(?:{NUMERAL}|\d{{1,4}})"
_RANGE = re.compile(rf"^(?P<name>.+?)第?(?P<first>{_NUMBER})条?(?:[-—–~～至到]|以及)第?(?P<last>{_NUMBER})条$")
_LIST = re.compile(rf"^(?P<name>.+?)(?P<numbers>第?{_NUMBER}条?(?:(?:[、,，和及与]|以及)第?{_NUMBER}条?)+)(?<=条)$")
_LATIN = re.compile(r"^([a-z][a-z\s]*?)\s*(\d{1,4}(?:[.\-]\d{1,3})*)?$")
_ASKING = re.compile(
    "请问|怎么办|怎么处理|怎么|如何|什么|哪些|哪个|吗|呢|能不能|可不可以|是不是|有没有|要不要|会不会|多久|多长时间|多少|几个|一下"
)


_QUOTES = re.compile(r"[“”\"「」]")
_BRACKETS = re.compile(r"[【】〖〗\[\]<>〈〉「」『』“”\"]")
_IN_BRACKETS = re.compile(rf"[（(]\s*(第?(?:{NUMERAL}|\d{{1,4}})[条條][^（）()]*)[)）]")
_BETWEEN = re.compile(r"\s*(?:§+|[#＃:：/_]|art(?:icle)?\.?|(?<=[^\d])[-—－])\s*第?(?=\d)", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:请问|请|帮我|帮忙|我想|想要?|查询|查找|查看|查一下|查查|查|找一下|找|看一下|看看|看|搜索?|翻到?|根据|依据|依照|按照|按|参照|参见|见|引用|打开|"
    r"中共|最新修订的?|最新版的?|最新的?|新修订的?|修订后的?|新版的?|新的?|现行有?效?的?|违反了?|关于|在)+[\s:：，,]*"
)
_AFTER = re.compile(
    r"[\s，,]*(?:(?:的|具体|主要|都)*(?:是|怎么|如何)*(?:规定|内容|原文|全文|条文|表述|要求|讲|说|写)(?:的|了|是)*|"
    r"是?(?:什么|啥)(?:内容|意思|规定)?|有?哪些(?:内容|规定)?|[的里中呢吗啊？?。！!])$"
)
_AT_END = re.compile(rf"^\s*(.{{2,}}?)\s*(?:第?{_NUMBER}条.*|\d{{1,4}}(?:\.\d{{1,3}})*|第?{NUMERAL})?$")
_ADDRESSED = re.compile(rf"^《?([一-鿿（）()]{{2,}}?)》?\s*(第?{_NUMBER}条.*|\d{{1,4}}|{NUMERAL})$")
_TRIAL = re.compile(r"[（(][^（()）]*[）)]$")
_AFTER_NAME = re.compile(r"^[》里中的对关于规定，,、\s]+")
_BY_ID = re.compile(r"^([a-z][a-z0-9-]+)[\s#@第]+(\d{1,4}(?:\.\d{1,3})*)条?$")


STOP_PAIRS = frozenset(["规定", "情况", "问题", "可以", "应该", "需要", "一个", "单位", "时候", "属于"])
"""Pairs of a question that say nothing about which article is meant."""


PATTERNS = {
    "field": _FIELD, "phrase": _PHRASE, "minus": _MINUS, "year": _YEAR, "range": _RANGE, "list": _LIST, "latin": _LATIN,
    "asking": _ASKING, "quotes": _QUOTES, "brackets": _BRACKETS, "inBrackets": _IN_BRACKETS, "between": _BETWEEN, "before": _BEFORE,
    "after": _AFTER, "atEnd": _AT_END, "addressed": _ADDRESSED, "trial": _TRIAL, "byId": _BY_ID, "number": re.compile(_NUMBER),
    "afterName": _AFTER_NAME,
}  # fmt: skip
"""The patterns above by name, for the search in the page, which reads queries with the same ones."""

FIELD_NAMES = _FIELDS
"""What stands before a colon, and which part of `Understood` it sets."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a query asks. `refs` are addresses (several for a range); `terms` what to score; `steps` how it was read."""

    refs: tuple[ArticleRef, ...] = ()
    note: str = ""
    title: str = ""
    regulation: str = ""
    division: str = ""
    level: str = ""
    status: str = ""
    year: int | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """What queries are read with. `names` maps every title and alias to an id, the longest names first."""

    corpus: Corpus
    names: Mapping[str, str]
    analyser: Analyser
    vocabulary: Vocabulary
    weights: Weights
    expand: bool = True


def understand(query: str, reader: Reader, on: date) -> Understood:
    """The query read step by step. Never raises for what a user may type."""
    text = flat_spaces(query)[:LONGEST_QUERY]
    found = Understood()
    text, found = _take_fields(text, found, reader)
    quoted, (text, found) = text, _take_marks(text, found)
    text, found = _take_year(text, found)
    named = _by_address(text, found, reader, on)
    if (
        not named.refs and found.phrases
    ):  # “党章”第四十六条 is an address, though what is in quotes must stand elsewhere
        named = _by_address(_take_year(_QUOTES.sub(" ", quoted), found)[0], found, reader, on)
    if named.refs:
        return named
    found = replace(found, note=named.note)
    rest, found = _take_name(text, found, reader)
    words = " ".join((rest, *found.phrases, *((found.title,) if not rest else ())))
    terms, steps = _terms(words, reader)
    return replace(found, terms=terms, steps=(*found.steps, *steps))


def flat_spaces(text: str) -> str:
    """The query on one line, without control characters or halves of characters."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())


def _take_fields(text: str, found: Understood, reader: Reader) -> tuple[str, Understood]:
    """标题:, 法规:, 章:, 位阶:, 时效:, 年:."""

    def take(m: re.Match[str]) -> str:
        nonlocal found
        key, value = _FIELDS[m[1]], m[2].strip('《》“”"')
        if key == "level" and value in LEVELS:
            found = replace(found, level=value)
        elif key == "status" and value in list(Status):
            found = replace(found, status=value)
        elif key == "year" and value.rstrip("年").isdecimal():
            found = replace(found, year=int(value.rstrip("年")))
        elif key == "regulation" and (id := _named(value, reader.names)):
            found = replace(found, regulation=id)
        elif key in ("title", "division"):
            found = replace(found, **{key: value})  # type: ignore[arg-type]
        else:
            return m[0]
        found = replace(found, steps=(*found.steps, f"{m[1]}：{value}"))
        return " "

    return _FIELD.sub(take, text).strip(), found


def _take_marks(text: str, found: Understood) -> tuple[str, Understood]:
    """“原话” must stand so; -词 must not stand."""
    phrases = tuple(m[1] for m in _PHRASE.finditer(text))
    text = _PHRASE.sub(" ", text)
    without = tuple(m[1] for m in _MINUS.finditer(text))
    text = _MINUS.sub(" ", text)
    steps = [*(f"原话“{phrase}”" for phrase in phrases), *(f"不要“{word}”" for word in without)]
    return text.strip(), replace(found, phrases=phrases, without=without, steps=(*found.steps, *steps))


def _take_year(text: str, found: Understood) -> tuple[str, Understood]:
    """2018年条例第八十八条, 2019年的: the year of a version."""
    m = _YEAR.search(text)
    if not m:
        return text, found
    year = int(m[1])
    rest = (text[: m.start()] + " " + text[m.end() :]).strip()
    return (rest, replace(found, year=year, steps=(*found.steps, f"{year}年的版本"))) if rest else (text, found)


def _by_address(text: str, found: Understood, reader: Reader, on: date) -> Understood:
    """An article, a range of articles or a whole regulation, in any way in which people write one."""
    note = found.note
    for form, said in _forms(text, reader):
        try:
            if refs := _several(form, reader.names):
                return _checked(refs, found, reader, on, said)
            ref = read_reference(form, reader.names)
        except (BadReference, BadNumeral) as error:
            note = note or str(error)
            continue
        if ref and (ref.article or not found.phrases):
            return _checked((ref,), found, reader, on, said)
    return replace(found, note=note)


def _forms(text: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The text as typed, without what people say around an address, in Chinese where it was pinyin, and with a mistyped name
    put right; and what was done.
    """
    yield text, ""
    bare = [form for form in dict.fromkeys(_bare(text)) if form != text]
    yield from ((form, "") for form in bare)
    m = _BY_ID.match(text.lower())
    if m and m[1] in reader.corpus.regulations:
        yield f"{m[1]}#{m[2]}", ""
    m = _LATIN.match(text.lower())
    if m:
        letters, number = m[1].replace(" ", ""), m[2] or ""
        for name in by_letters(letters, reader.names, reader.vocabulary):
            yield f"{name}{number}", f"拼音 {letters} → {name}"
    for form in (text, *bare):
        for name, wrong in _mistyped(form, reader.names):
            yield form.replace(wrong, name, 1), f"“{wrong}”按“{name}”查"
        if short := _shortened(form, reader):
            yield short


def _several(text: str, names: Mapping[str, str]) -> tuple[ArticleRef, ...]:
    """The articles of a range or a list: 处分条例117-120条, 党章第六条、第八条; () for anything else. Raises BadNumeral."""
    numbers: Sequence[int] = ()
    if m := _RANGE.match(text):
        first, last = _number(m["first"]), _number(m["last"])
        numbers = range(first, last + 1) if 0 < last - first <= LONGEST_RANGE else ()
    elif m := _LIST.match(text):
        numbers = [_number(number) for number in re.findall(_NUMBER, m["numbers"])]
    id = _named(m["name"], names) if m and numbers else ""
    return tuple(ArticleRef(id, None, number) for number in numbers) if id else ()


def _bare(text: str) -> Iterator[str]:
    """The text without the words and marks that people put around an address: 请问【党章】（第四十六条）是什么."""
    text = _BRACKETS.sub(" ", text).replace("條", "条")
    for begun in dict.fromkeys((text, _BEFORE.sub("", text))):
        form = begun
        while True:
            yield " ".join(_BETWEEN.sub(" 第", _IN_BRACKETS.sub(r"\1", form)).split())
            shorter = _AFTER.sub("", form)
            if shorter == form:
                break
            form = shorter


def _checked(
    refs: Sequence[ArticleRef], found: Understood, reader: Reader, on: date, said: str
) -> Understood:  # fmt: skip
    """The addresses that are there; in the version of the year that was asked for."""
    held, note = [], found.note
    for ref in refs:
        try:
            ref = _in_year(ref, found.year, reader.corpus)
            if ref.article:
                reader.corpus.article(ref, on)
            else:
                reader.corpus.version(ref, on)
            held.append(ref)
        except GuijuError as error:
            note = str(error)
    steps = (*found.steps, said) if said else found.steps
    return replace(found, refs=tuple(held), note=note, steps=steps)


def _in_year(ref: ArticleRef, year: int | None, corpus: Corpus) -> ArticleRef:
    """The version of that year: in force from it, or adopted in it."""
    if not year or ref.version:
        return ref
    versions = corpus.regulation(ref.regulation).versions
    same = [v for v in versions if v.meta.effective.year == year] or [
        v for v in versions if v.meta.effective.year == year + 1
    ]
    if not same:
        held = "、".join(str(v.meta.effective) for v in versions)
        raise BadReference(f"库里没有《{versions[-1].meta.title}》{year}年的版本", remedy=f"已有版本：{held}")
    return replace(ref, version=same[-1].meta.effective)


def _take_name(text: str, found: Understood, reader: Reader) -> tuple[str, Understood]:
    """The name of a regulation beside other words narrows the search to it: 党章 谈话提醒, 处分条例里的影响期."""
    if found.regulation:
        return text, found
    bare = flat(text)
    for name, id in reader.names.items():
        plain = flat(name)
        if len(plain) >= 2 and bare.startswith(plain) and len(bare) > len(plain) + 1:
            at = _length_of(text, plain)
            rest = _AFTER_NAME.sub("", text[at:])
            if len(rest) > 1 and (text[at : at + 1] in " 》里中的，,、对关" or name != text[: len(name)]):
                steps = (*found.steps, f"只查《{reader.corpus.regulation(id).versions[-1].meta.title}》")
                return rest, replace(found, regulation=id, steps=steps)
    return text, found


def _length_of(text: str, plain: str) -> int:
    """How many characters of the text its flat beginning took."""
    return next((n for n in range(len(plain), len(text) + 1) if flat(text[:n]) == plain), len(plain))


def _terms(text: str, reader: Reader) -> tuple[tuple[Term, ...], list[str]]:
    """The words to score, what they stand for, and the steps to show."""
    weights, known = reader.weights, reader.analyser
    asked = _ASKING.sub(" ", text)
    words = [w.text for w in known.words(asked)] or [w.text for w in known.words(text)]
    plain = [word for word in dict.fromkeys(words) if len(word) > 1] or list(dict.fromkeys(words))
    terms: dict[tuple[str, str], Term] = {}

    def add(word: str, weight: float, said: str) -> None:
        for name, share in (("text", 1.0), ("gist", weights.gist), ("asked", weights.asked)):
            held = terms.get((name, word))
            if held is None or held.weight < weight * share:
                terms[name, word] = Term(name, word, weight * share, said)

    for word in plain:
        add(word, 1.0, word)
    for pair in dict.fromkeys(pairs_of(asked)):
        if pair not in STOP_PAIRS:
            terms["pairs", pair] = Term("pairs", pair, weights.pairs, pair)
            terms["asked_pairs", pair] = Term("asked_pairs", pair, weights.asked_pairs, pair)
    steps = []
    if reader.expand:
        expansions = list(_expansions(asked, reader))
        for said, word, weight in expansions:
            pieces = [w.text for w in known.words(word) if len(w.text) > 1] or [word]
            for piece in dict.fromkeys(pieces):
                add(piece, weight / len(set(pieces)) ** 0.5, said)
        shown: dict[str, list[str]] = {}
        for said, word, _ in expansions:
            shown.setdefault(said, []).append(word)
        steps = [f"{said} → {'、'.join(dict.fromkeys(means))}" for said, means in shown.items()]
    return tuple(terms.values()), steps


def _expansions(text: str, reader: Reader) -> Iterator[tuple[str, str, float]]:
    """Lay words and what they stand for, related words, and for words that the texts do not have what sounds like them."""
    weights = reader.weights
    for e in reader.vocabulary.expansions(text):
        yield e.said, e.word, e.weight * (weights.related if e.related else weights.lay)
    for piece, strict in _unknown(text, reader.analyser):
        for alike in reader.vocabulary.alike(piece):
            same = sum(a == b for a, b in zip(alike, piece, strict=False))
            if alike != piece and len(alike) == len(piece) and same >= (len(piece) - 1 if strict else 1):
                yield piece, alike, weights.sound


def _unknown(text: str, analyser: Analyser) -> Iterator[tuple[str, bool]]:
    """What may be a mistyped word: neighbouring characters that belong to none, and whole runs that the texts do not have."""
    for run in re.findall(r"[一-鿿]{2,}", text):
        for n in (4, 3):
            pieces = (run[at : at + n] for at in range(len(run) - n + 1))
            yield from ((piece, True) for piece in pieces if not analyser.knows(piece))
    before = None
    for word in analyser.words(text):
        single = len(word.text) == 1 and "一" <= word.text <= "鿿"
        if single and before and before.end == word.start:
            yield before.text + word.text, False
        before = word if single else None if len(word.text) > 2 or not before or word.start != before.start else before


def _named(text: str, names: Mapping[str, str]) -> str:
    """The id of the regulation of that name; '' where there is none."""
    plain = flat(text)
    return next((id for name, id in names.items() if flat(name) == plain or id == plain), "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else to_int(text)


def by_letters(letters: str, names: Iterable[str], vocabulary: Vocabulary, *, beginning: bool = False) -> list[str]:
    """The names whose pinyin, or its initials, are these letters, or begin with them: dangzhang, dz."""
    out = []
    for name in names:
        syllables = [syllable for char in name if (syllable := vocabulary.syllables.get(char))]
        both = ("".join(syllables), "".join(syllable[0] for syllable in syllables))
        if any(sound.startswith(letters) for sound in both) if beginning else letters in both:
            out.append(name)
    return out


def _mistyped(text: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names of which the text, less an address, is a form with one slip of the pen; and that form."""
    m = _AT_END.match(text.replace("《", "").replace("》", ""))
    wrong = m[1] if m else ""
    for name in names:
        if len(name) >= SHORTEST_MISTYPED and abs(len(wrong) - len(name)) <= 1 and _is_slip(wrong, name):
            yield name, wrong


def _shortened(text: str, reader: Reader) -> tuple[str, str] | None:
    """A title with words left out before an address: 公务用车办法二十六条, 党员教育管理条例31条; None where several fit."""
    m = _ADDRESSED.match(text)
    short = _TRIAL.sub("", m[1]) if m else ""
    if not m or not short or m[1] in reader.names:
        return None
    titles = (regulation.versions[-1].meta.title for regulation in reader.corpus)
    fits = sorted((len(t), t) for t in titles if short[-1] == _TRIAL.sub("", t)[-1] and _is_within(short, t))
    if not fits or (len(fits) > 1 and (len(short) < 3 or fits[0][0] == fits[1][0])):
        return None
    return fits[0][1] + m[2], f"“{m[1]}”按《{fits[0][1]}》查"


def _is_within(short: str, whole: str) -> bool:
    """Whether the characters of a short name stand in this order in the whole one."""
    rest = iter(whole)
    return all(char in rest for char in short)


def _is_slip(wrong: str, name: str) -> bool:
    """Whether one character is wrong, missing or too many, or two neighbours are exchanged."""
    same = next((n for n, (a, b) in enumerate(zip(wrong, name, strict=False)) if a != b), min(len(wrong), len(name)))
    rest, of = wrong[same:], name[same:]
    return bool(rest or of) and (
        rest[1:] == of[1:] or rest[1:] == of or rest == of[1:] or (rest[:2] == of[1::-1] and rest[2:] == of[2:])
    )
