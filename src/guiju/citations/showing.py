"""What `guiju show` gives: an article with its text or gist, its place, what it cites and what cites it."""

from __future__ import annotations

from datetime import date

from guiju.citations.reading import read_reference
from guiju.citations.resolving import cited_by, cites
from guiju.corpus.outline import count_nodes, outline, structure_label
from guiju.corpus.store import Corpus
from guiju.errors import BadReference
from guiju.regulation import UNVERIFIED, Article, ArticleRef, Division, Version


def show_facts(text: str, corpus: Corpus, on: date) -> dict[str, object]:
    """The JSON of `guiju show`. `text` is None where the wording is not imported. Raises BadReference, ArticleNotFound."""
    ref = _read(text, corpus)
    version = corpus.version(ref, on)
    regulation = corpus.regulation(version.meta.id)
    facts: dict[str, object] = {
        "ref": str(version.ref),
        "regulation": version.meta.id,
        "title": version.meta.title,
        "version": version.meta.effective.isoformat(),
        "status": regulation.status(version, on),
    }
    if ref.article is None:
        return facts | {"articles": count_nodes(version)["条"], "outline": outline(version)}
    version, article = corpus.article(ref, on)
    return facts | {
        "ref": f"{version.ref}#{str(ref).partition('#')[2]}",
        "text": _text(version, article, ref) if version.has_text else None,
        "digest": article.digest,
        "divisions": [d.label for d in _path(version, article)],
        "now": str(now) if (now := corpus.now(version.ref_to(article), on)) else None,
        "cites": [str(r) for r in cites(version, article, corpus, on)],
        "cited_by": [str(r) for r in cited_by(version.ref_to(article), corpus, on)],
    }


def show_text(text: str, corpus: Corpus, on: date) -> str:
    """The same for a person."""
    ref = _read(text, corpus)
    version = corpus.version(ref, on)
    if ref.article is None:
        return _contents(version, corpus, on)
    version, article = corpus.article(ref, on)
    lines = [
        f"《{version.meta.title}》{version.label_of(ref)}",
        "　".join(d.label for d in _path(version, article)),
        "",
    ]
    if version.has_text:
        lines += _text(version, article, ref)
    else:
        gist = f"要点（不是原文）：{article.digest}" if article.digest else "这一条还没有要点。"
        lines += [gist, "", missing_text(version)]
    if version.has_text and article.digest:
        lines += ["", f"要点：{article.digest}"]
    if now := corpus.now(version.ref_to(article), on):
        lines += ["", f"在现行的 {now.version} 版本里是{now.label}：guiju show {now}"]
    linked = [("引用", cites(version, article, corpus, on)), ("被引用", cited_by(version.ref_to(article), corpus, on))]
    lines += [f"{name}：{'、'.join(_named(r, corpus, on) for r in refs)}" for name, refs in linked if refs]
    return "\n".join([line for line in lines if line is not None] + ["", _foot(version, corpus, on)])


def status_line(version: Version, corpus: Corpus, on: date) -> str:
    """2022-10-22 施行，现行有效（截至 2026-11-24）; an unverified date says so, a repealed text what replaced it."""
    status = corpus.regulation(version.meta.id).status_said(version, on)
    doubt = "" if version.meta.verified("effective") else f"（{UNVERIFIED}）"
    return f"{version.meta.effective} 施行{doubt}，{status}（截至 {on}）"


def missing_text(version: Version) -> str:
    """Why the wording is not here, and what to do about it."""
    if not version.meta.public:
        return "这份文件没有公开发布的文本，只有目录信息；需要引用时请向印发机关核对。"
    return "原文尚未导入。下载官方文本后运行 guiju import 文件名。"


def _read(text: str, corpus: Corpus) -> ArticleRef:
    ref = read_reference(text, corpus.names())
    if ref is None:
        raise BadReference(
            f"看不懂“{text}”指的是哪一条", remedy="写成 党章46 或 党章第四十六条第二款；法规名称可用 guiju search 查找"
        )
    return ref


def _text(version: Version, article: Article, ref: ArticleRef) -> list[str]:
    if not ref.paragraph:
        return list(article.lines())
    paragraph = article.paragraphs[ref.paragraph - 1]
    if not ref.item:
        return list(paragraph.lines())
    item = next(item for item in paragraph.items if item.number == ref.item)
    return [item.text, *item.points]


def _path(version: Version, article: Article) -> tuple[Division, ...]:
    return next(path for path, node in version.articles() if node is article)


def _named(ref: ArticleRef, corpus: Corpus, on: date) -> str:
    version = corpus.version(ref, on)
    return f"《{version.meta.title}》{version.label_of(ref)}"


def _contents(version: Version, corpus: Corpus, on: date) -> str:
    lines = [f"《{version.meta.title}》　共{structure_label(version) or f'几条{UNVERIFIED}'}", *outline(version)]
    issuer = version.meta.issuer if version.meta.verified("issuer") else UNVERIFIED
    absent = [] if version.has_text else ["", missing_text(version)]
    return "\n".join([*lines, "", f"发布机关：{issuer}", *absent, _foot(version, corpus, on)])


def _foot(version: Version, corpus: Corpus, on: date) -> str:
    return f"{version.ref}　{status_line(version, corpus, on)}"
