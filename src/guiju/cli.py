"""The command line: each verb parses, calls one function, prints."""

from __future__ import annotations

import gc
import json
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from guiju import __version__
from guiju.errors import BadImport, GuijuError, NoIndex
from guiju.terminal import (
    USAGE_ERROR,
    complain,
    expanded,
    guarded,
    leave,
    mention,
    reported,
    say_waiting,
    show_json,
    watched,
)
from guiju.usage import Day, Group
from guiju.workspace import Workspace, find_workspace


@click.group(cls=Group)
@click.version_option(__version__, message="guiju %(version)s", help="显示版本")
def guiju() -> None:
    """规矩。"""


as_of = click.option("--as-of", type=Day(), metavar="日期", help="按哪一天有效的版本，默认今天")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用")


@guiju.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """新建一个工作区。

    例：guiju init 我的规矩
    """
    from guiju.starting import start_workspace

    workspace = start_workspace(folder)
    click.echo(f"已建好工作区：{workspace.root}")
    click.echo(
        "接下来：\n  cd " + str(folder) + "\n  guiju import 下载的法规文件\n  guiju search 党章46条\n  guiju doctor"
    )


@guiju.command("import")
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", "id", metavar="编号", default="", help="法规编号；不写则用已有的，新法规取标题的拼音")
@click.option("--title", metavar="标题", default="", help="标题；文本里认不出时才需要")
@click.option("--issuer", metavar="机关", default="", help="发布机关；文本里没有写明时才需要")
@click.option("--effective", type=Day(), metavar="日期", help="施行日期；文本里没有写明时才需要")
@click.option("--accept", is_flag=True, help="看过疑点，确认无误，照样存入（错误不能这样放行）")
@click.option("--accept-changes", is_flag=True, help="接受 Word 文档里的全部修订")
@click.option("--split", is_flag=True, help="一个文件里有几部法规的，分开存入")
@click.option("--dry-run", is_flag=True, help="只检查，显示结构和全部发现，不存入")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="个数", help="同时读几个文件，默认与处理器个数相同")
@as_json
def import_(files: tuple[Path, ...], dry_run: bool, jobs: int | None, as_json: bool, **wished: Any) -> None:
    """导入官方文本（docx、html、mht、md、txt、pdf，或装着它们的文件夹、zip），有问题的拒绝存入并说明原因。

    例：guiju import 公务员法.docx
    例：guiju import 下载的法规 --dry-run
    """
    from guiju.corpus.batch import import_all
    from guiju.corpus.importing import Wishes
    from guiju.corpus.reading.sources import Source, sources_in
    from guiju.corpus.reporting import outcome_facts, outcome_text, row_of, summary, unreadable_row

    workspace, wishes = here(), Wishes(**wished)
    found = [source for path in expanded(files) for source in sources_in(path)]
    sources = [source for source in found if isinstance(source, Source)]
    unreadable = [error for error in found if isinstance(error, BadImport)]
    if (len(sources) > 1 or wishes.split) and (wishes.id or wishes.title or wishes.effective):
        raise GuijuError("一次导入几部法规时，不能用 --id、--title 或 --effective", remedy="请逐个导入")
    alone = len(found) == 1 and not as_json
    refused: list[GuijuError] = list(unreadable)
    told: list[Any] = [] if as_json or alone else [unreadable_row(error) for error in unreadable]
    failed = bool(unreadable)
    with watched(import_all(sources, workspace, wishes, dry_run=dry_run, jobs=jobs or 0), len(sources)) as running:
        for outcome in running:
            failed = failed or outcome.error is not None
            told_whole = alone and outcome.planned and dry_run
            if outcome.error and not told_whole:
                refused.append(outcome.error)
            if as_json:
                told.append(outcome_facts(outcome, workspace, dry_run=dry_run))
            elif not alone:
                told.append(row_of(outcome, dry_run=dry_run))
            elif outcome.imported or told_whole:
                click.echo(outcome_text(outcome, workspace, dry_run=dry_run))
    for error in refused:  # Now, for they would tear the progress bar.
        complain(error)
    if as_json:
        errors = [{"file": str(e.place), "error": str(e), "code": e.code} for e in unreadable]
        show_json({"imported": [facts for facts in told if "error" not in facts],
                   "failed": [*errors, *(facts for facts in told if "error" in facts)]})  # fmt: skip
    elif not alone:
        click.echo(summary(told, dry_run=dry_run))
    leave(USAGE_ERROR if failed else 0)


