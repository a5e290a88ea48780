"""题库: questions for study and tests, one file a topic (content/questions/*.yml), each provable from an article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guiju.content.datafile import DataFile, Sourced, read_data_file
from guiju.errors import BadData, Place
from guiju.workspace import Workspace
from guiju.yamlfile import Data

FOLDER = "questions"
"""In content/."""

BLANK = "____"
"""How a stem shows a blank to fill."""

LETTERS = "ABCDE"


class QuestionKind(StrEnum):
    """题型."""

    SINGLE = "单选"
    MULTIPLE = "多选"
    TRUE_FALSE = "判断"
    BLANKS = "填空"
    SHORT = "简答"


@dataclass(frozen=True, slots=True)
class Question:
    """An item of the bank. `answer` are letters, 对 or 错, the words of the blanks in order, or one text."""

    id: str
    kind: QuestionKind
    level: str
    stem: str
    options: tuple[str, ...]
    answer: tuple[str, ...]
    why: str
    refs: tuple[Sourced, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions of one file; `name` is that of the file."""

    name: str
    title: str
    questions: tuple[Question, ...]


def load_questions(workspace: Workspace) -> tuple[Topic, ...]:
    """The bank of a workspace, by the names of the files. Raises BadData naming file, line and remedy."""
    return tuple(_read_topic(path, workspace) for path in sorted((workspace.content / FOLDER).glob("*.yml")))


def _read_topic(path: Path, workspace: Workspace) -> Topic:
    file = read_data_file(path, "questions", workspace)
    questions = tuple(_question(entry, i, file) for i, entry in enumerate(file.data["questions"]))
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise BadData(f"编号“{question.id}”写了两次", remedy="请改成没有用过的编号", place=question.place)
        if question.id.rpartition("-")[0] != path.stem:
            raise BadData(
                f"编号“{question.id}”与文件名不符", remedy=f"写作 {path.stem}-001", place=question.place
            )  # fmt: skip
        seen.add(question.id)
    return Topic(path.stem, file.data["title"], questions)


def _question(entry: Data, i: int, file: DataFile) -> Question:
    given = entry["answer"]
    question = Question(
        entry["id"],
        QuestionKind(entry["kind"]),
        entry["level"],
        entry["stem"],
        tuple(entry.get("options", ())),
        tuple(given) if isinstance(given, list) else (given,),
        entry["why"],
        file.refs(entry, "questions", i),
        file.place("questions", i),
    )
    if fault := _fault(question):
        raise BadData(f"{question.id}：{fault}", remedy="请改正这一题", place=question.place)
    return question


def _fault(question: Question) -> str:
    """What the schema cannot say: letters that name no option, all options right, blanks and answers that differ in number."""
    if question.kind is QuestionKind.BLANKS and question.stem.count(BLANK) != len(question.answer):
        return f"题干有 {question.stem.count(BLANK)} 个空，答案有 {len(question.answer)} 个"
    if question.kind is QuestionKind.MULTIPLE:
        beyond = [letter for letter in question.answer if LETTERS.index(letter) >= len(question.options)]
        if beyond:
            return f"答案 {'、'.join(beyond)} 没有对应的选项"
        if len(question.answer) == len(question.options):
            return "所有选项都对，选不出高下"
        if list(question.answer) != sorted(question.answer):
            return "答案的字母请按顺序写"
    return ""
