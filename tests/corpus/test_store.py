"""What the store keeps: hashes that name the article changed by hand, facts in the front matter, versions and relations."""

from __future__ import annotations

import json
from datetime import date

import pytest

from guiju.corpus.importing import Wishes, import_file
from guiju.corpus.lint import lint_folder
from guiju.corpus.loading import load_corpus
from guiju.corpus.versionfile import read_version
from guiju.errors import BadImport
from guiju.regulation import ArticleRef, Confidence
from guiju.workspace import Workspace
from tests.conftest import CORPUS, Run
from tests.corpus.files import GOOD, stored_files, text_file


def imported(workspace: Workspace, text: str = GOOD, **wishes: object) -> Workspace:
    import_file(text_file(workspace, text), workspace, Wishes(id="jia", **wishes))  # type: ignore[arg-type]
    return workspace


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("（一）通知；", "（一）发通知；"), "第二条与导入时不一致"),
        (("### 第三条\n\n本办法", "### 第三条\n\n本规定"), "第三条与导入时不一致"),
        (("\n\n（二）记录。", ""), "第二条与导入时不一致"),
        (("第一章 总则", "第一章 通则"), "第一章 通则与导入时不一致"),
        (("办公室印发）\n", "办印发）\n"), "标题、题注和序言与导入时不一致"),
    ],
    ids=["word", "word-in-last", "item-gone", "heading", "note"],
)
def test_lint_says_which_article_was_changed_by_hand(workspace: Workspace, change: tuple[str, str], said: str) -> None:
    path = imported(workspace).regulations / "jia" / "2020-04-01.md"
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), "utf-8")
    causes = [finding.cause for finding in lint_folder(workspace.regulations, workspace.root)]
    assert [cause for cause in causes if "不一致" in cause] == [f"{said}，文字被改动过"]


def test_an_article_removed_by_hand_is_missed(workspace: Workspace) -> None:
    path = imported(workspace).regulations / "jia" / "2020-04-01.md"
    text = path.read_text("utf-8")
    start, end = text.index("### 第二条"), text.index("## 第二章")
    path.write_text(text[:start] + text[end:], "utf-8")
    causes = [finding.cause for finding in lint_folder(workspace.regulations, workspace.root)]
    assert "第一条之后与导入时不一致，文字被改动过" in causes


def test_gists_may_be_written_beside_the_text_without_touching_its_hash(workspace: Workspace) -> None:
    path = imported(workspace).regulations / "jia" / "2020-04-01.md"
    path.write_text(
        path.read_text("utf-8").replace("制定本办法。\n", "制定本办法。\n\n> 要点：规范会议，制定办法。\n"), "utf-8"
    )
    assert [str(f) for f in lint_folder(workspace.regulations, workspace.root) if "jia" in str(f)] == []
    assert not import_file(workspace.root / "甲.txt", workspace, Wishes(id="jia")).changed


AMENDED = GOOD.replace("印发）", "印发　2021年5月1日修订）").replace("（二）记录。", "（二）记录；\n（三）归档。")


@pytest.mark.parametrize(
    ("text", "effective", "code", "sure"),
    [
        (GOOD, date(2020, 4, 1), "", Confidence.A),
        (GOOD.replace("自2020年4月1日起", "自发布之日起"), date(2020, 3, 1), "effective_computed", Confidence.A),
        (GOOD.replace("自2020年4月1日起", "自发布之日起三十日后"), date(2020, 3, 31), "effective_computed", Confidence.A),
        (GOOD.replace("自2020年4月1日起", "自二○二○年四月一日起"), date(2020, 4, 1), "", Confidence.A),
        (GOOD.replace("办公室印发", "常务会议通过").replace("自2020年4月1日起", "自公布之日起"), date(2020, 3, 1),
         "effective_computed", Confidence.C),
        (AMENDED, date(2021, 5, 1), "effective_conflict", Confidence.C),
        (GOOD.replace("第三条　本办法自2020年4月1日起施行。", "第三条　本办法由办公室解释。"), None, "no_effective", None),
    ],
    ids=["named", "day-of-issue", "thirty-days", "chinese-figures", "day-of-adoption", "amended", "silent"],
)  # fmt: skip
def test_from_when_a_text_applies_and_how_sure_that_is(
    workspace: Workspace, text: str, effective: date | None, code: str, sure: Confidence | None
) -> None:
    path = text_file(workspace, text)
    if effective is None:
        with pytest.raises(BadImport, match="--effective") as refusal:
            import_file(path, workspace, Wishes(id="jia", accept=True))
        assert refusal.value.code == code
        return
    found = import_file(path, workspace, Wishes(id="jia", accept=True))
    assert found.version.meta.effective == effective
    assert dict(found.version.meta.confidence).get("effective", Confidence.A) is sure
    assert code in {"", *(f.code for f in found.findings)}


def test_the_working_of_a_computed_date_is_shown(workspace: Workspace) -> None:
    text = GOOD.replace("自2020年4月1日起", "自发布之日起三十日后")
    found = import_file(text_file(workspace, text), workspace, Wishes(id="jia"))
    told = next(f.cause for f in found.findings if f.code == "effective_computed")
    assert told == "“自发布之日起三十日后施行”：2020-03-01 发布，加 30 日，得 2020-03-31"


