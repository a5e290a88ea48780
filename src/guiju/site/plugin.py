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

from guiju.content.faq import load_faq
from guiju.content.glossary import load_glossary
from guiju.content.questions import load_questions
from guiju.content.variables import load_variables
from guiju.corpus.loading import load_corpus
from guiju.documents.kinds import list_kinds
from guiju.site.gallery import gallery_page, picture_of
from guiju.site.handbook import with_citations
from guiju.site.knowledge import FAQ, GLOSSARY, bank_pages, faq_page, glossary_page
from guiju.site.pages import Shelf, by_level, other_versions, page_uri, regulation_page, regulations_page
from guiju.workspace import Workspace

ASSETS = ("guiju.css", "guiju.js", "guiju.svg")
"""Files of our own that every site gets, under assets/."""


class GuijuPlugin(BasePlugin):  # type: ignore[misc]
    """Regulations, documents and the handbook as pages."""

    workspace: Workspace
    shelf: Shelf
    on: date | None = None
    """The day whose versions the site shows; today unless `guiju site --as-of` sets it."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the workspace that mkdocs.yml stands in; list the regulations in the navigation."""
        self.workspace = Workspace(Path(config.config_file_path).parent)
        corpus = load_corpus(self.workspace)
        self.shelf = Shelf(corpus, self.on or date.today(), load_variables(self.workspace))
        self.topics = load_questions(self.workspace)
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
        return with_citations(markdown, page.file.src_uri, self.shelf)

    def _pages(self) -> dict[str, str | bytes]:
        kinds, shelf = list_kinds(self.workspace), self.shelf
        pages: dict[str, str | bytes] = {}
        for regulation in shelf.corpus:
            pages[page_uri(regulation.id)] = regulation_page(regulation, shelf)
            for version in other_versions(regulation, shelf.on):
                uri = page_uri(regulation.id, version.meta.effective)
                pages[uri] = regulation_page(regulation, shelf, version)
        pages["regulations/index.md"] = regulations_page(shelf.corpus, shelf.on)
        pages["documents/index.md"] = gallery_page(kinds)
        pages[GLOSSARY] = glossary_page(load_glossary(self.workspace), shelf)
        pages[FAQ] = faq_page(load_faq(self.workspace), shelf)
        pages |= bank_pages(self.topics, shelf)
        pictures = {f"documents/{k.name}.png": p.read_bytes() for k in kinds if (p := picture_of(k))}
        return pages | pictures

    def _completed(self, item: Any) -> Any:
        """The entries `法规: regulations/` and `题库: practice/` grow into lists of all regulations and all topics."""
        if not isinstance(item, dict):
            return item
        title, place = next(iter(item.items()))
        if place == "regulations/":
            return {title: ["regulations/index.md", *(page_uri(r.id) for r in by_level(self.shelf.corpus))]}
        if place == "practice/":
            return {title: ["practice/index.md", *(f"practice/{topic.name}.md" for topic in self.topics)]}
        return item
