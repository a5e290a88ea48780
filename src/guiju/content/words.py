"""用词表: words that the house does not use, with what it uses instead (content/words.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guiju.content.datafile import read_data_file
from guiju.workspace import Workspace

FILE = "words.yml"
"""In content/."""

_SHOWN = re.compile(r"“[^”]*”|《[^》]*》|`[^`]*`|<!--.*?-->")
"""Where a wrong word is shown, not used."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is not used, what stands for it, why, and the longer words that hold it rightly."""

    wrong: str
    right: str
    why: str
    exceptions: tuple[str, ...] = ()


def load_words(workspace: Workspace) -> tuple[Word, ...]:
    """The list of a workspace. Raises BadData."""
    path = workspace.content / FILE
    if not path.is_file():
        return ()
    file = read_data_file(path, "words", workspace)
    return tuple(
        Word(entry["wrong"], entry["right"], entry["why"], tuple(entry.get("except", ())))
        for entry in file.data["words"]
    )


def wrong_words(line: str, words: tuple[Word, ...]) -> Iterator[Word]:
    """The words of the list that a line uses; what stands in quotation marks, titles or code is only shown."""
    used = _SHOWN.sub("", line)
    for word in words:
        bare = used
        for longer in word.exceptions:
            bare = bare.replace(longer, "")
        if word.wrong in bare:
            yield word
