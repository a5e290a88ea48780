"""Style sheets and scripts of our own: those that every page needs joined into one file each, the others by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources

from guiju.site.page import SiteFile

HERE = resources.files("guiju.site")

SHEETS = ("base", "regulation", "around", "search")
"""Style sheets in the order in which they count."""

EVERYWHERE = ("site.js", "contents.js")
"""Scripts of every page."""

SEARCH = "search-"
"""How the names of the scripts of the search begin; they are loaded together when somebody searches."""

BOX = ("results.js", "box.js")
"""What shows the search, behind its engine."""


def assets() -> Iterator[SiteFile]:
    """All of them, under assets/."""
    scripts = {path.name: path.read_text("utf-8") for path in (HERE / "js").iterdir() if path.name.endswith(".js")}
    engine = sorted(name for name in scripts if name.startswith(SEARCH))
    sheets = [(HERE / "css" / f"{name}.css").read_text("utf-8") for name in SHEETS]
    yield SiteFile("assets/guiju.css", _joined(sheets))
    yield SiteFile("assets/noscript.css", (HERE / "css" / "noscript.css").read_bytes())
    yield SiteFile("assets/guiju.js", _joined(scripts[name] for name in EVERYWHERE))
    yield SiteFile("assets/search.js", _joined(scripts[name] for name in (*engine, *BOX)))
    for name in sorted(set(scripts) - {*EVERYWHERE, *BOX, *engine}):
        yield SiteFile(f"assets/{name}", scripts[name].encode())
    yield SiteFile("assets/guiju.svg", (HERE / "guiju.svg").read_bytes())


def _joined(texts: Iterable[str]) -> bytes:
    return "\n".join(texts).encode()
