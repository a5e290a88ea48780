"""Every number that ranking depends on, in one place, each with the reason that it has its value."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.regulation import Status

K1 = 1.2
B = 0.75
"""BM25's usual constants. Of 24 pairs none was better on one half of the development questions and on the other."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much. A word of the text itself counts 1."""

    common: float = 0.10
    """A word in more than this share of the entries is left out, while at least two words remain: it costs time and
    moves no hit (0.364 MRR with, 0.364 without, on 766 questions over 58,547 articles)."""

    common_pairs: float = 0.03
    """The same for pairs of characters, of which a question has many."""

    fewest: int = 4
    """So many of the rarest words are scored when all are common."""

    gist: float = 0.6
    """Our own gist beside the wording: it says the same in fewer words."""

    asked: float = 1.5
    """The ways in which people ask for an article (content/asked): the nearest thing to the question itself."""

    pairs: float = 0.5
    asked_pairs: float = 1.2
    """Two neighbouring characters: they find names, new words and words that were cut differently."""

    lay: float = 0.8
    """What a lay word stands for in the texts, times the weight in the vocabulary."""

    related: float = 0.25
    """A word that is only related."""

    sound: float = 0.6
    """A word that sounds like an unknown one: 戒勉 for 诫勉."""

    model: float = 0.45
    """A model rule, which binds nobody, beside what is in force."""

    listed: float = 0.7
    """An article of which neither wording nor gist is here, beside one that can be read."""

    past: float = 0.6
    """A version that no longer applies or does not yet, where versions are asked for beside the current ones."""

    asked_about: float = 3.0
    """How often people's questions are about a law, as a logarithm (content/askedabout.yml), added to the score."""

    constitution: float = 1.3
    """党章 beside all other rules: of two articles that say the same, the one that the other follows."""

    def status(self, status: Status) -> float:
        """The prior of a version by its 时效."""
        if status is Status.MODEL:
            return self.model
        return 1.0 if status is Status.IN_FORCE else self.past


WEIGHTS = Weights()