@guiju.command()
@click.argument("paths", metavar="[路径…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--privacy", is_flag=True, help="只查文件里的身份证号、手机号、银行卡号、车牌号和名单上的姓名")
@as_of
@as_json
def lint(paths: tuple[Path, ...], privacy: bool, as_of: date | None, as_json: bool) -> None:
    """检查法规文件、手册和题库、文书模板和示例数据，指出文件和行。

    例：guiju lint
    例：guiju lint --privacy site 通知.docx
    """
    from guiju.linting import lint_workspace

    if privacy:
        leave(lint_of_privacy(paths, as_json))
        return
    findings = lint_workspace(here(), [path.resolve() for path in paths], as_of or date.today())
    if as_json:
        show_json({"findings": [{"file": f.place.file if f.place else None, "line": f.place.line if f.place else None,
                                 "cause": f.cause, "remedy": f.remedy} for f in findings]})  # fmt: skip
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"发现 {len(findings)} 处问题" if findings else "没有发现问题")
    leave(1 if findings else 0)


def lint_of_privacy(paths: tuple[Path, ...], as_json: bool) -> int:
    """Print what stands in files about persons; 1 where something was found, 2 where only a file could not be read."""
    from guiju.errors import Place
    from guiju.privacy import scan_files, unit_of

    workspace = here()
    if not paths:
        raise GuijuError("没有写要查的文件或文件夹", remedy="例如 guiju lint --privacy site")
    table = workspace.root / "private" / "names.txt"
    try:
        names = table.read_text("utf-8-sig").splitlines() if table.is_file() else []
    except UnicodeDecodeError:
        raise GuijuError("名单不是 UTF-8 编码", remedy="请另存为 UTF-8 编码", place=table) from None
    findings, unread = [], False
    for file, found in scan_files(paths, names):
        if isinstance(found, GuijuError):
            complain(found)
            unread = True
            continue
        findings.append({"file": str(file), "line": found.line, "kind": found.kind, "shown": found.shown})
        if not as_json:
            click.echo(f"{Place(str(file), found.line, unit_of(file))}：{found.kind}（{found.shown}）")
    if as_json:
        show_json({"findings": findings})
    else:
        nothing = "能读的文件里没有发现个人信息" if unread else "没有发现个人信息"
        click.echo(f"发现 {len(findings)} 处个人信息，请删去或脱敏后再公开" if findings else nothing)
    return 1 if findings else USAGE_ERROR if unread else 0


@guiju.command()
@click.argument("words", metavar="条文", nargs=-1, required=True)
@as_of
@as_json
def show(words: tuple[str, ...], as_of: date | None, as_json: bool) -> None:
    """显示一条的原文或要点；只写法规名称则显示目录。

    例：guiju show 党章46
    例：guiju show 党章第四十六条第二款 --json
    """
    from guiju.citations.showing import show_facts, show_text
    from guiju.corpus.loading import load_corpus

    corpus, on = load_corpus(here()), as_of or date.today()
    if as_json:
        show_json(show_facts(" ".join(words), corpus, on))
    else:
        click.echo(show_text(" ".join(words), corpus, on))


