"""What a walk finds, in words that can be kept."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["foreign", "credit", "rights", "author", "title", "text", "link", "load"]
"""``foreign``: should not be there. The others are for whoever knows what the file is for: whose picture it is, who
made a sheet and what it is called, words, and addresses that are followed or fetched."""


class Found(NamedTuple):
    """One thing that a file says; of ``foreign`` ones ``text`` is what it is, in German."""

    kind: Kind
    text: str


def foreign(what: str) -> Found:
    """Something that should not be there."""
    return Found("foreign", what)


NO_WAY = foreign("einen Aufbau, den niemand kennt")
"""The walker lost its way: the file is damaged, or hides something."""
