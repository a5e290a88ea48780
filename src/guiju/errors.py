"""What can go wrong, as facts: place, cause, remedy. The sentence a clerk reads is made here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and a line of it (from 1) where one is known.

    `unit` is what is counted: 行 of a text file, 段 of a document or web page, 页 of a PDF.
    """

    file: str
    line: int | None = None
    unit: str = "行"

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}{self.unit}" if self.line else self.file


class GuijuError(Exception):
    """Root of every error that a user can act on. `exit_code` 2 means the input could not be used."""

    exit_code = 2

    def __init__(self, cause: str, *, remedy: str = "", place: Place | Path | str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy
        self.place = place if isinstance(place, Place) or place is None else Place(str(place))

    def __str__(self) -> str:
        """Place, cause, remedy, in that order, as Chinese sentences."""
        head = f"{self.place}：" if self.place else ""
        tail = f"{self.remedy}" if self.remedy else ""
        return f"{head}{_sentence(self.cause)}{_sentence(tail)}"


class BadReference(GuijuError):
    """A reference that cannot be read, or names no regulation of the workspace."""


class ArticleNotFound(GuijuError):
    """An article, 款 or 项 that the named version does not have."""


class StaleReference(GuijuError):
    """A reference to a version that is not in force on the day asked about."""


class TextNotImported(GuijuError):
    """The official wording is asked for, and the office has not imported it."""


class BadRegulationFile(GuijuError):
    """A file under regulations/ that does not follow the format."""


class BadImport(GuijuError):
    """A text that is refused at the door; nothing is stored. `code` names the kind of refusal for scripts."""

    def __init__(self, cause: str, *, code: str, remedy: str = "", place: Place | Path | str | None = None) -> None:
        super().__init__(cause, remedy=remedy, place=place)
        self.code = code


class BadData(GuijuError):
    """A data file that cannot fill a document: missing field, wrong type, unknown key."""


class BadTemplate(GuijuError):
    """A generator folder that cannot be used."""


class CannotWrite(GuijuError):
    """A place that cannot be written to; what stood there before still stands."""


class ToolMissing(GuijuError):
    """A program outside the package that this step needs (LibreOffice, fonts)."""


class NoIndex(GuijuError):
    """There is no usable search index."""


class NotAWorkspace(GuijuError):
    """The command stands in no workspace."""


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。！？；：\n" else f"{text}。"
