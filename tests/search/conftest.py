"""An office that has imported twenty texts."""

from __future__ import annotations

import pytest

from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.loading import load_corpus
from guiju.search.answering import current_index
from guiju.search.index import OpenIndex
from guiju.workspace import Workspace
from tests.conftest import CORPUS, ON, furnish
from tests.content.test_digests import TEXTS

MORE = {
    "gongwuyuan-fa": "中华人民共和国公务员法(2019-06-01).docx",
    "baoshou-guojia-mimi-fa": "中华人民共和国保守国家秘密法(2024-05-01).docx",
    "geren-xinxi-baohu-fa": "中华人民共和国个人信息保护法-网页(2021-11-01).html",
    "fazhan-dangyuan-xize": "中国共产党发展党员工作细则(2026-05-11).html",
}


@pytest.fixture(scope="session")
def office_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = furnish(tmp_path_factory.mktemp("relevance") / "office")
    corpus = load_corpus(workspace)
    for id, name in {**{id: name for id, (name, _) in TEXTS.items()}, **MORE}.items():
        wishes = Wishes(effective=corpus.regulation(id).current(ON).meta.effective, accept=True)
        import_file(CORPUS / "party" / name, workspace, wishes)
    return workspace


@pytest.fixture(scope="session")
def office(office_workspace: Workspace) -> OpenIndex:
    return current_index(office_workspace)
