"""The MkDocs plugin: hooks that call plain functions. No Markdown is written to disk.

MkDocs builds the pages that people write; what is generated is drawn by us when MkDocs is done (plan.py, rendering.py).
Of the generated pages MkDocs is told only those that its navigation names, and they leave its list before it builds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from guiju.site.handbook import is_internal, with_citations, with_links
from guiju.site.page import slug
from guiju.site.plan import Plan, plan_of
from guiju.site.rendering import Frames
from guiju.site.texts import Texts
from guiju.workspace import Workspace, make_cache

HERE = resources.files("guiju.site")

UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers", "404.html", "sitemap.xml")
"""Of the theme: parts of a search that is not ours, and what we write ourselves."""


class Settings(base.Config):  # type: ignore[misc]
    """What mkdocs.yml may say under `guiju`. `texts`: whether imported wording goes into the site, or our gists alone."""

    texts = config_options.Choice([str(text) for text in Texts], default=str(Texts.OFFICIAL))


class GuijuPlugin(BasePlugin[Settings]):  # type: ignore[misc]
    """Regulations, documents and the handbook as a site."""

    on: date | None = None
    """The day whose versions the site shows; today unless `guiju site --as-of` sets it."""

    planned: Callable[[Plan], None] | None = None
    """Called as soon as it is known what there is to build."""

    plan: Plan
    nav: Navigation
    frames: Frames
    left_out: list[str]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Plan the site of the workspace that mkdocs.yml stands in; add what our pages need to the theme."""
        workspace = Workspace(Path(config.config_file_path).parent)
        self.plan = plan_of(workspace, self.on or date.today(), Texts(self.config.texts), make_cache(workspace))
        if self.planned:
            self.planned(self.plan)
        self.left_out = list(self.plan.left_out)
        config.theme.dirs.insert(0, str(HERE / "theme"))
        config.theme.static_templates -= {"404.html", "sitemap.xml"}
        config.extra_css.insert(0, "assets/guiju.css")
        config.extra_javascript.append("assets/guiju.js")
        # checking.py looks at the links of the finished site, where generated pages are too.
        config.validation.links.not_found = config.validation.links.anchors = logging.DEBUG
        config.copyright = config.copyright or self.plan.colophon
        config.mdx_configs.setdefault("toc", {})["slugify"] = lambda text, _: slug(text)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Name the generated pages of the navigation; leave out what is marked 内部 and what no page of ours uses."""
        for file in list(files):
            if file.src_uri.startswith(UNUSED):
                files.remove(file)
            elif file.src_uri.endswith(".md") and is_internal(file.content_string):
                self.left_out.append(f"content/{file.src_uri}（标明内部）")
                files.remove(file)
        for uri in _named(config.nav):
            if uri.removesuffix(".md") + ".html" in self.plan.addresses and uri not in files.src_uris:
                files.append(File.generated(config, uri, content=f"# {self.plan.title(uri)}\n"))
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for the generated pages."""
        self.nav = nav
        return nav

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill in the citations of pages that a person wrote, and lead links to generated pages where they stand."""
        if page.file.generated_by:
            return markdown
        source = page.file.src_uri
        return with_citations(with_links(markdown, source, self.plan.addresses), source, self.plan.shelf)

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        """The theme is ready: the generated pages, which were named for the navigation alone, are ours to draw."""
        for file in [file for file in files if file.generated_by]:
            files.remove(file)
        self.frames = Frames(env, self.nav, config)
        return env


def _named(nav: Any) -> list[str]:
    """The sources that the navigation names."""
    if isinstance(nav, str):
        return [nav]
    items = nav.values() if isinstance(nav, dict) else nav or []
    return [uri for item in items for uri in _named(item)]
