"""Applications of businesses as they arrive: the form's own format, or whatever somebody wrote instead.

The format is a first line `MARK`, a line ``Schlüssel: Wert`` for each of `KEYS` in this order, and a last line `END`.
A value goes on until the next key; the last one, the message, may have several lines.
"""

from __future__ import annotations

MARK = "KIEZGRÖSSEN-BEWERBUNG 1"
"""The first line; the number is that of the format."""
END = "ENDE"
"""The last line."""
KEYS = (
    "Betrieb",
    "Gewerbe",
    "Straße",
    "Name",
    "Telefon",
    "E-Mail",
    "Sprachen",
    "Wunschkarten",
    "Art",
    "Angebot",
    "Menge",
    "Nachricht",
)
"""What is asked. ``Sprachen`` are codes and ``Wunschkarten`` are ``einrichtung/kennung``, both between commas."""
