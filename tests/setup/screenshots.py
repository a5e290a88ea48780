"""The three pictures of the README: a page, a search, a notice. Needs Chromium and the pictures of the kinds."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from guiju.site.building import build_site
from guiju.workspace import Workspace
from tests.conftest import CHROMIUM, QUIET, ROOT
from tests.site.browsing import serve

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1000, "height": 760}


def main() -> None:
    server = serve(build_site(Workspace(ROOT), strict=True).first.parent)
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(f"{base}/regulations/dangzhang.html")
        save(page.screenshot(), IMAGES / "page.png")
        page = browser.new_page(viewport={"width": 1280, "height": 760})
        page.goto(f"{base}/search.html?q=预备期")
        page.locator(".gj-hit").first.wait_for()
        page.wait_for_timeout(800)
        save(page.screenshot(), IMAGES / "search.png")
        browser.close()
    server.shutdown()
    shutil.copyfile(ROOT / "generators" / "festival-reminder" / "picture.png", IMAGES / "notice.png")


def save(data: bytes, path: Path) -> None:
    """As PNG in 96 colours."""
    Image.open(io.BytesIO(data)).convert("RGB").quantize(96).save(path, optimize=True)


if __name__ == "__main__":
    main()
