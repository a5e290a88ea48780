"""How much is read at all. A text beyond these is no regulation, and what holds it may be made to do harm."""

from __future__ import annotations

MiB = 2**20

LARGEST_FILE = 50 * MiB
"""Bytes of a file; the longest law of the country is under 1 MB as docx."""

LARGEST_TEXT = 16 * MiB
"""Bytes of a text, page or part of a document when unpacked: 民法典 is 0.3 MB as text, 4 MB as document.xml."""

LARGEST_UNPACKED = 200 * MiB
"""Bytes of all parts of an archive together."""

HIGHEST_RATIO = 300
"""Unpacked over packed bytes of one part; XML of an office document packs to a tenth or a twentieth."""

SMALLEST_BOMB = 4 * MiB
"""A part smaller than this may pack as well as it likes."""

MOST_PARTS = 4_000
"""Parts of an archive."""

DEEPEST_NESTING = 3
"""Documents inside documents."""

MOST_PAGES = 2_000
"""Pages of a PDF."""

LONGEST_TIME = 8.0
"""Seconds of one file in its own process."""

LARGEST_MEMORY = 900 * MiB
"""Bytes of private memory of that process."""