@guiju.command()
@click.argument("words", metavar="法规 [旧版] [新版]", nargs=-1, required=True)
@as_of
@click.option("--all", "everything", is_flag=True, help="没有变化的条也列出来")
@click.option("--html", "page", metavar="文件", type=click.Path(path_type=Path), help="写成网页")
@click.option("--docx", "table", metavar="文件", type=click.Path(path_type=Path), help="写成 Word 条文对照表")
@as_json
def diff(
    words: tuple[str, ...], as_of: date | None, everything: bool, page: Path | None, table: Path | None, as_json: bool
) -> None:
    """逐条比较两个版本，或任意两个文件：改了哪些字，条号怎么变，拆分、合并、新增、删去。

    例：guiju diff 纪律处分条例 2018-10-01 2024-01-01
    例：guiju diff 纪律处分条例 --docx 对照表.docx
    例：guiju diff 征求意见稿.docx 印发稿.docx
    """
    from guiju.corpus.comparison import comparison_facts, comparison_html, comparison_text
    from guiju.corpus.loading import load_corpus
    from guiju.differing import differ
    from guiju.documents.comparison import comparison_docx
    from guiju.writing import write_bytes

    workspace = here()
    comparison = differ(words, load_corpus(workspace), workspace, as_of or date.today())
    if page:
        write_bytes(page, comparison_html(comparison).encode())
    if table:
        write_bytes(table, comparison_docx(comparison))
    if as_json:
        show_json(comparison_facts(comparison))
    elif page or table:
        click.echo("\n".join(f"已写出 {path}" for path in (page, table) if path))
    else:
        click.echo(comparison_text(comparison, colour=sys.stdout.isatty(), everything=everything))


@guiju.command()
@click.option("--full", is_flag=True, help="不管有没有变化，全部重建")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="个数", help="用几个处理器，默认全部")
def index(full: bool, jobs: int | None) -> None:
    """建立或更新检索索引；只重新分析改动过的。

    例：guiju index
    """
    from guiju.search.building import build_index
    from guiju.search.index import open_index

    workspace = here()
    with suppress(NoIndex):
        if not full:
            open_index(workspace)
            click.echo("索引已是最新，没有变化")
            return
    with reported("正在建索引") as report:
        built = build_index(workspace, full=full, jobs=jobs or 0, report=report, waiting=say_waiting)
    changed = "" if built.analysed == built.entries else f"，其中 {built.analysed} 条有变化"
    click.echo(f"已建立索引，共 {built.entries} 条{changed}")