def test_what_the_user_says_is_stored_over_what_the_text_says(workspace: Workspace) -> None:
    wishes = Wishes(id="jia", title="甲市机关开会办法（试行）", issuer="甲市委", effective=date(2022, 1, 1))
    meta = import_file(text_file(workspace, GOOD), workspace, wishes).version.meta
    assert (meta.title, meta.issuer, meta.effective) == ("甲市机关开会办法（试行）", "甲市委", date(2022, 1, 1))


def test_a_title_of_another_kind_than_the_text_is_a_doubt(workspace: Workspace) -> None:
    with pytest.raises(BadImport, match="标题是《甲市机关会议规定》，正文却说“制定本办法”"):
        imported(workspace, title="甲市机关会议规定")


def test_accepted_doubts_stay_written_in_the_file(workspace: Workspace) -> None:
    text = GOOD.replace("（一）通知", "(一)通知")
    with pytest.raises(BadImport, match="有疑点，没有存入") as refusal:
        imported(workspace, text)
    assert "--accept" in refusal.value.remedy
    imported(workspace, text, accept=True)
    assert read_version(workspace.regulations / "jia" / "2020-04-01.md").meta.accepted == ("width_mixture",)


def test_an_error_is_not_to_be_accepted(workspace: Workspace) -> None:
    before = stored_files(workspace)
    with pytest.raises(BadImport, match="文本有问题"):
        imported(workspace, GOOD.replace("第二条　", "第四条　"), accept=True)
    assert stored_files(workspace) == before


REPLACING = GOOD.replace("会议办法", "会务规定").replace("本办法", "本规定").replace(
    "起施行。", "起施行。2020年印发的《甲市机关会议办法》同时废止。"
).replace("2020年4月1日", "2023年1月1日")  # fmt: skip


def test_a_text_that_abolishes_another_ends_it(workspace: Workspace, guiju: Run) -> None:
    imported(workspace)
    import_file(text_file(workspace, REPLACING, "乙.txt"), workspace, Wishes(id="yi"))
    corpus = load_corpus(workspace)
    assert corpus.regulation("yi").versions[0].meta.replaces == ("甲市机关会议办法",)
    old = corpus.version(ArticleRef("jia"), date(2024, 1, 1))
    assert corpus.regulation("jia").status_said(old, date(2022, 12, 31)) == "现行有效"
    assert corpus.regulation("jia").status_said(old, date(2023, 1, 1)) == "已废止（由《甲市机关会务规定》代替）"
    assert "已废止（由《甲市机关会务规定》代替）" in guiju("show", "甲市机关会议办法1").stdout
    assert (
        json.loads(guiju("show", "甲市机关会议办法1", "--as-of", "2022-01-01", "--json").stdout)["status"] == "现行有效"
    )


@pytest.mark.corpus
def test_any_number_of_versions_and_the_status_of_each_on_any_day(workspace: Workspace) -> None:
    for name in ("2016-01-01", "2018-10-01", "2024-01-01"):
        import_file(CORPUS / "party" / f"中国共产党纪律处分条例({name}).md", workspace, Wishes())
    regulation = load_corpus(workspace).regulation("jilv-chufen-tiaoli")
    seen = {
        day: [str(regulation.status(v, day)) for v in regulation.versions]
        for day in (date(2015, 1, 1), date(2017, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    }
    assert list(seen.values()) == [
        ["尚未施行", "尚未施行", "尚未施行"],
        ["现行有效", "尚未施行", "尚未施行"],
        ["已被修订", "现行有效", "尚未施行"],
        ["已被修订", "已被修订", "现行有效"],
    ]


@pytest.mark.corpus
def test_a_text_mixed_of_two_versions_is_refused(workspace: Workspace) -> None:
    party = CORPUS / "party"
    for name in ("2016-01-01", "2018-10-01"):
        import_file(party / f"中国共产党纪律处分条例({name}).md", workspace, Wishes())
    old, new = (
        (party / f"中国共产党纪律处分条例({name}).md").read_text("utf-8") for name in ("2016-01-01", "2018-10-01")
    )
    cut = "第四十四条"
    mixed = (
        new[: new.index(cut)]
        + old[old.index("第四十四条") : old.index("第一百三十三条")]
        + "第一百三十三条　本条例自2017年1月1日起施行。"
    )
    with pytest.raises(BadImport, match="是 2016-01-01 版的") as refusal:
        import_file(text_file(workspace, mixed, "混.md"), workspace, Wishes(accept=True))
    assert "2018-10-01 版的" in str(refusal.value)


@pytest.mark.corpus
def test_gists_that_do_not_fit_their_articles_are_a_doubt(workspace: Workspace) -> None:
    """Two articles exchanged under the right numbers: nothing but the gists beside them can tell."""
    source = CORPUS / "party" / "中国共产党纪律检查机关监督执纪工作规则(2019-01-01).md"
    text = source.read_text("utf-8")
    ten, eleven, twelve = (text.index(f"第{n}条　") for n in ("十", "十一", "十二"))
    one, two = text[ten + 4 : eleven], text[eleven + 5 : twelve]
    swapped = text[:ten] + "第十条　" + two + "第十一条　" + one + text[twelve:]
    with pytest.raises(BadImport, match="第十条、第十一条与库里的要点对不上"):
        import_file(text_file(workspace, swapped, "换.md"), workspace, Wishes())
