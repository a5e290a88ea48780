"""jieba, loaded without its surprises: no pkg_resources, no chatter, no cache in a shared folder."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

# jieba falls back on open() without pkg_resources, whose import warns and takes longer than a search.
_before = sys.modules.get("pkg_resources")
sys.modules["pkg_resources"] = None  # type: ignore[assignment]
import jieba  # noqa: E402

del sys.modules["pkg_resources"]
if _before:
    sys.modules["pkg_resources"] = _before

jieba.setLogLevel(logging.WARNING)


def tokenizer(dictionary: Path | None, cache: Path) -> jieba.Tokenizer:
    """A jieba tokenizer; `dictionary` None takes jieba's own, which takes half a second to load.

    Its cache goes to the private folder `cache`: predictable names in a shared one could be planted by others.
    """
    made = jieba.Tokenizer(str(dictionary) if dictionary else jieba.DEFAULT_DICT)
    made.tmp_dir = str(cache)
    return made


def use_private_cache(cache: Path) -> None:
    """Make jieba's shared instance, which the theme's search uses, keep its cache in our private folder too."""
    jieba.dt.tmp_dir = str(cache)
