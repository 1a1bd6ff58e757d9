"""What files say beside what they show: nothing, but for credits of press pictures, and titles and givers of sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..problems import Problem, error
from .containers.found import Found
from .look import Looked

_REPORT = "Bitte melden: Solche Dateien darf das Programm nicht herausgeben."


def check_metadata(looked: Mapping[str, Looked], *, credit: Mapping[str, str], author: str) -> list[Problem]:
    """``credit`` says whose pictures those for the press are, by name; ``author`` may stand in sheets."""
    # The archive for the press holds all of them.
    every = frozenset(credit.values())
    return [
        error(name, None, message, hint=_REPORT)
        for name, one in looked.items()
        for found in one.found
        if (message := _complaint(found, every if name.endswith(".zip") else {credit.get(name)}, author))
    ]


def _complaint(found: Found, credited: Collection[str | None], author: str) -> str | None:
    match found.kind:
        case "foreign":
            return f"Die Datei enthält {found.text}."
        case "credit" | "rights" if found.text not in credited:
            return "Die Datei nennt einen Bildnachweis, der nicht zu ihr gehört."
        case "author" if " ".join(found.text.split()) != " ".join(author.split()):
            return "Die Datei nennt einen Verfasser, der sie nicht herausgibt."
        case _:
            return None
