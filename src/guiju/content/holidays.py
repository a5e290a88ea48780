"""放假和调休安排 (content/holidays.yml): which days are worked, and the day that is so many working days away.

They are announced year by year and cannot be computed; a year that is not entered is refused, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from guiju.content.datafile import DataFile, read_data_file
from guiju.errors import BadData, Place
from guiju.workspace import Workspace

FILE = "holidays.yml"
"""In content/."""

_DAY = timedelta(days=1)
_MOST = 2000
"""Working days that may be counted at once: some eight years."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """The years that are entered, the days off that are announced, the weekend days that are worked; `shown` names the file."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]
    shown: str

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked: a weekday that is not off, or a weekend day that is worked instead. Raises BadData."""
        if day.year not in self.years:
            raise BadData(
                f"{day.year} 年的放假和调休安排未录入，推算不了工作日",
                remedy=f"请按国务院办公厅的通知在 {self.shown} 里加上 {day.year} 年",
                place=Place(self.shown),
            )
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def workday(self, day: date, n: int) -> date:
        """The day that is n working days after a day, or before it where n is negative; the day itself for 0. Raises BadData.

        The day itself does not count, as a period begins on the following day (民法典 art. 201).
        """
        if abs(n) > _MOST:
            raise BadData(f"要数 {n} 个工作日", remedy=f"最多数 {_MOST} 个")
        step, left = (_DAY if n > 0 else -_DAY), abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """The day itself if it is worked, otherwise the first one after it that is: where a period ends that would end on a day off.

        民法典 art. 203. Raises BadData.
        """
        while not self.is_workday(day):
            day += _DAY
        return day


def load_holidays(workspace: Workspace) -> Holidays:
    """The announcements that a workspace has entered; no year where it has no file. Raises BadData."""
    path = workspace.content / FILE
    if not path.is_file():
        return Holidays(frozenset(), frozenset(), frozenset(), workspace.shown(path))
    return _read(workspace, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(workspace: Workspace, changed: int) -> Holidays:
    """The file as it was last changed, read once for all documents of a batch."""
    file = read_data_file(workspace.content / FILE, "holidays", workspace)
    years: set[int] = set()
    off: set[date] = set()
    work: set[date] = set()
    for at, entry in enumerate(file.data["years"]):
        if entry["year"] in years:
            raise _refusal(file, f"{entry['year']} 年写了两次", "years", at)
        years.add(entry["year"])
        for number, holiday in enumerate(entry["off"]):
            off.update(_days(holiday, file, "years", at, "off", number))
        work.update(date.fromisoformat(text) for text in entry["work"])
        _check(entry["year"], off, work, file, at)
    return Holidays(frozenset(years), frozenset(off), frozenset(work), file.shown)


def _days(holiday: dict[str, str], file: DataFile, *at: str | int) -> list[date]:
    first, last = date.fromisoformat(holiday["from"]), date.fromisoformat(holiday["to"])
    if not first <= last < first + 31 * _DAY:
        raise _refusal(file, f"“{holiday['name']}”从 {first} 到 {last}，先后不对或过长", *at)
    return [first + n * _DAY for n in range((last - first).days + 1)]


def _check(year: int, off: set[date], work: set[date], file: DataFile, at: int) -> None:
    """Days off may reach into the years beside; a day worked instead is a weekend day that is not off."""
    for day in sorted(work):
        if day.weekday() < 5 or day in off:
            raise _refusal(file, f"{day} 不是要调休上班的周末", "years", at, "work")
    if not any(day.year == year for day in off):
        raise _refusal(file, f"{year} 年的安排里没有这一年的日子", "years", at)


def _refusal(file: DataFile, cause: str, *at: str | int) -> BadData:
    return BadData(cause, remedy="请对照国务院办公厅的通知改正", place=file.place(*at))