@guiju.command()
@click.argument("words", metavar="检索词…", nargs=-1)
@click.option("-n", "limit", type=click.IntRange(1, 1000), metavar="条数", default=10, help="最多显示几条，默认 10")
@click.option("--page", type=click.IntRange(1, 1000), metavar="页数", default=1, help="第几页，默认第 1 页")
@click.option("--level", metavar="位阶", default="", help="只查某一位阶，如 条例")
@click.option("--in", "regulation", metavar="法规", default="", help="只查某一部法规，写名称或编号")
@click.option("--status", metavar="时效", default="", help="只查某种时效，如 现行有效")
@click.option("--plain", is_flag=True, help="只查打出来的词，不作扩展")
@click.option("--explain", is_flag=True, help="说明每条的得分从哪里来")
@click.option("--complete", "completing", is_flag=True, help="只列出这几个字可以补成的法规名称、条号、术语和说法")
@click.option("--group", is_flag=True, help="同一部法规的排在一起")
@click.option("--facets", is_flag=True, help="按位阶、时效、法规、年份各有多少条")
@click.option(
    "--queries", type=click.Path(path_type=Path), metavar="文件", help='成批检索：每行一个 JSON，如 {"query": "…"}'
)
@as_of
@as_json
def search(
    words: tuple[str, ...], limit: int, page: int, level: str, regulation: str, status: str, plain: bool, explain: bool,
    completing: bool, group: bool, facets: bool, queries: Path | None, as_of: date | None, as_json: bool,
) -> None:  # fmt: skip
    """检索条文：条号、法规名称、要找的内容，怎么顺手怎么写。

    例：guiju search 党章46条
    例：guiju search 收了礼品怎么办
    例：guiju search "影响期 -政务" --in 处分条例
    """
    from guiju.search.answering import answer_facts, answer_text, batch, current_index, grouped, read_filters
    from guiju.search.searching import WhooshIndex
    from guiju.search.searching import search as find
    from guiju.search.suggesting import complete, nearest

    if not " ".join(words).strip() and not queries:
        raise GuijuError("缺少检索词", remedy="写作 guiju search 影响期，或用 --queries 文件 成批检索")
    opened = current_index(here(), say_waiting)
    filters = read_filters(opened.corpus, as_of or date.today(), level, regulation, status, expand=not plain)
    if queries:
        for row in batch(queries, WhooshIndex(opened), filters, limit):
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    if completing:
        click.echo("\n".join(complete(" ".join(words), opened, filters.on, limit)))
        return
    skip = (page - 1) * limit
    answer = find(" ".join(words), opened, filters, limit, skip=skip, explain=explain, facets=facets)
    if group:
        answer = replace(answer, hits=grouped(answer.hits))
    if not answer.by_address and not answer.note:
        suggested = nearest(" ".join(words), opened, sayings=not answer.hits)
        answer = replace(answer, suggestions=tuple(suggested))
    if as_json:
        show_json(answer_facts(answer))
    else:
        click.echo(answer_text(answer, colour=sys.stdout.isatty(), skip=skip))
    leave(0 if answer.hits or answer.others else 1)


@guiju.command()
@click.argument("words", metavar="[lint [文书…]]", nargs=-1)
@as_of
@as_json
def kinds(words: tuple[str, ...], as_of: date | None, as_json: bool) -> None:
    """列出能生成的文书；加 lint 检查文书模板，可以写出只查哪几种。

    例：guiju kinds
    例：guiju kinds lint festival-reminder
    """
    from guiju.documents.kinds import list_kinds

    if words[:1] == ("lint",):
        leave(lint_of_kinds(words[1:], as_of or date.today(), as_json))
        return
    if words:
        raise GuijuError(
            f"guiju kinds 后面不认识“{words[0]}”", remedy="列出文书写 guiju kinds，检查模板写 guiju kinds lint"
        )
    found = list_kinds(here())
    if as_json:
        show_json(
            [
                {"kind": k.name, "title": k.title, "description": k.description, "outputs": list(k.outputs)}
                for k in found
            ]
        )
        return
    for kind in found:
        click.echo(f"{kind.name}　{kind.title}（{'、'.join(kind.outputs)}）\n    {kind.description}")


def lint_of_kinds(names: tuple[str, ...], on: date, as_json: bool) -> int:
    """Print what is wrong with generator folders; 1 where one of them cannot be left so."""
    from guiju.content.variables import load_variables
    from guiju.corpus.loading import load_corpus
    from guiju.documents.kindlint import lint_kinds

    workspace = here()
    found = lint_kinds(workspace, names, load_corpus(workspace), on, load_variables(workspace))
    if as_json:
        show_json({"findings": [{"kind": f.kind, "file": f.error.place.file if f.error.place else None,
                                 "line": f.error.place.line if f.error.place else None, "cause": f.error.cause,
                                 "remedy": f.error.remedy, "warning": f.warning} for f in found]})  # fmt: skip
    else:
        for finding in found:
            click.echo(f"{'提醒：' if finding.warning else ''}{finding.error}")
        wrong = sum(not finding.warning for finding in found)
        click.echo(f"发现 {wrong} 处问题" if wrong else "没有发现问题")
    return 1 if any(not finding.warning for finding in found) else 0


