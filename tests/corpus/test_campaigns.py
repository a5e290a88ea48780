"""Damaged files and corrupted texts by the thousand: nothing crashes, hangs or is stored wrong, and what is caught is counted."""

from __future__ import annotations

import io
import random
import resource
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from guiju.corpus.batch import _parse
from guiju.corpus.findings import Severity
from guiju.corpus.importing import Wishes, import_file, parse, plan
from guiju.corpus.library import Library, open_library
from guiju.corpus.reading.limits import LARGEST_MEMORY, LONGEST_TIME
from guiju.corpus.reading.sources import Source
from guiju.corpus.structure import ArticleHead, article_head
from guiju.corpus.workers import Done, run_each
from guiju.numerals import article_label
from guiju.workspace import Workspace
from tests.conftest import CORPUS, SOAK, furnish
from tests.corpus.files import mht, zipped

SEED = 20261124
MUTATIONS = 10_000 if SOAK else 240
CORRUPTIONS = 2_000 if SOAK else 250

PARTY = CORPUS / "party"
ORIGINALS = (
    "中国共产党章程(2022-10-22).html",
    "中国共产党纪律检查机关监督执纪工作规则(2019-01-01).md",
    "中华人民共和国监察法(2025-06-01).docx",
    "中华人民共和国监察法(2025-06-01).txt",
    "中华人民共和国公务员法-altChunk(2019-06-01).docx",
    "中华人民共和国公务员法-浏览器打印(2019-06-01).pdf",
    "中国共产党组织处理规定（试行）(2021-03-19).md",
    "党政机关厉行节约反对浪费条例(2025-05-02).html",
)

Chance = random.Random


def flipped(data: bytes, chance: Chance) -> bytes:
    """Bits changed, bytes lost, doubled or put in."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(changed) or 1)
        kind = chance.randrange(4)
        if kind == 0 and changed:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 400)]
        elif kind == 2:
            changed[at:at] = changed[at : at + chance.randint(1, 4000)]
        else:
            changed[at:at] = chance.randbytes(chance.randint(1, 40))
    return bytes(changed)


def cut(data: bytes, chance: Chance) -> bytes:
    """The beginning only."""
    return data[: chance.randrange(len(data) or 1)]


def within_zip(data: bytes, chance: Chance) -> bytes:
    """Parts of a package damaged, lost, or in each other's place."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return flipped(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    names = list(parts)
    if chance.random() < 0.4:
        one, two = chance.choice(names), chance.choice(names)
        parts[one], parts[two] = parts[two], parts[one]
    for name in names:
        if chance.random() < 0.1:
            del parts[name]
        elif chance.random() < 0.3:
            parts[name] = chance.choice((flipped, cut, soup))(parts[name], chance)
    return zipped(parts)


def soup(data: bytes, chance: Chance) -> bytes:
    """Tags opened, closed and crossed where they do not belong."""
    tags = (
        b"<div>",
        b"</p>",
        b"<table><tr>",
        b"</body>",
        b"<w:p>",
        b"</w:r>",
        b"<!--",
        b"]]>",
        b"<![CDATA[",
        b"&#x0;",
        b"&amp",
    )
    pieces = [data]
    for _ in range(chance.randint(1, 12)):
        whole = b"".join(pieces)
        at = chance.randrange(len(whole) or 1)
        pieces = [whole[:at], chance.choice(tags), whole[at:]]
    return b"".join(pieces)


