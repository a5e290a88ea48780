"""The index, open: the readers of its shards and what queries are read with. How it is built: building.py."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from guiju.corpus.store import Corpus
from guiju.errors import NoIndex
from guiju.search.analysis import Analyser
from guiju.search.pointer import fingerprint, read_pointer
from guiju.search.scoring import Postings
from guiju.search.shards import FIELDS, Shard, open_shard, shard_from_json
from guiju.search.skeleton import from_json
from guiju.search.vocabulary import Vocabulary
from guiju.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that can be searched: the readers of its shards, and what the queries are read with.

    `names` maps every title and alias to an id, the longest names first. `own` are the ids of the catalogue, what an office
    is asked about before all other law. `terms` are those of the glossary.
    """

    corpus: Corpus
    names: dict[str, str]
    terms: tuple[str, ...]
    shards: tuple[tuple[Shard, Any], ...]
    analyser: Analyser
    vocabulary: Vocabulary
    asked_about: dict[str, float]
    own: frozenset[str]
    postings: Postings
    allowed: dict[Any, Any] = field(default_factory=dict, compare=False)

    @property
    def docs(self) -> int:
        """How many entries can be found."""
        return sum(shard.alive for shard, _ in self.shards)


def open_index(workspace: Workspace) -> OpenIndex:
    """The index, if it is there, whole, of this machine, and shows the workspace as it is now. Raises NoIndex."""
    folder = workspace.cache
    pointer = read_pointer(folder)
    shards = [shard_from_json(data) for data in pointer["shards"]] if pointer else []
    if not pointer or pointer["fingerprint"] != fingerprint(workspace):
        raise NoIndex("检索索引还没有建立，或已经过期", remedy="请运行 guiju index")
    try:
        corpus = from_json(json.loads((folder / pointer["skeleton"]).read_text("utf-8")))
        analyser = Analyser.of_lexicon(json.loads((folder / pointer["lexicon"]).read_text("utf-8")))
        vocabulary = Vocabulary.from_json(json.loads((folder / pointer["vocabulary"]).read_text("utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise NoIndex("检索索引不完整", remedy="请运行 guiju index") from error
    readers = tuple((shard, open_shard(shard, folder)) for shard in shards)
    having = {name: sum(shard.having.get(name, 0) for shard in shards) for name in FIELDS}
    postings = Postings([reader for _, reader in readers], having)
    names = dict(sorted(corpus.names().items(), key=lambda item: len(item[0]), reverse=True))
    return OpenIndex(
        corpus,
        names,
        tuple(pointer["terms"]),
        readers,
        analyser,
        vocabulary,
        pointer["asked_about"],
        frozenset(pointer["own"]),
        postings,
    )
