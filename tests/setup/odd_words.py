"""How often words occur in published law, and beside which characters: what an entry of spinning.yml rests on.

Run as `python -m tests.setup.odd_words 查抄 挂号` with the corpus beside the project.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Iterable

from tests.conftest import CORPUS


def published() -> str:
    """The text of every law of the corpus."""
    parts = [path.read_text("utf-8", errors="ignore") for path in sorted((CORPUS / "flk").glob("*.txt"))]
    with tarfile.open(CORPUS / "laws" / "markdown.tar.xz") as archive:
        for member in archive:
            if member.name.endswith(".md") and (file := archive.extractfile(member)):
                parts.append(file.read().decode("utf-8"))
    return "\n".join(parts)


def entry(word: str, text: str) -> str:
    """A line for the table: how often, and the characters before and after it."""
    hits = [m.start() for m in re.finditer(word, text)]
    before = sorted({c for at in hits if "一" <= (c := text[at - 1]) <= "鿿"})
    after = sorted({c for at in hits if "一" <= (c := text[at + len(word)]) <= "鿿"})
    return f"{word}: {len(hits)} times, after: {''.join(before)}, before: {''.join(after)}"


def main(words: Iterable[str]) -> None:
    """Print the line for every word."""
    text = published()
    for word in words:
        print(entry(word, text))


if __name__ == "__main__":
    main(sys.argv[1:])
