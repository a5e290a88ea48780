"""What stands where no page is any more: the way on from an old address, or a page that helps to look for it."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterator, Mapping

from guiju.corpus.store import Corpus
from guiju.errors import BadData
from guiju.regulation import Regulation, Version
from guiju.site.browse import LISTS
from guiju.site.page import SitePage, attribute, link, list_html, root_of
from guiju.site.shelf import Shelf

NOT_FOUND = "404.html"

_PLACES = {
    "index.html": "首页",
    **{place: f"法规，{words}" for place, words in LISTS.items()},
    "handbook/index.html": "手册",
    "handbook/glossary.html": "术语表",
    "documents/index.html": "文书",
    "practice/index.html": "题库",
    "news.html": "新施行的法规",
}


def redirect_pages(redirects: Mapping[str, str], shelf: Shelf) -> Iterator[SitePage]:
    """A page at every address that an old id had, of the regulation and of each of its versions."""
    for old, new in redirects.items():
        regulation = shelf.corpus.regulation(new)
        yield _leading_on(f"regulations/{old}.html", regulation.current(shelf.on), shelf)
        for version in regulation.versions:
            yield _leading_on(f"regulations/{old}/{version.meta.effective}.html", version, shelf)


def dated_page(regulation: Regulation, shelf: Shelf) -> SitePage:
    """The page at the dated address of the version for the day: it had or will have a page of its own there."""
    version = regulation.current(shelf.on)
    return _leading_on(f"regulations/{regulation.id}/{version.meta.effective}.html", version, shelf)


def lost_ids(previous: str, corpus: Corpus, redirects: Collection[str]) -> list[str]:
    """The ids of an earlier regulations/index.json that this site has neither a page nor a redirect for.

    Raises BadData for a file that is no such index.
    """
    try:
        published = {str(entry["id"]) for entry in json.loads(previous)["regulations"]}
    except (ValueError, TypeError, KeyError) as error:
        raise BadData(
            "上一次网站的法规目录读不出来", remedy="请换成完整的 regulations/index.json", place="regulations/index.json"
        ) from error
    return sorted(published - set(corpus.regulations) - set(redirects))


def not_found_page(there: Container[str]) -> SitePage:
    """The page that a server shows for an address that is not there; it leads to those of the usual places that are."""
    find = (
        '<form class="gj-find gj-find--large" role="search" action="search.html">'
        '<input name="q" type="search" placeholder="查法规、条号、说法" aria-label="查法规、条号、说法" autocomplete="off">'
        '<button type="submit">查</button></form>'
    )
    places = list_html(link(place, words) for place, words in _PLACES.items() if place in there)
    said = "<p>这个网址没有网页。可能是地址抄漏了，或者这部法规不在这个网站里。可以查一查，或者从下面的目录找。</p>"
    return SitePage(NOT_FOUND, "没有这一页", (said, find, places), "not-found", hide=("navigation", "toc"))


def _leading_on(old: str, version: Version, shelf: Shelf) -> SitePage:
    """The page at another address of a version. The script keeps the place within the page, which a refresh would lose."""
    to = shelf.address(version.ref, root_of(old))
    title = version.meta.title
    return SitePage(
        old,
        f"{title}：转到另一个地址",
        (f"<p>这一版在另一个地址，正在转到{link(to, f'《{title}》')}。没有转过去的，请点上面的名称。</p>",),
        "redirect",
        hide=("navigation", "toc"),
        head=(
            f"<script>location.replace({json.dumps(to)} + location.hash)</script>"
            f'<meta http-equiv="refresh" content="0; url={attribute(to)}">'
            '<meta name="robots" content="noindex">'
        ),
    )
