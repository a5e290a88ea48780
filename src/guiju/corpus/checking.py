"""A text against what is known of it: the catalogue's counts, the gists beside it, the versions that are stored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from guiju.corpus.catalogue import Known
from guiju.corpus.findings import Finding
from guiju.corpus.versionfile import is_intact, official_text
from guiju.errors import Place
from guiju.regulation import Article, ArticleForm, Division, TextKind, Version

_BLANK = re.compile(r"[\s\u3000\u00a0]+")

FEWEST_SHARED = 0.33
"""Share of the pairs of characters of a gist that its article should have.

Of 132 gists of 党章 and 监督执纪工作规则 each has 0.42 or more of its own article; of the next article, 96 in 100 have less
than 0.33.
"""

CLOSE = 45
"""Days by which the date of a text may miss that of a known version and still be about the same one."""

NEARLY_ALL = 0.02
"""Share of articles by which a new version must differ from another, not to be taken for a copy of it."""


_CALLS_ITSELF = re.compile("制定本(条例|规定|办法|准则|规则|细则|法|章程|决定|解释|规范|标准|制度)")


def title_findings(version: Version, place: Place) -> list[Finding]:
    """Whether the title is of the kind that the first articles say they make: 制定本条例 under …办法 has a wrong head."""
    articles = [article for _, article in version.articles() if article.form is ArticleForm.ARTICLE]
    said = _CALLS_ITSELF.search("".join(line for article in articles[:2] for line in article.lines()))
    title = re.sub(r"[（(][^（）()]*[）)]$", "", version.meta.title)
    if not said or title.endswith(said[1]):
        return []
    return [Finding("title_type", f"标题是《{version.meta.title}》，正文却说“{said[0]}”", place)]


def catalogue_findings(version: Version, known: Known | None, title_year: int | None, place: Place) -> list[Finding]:
    """Whether the number of articles is that of the version that the catalogue knows, or of another one."""
    effective = version.meta.effective
    findings = []
    if title_year and effective.year > 1 and effective.year not in (title_year, title_year + 1):
        cause = f"标题后的年份是 {title_year}，施行日期却是 {effective}"
        findings.append(Finding("date_conflict", cause, place))
    expected = known.effective_on(effective) if known else None
    near = [v for v in known.versions if abs((v.effective - effective).days) <= CLOSE] if known and not expected else []
    if near:
        cause = f"文中推出的施行日期是 {effective}，目录所记相近的一版是 {near[0].effective} 施行"
        return [*findings, Finding("date_conflict", cause, place)]
    if known is None or expected is None:
        return findings
    chapters = sum(isinstance(node, Division) and node.kind == "章" for _, node in version.walk())
    if expected.chapters not in (None, chapters) and "chapters" not in expected.doubt:
        cause = f"共 {chapters} 章，目录所记 {effective} 版是 {expected.chapters} 章"
        findings.append(Finding("chapter_mismatch", cause, place))
    if not expected.articles:
        return findings
    count = sum(article.form is ArticleForm.ARTICLE for _, article in version.articles())
    if count == expected.articles:
        return [*findings, Finding("count_agrees", f"共 {count} 条，与目录所记 {effective} 版一致", place)]
    others = [str(v.effective) for v in known.versions if v.articles == count]
    if others:
        cause = f"共 {count} 条，与目录所记 {'、'.join(others)} 版相同，{effective} 版是 {expected.articles} 条"
        return [*findings, Finding("wrong_version", cause, place)]
    code = "count_doubt" if "articles" in expected.doubt else "count_mismatch"
    return [*findings, Finding(code, f"共 {count} 条，目录所记 {effective} 版是 {expected.articles} 条", place)]


def digest_findings(version: Version, stored: Version, place: Place) -> list[Finding]:
    """Whether the text has the articles that the stored outline lists, and speaks of what the gists speak of."""
    listed = {(a.number, a.inserted): a.digest for _, a in stored.articles()}
    here = {(a.number, a.inserted): a for _, a in version.articles()}
    if listed and not stored.has_text and set(here) != set(listed):
        cause = f"文本有{len(here)}条，库里的同一版本有{len(listed)}条，两者不一致"
        return [Finding("digest_mismatch", cause, place)]
    gists = {number: gist for number, gist in listed.items() if gist and number in here}
    strange = [here[number].label for number, gist in gists.items() if agreement(gist, here[number]) < FEWEST_SHARED]
    if not strange:
        return []
    shown = "、".join(strange[:8]) + (f"等 {len(strange)} 条" if len(strange) > 8 else "")
    return [Finding("digest_differs", f"{shown}与库里的要点对不上", place)]


def agreement(gist: str, article: Article) -> float:
    """Which share of the pairs of characters in a gist its article has."""
    pairs = _pairs(gist)
    held = _pairs("".join(article.lines()))
    return sum(1 for pair in pairs if pair in held) / max(1, len(pairs))


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"[^一-鿿]", "", text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def stored_findings(
    version: Version, stored: Version | None, place: Place, others: Sequence[Version] = ()
) -> list[Finding]:
    """How the text differs from the stored one of the same date, and whether it is nearly one of another date."""
    if stored and stored.meta.text is TextKind.OFFICIAL and is_intact(stored):
        if official_text(stored) == official_text(version):
            return []
        cause = f"与库里已有的 {stored.meta.effective} 版文字不同：{_differences(version, stored)}"
        return [Finding("stored_differs", cause, place)]
    findings = []
    for other in others:
        same, total = _shared(version, other)
        if same == total and len(_texts(other)) == len(_texts(version)):
            findings.append(Finding("same_as_other", f"与库里 {other.meta.effective} 版的文字完全一样", place))
        elif total - same <= max(2, NEARLY_ALL * total) and same > total / 2:
            cause = f"与库里 {other.meta.effective} 版只差 {total - same} 条：{_differences(version, other)}"
            findings.append(Finding("near_duplicate", cause, place))
    return findings + _mixture(version, others, place)


def _mixture(version: Version, others: Sequence[Version], place: Place) -> list[Finding]:
    """Whether every article is found word for word in one of two other versions, and neither has them all."""
    texts = {label: text for label, text in _texts(version).items() if len(text) > 20}
    held = [set(_texts(other).values()) for other in others]
    for i, one in enumerate(held):
        for j, two in enumerate(held[i + 1 :], i + 1):
            only_one = [label for label, text in texts.items() if text in one and text not in two]
            only_two = [label for label, text in texts.items() if text in two and text not in one]
            known = sum(text in one or text in two for text in texts.values())
            if min(len(only_one), len(only_two)) >= 3 and known >= 0.95 * len(texts):
                days = (others[i].meta.effective, others[j].meta.effective)
                cause = f"{only_one[0]}等 {len(only_one)} 条是 {days[0]} 版的，{only_two[0]}等 {len(only_two)} 条是 {days[1]} 版的"
                return [Finding("mixed_versions", cause, place)]
    return []


def _texts(version: Version) -> dict[str, str]:
    return {article.label: _BLANK.sub("", "".join(article.lines())) for _, article in version.articles()}


def _shared(version: Version, other: Version) -> tuple[int, int]:
    """How many of the articles have the same wording in the other version, and how many there are."""
    mine, theirs = Counter(_texts(version).values()), Counter(_texts(other).values())
    return sum((mine & theirs).values()), max(sum(mine.values()), sum(theirs.values()))


def _differences(version: Version, other: Version) -> str:
    """The articles whose wording differs, by number; of the first, where it begins to."""
    mine, theirs = _texts(version), _texts(other)
    labels = [label for label in dict.fromkeys((*mine, *theirs)) if mine.get(label) != theirs.get(label)]
    if not labels:
        return "标题、题注或章节标题"
    first = labels[0]
    here, there = mine.get(first, ""), theirs.get(first, "")
    at = next((i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
    shown = "、".join(labels[:6]) + (f"等 {len(labels)} 条" if len(labels) > 6 else "")
    return f"{shown}（{first}：“{here[max(0, at - 6) : at + 8]}”，库里是“{there[max(0, at - 6) : at + 8]}”）"
