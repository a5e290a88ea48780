"""What a text says of itself: issuer, 位阶, dates and what it replaces, with the working shown where a date is computed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from guiju.corpus.catalogue import Known, KnownVersion
from guiju.corpus.dates import Relative, dates_in, effective_in, relative_in
from guiju.corpus.recognition import Recognised
from guiju.regulation import LEVELS, Confidence

_RULE_ENDS = LEVELS[1:7]

_PEOPLE = re.compile(
    r"(?P<where>[一-鿿]{2,12}?)?第[一二三四五六七八九十]+届(?P<name>全国)?人民代表大会(?P<standing>常务委员会)?"
)
_NAMED_BODIES = (
    (re.compile(r"中国共产党第[一二三四五六七八九十]+次全国代表大会"), "中国共产党全国代表大会"),
    (re.compile(r"中国共产党第[一二三四五六七八九十]+届中央委员会"), "中国共产党中央委员会"),
    (re.compile(r"国务院(?:令|第\d+次|批准|公布|发布)"), "国务院"),
    (re.compile(r"最高人民法院、最高人民检察院"), "最高人民法院、最高人民检察院"),
    (re.compile(r"最高人民法院"), "最高人民法院"),
    (re.compile(r"最高人民检察院"), "最高人民检察院"),
    (re.compile(r"国家监察委员会"), "国家监察委员会"),
    (re.compile(r"中央政治局"), "中共中央"),
)
_PUBLISHER = re.compile(
    r"日?\s*(?P<body>(?:中共中央|中央|国务院|中国共产党|全国|财政部|监察部|公安部|人力资源|国家|最高|中共|"
    r"[一-鿿]{1,10}?(?:省|市|自治区|部|委|局|署|厅))[一-鿿、 \u3000]{0,60}?)"
    r"(?:关于)?(?:第\d+号令|令第\d+号|令)?\s*(?:发布|公布|印发|颁布)"
)
_LOCAL = re.compile(r"(?:省|市|自治区|自治州|自治县|县|区)(?:人民代表大会)")
_PARTY = re.compile(
    r"^(?:中国共产党|中共|中央|党|纪检|纪律检查|十[一二三四五六七八九]届中央)|党内|党组|党员|党政机关|八项规定"
)
_ABOLISHED = re.compile(r"[^。]*(?:同时|即行|予以|一律|相应)?废止")
_DECISION = re.compile(r"《((?:[^《》]*)关于修改[^《》]*)》")


@dataclass(frozen=True, slots=True)
class Facts:
    """The dates and names that a text gives. `told` are the remarks on how they were found, as (code, cause)."""

    issuer: str = ""
    adopted: date | None = None
    amended: tuple[date, ...] = ()
    published: date | None = None
    effective: date | None = None
    confidence: dict[str, Confidence] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


def facts_of(found: Recognised, known: Known | None, given: date | None) -> Facts:
    """Everything that the text, and the catalogue for what the text leaves open, say about it."""
    acts = dates_in(found.note)
    made = [act.day for act in acts if act.made]
    published = [act.day for act in acts if act.published] or [act.day for act in acts if not (act.made or act.begins)]
    letter = dates_in("。".join(found.lead)) + dates_in("。".join(found.signature))
    if not published:
        published = [act.day for act in letter if act.published or not (act.made or act.begins)][-1:]
    acts_days = _Acts(
        adopted=max(made, default=None),
        published=max(published, default=None),
        amended=tuple(act.day for act in acts if act.amended),
    )
    version = known.adopted_on(acts_days.adopted) if known else None
    dated = _Dating(found, acts_days, known, version).decide(given)
    return Facts(
        issuer=issuer_in(found),
        adopted=acts_days.adopted,
        amended=acts_days.amended,
        published=acts_days.published,
        effective=dated.day,
        confidence={"effective": dated.confidence},
        replaces=replaced_in(found),
        amended_by=tuple(dict.fromkeys(_DECISION.findall(found.note))),
        told=dated.told,
    )


@dataclass(frozen=True, slots=True)
class _Acts:
    """When this version was adopted or last amended, when published, and every amendment."""

    adopted: date | None
    published: date | None
    amended: tuple[date, ...]

    @property
    def last(self) -> date | None:
        return max((day for day in (self.adopted, self.published) if day), default=None)


@dataclass(frozen=True, slots=True)
class _Effective:
    day: date | None
    confidence: Confidence
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Dating:
    """Decides from when a text applies, and says how."""

    found: Recognised
    acts: _Acts
    known: Known | None
    version: KnownVersion | None

    def decide(self, given: date | None) -> _Effective:
        named, words = self.named()
        if given:
            return self.given(given, named)
        own = self.own(named)
        if self.version and (own.day != self.version.effective or own.confidence is not Confidence.A):
            return self.as_known(self.version, named, words)
        return own

    def own(self, named: date | None) -> _Effective:
        """What the text itself gives."""
        if named and (self.acts.last is None or named >= self.acts.last):
            return _Effective(named, Confidence.A, ())
        if named:
            return self.outdated(f"写的是 {named} 起施行，早于题注中的 {self.acts.last}")
        relative = self.relative()
        if relative:
            return self.counted(relative)
        return self.unknown("题注和最后一条都没有写明施行日期")

    def named(self) -> tuple[date | None, str]:
        """The date that the text names, and the words in which its last article speaks of taking effect."""
        closing = self.closing()
        for text in (self.found.note, "。".join(self.found.lead), closing):
            day = effective_in(text)
            if day:
                return day, f"写的是 {day} 起施行"
        relative = relative_in(closing)
        return None, f"写的是“{relative.words}”" if relative else "没有写施行日期"

    def closing(self) -> str:
        articles = self.found.articles()
        texts = ["".join(article.lines()) for article in articles[-2:]]
        if not articles:
            texts = ["".join(line for paragraph in self.found.preamble for line in paragraph.lines())]
        return "".join(texts)

    def relative(self) -> Relative | None:
        return next(
            (r for text in (self.closing(), self.found.note, "。".join(self.found.lead)) if (r := relative_in(text))),
            None,
        )

    def given(self, given: date, named: date | None) -> _Effective:
        differs = f"；文中写的是 {named} 起施行" if named and named != given else ""
        return _Effective(given, Confidence.A, (("effective_given", f"施行日期按 --effective：{given}{differs}"),))

    def as_known(self, version: KnownVersion, named: date | None, words: str) -> _Effective:
        """The catalogue knows this version by its day of adoption; what the text says may be about an older one."""
        cause = f"目录记载 {version.adopted} 通过的这一版自 {version.effective} 起施行；最后一条{words}，以目录为准"
        told = [("effective_known", cause)]
        if named and self.acts.last and named >= self.acts.last:
            told.append(("date_conflict", f"文中写的是 {named} 起施行，目录记载的是 {version.effective}"))
        return _Effective(version.effective, version.confidence("effective"), tuple(told))

    def outdated(self, why: str) -> _Effective:
        """An amended text keeps its first closing article; the amendment's own date stands elsewhere."""
        day = self.acts.last
        cause = f"最后一条{why}；这一版的施行日期要看修改决定，暂按 {day} 存入并显示待核实"
        return _Effective(day, Confidence.C, (("effective_conflict", cause),))

    def counted(self, relative: Relative) -> _Effective:
        acts = self.acts
        if acts.amended and acts.adopted and not (acts.published and acts.published >= acts.adopted):
            return self.outdated(f"写的是“{relative.words}”，说的是最初的文本，题注中 {acts.adopted} 又有修改")
        base, how = (acts.published, "发布") if acts.published else (acts.adopted, "通过")
        if base is None:
            return self.unknown(f"文中写的是“{relative.words}”，但没有写明发布日期")
        day = relative.after(base)
        step = f"，加 {relative.count} {_unit(relative)}" if relative.count else "，即当日"
        doubt = "" if acts.published else "（题注没有写发布日期，按通过当日发布计，待核实）"
        told = (("effective_computed", f"“{relative.words}”：{base} {how}{step}，得 {day}{doubt}"),)
        return _Effective(day, Confidence.A if acts.published else Confidence.C, told)

    def unknown(self, why: str) -> _Effective:
        hint = f"；题注中的日期是 {self.acts.last}" if self.acts.last else ""
        if self.known and self.known.versions:
            days = "、".join(
                str(v.effective) + (f"（{v.articles} 条）" if v.articles else "") for v in self.known.versions
            )
            hint += f"；常用法规目录里，《{self.known.title}》有 {days} 施行的版本"
        return _Effective(None, Confidence.U, (("no_effective", why + hint),))


