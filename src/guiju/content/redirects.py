"""What a regulation was called in addresses before (content/redirects.yml): an id, once published, leads on for ever."""

from __future__ import annotations

from guiju.content.datafile import read_data_file
from guiju.corpus.store import Corpus
from guiju.errors import BadData
from guiju.workspace import Workspace

FILE = "redirects.yml"
"""In content/."""


def load_redirects(workspace: Workspace, corpus: Corpus) -> dict[str, str]:
    """Each old id and the id of today, steps in between left out.

    Raises BadData for an old id that names a regulation of today, and for one that leads nowhere or in a circle.
    """
    path = workspace.content / FILE
    if not path.is_file():
        return {}
    file = read_data_file(path, "redirects", workspace)
    steps: dict[str, str] = file.data["regulations"]
    out = {}
    for old in steps:
        place = file.place("regulations", old)
        if old in corpus.regulations:
            raise BadData(f"“{old}”现在就是一部法规的编号", remedy="请删去这一行", place=place)
        new, passed = steps[old], {old}
        while new in steps and new not in passed:
            passed.add(new)
            new = steps[new]
        if new not in corpus.regulations:
            cause = f"“{old}”转来转去回到了自己" if new in passed else f"“{old}”转到的“{new}”不在库里"
            raise BadData(cause, remedy="请写成现在的编号", place=place)
        out[old] = new
    return out
