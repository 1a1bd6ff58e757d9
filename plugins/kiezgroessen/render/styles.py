"""The style sheet: cascade layers and components in one minified file, named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import rcssmin

from ..plan.papers import PAPERS, contrast

LAYERS = ("tokens", "base", "layout", "components", "utilities")
"""Lowest first: a later layer wins whatever the selectors weigh."""

STRETCHES = range(62, 126)
"""The width axis of the display font, in percent; each line of a fitted name has its own."""

EIGHTHS = range(9)


def bundle(
    theme: Path, fonts_css: str, papers: Mapping[str, str] = PAPERS, shades: Iterable[str] = ()
) -> tuple[str, bytes]:
    """(name, bytes) of the style sheet. `fonts_css` holds the `@font-face` rules; the name changes with the bytes.

    ``shades`` are the colours that stand in for photos (`grounds`).
    Raises `OSError` when a layer of the theme is missing.
    """
    sheets = {layer: (theme / "css" / f"{layer}.css").read_text("utf-8") for layer in LAYERS if layer != "components"}
    sheets["tokens"] += "".join(f".paper-{slug}{{--paper:{colour}}}" for slug, colour in papers.items())
    parts = sorted((theme / "components").glob("*/*.css"))
    sheets["components"] = (
        stretches() + windows() + grounds(shades) + "\n".join(part.read_text("utf-8") for part in parts)
    )
    text = f"@layer {','.join(LAYERS)};{fonts_css}" + "".join(f"@layer {name}{{{sheets[name]}}}" for name in LAYERS)
    data = str(rcssmin.cssmin(text)).encode()
    return f"stil.{hashlib.sha256(data).hexdigest()[:8]}.css", data


def stretches() -> str:
    """The classes `b62` to `b125`, so that a line's width axis needs no inline style (a strict policy forbids it)."""
    return "".join(f".b{stretch}{{font-stretch:{stretch}%}}" for stretch in STRETCHES)


def windows() -> str:
    """The classes `x0` to `x8`, `y0` to `y8`: where a place shows a part of a picture, in eighths of what is left."""
    return "".join(f".{axis}{step}{{--{axis}:{step * 12.5:g}%}}" for axis in "xy" for step in EIGHTHS)


def grounds(shades: Iterable[str]) -> str:
    """A class `c-9a6` for each of ``shades`` (three hexadecimal digits): what stands in a photo's place before it does.

    The words that stand for a photo that never arrives are set in white where black could not be read.
    """
    return "".join(
        f".c-{shade}{{background:#{shade}{';color:#fff' if _is_dark(shade) else ''}}}" for shade in sorted(set(shades))
    )


def _is_dark(shade: str) -> bool:
    colour = "#" + "".join(digit * 2 for digit in shade)
    return contrast(colour, "#ffffff") > contrast(colour, "#000000")
