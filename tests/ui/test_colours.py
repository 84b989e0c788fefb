"""The contrast of every text on every ground it may stand on, from the source of the palette."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PALETTE = Path(__file__).parents[2] / "tools/assets/src/_palette.scss"

TEXTS = [
    *[
        (text, ground)
        for text in ("ink", "quiet", "leaf", "terracotta", "sky", "private", "marigold-ink")
        for ground in ("ground", "raised")
    ],
    ("leaf-deep", "ground"),
    ("leaf-deep", "raised"),
    ("leaf", "leaf-soft"),
    ("marigold-ink", "marigold-soft"),
    ("terracotta", "terracotta-soft"),
    ("sky", "sky-soft"),
    ("private", "private-soft"),
    *[("ink", f"{tone}-soft") for tone in ("leaf", "marigold", "terracotta", "sky", "private")],
    ("on-leaf", "leaf"),
    ("on-leaf", "leaf-deep"),
    ("on-terracotta", "terracotta"),
    ("on-terracotta", "terracotta-deep"),
    ("on-marigold", "marigold"),
    ("ink", "line"),
]
CONTROLS = [
    *[("edge", ground) for ground in ("ground", "raised")],
    *[(f"series-{at}", ground) for at in (1, 2, 3, 4) for ground in ("ground", "raised")],
    # The focus ring is two rings: whatever it lies on, one of them is seen.
    ("ink", "ground"),
    ("ink", "marigold"),
]


def _palette(scheme: str) -> dict[str, str]:
    block = re.search(rf"@mixin {scheme} {{(.*?)\n}}", PALETTE.read_text(), re.S)
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    dark, light = sorted([_luminance(first), _luminance(second)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert round(_contrast("#000000", "#ffffff"), 2) == 21
    assert round(_contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(scheme: str) -> None:
    colours = _palette(scheme)
    low = {
        (text, ground): round(_contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXTS
        if _contrast(colours[text], colours[ground]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_and_line_of_a_chart_can_be_seen(scheme: str) -> None:
    colours = _palette(scheme)
    pairs = [pair for pair in CONTROLS if scheme == "light" or pair != ("ink", "marigold")]
    low = {
        pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in pairs
        if _contrast(colours[pair[0]], colours[pair[1]]) < 3
    }
    assert low == {}


def test_light_and_dark_name_the_same_colours() -> None:
    assert _palette("light").keys() == _palette("dark").keys()
