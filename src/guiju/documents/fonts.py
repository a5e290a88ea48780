"""The fonts of a 公文, what stands in for them where they are not installed, and how LibreOffice is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
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
class FontSet:
    """The fonts that an office has licences for, a family a role. `bold` are the roles that it sets in bold type."""

    name: str
    families: Mapping[Face, str]
    alternatives: Mapping[Face, str]
    bold: frozenset[Face] = frozenset()

    def family(self, face: Face) -> str:
        """The name that the docx writes for a role."""
        return self.families[face]

    def alternative(self, face: Face) -> str:
        """The name that Word tries where the family is not installed; '' where there is none."""
        return self.alternatives.get(face, "")


FONT_SETS = {
    fonts.name: fonts
    for fonts in (
        FontSet(
            "gb2312",
            {face: face.family for face in Face},
            {face: face.alternative for face in Face},
        ),
        FontSet(
            "gbk",
            {
                Face.BODY: "方正仿宋_GBK",
                Face.LEVEL1: "方正黑体_GBK",
                Face.LEVEL2: "方正楷体_GBK",
                Face.TITLE: "方正小标宋_GBK",
                Face.NUMBER: "方正书宋_GBK",
            },
            {
                Face.BODY: "仿宋",
                Face.LEVEL1: "黑体",
                Face.LEVEL2: "楷体",
                Face.TITLE: "方正小标宋简体",
                Face.NUMBER: "宋体",
            },
        ),
        FontSet(
            "windows",
            {
                Face.BODY: "仿宋",
                Face.LEVEL1: "黑体",
                Face.LEVEL2: "楷体",
                Face.TITLE: "宋体",
                Face.NUMBER: "宋体",
            },
            {Face.BODY: "仿宋_GB2312", Face.LEVEL2: "楷体_GB2312"},
            bold=frozenset({Face.TITLE}),
        ),
    )
}
"""`gb2312`: what registries have. `gbk`: the same designs with the rare characters of names (喆 堃 镕). `windows`: only what
every Windows has. It has no 小标宋, so the title is 宋体 in bold, the nearest in weight; that leaves GB/T 9704 §7.3.1."""

LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes")
"""The Latin font of documents and the free ones of the same widths, which fontconfig puts in its place by itself."""

FONTS = "fonts"
"""Folder inside the cache where an office may put fonts that only this tool uses."""


@dataclass(frozen=True, slots=True)
class FontState:
    """Whether a font is here, and what stands in for it where it is not; '' where nothing does.

    A stand-in is a real font of the same role if one is here (仿宋 for 仿宋_GB2312), else a free one.
    """

    face: Face
    family: str
    installed: bool
    stand_in: str


def _roles() -> dict[str, Face]:
    """Every family that a document may name, with its role. 宋体 keeps the lighter of its two: bold is asked for apart."""
    roles: dict[str, Face] = {}
    for fonts in FONT_SETS.values():
        for face in Face:
            roles.setdefault(fonts.family(face), face)
    return roles


_ROLES = _roles()


def extra_fonts(cache: Path) -> Path | None:
    """The folder of fonts that only this tool uses, where the office has made one."""
    folder = cache / FONTS
    return folder if folder.is_dir() else None


def font_states(extra: Path | None = None) -> list[FontState]:
    """The state of every font that documents of any font set name. `extra` is a folder of fonts beside the system's."""
    families = _families(extra)
    return [_state(family, face, families) for family, face in _ROLES.items()]


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


def printed_names(cache: Path) -> dict[str, bool]:
    """PostScript names of every font that a document may be set in here; True where only its bold stands in.

    Empty where fontconfig cannot be asked (Windows, macOS).
    """
    extra = extra_fonts(cache)
    wanted: dict[str, bool] = {}
    for state in font_states(extra):
        family, _, weight = (state.family if state.installed else state.stand_in).partition(":")
        wanted[family] = bool(weight) and wanted.get(family, True)
    wanted |= dict.fromkeys(LATIN, False)
    conf = {"FONTCONFIG_FILE": str(write_fontconfig(cache, extra))}
    names: dict[str, bool] = {}
    for line in _printed(["fc-list", "--format", "%{family}|%{postscriptname}\n"], conf):
        families, _, name = line.partition("|")
        for family in wanted.keys() & set(families.split(",")):
            names[name] = wanted[family] and names.get(name, True)
    return names


def _state(family: str, face: Face, families: frozenset[str]) -> FontState:
    real = (name for name, role in _ROLES.items() if role is face and name != family)
    stand_in = next((name for name in (*real, *face.stand_ins) if name.partition(":")[0] in families), "")
    return FontState(face, family, family in families, stand_in)


def _match(state: FontState) -> str:
    name, _, weight = state.stand_in.partition(":")
    bold = '<edit name="weight" mode="assign"><const>bold</const></edit>' if weight else ""
    return (
        f'<match target="pattern"><test name="family" compare="eq"><string>{escape(state.family)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(name)}</string></edit>{bold}</match>\n'
    )


def _families(extra: Path | None) -> frozenset[str]:
    """Every family name that fontconfig knows, and those of the extra folder."""
    lines = _printed(["fc-list", ":", "family"])
    if extra and extra.is_dir():
        lines += _printed(["fc-scan", "--format", "%{family}\n", str(extra)])
    return frozenset(name.strip() for line in lines for name in line.split(","))


def _printed(command: Sequence[str], environment: Mapping[str, str] | None = None) -> list[str]:
    """The lines that a program of fontconfig prints; none where it is not installed."""
    if not shutil.which(command[0]):
        return []
    done = subprocess.run(
        command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout.splitlines()
