"""Kinds of documents → the gallery: what each is for, how it looks, what to fill in, a table to fill and a finished example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown import markdown

from guiju.content.citing import words_of
from guiju.documents.kinds import Kind
from guiju.regulation import parse_ref
from guiju.site.page import Heading, SiteFile, SitePage, link, list_html, text_html
from guiju.site.shelf import Shelf
from guiju.yamlfile import Data, read_text

GALLERY = "documents/index.html"

PICTURE = "picture.png"
"""In a generator folder: its example as a picture."""

_OUTPUTS = {"docx": "Word 文件", "html": "网页", "xlsx": "Excel 表", "txt": "文字"}


@dataclass(frozen=True, slots=True)
class Specimens:
    """What a kind gives to look at and to take away; `cites` are the addresses of what its example cites.

    `fault` says why there is no example, where the law of the day no longer allows what it cites.
    """

    files: tuple[SiteFile, ...]
    cites: tuple[str, ...] = ()
    fault: str = ""

    def has(self, address: str) -> bool:
        """Whether there is a file at that address."""
        return any(file.address == address for file in self.files)


def picture_of(kind: Kind) -> Path | None:
    """The picture of a kind's example, where there is one."""
    path = kind.folder / PICTURE
    return path if path.is_file() else None


def document_address(name: str, ending: str = ".html") -> str:
    """The permanent address of the page of a kind, its picture (.png) or its table to fill (.xlsx)."""
    return f"documents/{name}{ending}"


def gallery_page(kinds: Sequence[Kind]) -> SitePage:
    """Every kind as a card: picture, title, what it is for."""
    blocks: list[Heading | str] = [
        "<p>每种文书填一份数据就能生成；引用的条文逐条核对，核对不上的不生成。图片中的单位和内容均为虚构。</p>"
    ]
    for kind in kinds:
        blocks += [Heading(2, kind.name, kind.title), _card(kind)]
    return SitePage(
        GALLERY, "文书", tuple(blocks), "gallery", f"可以生成的 {len(kinds)} 种文书", GALLERY, contents=2
    )  # fmt: skip


def kind_page(kind: Kind, specimens: Specimens, shelf: Shelf) -> SitePage:
    """A kind: picture, downloads, when and how to use it, its fields, what it cites."""
    blocks = [
        f"<p>{text_html(kind.description)}</p>",
        _picture(kind),
        Heading(2, "downloads", "下载"),
        _downloads(kind, specimens),
        Heading(2, "use", "怎么用"),
        _readme(kind),
        *_fields_blocks(kind.schema),
        *_cites(specimens, shelf),
    ]
    return SitePage(
        document_address(kind.name), kind.title, tuple(blocks), "document", kind.description, GALLERY, contents=2
    )


def _card(kind: Kind) -> str:
    page = document_address(kind.name).rpartition("/")[2]
    picture = (
        f'<img class="gj-thumb" src="{kind.name}.png" alt="{kind.title}的示例" width="212" height="150" loading="lazy">'
        if picture_of(kind)
        else ""
    )
    outputs = "、".join(_OUTPUTS[output] for output in kind.outputs)
    return (
        f'<div class="gj-specimen">{picture}<div><p>{text_html(kind.description)}</p>'
        f'<p class="gj-said">得到：{outputs}。{link(page, f"{kind.title}怎么用、要填什么")}</p></div></div>'
    )


def _picture(kind: Kind) -> str:
    if not picture_of(kind):
        return '<p class="gj-said">还没有示例图片。</p>'
    return (
        f'<p><a href="{kind.name}.png"><img class="gj-picture" src="{kind.name}.png" '
        f'alt="{kind.title}的示例，单位和内容均为虚构；点开看大图"></a></p>'
    )


def _downloads(kind: Kind, specimens: Specimens) -> str:
    items = []
    if specimens.has(document_address(kind.name, ".xlsx")):
        items.append(f'<a href="{kind.name}.xlsx" download>空白的填写表（Excel）</a>：照表头填，每一列都有说明')
    else:
        items.append(f"这种文书不用 Excel 填写，请运行 <code>guiju new {kind.name} -o 数据.yml</code> 得到填写用的文件")
    for output in kind.outputs:
        address = example_address(kind.name, f".{output}")
        if specimens.has(address):
            items.append(f'<a href="{address.rpartition("/")[2]}" download>示例（{_OUTPUTS[output]}）</a>')
    fault = f'<p class="gj-said">示例没有生成：{text_html(specimens.fault)}</p>' if specimens.fault else ""
    return list_html(items) + fault


def example_address(name: str, ending: str) -> str:
    """The docx has the name of its kind; the other files would take the place of the page or of the table to fill."""
    return document_address(name, ending if ending == ".docx" else f"-example{ending}")


def _readme(kind: Kind) -> str:
    """What its README says, without the title, which is that of the page; with the commands where it gives none.

    Raw HTML in it is shown as text: a README is words and commands.
    """
    text = re.sub(r"\A# .*\n", "", read_text(kind.folder / "README.md"))
    if "guiju make" not in text:
        text += f"\n\n**怎么用**\n\n```\nguiju new {kind.name} -o 数据.yml\nguiju make {kind.name} 数据.yml\n```\n"
    body: str = markdown(text.replace("<", "&lt;"), extensions=["fenced_code", "tables", "sane_lists"])
    return body


def _fields_blocks(schema: Data) -> Iterator[Heading | str]:
    yield Heading(2, "fields", "要填的内容")
    rows = "".join(
        f'<tr><th scope="row">{text_html(title)}</th><td>{need}</td><td>{text_html(about)}</td></tr>'
        for title, need, about in _fields(schema, "", needed=True)
    )
    yield (
        '<table class="gj-fields"><thead><tr><th scope="col">内容</th><th scope="col">是否必填</th>'
        f'<th scope="col">说明</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _fields(schema: Data, prefix: str, *, needed: bool) -> Iterator[tuple[str, str, str]]:
    """Each field, and the fields of what it holds behind its title: 议题·标题."""
    required = set(schema.get("required", []))
    for key, field in schema.get("properties", {}).items():
        title = f"{prefix}{field.get('title', key)}"
        about = str(field.get("description", ""))
        if choice := field.get("enum"):
            about = "。".join(part for part in (about.rstrip("。"), f"可选：{'、'.join(map(str, choice))}") if part)
        yield title, "必填" if needed and key in required else "可不填", about
        inner = field.get("items", field)
        if isinstance(inner, dict):
            yield from _fields(inner, f"{title}·", needed=True)


def _cites(specimens: Specimens, shelf: Shelf) -> Iterator[Heading | str]:
    """The articles that the example cites, in the versions that it cites them in."""
    if not specimens.cites:
        return
    yield Heading(2, "cites", "示例引用的条文")
    refs = [parse_ref(cited) for cited in specimens.cites]
    yield list_html(link(shelf.address(ref, "../"), words_of(ref, shelf.corpus.version(ref, shelf.on))) for ref in refs)
