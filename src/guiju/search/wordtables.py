"""The tables of the vocabulary as the office writes them (content/*.tsv), read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

from guiju.content.asked import BETWEEN, FOLDER, read_asked
from guiju.content.datafile import read_data_file
from guiju.corpus.store import Corpus
from guiju.errors import BadData, BadReference, GuijuError, Place
from guiju.regulation import parse_ref
from guiju.search.vocabulary import Vocabulary, joined
from guiju.workspace import Workspace
from guiju.yamlfile import read_text

LAY, RELATED, LAW, ASKED_ABOUT = "vocabulary.tsv", "related.tsv", "law-words.tsv", "asked-about.yml"
"""In content/."""


def load_vocabulary(workspace: Workspace) -> Vocabulary:
    """The tables of a workspace. Raises BadData."""
    asked_about: dict[str, float] = {}
    path = workspace.content / ASKED_ABOUT
    if path.is_file():
        file = read_data_file(path, "asked-about", workspace)
        asked_about = {name: float(value) for name, value in file.data["laws"].items()}
    lay = _table([workspace.content / LAW, workspace.content / LAY], workspace)
    related = _table([workspace.content / RELATED], workspace)
    return Vocabulary(lay, related, {}, _syllables(), asked_about)


def read_words(path: Path, workspace: Workspace) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...], float]]:
    """The rows of a table: line, what is said, what the texts say, weight. Raises BadData naming file and line."""
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        try:
            said, means, weight = cells[0].split(BETWEEN), cells[1].split(BETWEEN), float(cells[2])
        except (IndexError, ValueError):
            weight, said, means = 0.0, [], []
        if len(cells) != 3 or not 0 < weight <= 1 or not all(said) or not all(means):
            raise BadData(
                "这一行写得不对",
                remedy=f"写作“说法一{BETWEEN}说法二<Tab>条文里的词{BETWEEN}另一个<Tab>0.7”",
                place=Place(workspace.shown(path), number),
            )
        yield number, tuple(said), tuple(means), weight


def lint_words(workspace: Workspace, corpus: Corpus, on: date) -> Iterator[GuijuError]:
    """What is wrong with the tables and with the ways to ask: a saying given twice, an article that is not there."""
    for name in (LAY, RELATED, LAW):
        seen: dict[tuple[str, str], int] = {}
        path = workspace.content / name
        for line, said, means, _ in read_words(path, workspace) if path.is_file() else ():
            place = Place(workspace.shown(path), line)
            for pair in product(said, means):
                if pair in seen:
                    yield BadData(
                        f"“{pair[0]}”到“{pair[1]}”在第{seen[pair]}行已经有了", remedy="请删去一处", place=place
                    )
                elif pair[0] == pair[1]:
                    yield BadData(f"“{pair[0]}”指向了自己", remedy="请删去", place=place)
                seen[pair] = line
    for path in sorted((workspace.content / FOLDER).glob("*.tsv")):
        try:
            version = corpus.version(parse_ref(path.stem), on)
            asked = read_asked(path, workspace)
        except BadReference:
            continue  # a regulation that this office has not imported, or in another version
        held = {article.number for _, article in version.articles()}
        for number in sorted(set(asked) - held):
            yield BadData(
                f"《{version.meta.title}》没有第 {number} 条", remedy="请核对条号", place=workspace.shown(path)
            )


def _table(paths: Iterable[Path], workspace: Workspace) -> dict[str, str]:
    """What is said and the words that it stands for; of two weights for a pair the later."""
    out: dict[str, dict[str, float]] = {}
    for path in paths:
        for _, said, means, weight in read_words(path, workspace) if path.is_file() else ():
            for one in said:
                out.setdefault(one, {}).update(dict.fromkeys(means, weight))
    return {said: joined(words) for said, words in out.items()}


def _syllables() -> dict[str, str]:
    """The pinyin without its tone of every character of GB/T 2312, what people can be expected to type."""
    from pypinyin import Style
    from pypinyin.pinyin_dict import pinyin_dict
    from pypinyin.style import convert

    return {
        chr(code): convert(sounds.split(",")[0], Style.NORMAL, strict=True)
        for code, sounds in pinyin_dict.items()
        if chr(code).encode("gb2312", "ignore")
    }
