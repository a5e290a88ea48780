"""LibreOffice as a process that is watched: it converts a list of files, and may hang or die at any of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from time import monotonic, sleep

LOST = 3
"""Starts in a row that come to nothing; then it is not the files."""

MADE = "made"
"""The subfolder that PDFs are made in."""

_PDF = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
"""What begins a leaf begins one on paper too: the empty side before it is a page of the PDF. Heard from 7.4 on."""

_COMPLAINTS = "complaints"
_UNLOADABLE = b"source file could not be loaded"
_POLL = 0.03
_LEAVING = 10.0


class Verdict(Enum):
    """What LibreOffice made of a file."""

    MADE = auto()
    UNREADABLE = auto()
    HUNG = auto()
    DIED = auto()
    NOT_TRIED = auto()


@dataclass(slots=True)
class Office:
    """How LibreOffice is started, the seconds that it gets for a file, its starts in a row that came to nothing."""

    program: str
    environment: Mapping[str, str]
    seconds: float
    lost: int = 0


def verdicts(office: Office, names: Sequence[str], folder: Path) -> Generator[Verdict, None, None]:
    """A verdict a name, in order, as soon as it is known. MADE: {name}.docx of the folder is now MADE/{name}.pdf.

    One process converts all; where it hangs or dies, a new one goes on with what is left.
    """
    while names and office.lost < LOST:
        done = yield from _watched(office, names, folder)
        if done < len(names):
            office.lost = 0 if done else office.lost + 1
        names = names[done + 1 :]
    yield from (Verdict.NOT_TRIED for _ in names)


def _watched(office: Office, names: Sequence[str], folder: Path) -> Generator[Verdict, None, int]:
    """The verdicts of one process, up to the name that it hung or died at; gives how many it dealt with before that."""
    at = made = 0
    since = monotonic()
    with _running(office, names, folder) as process:
        while at < len(names):
            # In this order: what was made before the process ended, or before it complained of a later file, is seen.
            code = process.poll()
            unloadable = (folder / _COMPLAINTS).read_bytes().count(_UNLOADABLE)
            whole = {path.stem for path in folder.glob(f"{MADE}/*.pdf") if _is_whole(path)}
            new = [number for number in range(at, len(names)) if names[number] in whole]
            made += len(new)
            # It goes through the list in order: before a PDF all is done, and so are as many as it spoke of.
            spoken = max(at, made + unloadable, *(number + 1 for number in new))
            reached = len(names) if code == 0 else min(spoken, len(names))
            for number in range(at, reached):
                yield Verdict.MADE if number in new else Verdict.UNREADABLE
            if reached > at:
                at, since = reached, monotonic()
            elif code is not None or monotonic() - since > office.seconds:
                yield Verdict.HUNG if code is None else Verdict.DIED
                return at
            else:
                sleep(_POLL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LEAVING)  # let go, it removes its socket from /tmp
    return at


@contextmanager
def _running(office: Office, names: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """LibreOffice at work on the files of a folder; neither it nor anything that it starts outlives the block."""
    profile = Path(tempfile.mkdtemp(prefix="profile-", dir=folder))
    command = [office.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
               "--convert-to", _PDF, "--outdir", MADE, *(f"{name}.docx" for name in names)]  # fmt: skip
    own = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(profile))  # killed, it leaves copies of documents there
    with (folder / _COMPLAINTS).open("wb") as complaints:
        process = subprocess.Popen(
            command, cwd=folder, env={**office.environment, **own}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
        )  # fmt: skip
    try:
        yield process
    finally:
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
        else:
            with suppress(ProcessLookupError, PermissionError):  # all of it has gone
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _is_whole(pdf: Path) -> bool:
    """Whether a PDF is written to its end."""
    with pdf.open("rb") as file:
        file.seek(max(0, pdf.stat().st_size - 64))
        return b"%%EOF" in file.read()
