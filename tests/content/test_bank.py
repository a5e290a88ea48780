"""The question bank, the glossary and the answers: as many as promised, of every kind, provable from the real texts."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.questions import QuestionKind, load_questions
from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.loading import load_corpus
from guiju.corpus.store import Corpus
from guiju.regulation import ArticleRef
from guiju.workspace import Workspace
from tests.conftest import CORPUS, ON, furnish
from tests.content.test_digests import TEXTS


def test_there_are_questions_of_every_kind_and_level(repository: Workspace) -> None:
    questions = [question for topic in load_questions(repository) for question in topic.questions]
    kinds, levels = Counter(q.kind for q in questions), Counter(q.level for q in questions)
    assert len(questions) >= 300
    assert min(kinds[kind] for kind in QuestionKind) >= 30
    assert set(levels) == {"易", "中", "难"}
    assert len({q.stem for q in questions}) == len(questions)


def test_the_right_letter_is_not_always_the_same(repository: Workspace) -> None:
    questions = [question for topic in load_questions(repository) for question in topic.questions]
    letters = Counter(q.answer[0] for q in questions if q.kind is QuestionKind.SINGLE)
    assert max(letters.values()) <= 2 * min(letters[letter] for letter in "ABCD")
    truths = Counter(q.answer[0] for q in questions if q.kind is QuestionKind.TRUE_FALSE)
    assert max(truths.values()) <= 1.5 * min(truths.values())


def test_the_glossary_and_the_answers_are_whole(repository: Workspace) -> None:
    assert len(load_glossary(repository)) >= 120
    items = [item for group in load_faq(repository) for item in group.items]
    assert len(items) >= 60
    assert all(item.answer.count("。") == 3 for item in items)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus with the wording of every text that the content is about."""
    workspace = furnish(tmp_path_factory.mktemp("whole") / "office")
    corpus = load_corpus(workspace)
    for id, (name, _) in TEXTS.items():
        wishes = Wishes(effective=corpus.regulation(id).current(ON).meta.effective, accept=True)
        import_file(CORPUS / "party" / name, workspace, wishes)
    return load_corpus(workspace)


def wording(ref: ArticleRef, corpus: Corpus) -> str:
    """The text of an article, 款 or 项; raises where there is none of that number."""
    _, article = corpus.article(ref, ON)
    if not ref.paragraph:
        return "".join(article.lines())
    paragraph = article.paragraphs[ref.paragraph - 1]
    return "".join(paragraph.lines()) if not ref.item else paragraph.items[ref.item - 1].text


@pytest.mark.corpus
def test_every_reference_has_its_article_paragraph_and_item_in_the_real_text(
    repository: Workspace, whole: Corpus
) -> None:
    questions = [q.refs for topic in load_questions(repository) for q in topic.questions]
    answers = [item.refs for group in load_faq(repository) for item in group.items]
    terms = [term.refs for term in load_glossary(repository)]
    refs = [sourced.ref for sources in (*questions, *answers, *terms) for sourced in sources]
    assert len(refs) > 500
    for ref in refs:
        version, article = whole.article(ref, ON)
        assert not version.has_text or wording(ref, whole), ref
        assert article.label


@pytest.mark.corpus
def test_what_fills_a_blank_stands_in_the_article(repository: Workspace, whole: Corpus) -> None:
    blanks = [q for topic in load_questions(repository) for q in topic.questions if q.kind is QuestionKind.BLANKS]
    for question in blanks:
        text = re.sub(r"\s", "", "".join(wording(sourced.ref, whole) for sourced in question.refs))
        for answer in question.answer:
            assert answer in text or answer in OTHER_WORDS.get(question.id, ()), f"{question.id}: {answer}"


OTHER_WORDS: dict[str, tuple[str, ...]] = {}
"""Blanks that are rightly filled with other words than those of the article."""