@guiju.command()
@click.argument("kind", metavar="文书")
@click.option("-o", "target", metavar="文件", type=click.Path(path_type=Path), help="写到哪个文件；不写则显示在屏幕上")
@click.option("--xlsx", is_flag=True, help="写成 Excel 表，一行一份文书，或者所有的行合成一份，表里的说明写明")
def new(kind: str, target: Path | None, xlsx: bool) -> None:
    """写出一份带说明的数据文件，供填写。

    例：guiju new festival-reminder -o 中秋.yml
    例：guiju new festival-reminder --xlsx -o 中秋.xlsx
    """
    from guiju.documents.kinds import blank_data, find_kind
    from guiju.writing import write_bytes, write_text

    chosen = find_kind(here(), kind)
    xlsx = xlsx or (target is not None and target.suffix.lower() == ".xlsx")
    if xlsx and (target is None or target.suffix.lower() != ".xlsx"):
        raise GuijuError(
            "Excel 表要写到 .xlsx 文件里", remedy=f"请写作 guiju new {kind} --xlsx -o 文件名.xlsx", place=target
        )
    if target is None:
        click.echo(blank_data(chosen), nl=False)
        return
    if target.exists():
        raise GuijuError("已有同名的文件，没有覆盖", remedy="请换一个文件名，或先移走它", place=target)
    if xlsx:
        from guiju.documents.blankbook import blank_workbook
        from guiju.yamlfile import read_mapping

        write_bytes(target, blank_workbook(chosen, read_mapping(chosen.example)[0]))
    else:
        write_text(target, blank_data(chosen))
    click.echo(f"已写出 {target}，填好后运行：guiju make {kind} {target}")


@guiju.command()
@click.argument("kind", metavar="文书")
@click.argument("data", metavar="数据…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "folder", metavar="文件夹", type=click.Path(path_type=Path), help="放到哪个文件夹，默认 output")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）")
@click.option("--png", is_flag=True, help="同时生成每页的图片（需要 LibreOffice）")
@click.option(
    "--style", metavar="版面", default="", help="word（默认，页面设置里是 37 毫米）或 strict（纸上量字边是 37 毫米）"
)
@click.option("--fonts", metavar="字体", default="", help="gb2312（默认）、gbk（方正）或 windows（系统自带）")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="个数", help="成批生成时用几个处理器，默认全部")
@click.option("--dry-run", is_flag=True, help="只试做，指出问题，不写任何文件")
@as_of
@as_json
def make(
    kind: str, data: tuple[Path, ...], folder: Path | None, pdf: bool, png: bool, style: str,
    fonts: str, jobs: int | None, dry_run: bool, as_of: date | None, as_json: bool,
) -> None:  # fmt: skip
    """用数据文件生成文书；引用的条文逐条核对，核对不上的不生成。

    数据是 Excel 表，或者是写着一组 rows 的 YAML、JSON 的，一行一份，成批生成，每行的结果写在 结果.xlsx 里；再运行一次，
    已经做成、没有变动的不会重做。有的文书由表里所有的行合成一份，如 inspection-table。

    例：guiju make festival-reminder 中秋.yml
    例：guiju make festival-reminder 各单位.xlsx -o 中秋通知
    """
    from guiju.corpus.loading import load_corpus
    from guiju.documents.batch import Batch, make_batch
    from guiju.documents.bookfile import WORKBOOKS
    from guiju.documents.kinds import find_kind
    from guiju.documents.making import Order
    from guiju.documents.making import make as make_one
    from guiju.documents.printing import print_all
    from guiju.documents.results import MOST_SHOWN, batch_facts, batch_text, made_facts
    from guiju.documents.styles import house_style
    from guiju.documents.workbook import read_rows

    workspace = here()
    chosen, corpus, on = find_kind(workspace, kind), load_corpus(workspace), as_of or date.today()
    room, look = folder or workspace.output, house_style(workspace, style, fonts)
    told: dict[str, list[dict[str, Any]]] = {"made": [], "failed": []}
    listed = {}
    for source in data:
        try:
            rows = read_rows(source, chosen)
            if rows[0].number or source.suffix.lower() in WORKBOOKS:
                listed[source] = rows
                continue
            one = make_one(Order(chosen, source, room, on, pdf, png, dry_run, look), corpus, workspace)
        except GuijuError as error:
            complain(error)
            told["failed"].append({"source": str(source), "error": str(error)})
            continue
        told["made"].append(made_facts(kind, source, one.outputs, one.cites))
        mention(one.outputs[0], one.told)
        if not as_json:
            click.echo("\n".join(f"{'可以生成' if dry_run else '已生成'} {path}" for path in one.outputs))
    if listed:
        batch = Batch(chosen, listed, room, on, jobs or 0, dry_run, look)
        with watched(make_batch(batch, corpus, workspace), sum(map(len, listed.values())), "生成") as running:
            outcomes = list(running)
        facts = batch_facts(kind, outcomes)
        for refused in [outcome.error for outcome in outcomes if outcome.error][:MOST_SHOWN]:
            complain(refused)
        told = {key: [*before, *facts[key]] for key, before in told.items()}
        if (pdf or png) and not dry_run:
            papers = [path for outcome in outcomes for path in outcome.outputs if path.suffix == ".docx"]
            with watched(print_all(papers, workspace.cache, pdf=pdf, png=png), len(papers), "转换") as printed:
                papers_done = list(printed)
            unprinted = [paper.error for paper in papers_done if paper.error]
            for paper in papers_done:
                mention(paper.source, paper.told)
            for refused in unprinted[:MOST_SHOWN]:
                complain(refused)
            told["failed"] += [{"source": str(error.place), "error": str(error)} for error in unprinted]
        if not as_json:
            click.echo(batch_text(outcomes, room, dry_run=dry_run))
    if as_json:
        show_json(told)
    leave(USAGE_ERROR if told["failed"] else 0)


