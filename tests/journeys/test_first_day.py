"""What an office does on its first day, as typed: init → import → index → search → notice → site."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from guiju.documents.render import to_pdf
from tests.conftest import CORPUS, PARTY, ROOT, Run, party
from tests.documents.ruler import measure
from tests.site.browsing import opened, serve

NOTICE = (
    """mark: 滨江市数据局文件
doc_number: 滨数发〔2026〕7号
festival: [中秋节, 国庆节]
year: 2026
recipients: 各处室，各直属单位
requirements:
"""
    + "".join(
        f"  - topic: 第{n}个方面\n    text: 严禁{'借节日之机收受可能影响公正执行公务的礼品礼金和各类消费卡券，' * 3}发现一起查处一起\n"
        for n in "一二三四五"
    )
    + """supervision: [对值班在岗和公车封存情况进行不打招呼的抽查]
phone: 025-0000000
attachments: [廉洁提醒回执]
signatories: [滨江市数据局]
date: 2026-09-11
cc: [市级机关纪检监察工委]
printer: 滨江市数据局办公室
print_date: 2026-09-11
"""
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first-day")


def typed(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("guiju")), *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)


@pytest.mark.corpus
@pytest.mark.office
@pytest.mark.browser
def test_from_nothing_to_a_notice_and_a_site(
    office: Path,
    office_cache: Path,
    chromium: Browser,
) -> None:
    assert typed("init", "我的规矩", cwd=office).returncode == 0
    home = office / "我的规矩"
    assert (home / "private").stat().st_mode & 0o777 == 0o700

    imported = typed("import", *(party(id) for id in PARTY), "--json", cwd=home)
    assert imported.returncode == 0, imported.stderr
    rows = json.loads(imported.stdout)["imported"]
    assert [(row["ref"], row["articles"]) for row in rows] == [
        ("dangzhang@2022-10-22", 55),
        ("jiandu-zhiji-guize@2019-01-01", 77),
        ("gongwuyuan-fa@2019-06-01", 113),
    ]
    assert typed("lint", cwd=home).stdout.strip() == "没有发现问题"
    assert "已建立索引" in typed("index", cwd=home).stdout
    assert "没有变化" in typed("index", cwd=home).stdout

    found = json.loads(typed("search", "党章46条", "--json", cwd=home).stdout)["hits"]
    assert found[0]["ref"] == "dangzhang@2022-10-22#46"
    assert found[0]["snippet"].startswith("党的各级纪律检查委员会是党内监督专责机关")

    (home / "中秋.yml").write_text(NOTICE, "utf-8")
    made = typed("make", "festival-reminder", "中秋.yml", "--json", cwd=home)
    assert made.returncode == 0, made.stderr
    facts = json.loads(made.stdout)["made"][0]
    assert facts["cites"] == ["dangzhang@2022-10-22#46", "jiandu-zhiji-guize@2019-01-01#15"]
    pages = measure(to_pdf([Path(facts["outputs"][0])], office, office_cache)[0])
    hold_a_ruler(pages)

    site = typed("site", "--strict", cwd=home)
    assert site.returncode == 0, site.stderr
    assert (home / "site" / "regulations" / "gongwuyuan-fa.html").is_file()
    open_everywhere(chromium, home / "site")


def hold_a_ruler(pages: list) -> None:  # type: ignore[type-arg]
    """Left 28, right 184, 22 lines, 28 characters, red line 156 mm, dash 7 mm under the text area, each ±1 mm."""

    def near(value: float) -> object:
        return pytest.approx(value, abs=1)

    assert len(pages) >= 3
    full = [line for line in pages[1].lines if line.size == 16 and len(line.text) == 28 and line.right < 184.5]
    assert len(full) >= 5
    assert all((line.left, line.right) == (near(28), near(184)) for line in full)
    assert sum(line.size == 16 for line in pages[1].lines) == 22
    red = next(rule for rule in pages[0].rules if rule.red)
    assert red.right - red.left == near(156)
    for page in pages:
        number = page.find("—")
        assert page.ink(number.left, 264, number.left + 4.5, 280)[1] - 262 == near(7)


def open_everywhere(chromium: Browser, site: Path) -> None:
    """The regulation's page over http and from the folder, wide and narrow; nothing is asked of another host."""
    server = serve(site)
    for base in (f"http://127.0.0.1:{server.server_port}", site.as_uri()):
        for width in (1280, 390):
            outside: list[str] = []
            page = opened(chromium, width, base, outside)
            page.goto(f"{base}/regulations/dangzhang.html#art-46")
            assert page.locator("#art-46-1").inner_text().startswith("党的各级纪律检查委员会是党内监督专责机关")
            assert page.locator("#art-46").bounding_box()
            assert outside == []
            page.close()
    server.shutdown()


@pytest.mark.corpus
def test_bad_files_change_nothing(guiju: Run) -> None:
    names = ["中华人民共和国公务员法-altChunk(2019-06-01).docx", "中华人民共和国监察官法-缺条(2022-01-01).md"]
    done = guiju("import", *(CORPUS / "party" / name for name in names), "--json")
    assert done.returncode == 2
    assert len(json.loads(done.stdout)["failed"]) == 2
    assert len(done.stderr.strip().splitlines()) == 2


def test_the_wheel_carries_what_a_new_office_needs(tmp_path: Path) -> None:
    """Installed from a wheel, away from the repository, `guiju init` still furnishes the rooms."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(ROOT)], check=True)
    wheel = next(tmp_path.glob("guiju-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    assert "guiju/starter/regulations/dangzhang/2022-10-22.md" in names
    assert not [n for n in names if "private" in n or "/.guiju" in n or "output/" in n]
    venv.create(tmp_path / "venv", with_pip=False, system_site_packages=False)
    python = tmp_path / "venv" / "bin" / "python"
    packages = next((tmp_path / "venv" / "lib").glob("python*")) / "site-packages"
    (packages / "ours.pth").write_text(str(next(Path(p) for p in sys.path if p.endswith("site-packages"))))
    zipfile.ZipFile(wheel).extractall(packages)
    code = "import guiju.cli, sys; sys.argv = ['guiju', 'init', 'office']; guiju.cli.main()"
    done = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "office" / "generators" / "handout" / "schema.yml").is_file()
    assert (tmp_path / "office" / "content" / "office.yml").is_file()
