"""Nothing is loaded from elsewhere, and nothing is posted there: what a visitor reads here is nobody else's business.

Links that somebody follows may lead outwards; so may the form of the open call, to the one address that the Kiez names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..problems import Problem, error
from .addresses import Address, Base, split
from .tree import Tree

_SPACES = ("http://www.w3.org/", "https://schema.org")
"""Names of XML's vocabularies look like addresses and are not fetched."""
_NOBODY = ".example"
"""The style guide shows a form; nobody can own such an address (RFC 2606)."""


def check_hosts(
    tree: Tree, site_url: str, *, drawn: Mapping[str, Iterable[Address]], post_to: str | None
) -> list[Problem]:
    """``drawn`` are the addresses in drawings, by name; ``post_to`` is where the form of the open call may be sent."""
    base = Base.of(site_url)
    loading = {name: text.addresses for name, text in tree.texts.items()} | dict(drawn)
    loading = {name: [one for one in addresses if one.use != "link"] for name, addresses in loading.items()}
    # All pages load the same few.
    every = dict.fromkeys(one for addresses in loading.values() for one in addresses)
    wrong = {one: message for one in every if (message := _complaint(one, base, post_to))}
    return (
        [error(name, None, wrong[one]) for name, addresses in loading.items() for one in addresses if one in wrong]
        if wrong
        else []
    )


def _complaint(address: Address, base: Base, post_to: str | None) -> str | None:
    text = address.text
    if text.startswith(("data:image/", *_SPACES)):
        # A picture written into the page itself, as the style guide has them, comes from nowhere else.
        return None
    parts = split(text)
    if parts is None or base.inside(parts):
        return None
    if address.use == "load":
        return f"Die Seite lädt etwas von fremder Stelle: {text}"
    if text == post_to or (parts.hostname or "").endswith(_NOBODY):
        return None
    return f"Ein Formular schickt Angaben an eine fremde Stelle: {text}"
