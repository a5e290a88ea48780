"""What a person types to name an article: 党章46, 党章第四十六条第二款, 四十六条 党章, dangzhang@2017-10-24#46."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from guiju.errors import BadReference
from guiju.numerals import NUMERAL, BadNumeral, article_number
from guiju.regulation import ArticleRef, parse_ref

_NUMBER = rf"(?:{NUMERAL}|\d{{1,4}})"
ADDRESS = re.compile(
    rf"""第?(?P<article>{_NUMBER})(?:条|(?=[之.]|$))   # 第四十六条, 46条, 46
         (?:之(?P<inserted>{_NUMBER}))?
         (?:第?(?P<paragraph>{_NUMBER})款|\.(?P<dotted>\d{{1,3}}))?
         (?:第?\(?(?P<item>{_NUMBER})\)?项|\.(?P<dotted_item>\d{{1,3}}))?
    """,
    re.VERBOSE,
)
"""What stands beside the name of a regulation: the number of an article, 款 and 项."""

FILLING = re.compile(r"[\s《》“”\"'，,:：的]+")
"""What does not matter between the words of a name."""


def read_reference(text: str, names: Mapping[str, str]) -> ArticleRef | None:
    """The address that the whole of `text` names, or None where it is anything else, such as a question.

    `names` maps titles and aliases to ids. Full-width digits, blanks and book-title marks do not matter; the name may
    stand before or after the number. Raises BadReference for a number that no law writes (一百三).
    """
    if "#" in text or "@" in text:
        return parse_ref(text.strip())
    plain = flat(text)
    if plain in {flat(id) for id in names.values()}:
        return ArticleRef(plain)
    for name in sorted(names, key=len, reverse=True):
        bare = flat(name)
        for rest in _without(plain, bare):
            ref = _address(rest, names[name])
            if ref:
                return ref
    return None


@lru_cache(maxsize=20_000)
def flat(text: str) -> str:
    """The text as it is compared: compatibility forms folded, marks and blanks gone, lower case."""
    return FILLING.sub("", unicodedata.normalize("NFKC", text)).lower()


def _without(text: str, name: str) -> list[str]:
    rests = [text.removeprefix(name)] if text.startswith(name) else []
    return rests + ([text.removesuffix(name)] if text.endswith(name) else [])


def _address(text: str, id: str) -> ArticleRef | None:
    if not text:
        return ArticleRef(id)
    m = ADDRESS.fullmatch(text)
    if not m:
        return None
    try:
        item = _value(m["item"] or m["dotted_item"])
        paragraph = _value(m["paragraph"] or m["dotted"]) or (1 if item else None)
        number = article_number(m["article"])[0]
        return ArticleRef(id, None, number, _value(m["inserted"]) or 0, paragraph, item)
    except BadNumeral as error:
        raise BadReference(error.cause, remedy=error.remedy) from error


def _value(text: str | None) -> int | None:
    return article_number(text)[0] if text else None
