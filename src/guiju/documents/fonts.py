"""The fonts of a 公文, what stands in for them where they are not installed, and how LibreOffice is told."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from xml.sax.saxutils import escape

from guiju.writing import write_text


class Face(Enum):
    """A face by its role (GB/T 9704-2012 §5.2.2, §7.2–7.5): name in the file, other names of it, free stand-ins.

    The first stand-in that is installed is used, and only for PDF and pictures: the docx always names the real font.
    """

    BODY = ("仿宋_GB2312", "仿宋", ("FandolFang", "Noto Serif CJK SC"), "Times New Roman")
    LEVEL1 = ("黑体", "", ("FandolHei", "Noto Sans CJK SC"), "Times New Roman")
    LEVEL2 = ("楷体_GB2312", "楷体", ("FandolKai", "AR PL UKai CN", "Noto Serif CJK SC"), "Times New Roman")
    TITLE = ("方正小标宋简体", "方正小标宋_GBK", ("Noto Serif CJK SC:bold", "FandolSong"), "Times New Roman")
    NUMBER = ("宋体", "", ("FandolSong", "Noto Serif CJK SC"), "宋体")  # §7.5: page numbers in half-width 宋体

    def __init__(self, family: str, alternative: str, stand_ins: Sequence[str], latin: str) -> None:
        self.family, self.alternative, self.stand_ins, self.latin = family, alternative, tuple(stand_ins), latin


@dataclass(frozen=True, slots=True)
class FontState:
    """Whether a font is here, and what stands in for it where it is not; '' where nothing does."""

    family: str
    installed: bool
    stand_in: str


def font_states(extra: Path | None = None) -> list[FontState]:
    """The state of every font that documents name. `extra` is a folder of fonts beside the system's."""
    families = _families(extra)
    return [_state(face, families) for face in Face]


def write_fontconfig(cache: Path, extra: Path | None = None) -> Path:
    """A fontconfig file that maps each missing font to its stand-in; the path goes into FONTCONFIG_FILE.

    LibreOffice ignores altName and its own replacement table for these names; one <match> a name works.
    """
    maps = "".join(_match(state) for state in font_states(extra) if not state.installed and state.stand_in)
    folder = f"<dir>{escape(str(extra))}</dir>" if extra else ""
    path = cache / "fonts.conf"
    write_text(
        path,
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n{folder}\n{maps}'
        f"<cachedir>{escape(str(cache / 'fontconfig'))}</cachedir>\n</fontconfig>\n",
    )
    return path


def _state(face: Face, families: frozenset[str]) -> FontState:
    stand_in = next((name for name in face.stand_ins if name.partition(":")[0] in families), "")
    return FontState(face.family, face.family in families, stand_in)


def _match(state: FontState) -> str:
    name, _, weight = state.stand_in.partition(":")
    bold = '<edit name="weight" mode="assign"><const>bold</const></edit>' if weight else ""
    return (
        f'<match target="pattern"><test name="family" compare="eq"><string>{escape(state.family)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(name)}</string></edit>{bold}</match>\n'
    )


def _families(extra: Path | None) -> frozenset[str]:
    """Every family name that fontconfig knows, and those of the extra folder."""
    names: set[str] = set()
    if shutil.which("fc-list"):
        names |= _listed(["fc-list", ":", "family"])
    if extra and extra.is_dir() and shutil.which("fc-scan"):
        names |= _listed(["fc-scan", "--format", "%{family}\n", str(extra)])
    return frozenset(names)


def _listed(command: list[str]) -> set[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return {name.strip() for line in done.stdout.splitlines() for name in line.split(",")}