def _unit(relative: Relative) -> str:
    return {"日": "日", "天": "日", "月": "个月", "年": "年"}[relative.unit]


def issuer_in(found: Recognised) -> str:
    """The body that issued the text, as its 题注, a letter or a signature name it; '' where none does."""
    for text in (found.note, "。".join(found.lead)):
        for m in reversed(list(_PUBLISHER.finditer(text))):
            bodies = [
                p.removeprefix("中华人民共和国").removesuffix("公告") for p in re.split("[、 \u3000]+", m["body"]) if p
            ]
            if bodies and not bodies[-1].endswith(("会议", "决定")) and not re.search("届|通过|批准", m["body"]):
                return "、".join(bodies)
        people = _PEOPLE.search(text)
        if people and (people["name"] or people["where"]):
            where = "全国" if people["name"] else re.sub(r"^.*[日年月　 ]", "", people["where"] or "")
            return f"{where}人民代表大会{people['standing'] or ''}"
        for pattern, name in _NAMED_BODIES:
            if pattern.search(text):
                return name
    signed = [line for line in found.signature if not dates_in(line)]
    return "、".join(re.sub(r"[ \u3000]+", "、", line) for line in signed)


def level_of(title: str, issuer: str, note: str) -> str | None:
    """位阶 from the kind of rule that the title names and the body that issued it; None where they do not tell."""
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    end = next((level for level in _RULE_ENDS if bare.endswith(level)), "")
    if bare.endswith("章程") and "中国共产党" in bare:
        return "党章"
    if bare.startswith("中华人民共和国宪法"):
        return "宪法"
    if issuer.startswith("全国人民代表大会"):
        return "法律"
    if issuer == "国务院" and not _PARTY.search(title):
        return "行政法规"
    if issuer.startswith("最高人民") and (title.startswith(("最高人民", "人民")) or bare.endswith(("解释", "批复"))):
        return "司法解释"
    if issuer == "国家监察委员会" and end:
        return "监察法规"
    if _LOCAL.search(issuer):
        return "地方性法规"
    if _PARTY.search(issuer) or _PARTY.search(title):
        return end or None
    if bare.endswith(("法", "法典")) and not end:
        return "法律"
    if issuer.endswith(("部", "委员会", "局", "署", "总局", "银行")) and issuer and end:
        return "部门规章" if "令" in note else None
    return end or None


def replaced_in(found: Recognised) -> tuple[str, ...]:
    """The titles of the works that the last articles abolish, other than the work itself."""
    text = "".join("".join(article.lines()) for article in found.articles()[-2:])
    titles = [title for m in _ABOLISHED.finditer(text) for title in re.findall(r"《([^《》]{3,60})》", m[0])]
    return tuple(dict.fromkeys(title for title in titles if title != found.title))
