"""How wide pictures stand on the pages, as ``sizes`` of ``<img>``: the grids of ``theme/``, solved for the picture.

Exact, so that a browser loads neither more than it shows nor less. ``em`` is the reader's own size of letters (1rem of
the theme is 1.125em here, as the theme enlarges its root); margins are 3vw between 37.5em and 112.5em.
`tests/browser/test_pictures_fit.py` compares all this with the pages.
"""

from __future__ import annotations

_FULL = "(min-width: 37.5em) 94vw, calc(100vw - 2.25em)"
"""The whole page between its margins."""

# The wall puts as many sheets beside each other as there is room for 17rem each.
CARD = (
    "(min-width: 130em) 20em, (min-width: 109em) 17.7vw, (min-width: 85.8em) 22.3vw, (min-width: 63.2em) 30.3vw, "
    f"(min-width: 41.6em) 46.2vw, {_FULL}"
)
CARD_SHAPE = 6 / 5
"""Width by height; the portrait is 4:5, and the place grows higher where its neighbours say more."""
HEAD = f"(min-width: 56em) 45.5vw, {_FULL}"
"""The portrait at the head of a profile: half of the page."""
TEASER = f"(min-width: 57.5em) 17.6vw, (min-width: 44em) calc(22vw - 2.5em), {_FULL}"
STORY = f"(min-width: 56em) 53.1vw, {_FULL}"
STORY_SHAPE = 3 / 2
"""The picture is 4:3."""


def gallery(count: int, *, beside_text: bool) -> str:
    """One photo at the end of a page or ``beside_text``, or one of ``count`` in columns of at least 18rem each."""
    if count == 1:
        return f"(min-width: 56em) {37.9 if beside_text else 53.1}vw, {_FULL}"
    three = "" if count in (2, 4) else "(min-width: 68.2em) calc(31.3vw - 1.1em), "
    return f"{three}(min-width: 44.9em) calc(47vw - 0.8em), {_FULL}"
