"""What the search must know of each version of a regulation: what it is on the day of the site, and what its articles count for."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from guiju.corpus.store import Corpus
from guiju.regulation import Metadata, Status
from guiju.search.searching import prior


@dataclass(frozen=True, slots=True)
class Dated:
    """A version on a day. `current` is whether it is the one to show; `factor` and `bonus` are what its articles count for.

    `unit` is what its articles are called in a citation.
    """

    meta: Metadata
    status: Status
    current: bool
    factor: float
    bonus: float
    unit: str


def dated_versions(
    corpus: Corpus, asked_about: Mapping[str, float], own: Container[str], on: date
) -> dict[str, Dated]:  # fmt: skip
    """Every version by its ref, in the order of the corpus."""
    out = {}
    for regulation in corpus:
        current = regulation.current(on)
        for version in regulation.versions:
            status = regulation.status(version, on)
            factor, bonus = prior(version.meta, status, asked_about, own)
            out[str(version.ref)] = Dated(version.meta, status, version is current, factor, bonus, version.unit)
    return out