@guiju.command()
@click.option("--strict", is_flag=True, help="有打不开的链接、到不了的页面、没有替代文字的图片就算失败")
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="个数",
    help="同时用几个进程，默认与处理器个数相同，法规上千部时两个",
)
@as_of
def site(strict: bool, jobs: int, as_of: date | None) -> None:
    """生成可以直接打开的静态网站，放在 site 文件夹。发现个人信息就不生成。

    例：guiju site --strict
    """
    from guiju.site.building import build_site

    built = build_site(here(), strict=strict, on=as_of, jobs=jobs)
    for what in built.left_out:
        click.echo(f"没有放进网站：{what}")
    click.echo(f"网站已生成，共 {built.pages} 页，用浏览器打开：{built.first}")


@guiju.command()
@as_of
@as_json
def doctor(as_of: date | None, as_json: bool) -> None:
    """检查字体、LibreOffice、索引和法规文本，缺什么、怎么补；还没有导入的法规按急需的先后列出。

    例：guiju doctor
    """
    from guiju.diagnosis import diagnose

    found = diagnose(here(), as_of or date.today())
    if as_json:
        show_json([{"name": f.name, "ok": f.ok, "state": f.state, "remedy": f.remedy} for f in found])
    else:
        for fact in found:
            click.echo(
                f"{'✓' if fact.ok else '✗'} {fact.name}：{fact.state}" + (f"\n    {fact.remedy}" if fact.remedy else "")
            )
    leave(0 if all(fact.ok for fact in found) else 1)


def here() -> Workspace:
    """The workspace that the user stands in."""
    return find_workspace(Path.cwd())


def main() -> NoReturn:
    """Run a verb; every expected error becomes one Chinese message and exit code 2."""
    # A verb makes few cycles: looking for them at every 700 new objects, and once more at the end, is a sixth of a search.
    gc.set_threshold(100_000, 20, 100)
    code = guarded(lambda: guiju.main(standalone_mode=False, prog_name="guiju"))
    gc.freeze()
    sys.exit(code)
