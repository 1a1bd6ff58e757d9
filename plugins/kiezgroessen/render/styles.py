"""The style sheets: cascade layers and components in two minified files, named by their content.

The first has all that the start page needs, which must come in one round trip; the second has the other components.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import rcssmin

from ..plan.papers import PAPERS, contrast

LAYERS = ("tokens", "base", "layout", "components", "utilities")
"""Lowest first: a later layer wins whatever the selectors weigh."""

STRETCHES = range(62, 126)
"""The width axis of the display font, in percent; each line of a fitted name has its own."""

EIGHTHS = range(9)


FIRST_PAGE: Final = "start.html"
NAMING = re.compile(r"""\{%-?\s*(?:extends|from|import|include)\s+["']([^"']+)["']""")
"""The name of another template, where one is used. Jinja's own parser takes 70 ms for the same answer."""


def bundles(
    theme: Path, fonts_css: str, papers: Mapping[str, str] = PAPERS, shades: Iterable[str] = ()
) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    """(name, bytes) of both style sheets. `fonts_css` holds the `@font-face` rules; the names change with the bytes.

    ``shades`` are the colours that stand in for photos (`grounds`).
    Raises `OSError` when a layer of the theme is missing.
    """
    sheets = {layer: (theme / "css" / f"{layer}.css").read_text("utf-8") for layer in LAYERS if layer != "components"}
    sheets["tokens"] += "".join(f".paper-{slug}{{--paper:{colour}}}" for slug, colour in papers.items())
    parts = sorted((theme / "components").glob("*/*.css"))
    needed = _components_of(theme, FIRST_PAGE)
    first, others = (
        "\n".join(part.read_text("utf-8") for part in parts if (part.parent.name in needed) is wanted)
        for wanted in (True, False)
    )
    sheets["components"] = stretches() + windows() + grounds(shades) + first
    head = f"@layer {','.join(LAYERS)};{rcssmin.cssmin(fonts_css)}"
    return (
        _named("stil", head + "".join(_layer(name, sheets[name]) for name in LAYERS)),
        _named("mehr", _layer("components", others)),
    )


def _layer(name: str, text: str) -> str:
    """Minified by itself: within braces ``a :is(b)`` looks like a declaration and would lose its blank."""
    return f"@layer {name}{{{rcssmin.cssmin(text)}}}"


def _named(stem: str, text: str) -> tuple[str, bytes]:
    data = text.encode()
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.css", data


def _components_of(theme: Path, template: str) -> set[str]:
    """The components that a template shows, itself or by way of others."""
    seen: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            room = "components" if "/" in name else "templates"
            waiting += NAMING.findall((theme / room / name).read_text("utf-8"))
    return {name.split("/")[0] for name in seen if "/" in name}


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
