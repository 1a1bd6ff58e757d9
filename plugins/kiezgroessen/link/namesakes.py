"""Names that nobody can tell from another one, because all their letters look Latin and are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ..model.alike import looks_latin, scripts_of
from ..model.entry import Translated
from ..model.parts import Visibility
from ..model.records import Business, Institution
from ..model.validate import Model
from ..problems import Problem

_Named: TypeAlias = Translated[Business] | Translated[Institution]


def check_namesakes(model: Model) -> Iterator[Problem]:
    """Errors about names that are shown: »Café Сосо« with Cyrillic letters, and »Сосо« where there is a »Coco«.

    A name like »Сара« or »Роса« is what it is, as long as nobody can take it for somebody else's.
    """
    named: tuple[_Named, ...] = (*model.businesses.values(), *model.institutions.values())
    shown = [text for text in named if text.record.status is Visibility.PUBLISHED]
    latin = {_folded(_name(text)): text for text in shown if looks_latin(_name(text)) is None}
    for text in shown:
        name = _name(text)
        if (meant := looks_latin(name)) is None:
            continue
        origin = text.source.origin
        if "LATIN" in scripts_of(name):
            message = f"»{name}« sieht aus wie »{meant}«, hat aber auch andere Buchstaben, die nur gleich aussehen."
            yield origin.problem(("name",), message, hint="Das Wort in einer Schrift neu tippen.", fix=meant)
        elif (other := latin.get(_folded(meant))) is not None:
            folder = other.source.origin.folder
            message = f"»{name}« ist von »{meant}« nicht zu unterscheiden, und so heißt schon {folder}."
            hint = "Heißt der Ort so, ein Wort dazuschreiben, an dem man die Schrift erkennt, zum Beispiel »Кафе«."
            yield origin.problem(("name",), message, hint=hint)


def _name(text: _Named) -> str:
    return text.record.name.value


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
