"""What is found: an article, a part without articles, or something that the office wrote, with the words it is found by."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from enum import StrEnum

ONLY_LISTED = "这一条只有目录信息；导入官方文本后显示原文。"
"""What stands for an article of which neither wording nor gist is here. It can still be found by its address."""


class Kind(StrEnum):
    """What an entry is."""

    ARTICLE = "条文"
    MODEL = "示范文本"
    PAGE = "手册"
    TERM = "术语"
    ANSWER = "问答"
    QUESTION = "题"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed. `body` is what snippets show, `gist` our own words about it, `asked` how people ask for it."""

    kind: Kind
    ref: str
    regulation: str
    version: str
    label: str
    title: str
    divisions: tuple[str, ...]
    body: str
    is_digest: bool = False
    gist: str = ""
    asked: tuple[str, ...] = ()


FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Unit:
    """What is indexed anew as a whole when it changes: a version of a regulation, a file of content."""

    key: str
    entries: tuple[Entry, ...]

    @property
    def digest(self) -> str:
        """Changes when anything that is indexed of it changes."""
        words = json.dumps([[getattr(entry, name) for name in FIELDS] for entry in self.entries], ensure_ascii=False)
        return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
