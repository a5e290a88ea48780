"""The way out: the pages of the site as Markdown, built by Zensical, the successor of mkdocs-material."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from guiju.site.handbook import with_citations, with_links
from guiju.site.page import Heading, SitePage
from guiju.site.plan import Plan, plan_of
from guiju.site.texts import Texts
from guiju.workspace import Workspace, make_cache
from tests.conftest import ON

SETTINGS = """site_name: 规矩
use_directory_urls: false
theme: {{name: material, language: zh, font: false, custom_dir: theme}}
markdown_extensions: [admonition, attr_list, md_in_html, tables, toc]
nav:
{nav}
"""


_EMPTY = re.compile(r"\n\s*\n")


def markdown(page: SitePage) -> str:
    """A generated page as a person would write it for the successor: headings with their ids, the rest as HTML."""
    blocks = [
        f"{'#' * block.level} {block.text} {{#{block.id}}}"
        if isinstance(block, Heading)
        else f"<div>{_EMPTY.sub(' ', block)}</div>"
        for block in page.blocks
    ]
    return "\n\n".join([f"# {page.title}", *blocks]) + "\n"


def sources(plan: Plan) -> dict[str, str]:
    """Every page by its source: written ones with their citations filled in, generated ones as Markdown."""
    pages = [page for page in plan.around if isinstance(page, SitePage) and page.address != "404.html"]
    for job in plan.jobs(""):
        if job.name.startswith(("regulation/", "kind/")):
            pages += [page for page in job.make() if isinstance(page, SitePage) and page.kind != "redirect"]
    out = {page.address.removesuffix(".html") + ".md": markdown(page) for page in pages}
    for path in plan.workspace.content.rglob("*.md"):
        source = str(path.relative_to(plan.workspace.content))
        text = with_links(path.read_text("utf-8"), source, plan.addresses)
        out[source] = with_citations(text, source, plan.shelf)
    return out


def test_the_successor_builds_the_same_pages(small: Workspace, tmp_path: Path) -> None:
    plan = plan_of(small, ON, Texts.OFFICIAL, make_cache(small))
    pages = sources(plan)
    for source, text in pages.items():
        path = tmp_path / "docs" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    nav = "\n".join(f"  - {source}" for source in sorted(pages))
    (tmp_path / "theme").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.format(nav=nav), "utf-8")
    run = subprocess.run(
        [str(Path(sys.executable).with_name("zensical")), "build", "--clean"], cwd=tmp_path, capture_output=True, text=True
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    built = {str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*.html")}
    assert {source.removesuffix(".md") + ".html" for source in pages} <= built
    page = (tmp_path / "site" / "regulations" / "dangzhang.html").read_text("utf-8")
    assert [f'id="art-{n}"' in page for n in (1, 46, 55)] == [True] * 3
    own = (tmp_path / "site" / "regulations" / "jia.html").read_text("utf-8")
    assert "会议由办公室负责" in own
