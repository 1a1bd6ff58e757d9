"""The style sheet: cascade layers and components in one minified file, named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import rcssmin

from ..plan.papers import PAPERS

LAYERS = ("tokens", "base", "layout", "components", "utilities")
"""Lowest first: a later layer wins whatever the selectors weigh."""

STRETCHES = range(62, 126)
"""The width axis of the display font, in percent; each line of a fitted name has its own."""


def bundle(theme: Path, fonts_css: str, papers: Mapping[str, str] = PAPERS) -> tuple[str, bytes]:
    """(name, bytes) of the style sheet. `fonts_css` holds the `@font-face` rules; the name changes with the bytes.

    Raises `OSError` when a layer of the theme is missing.
    """
    sheets = {layer: (theme / "css" / f"{layer}.css").read_text("utf-8") for layer in LAYERS if layer != "components"}
    sheets["tokens"] += "".join(f".paper-{slug}{{--paper:{colour}}}" for slug, colour in papers.items())
    parts = sorted((theme / "components").glob("*/*.css"))
    sheets["components"] = stretches() + "\n".join(part.read_text("utf-8") for part in parts)
    text = f"@layer {','.join(LAYERS)};{fonts_css}" + "".join(f"@layer {name}{{{sheets[name]}}}" for name in LAYERS)
    data = str(rcssmin.cssmin(text)).encode()
    return f"stil.{hashlib.sha256(data).hexdigest()[:8]}.css", data


def stretches() -> str:
    """The classes `b62` to `b125`, so that a line's width axis needs no inline style (a strict policy forbids it)."""
    return "".join(f".b{stretch}{{font-stretch:{stretch}%}}" for stretch in STRETCHES)
