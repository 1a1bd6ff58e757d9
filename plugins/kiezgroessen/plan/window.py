"""The Kiez through a window that notes what is looked at: what a page was planned from is known, not declared.

A planner is handed a desk at such a window and nothing else of the contents, so it cannot look past it. What it has
noted is what its page depends on; as long as all of that is the same, so is the page.
"""

from __future__ import annotations

from dataclasses import replace

from ..link.kiez import Kiez
from .desk import Desk
from .looks import Looks, Noted

KINDS = ("businesses", "institutions", "actions", "campaigns", "news", "pages")
"""The mappings of a `Kiez`."""
WRITTEN = "written"
"""The languages in which pages are written, by path."""


def at_window(desk: Desk, looks: Looks) -> Desk:
    """A desk from which the same is seen, and every look is noted; what it makes is its own.

    The day and what the programme says of itself are not noted: every page depends on them.
    """
    seen: dict[str, Noted[object]] = {kind: Noted(kind, getattr(desk.kiez, kind), looks) for kind in KINDS}
    kiez: Kiez = replace(desk.kiez, **seen)  # type: ignore[arg-type]
    written = Noted(WRITTEN, desk.written, looks)
    return replace(desk, kiez=kiez, written=written, workshop=desk.workshop.emptied(), looks=looks)
