from __future__ import annotations

from pathlib import Path

import pytest

from guiju.documents.fonts import font_states
from guiju.documents.render import find_office, to_pdf
from tests.conftest import ROOT

SAMPLES = Path(__file__).parent / "samples"
FANDOL = ROOT / ".cache" / "fonts"


@pytest.fixture(scope="session")
def office_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the stand-in fonts, as `guiju` would use it; skips where a ruler could not be trusted."""
    if find_office() is None:
        pytest.skip("没有 LibreOffice：版面测试没有运行")
    if not all(state.installed or state.stand_in.startswith(("Fandol", "Noto Serif")) for state in font_states(FANDOL)):
        pytest.skip("没有仿宋、楷体的替代字体（tests/setup/fonts.sh）：版面测试没有运行")
    cache = tmp_path_factory.mktemp("cache")
    (cache / "fonts").symlink_to(FANDOL)
    return cache


def rendered(docx: bytes, name: str, folder: Path, cache: Path) -> Path:
    """The PDF that LibreOffice makes of these bytes."""
    source = folder / f"{name}.docx"
    source.write_bytes(docx)
    return to_pdf([source], folder, cache)[0]
