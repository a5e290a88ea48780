"""What is new: the versions that took or will take effect, and the office's own notes; a page, and an Atom feed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from guiju.content.notes import Note
from guiju.regulation import Status, Version
from guiju.site.page import Heading, SiteFile, SitePage, link, text_html
from guiju.site.shelf import Shelf

NEWS, FEED = "news.html", "feed.xml"

LAST = 30
"""How many regulations are news; the notes of the office are shown whole."""


@dataclass(frozen=True, slots=True)
class News:
    """A piece of news: the day it is about, what to call it, what more to say, its page from the root of the site.

    `key` names it for ever, and `known` is the day from which one could know it.
    """

    day: date
    title: str
    said: str
    address: str
    key: str
    known: date


def news_of(shelf: Shelf, notes: Sequence[Note]) -> tuple[News, ...]:
    """What is new, the latest first. A version whose day of effect nobody has verified, and a model rule, are no news."""
    versions = [
        _of_version(version, shelf)
        for regulation in shelf.corpus
        for version in regulation.versions
        if version.meta.verified("effective") and regulation.status(version, shelf.on) is not Status.MODEL
    ]
    latest = sorted(versions, key=_order)[:LAST]
    own = [News(n.day, n.title, n.text, n.page or NEWS, f"note:{n.day}:{n.title}", n.day) for n in notes]
    return tuple(sorted([*latest, *own], key=_order))


def news_page(news: Sequence[News], on: date) -> SitePage:
    """The news by year."""
    blocks: list[Heading | str] = [
        f"<p>最近 {LAST} 个施行的版本，新的在前；没有查实施行日期的不列。时效截至 {on}。"
        f"也可以用阅读器{link(FEED, '订阅')}（Atom 格式，要在网站方式下使用）。</p>"
    ]
    for year, held in groupby(news, key=lambda item: item.day.year):
        blocks += [Heading(2, f"year-{year}", f"{year}年"), _list(held)]
    return SitePage(NEWS, "新施行的法规", tuple(blocks), "news", "最近施行和将要施行的法规", NEWS, contents=2)


def feed(news: Sequence[News], site_name: str, on: date) -> SiteFile:
    """The same as Atom 1.0. Its links are relative to its own address, for a site does not know where it will stand."""
    entries = "".join(map(_entry, news))
    updated = max((item.known for item in news), default=on)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<title>{escape(site_name)}：新施行的法规</title>\n<id>{_urn(f'feed:{site_name}')}</id>\n"
        f'<link rel="self" type="application/atom+xml" href="{FEED}"/>\n<link rel="alternate" type="text/html" href="{NEWS}"/>\n'
        f"<updated>{_time(updated)}</updated>\n<author><name>{escape(site_name)}</name></author>\n{entries}</feed>\n"
    )
    return SiteFile(FEED, text.encode())


def _of_version(version: Version, shelf: Shelf) -> News:
    meta = version.meta
    regulation = shelf.corpus.regulation(meta.id)
    status = regulation.status(version, shelf.on)
    first = version is regulation.versions[0] and not meta.amended
    how = "施行" if first else "修订后施行"
    told = [meta.issuer] if meta.verified("issuer") else []
    if meta.adopted and meta.verified("adopted") and meta.adopted != meta.effective:
        told.append(f"{meta.adopted} 通过")
    told += [] if status is Status.IN_FORCE else [regulation.status_said(version, shelf.on)]
    known = meta.adopted if meta.adopted and meta.verified("adopted") else meta.effective
    return News(
        meta.effective, f"《{meta.title}》{how}", "，".join(told), shelf.address(version.ref, ""), str(version.ref),
        min(known, meta.effective),
    )  # fmt: skip


def _order(news: News) -> tuple[int, str]:
    return -news.day.toordinal(), news.key


def _list(news: Iterator[News]) -> str:
    items = (
        f'<li><time datetime="{item.day}">{item.day}</time> '
        f"{link(item.address, item.title) if item.address != NEWS else f'<strong>{text_html(item.title)}</strong>'}"
        + (f'<br><span class="gj-said">{text_html(item.said)}</span>' if item.said else "")
        + "</li>"
        for item in news
    )
    return f'<ul class="gj-index gj-news">{"".join(items)}</ul>'


def _entry(news: News) -> str:
    return (
        f"<entry>\n<title>{escape(news.title)}</title>\n<id>{_urn(news.key)}</id>\n"
        f"<link href={quoteattr(news.address)}/>\n<updated>{_time(news.known)}</updated>\n"
        f"<summary>{escape('，'.join(part for part in (str(news.day), news.said) if part))}</summary>\n</entry>\n"
    )


def _urn(key: str) -> str:
    """A name that is the same at every build and on every machine."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"guiju:{key}").urn


def _time(day: date) -> str:
    return f"{day}T00:00:00+08:00"
