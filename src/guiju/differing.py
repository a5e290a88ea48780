"""`guiju diff`: which two texts are meant, and the words they are cut into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from guiju.citations.reading import read_reference
from guiju.corpus.comparison import Comparison, Side, comparison_of
from guiju.corpus.importing import parse_for_reading
from guiju.corpus.store import Corpus
from guiju.errors import BadReference, TextNotImported
from guiju.regulation import ArticleRef, Metadata, TextKind, Version
from guiju.segmenting import whole_dictionary
from guiju.workspace import Workspace, make_cache


def differ(words: Sequence[str], corpus: Corpus, workspace: Workspace, on: date) -> Comparison:
    """Compare two files, or two versions of a regulation: named by dates, else the one in force and the one before it.

    Raises BadReference, TextNotImported, BadImport.
    """
    cut = whole_dictionary(make_cache(workspace))
    old, new = _files(words) if _are_files(words) else _versions(words, corpus, on)
    return comparison_of(old, new, lambda text: cut.cut(text, HMM=False))


def _are_files(words: Sequence[str]) -> bool:
    return len(words) == 2 and all(Path(word).is_file() for word in words)


def _files(words: Sequence[str]) -> tuple[Side, Side]:
    old, new = (_file(Path(word)) for word in words)
    return old, new


def _file(path: Path) -> Side:
    found = parse_for_reading(path)
    meta = Metadata("file", found.title, "规范性文件", "", date.min, "", TextKind.OFFICIAL, history=found.note)
    return Side(Version(meta, found.preamble, (), found.children), path.name, is_file=True)


def _versions(words: Sequence[str], corpus: Corpus, on: date) -> tuple[Side, Side]:
    name, days = _name_and_days(words)
    ref = read_reference(name, corpus.names())
    if ref is None or ref.article:
        raise BadReference(
            f"库里没有叫“{name}”的法规，也没有这样的两个文件", remedy="请写法规的名称和两个施行日期，或两个文件名"
        )
    regulation = corpus.regulation(ref.regulation)
    if len(days) == 2:
        old, new = (corpus.version(ArticleRef(regulation.id, day), on) for day in days)
        return _side(old), _side(new)
    new = regulation.current(on)
    if days:
        return _side(corpus.version(ArticleRef(regulation.id, days[0]), on)), _side(new)
    earlier = [version for version in regulation.versions if version.meta.effective < new.meta.effective]
    if not earlier:
        raise BadReference(
            f"《{new.meta.title}》在库里只有 {new.meta.effective} 这一版，没有可比的", remedy="请先导入另一版，再比较"
        )
    return _side(earlier[-1]), _side(new)


def _name_and_days(words: Sequence[str]) -> tuple[str, list[date]]:
    days, names = [], []
    for word in words:
        try:
            days.append(date.fromisoformat(word))
        except ValueError:
            names.append(word)
    return " ".join(names), days


def _side(version: Version) -> Side:
    meta = version.meta
    if not version.has_text:
        raise TextNotImported(
            f"《{meta.title}》{meta.effective} 版的原文还没有导入，不能比较",
            remedy="请下载官方文本后运行 guiju import 文件名",
        )
    return Side(version, f"{meta.effective} 施行的版本")
