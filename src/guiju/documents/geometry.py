"""Lengths. Everything in a document is in twips (1/20 point); millimetres and points are turned into them here."""

from __future__ import annotations

from typing import NewType

Twips = NewType("Twips", int)
"""1/20 of a point, the unit of WordprocessingML."""

EMU_PER_TWIP = 635
"""English metric units, the unit of DrawingML."""


def mm(value: float) -> Twips:
    """Millimetres as twips, rounded."""
    return Twips(round(value * 1440 / 25.4))


def pt(value: float) -> Twips:
    """Points as twips, rounded."""
    return Twips(round(value * 20))


PAGE_WIDTH = Twips(11906)  # A4, GB/T 9704-2012 §5.1: 210 mm
PAGE_HEIGHT = Twips(16838)  # §5.1: 297 mm
TEXT_HEIGHT = mm(225)  # §5.2.1
TEXT_BOTTOM = mm(262)  # 37 + 225 from the top of the page

SIZE_2 = 22.0  # 二号, points
SIZE_3 = 16.0  # 三号
SIZE_4 = 14.0  # 四号

TIGHTEN = Twips(-5)  # §5.2.3: 28 characters in 156 mm is 15.79 pt each; 16 pt less 0.25 pt fits
CHARACTER = pt(15.75)  # one 字 of the standard: a 三号 character as it is set here
"""The advance of a body character."""