def miscoded(data: bytes, chance: Chance) -> bytes:
    """The text in another encoding, or read in a wrong one and saved again."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return flipped(data, chance)
    encoding = chance.choice(("gb18030", "utf-16", "utf-16-le", "big5", "shift_jis", "latin-1", "utf-7"))
    if chance.random() < 0.5:
        return text.encode(encoding, "replace")
    return text.encode("utf-8").decode(chance.choice(("gb18030", "latin-1", "cp1252")), "replace").encode()


def nested(data: bytes, chance: Chance) -> bytes:
    """Thousands of elements, brackets or quotations inside one another."""
    opening = chance.choice((b"<div>", b"<table><tr><td>", b"> ", b"[", "（".encode(), b"<w:p>"))
    at = data.find(b"<p") if b"<p" in data else chance.randrange(len(data) or 1)
    return data[:at] + opening * chance.choice((200, 3000, 40_000)) + data[at:]


MUTATORS: tuple[Callable[[bytes, Chance], bytes], ...] = (flipped, cut, within_zip, soup, miscoded, nested)


@dataclass(frozen=True)
class Mutated:
    """A damaged file, and how many articles the whole one has."""

    path: Path
    articles: int
    how: str


def parsed_with_memory(mutated: Mutated) -> tuple[object, int]:
    """In a worker: what the import would get, and the most memory that the process has held so far, in kB."""
    return _parse(Source(mutated.path), Wishes()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def stored_count(library: Library, found: object, name: str) -> int | None:
    """How many articles would be stored without a word from the user; None where it is refused."""
    planned = plan(found, name, library, Wishes())  # type: ignore[arg-type]
    if planned.path is None or planned.refusals(accept=False):
        return None
    return sum(1 for _ in planned.version.articles())


@pytest.mark.corpus
def test_a_damaged_file_never_crashes_hangs_or_is_stored_with_a_wrong_count(tmp_path: Path) -> None:
    library = open_library(furnish(tmp_path / "office"))
    chance = Chance(SEED)
    files = originals(tmp_path, library)
    done = Counter[str]()
    largest = 0
    for first in range(0, MUTATIONS, 500):
        folder = tmp_path / f"{first}"
        folder.mkdir()
        jobs = [damage(chance.choice(files), chance, folder / f"{n}") for n in range(min(500, MUTATIONS - first))]
        running = run_each(parsed_with_memory, jobs, workers=2, seconds=LONGEST_TIME, memory=LARGEST_MEMORY)
        for job, outcome in running:
            if not isinstance(outcome, Done):
                done["stopped: " + ("time" if outcome.timed_out else "memory")] += 1
                continue
            parsed, memory = outcome.result
            largest = max(largest, memory)
            if parsed.error:  # type: ignore[attr-defined]
                assert parsed.error[1] != "program", (job.how, parsed.error)  # type: ignore[attr-defined]
                done["unreadable"] += 1
                continue
            counts = [stored_count(library, found, str(job.path)) for found in parsed.found]  # type: ignore[attr-defined]
            assert set(counts) <= {None, job.articles}, (job.how, counts, job.path.suffix)
            done["stored as it was" if job.articles in counts else "refused"] += 1
            job.path.unlink()
    print(dict(done), f"largest process {largest / 1024:.0f} MB")
    assert done["stopped: time"] + done["stopped: memory"] <= 0.005 * MUTATIONS
    assert largest < 1024 * 1024
    assert {"unreadable", "refused", "stored as it was"} <= set(done)


def originals(tmp_path: Path, library: Library) -> list[Mutated]:
    """Whole files of every kind with their counts, each of which is stored as it is or with doubts."""
    paths = [PARTY / name for name in ORIGINALS]
    saved = tmp_path / "党章.mht"
    saved.write_bytes(mht((PARTY / ORIGINALS[0]).read_text("utf-8")))
    packed = tmp_path / "包.zip"
    packed.write_bytes(zipped({"规定.md": (PARTY / ORIGINALS[6]).read_bytes()}))
    out = []
    for path in [*paths, saved]:
        found = parse(Source(path), Wishes())[0]
        out.append(Mutated(path, found.count("条"), "whole"))
        assert plan(found, str(path), library, Wishes()).path
    return out


def damage(whole: Mutated, chance: Chance, target: Path) -> Mutated:
    mutator = chance.choice(MUTATORS)
    path = target.with_suffix(whole.path.suffix)
    path.write_bytes(mutator(whole.path.read_bytes(), chance))
    return Mutated(path, whole.articles, f"{mutator.__name__} {whole.path.name}")


# --- corrupted texts ---------------------------------------------------------------------------------------------------

TEXTS = (
    "中国共产党章程(2017-10-24).md",
    "中国共产党纪律处分条例(2024-01-01).md",
    "中国共产党纪律处分条例(2018-10-01).md",
    "中国共产党纪律检查委员会工作条例(2021-12-24).md",
    "中国共产党纪律检查机关监督执纪工作规则(2019-01-01).md",
    "中国共产党处分违纪党员批准权限和程序规定(2022-09-22).md",
    "纪检监察机关处理检举控告工作规则(2020-01-21).md",
    "中华人民共和国监察法(2025-06-01).md",
    "中国共产党组织处理规定（试行）(2021-03-19).md",
    "事业单位工作人员处分暂行规定(2012-09-01).md",
)
"""Clean copies: imported as they are, nothing refuses them."""

SYNONYMS = {
    "工作": "事情", "规定": "划定", "组织": "构造", "制度": "轨制", "问题": "题目", "情况": "环境", "应当": "该当", "重要": "紧张",
    "进行": "举行", "处理": "处置惩罚", "检查": "查抄", "监督": "监视", "群众": "大众", "领导": "向导", "责任": "义务",
    "严重": "紧张", "教育": "教诲", "认真": "当真", "根据": "凭据", "要求": "请求", "单位": "单元", "关系": "干系",
}  # fmt: skip
"""What programs that spin texts put for common words, as seen on the web."""


def body(lines: list[str]) -> list[int]:
    """The lines that open an article."""
    return [i for i, line in enumerate(lines) if article_head(line.strip("　 "))]


def dropped(lines: list[str], chance: Chance) -> list[str]:
    """An article gone, with its number."""
    heads = body(lines)
    k = chance.randrange(len(heads))
    end = heads[k + 1] if k + 1 < len(heads) else len(lines)
    kept_heading = next((i for i in range(heads[k] + 1, end) if lines[i].strip("　 ").startswith("第")), end)
    return lines[: heads[k]] + lines[kept_heading:]


def glued(lines: list[str], chance: Chance) -> list[str]:
    """Two articles in one line."""
    heads = body(lines)
    at = heads[chance.randrange(1, len(heads))]
    before = next(i for i in range(at - 1, -1, -1) if lines[i].strip())
    return [*lines[:before], lines[before] + lines[at].strip("　 "), *lines[at + 1 :]]


def neighbours(lines: list[str], chance: Chance) -> tuple[tuple[int, ArticleHead], tuple[int, ArticleHead]]:
    """The lines that open two articles in a row, each with its number."""
    heads = body(lines)
    k = chance.randrange(len(heads) - 1)
    one, two = ((at, article_head(lines[at].strip("　 "))) for at in heads[k : k + 2])
    assert one[1] is not None
    assert two[1] is not None
    return (one[0], one[1]), (two[0], two[1])


def swapped(lines: list[str], chance: Chance) -> list[str]:
    """The numbers of two neighbours exchanged."""
    (i, one), (j, two) = neighbours(lines, chance)
    first, second = (article_label(head.number, head.inserted) for head in (one, two))
    out = list(lines)
    out[i], out[j] = lines[i].replace(first, second, 1), lines[j].replace(second, first, 1)
    return out


def exchanged(lines: list[str], chance: Chance) -> list[str]:
    """The words of two neighbours exchanged, the numbers right."""
    (i, one), (j, two) = neighbours(lines, chance)
    first, second = lines[i].strip("　 "), lines[j].strip("　 ")
    out = list(lines)
    out[i], out[j] = first[: one.length] + second[two.length :], second[: two.length] + first[one.length :]
    return out


def lost(lines: list[str], chance: Chance) -> list[str]:
    """One to twelve characters gone from a line, of which one at least is no blank."""
    long = [i for i, line in enumerate(lines) if len(line) > 20]
    at = chance.choice(long)
    line, count = lines[at], chance.randint(1, 12)
    start = chance.choice([k for k in range(len(line) - count) if line[k : k + count].strip("　 #")])
    return [*lines[:at], line[:start] + line[start + count :], *lines[at + 1 :]]


def paragraph_gone(lines: list[str], chance: Chance) -> list[str]:
    """A 款 or 项 gone that opens no article."""
    inner = [i for i, line in enumerate(lines) if len(line) > 8 and i > body(lines)[0] and i not in body(lines)]
    at = chance.choice(inner)
    return lines[:at] + lines[at + 1 :]


def spun(lines: list[str], chance: Chance, count: int) -> list[str]:
    """Words exchanged for synonyms in so many places."""
    out = list(lines)
    for _ in range(count):
        places = [(i, word) for i, line in enumerate(out) for word in SYNONYMS if word in line and len(line) > 15]
        at, word = chance.choice(places)
        out[at] = out[at].replace(word, SYNONYMS[word], 1)
    return out


KINDS: dict[str, Callable[[list[str], Chance], list[str]]] = {
    "an article dropped": dropped,
    "two articles glued": glued,
    "numbers swapped": swapped,
    "words of two articles exchanged": exchanged,
    "a 款 or 项 gone": paragraph_gone,
    "characters lost": lost,
    "a synonym swapped": partial(spun, count=1),
    "thirty synonyms swapped": partial(spun, count=30),
}

LEAST = {"an article dropped": 1.0, "two articles glued": 1.0, "numbers swapped": 1.0, "thirty synonyms swapped": 0.85}
"""What must be caught with nothing but the file and the catalogue."""


def caught(path: Path, library: Library) -> bool:
    """Whether the text would not be stored without a word from the user."""
    planned = plan(parse(Source(path), Wishes())[0], str(path), library, Wishes())
    return planned.path is None or bool(planned.refusals(accept=False))


@pytest.mark.corpus
def test_corrupted_texts_are_caught_by_kind(tmp_path: Path) -> None:
    """Three libraries: an empty one, one with the gists that we ship, and one that holds the right version of each."""
    shipped = furnish(tmp_path / "shipped")
    empty = furnish(tmp_path / "empty")
    for path in empty.regulations.glob("*/*.md"):
        path.unlink()
    full = furnish(tmp_path / "full")
    for name in TEXTS:
        import_file(PARTY / name, full, Wishes())
    libraries = {name: open_library(w) for name, w in (("empty", empty), ("gists", shipped), ("stored", full))}
    chance = Chance(SEED)
    total, hits = Counter[str](), Counter[tuple[str, str]]()
    for n in range(CORRUPTIONS):
        kind = list(KINDS)[n % len(KINDS)]
        # Every other corruption hits a text that has gists, so that the second column can be read.
        name = TEXTS[4] if n // len(KINDS) % 2 else chance.choice(TEXTS)
        path = tmp_path / name
        lines = (PARTY / name).read_text("utf-8").split("\n")
        path.write_text("\n".join(KINDS[kind](lines, chance)), "utf-8")
        total[kind] += 1
        for library, held in libraries.items():
            hits[kind, library] += caught(path, held)
    for kind in KINDS:
        shares = "  ".join(f"{library} {hits[kind, library] / total[kind]:.1%}" for library in libraries)
        print(f"{kind}: {total[kind]} tried, caught {shares}")
    for kind, least in LEAST.items():
        assert hits[kind, "empty"] >= least * total[kind], kind
    assert all(hits[kind, "stored"] == total[kind] for kind in KINDS)


@pytest.mark.corpus
def test_the_clean_copies_have_nothing_to_catch(workspace: Workspace) -> None:
    library = open_library(workspace)
    for name in TEXTS:
        found = parse(Source(PARTY / name), Wishes())[0]
        assert [f.code for f in found.findings if f.severity is not Severity.NOTE] == []
        planned = plan(found, name, library, Wishes(effective=date(2020, 1, 1)))
        assert not [f for f in planned.findings if f.code == "digest_differs"]
