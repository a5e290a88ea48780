"""The MkDocs plugin: hooks that call plain functions. No Markdown is written to disk.

Order of the hooks: `on_config` loads the corpus and completes the navigation, because MkDocs reads it before files;
`on_files` adds the generated pages; `on_page_markdown` fills in citations of handbook pages.
"""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from guiju.corpus.store import Corpus, load_corpus
from guiju.documents.kinds import list_kinds
from guiju.site.gallery import gallery_page, picture_of
from guiju.site.handbook import with_citations
from guiju.site.pages import by_level, page_uri, regulation_page, regulations_page
from guiju.workspace import Workspace

ASSETS = ("guiju.css", "guiju.js", "guiju.svg")
"""Files of our own that every site gets, under assets/."""


class GuijuPlugin(BasePlugin):  # type: ignore[misc]
    """Regulations, documents and the handbook as pages."""

    workspace: Workspace
    corpus: Corpus
    on: date | None = None
    """The day whose versions the site shows; today unless `guiju site --as-of` sets it."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the workspace that mkdocs.yml stands in; list the regulations in the navigation."""
        self.workspace = Workspace(Path(config.config_file_path).parent)
        self.day = self.on or date.today()
        self.corpus = load_corpus(self.workspace)
        config.extra_css.insert(0, "assets/guiju.css")
        config.extra_javascript.append("assets/guiju.js")
        config.nav = [self._completed(item) for item in config.nav or []]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add what is generated."""
        for name in ASSETS:
            data = resources.files("guiju.site").joinpath(name).read_bytes()
            files.append(File.generated(config, f"assets/{name}", content=data))
        for uri, content in self._pages().items():
            files.append(File.generated(config, uri, content=content))
        return files

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill in the citations of pages that a person wrote."""
        if page.file.generated_by:
            return markdown
        return with_citations(markdown, page.file.src_uri, self.corpus, self.day)

    def _pages(self) -> dict[str, str | bytes]:
        kinds = list_kinds(self.workspace)
        pages: dict[str, str | bytes] = {page_uri(r.id): regulation_page(r, self.corpus, self.day) for r in self.corpus}
        pages["regulations/index.md"] = regulations_page(self.corpus, self.day)
        pages["documents/index.md"] = gallery_page(kinds)
        pictures = {f"documents/{k.name}.png": p.read_bytes() for k in kinds if (p := picture_of(k))}
        return pages | pictures

    def _completed(self, item: Any) -> Any:
        """The navigation entry `法规: regulations/` grows into a list of all regulations."""
        if not isinstance(item, dict) or "regulations/" not in item.values():
            return item
        title = next(iter(item))
        return {title: ["regulations/index.md", *(page_uri(r.id) for r in by_level(self.corpus))]}
