"""What a kind of document gives to take away. Apart from its page, for this loads what writes Word files and workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from guiju.corpus.store import Corpus
from guiju.documents.blankbook import blank_workbook
from guiju.documents.data import complete
from guiju.documents.filling import made_files
from guiju.documents.kinds import Kind
from guiju.errors import BadTemplate, GuijuError
from guiju.site.gallery import Specimens, document_address, example_address, picture_of
from guiju.site.page import SiteFile
from guiju.yamlfile import mapping_from_text, read_text


def gallery_files(kind: Kind, corpus: Corpus, on: date, variables: Mapping[str, str]) -> Specimens:
    """Picture, table to fill and example of a kind. The same kind, corpus, day and names give the same files.

    The facts of the office are left out: an example shows nothing but its own fictional data.
    """
    example, lines = mapping_from_text(read_text(kind.example), str(kind.example))
    files = []
    if picture := picture_of(kind):
        files.append(SiteFile(document_address(kind.name, ".png"), picture.read_bytes()))
    with suppress(BadTemplate):  # data that no workbook can hold are filled in as YAML
        files.append(SiteFile(document_address(kind.name, ".xlsx"), blank_workbook(kind, example)))
    try:
        data = complete(example, lines, kind, {}, str(kind.example))
        made = made_files(kind, data, corpus, on, variables)
    except GuijuError as error:
        return Specimens(tuple(files), fault=str(error))
    files += [SiteFile(example_address(kind.name, ending), content) for ending, content in made.files.items()]
    return Specimens(tuple(files), made.cites)
