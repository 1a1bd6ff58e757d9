"""Words of the interface and how a language writes dates, numbers and lists."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from .dates import Day
from .languages import LANGUAGES, SOURCE, Language


@dataclass(frozen=True)
class Words:
    """One language's words. Without a catalogue (German) every word is its own translation."""

    language: Language
    catalogue: gettext.NullTranslations

    def gettext(self, message: str, /) -> str:
        """The word in this language; the German one where it is missing."""
        return self.catalogue.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        """The same for a number of things, by the plural rules of the language."""
        return self.catalogue.ngettext(msgid1, msgid2, n)

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale. Arabic uses the digits 0 to 9, as people in Germany read them on doors and phones."""
        return Locale.parse(self.language.locale)

    def day(self, day: Day) -> str:
        """``18. Mai 2017``, ``Mai 2017`` or ``2017``, as exact as it is known."""
        # The same few months stand on all pages, and CLDR's patterns take 50 µs each time.
        if day not in self._days:
            self._days[day] = self._written(day)
        return self._days[day]

    @cached_property
    def _days(self) -> dict[Day, str]:
        return {}

    def _written(self, day: Day) -> str:
        if day.exact:
            return self._digits(format_date(day.first, "long", locale=self.locale))
        return self._digits(format_skeleton("yMMMM" if day.month else "y", day.first, locale=self.locale))

    def period(self, first: Day, last: Day) -> str:
        """``18. Mai 2017``, ``11.–29. Januar 2027`` or ``18. Mai – 2. Juni 2017``, as short as it stays clear."""
        if first == last:
            return self.day(first)
        if not (first.exact and last.exact) or first.year != last.year:
            return f"{self.day(first)} – {self.day(last)}"
        # CLDR knows periods with short months only, which nobody should have to spell out.
        if first.month != last.month:
            return f"{self._digits(format_skeleton('MMMMd', first.first, locale=self.locale))} – {self.day(last)}"
        return f"{self._digits(format_skeleton('d', first.first, locale=self.locale))}{self._point}–{self.day(last)}"

    @property
    def _point(self) -> str:
        """Germans put one behind the number of a day."""
        return "." if self.locale.language == SOURCE else ""

    def number(self, value: int) -> str:
        """With the separators of the language."""
        return self._digits(str(format_decimal(value, locale=self.locale)))

    def enumerate(self, parts: Sequence[str]) -> str:
        """``A, B und C``."""
        return str(format_list(list(parts), locale=self.locale)) if parts else ""

    def language_name(self, code: str) -> str:
        """A language's name in this one; the code itself where it is not known."""
        return str(self.locale.languages.get(code, code))

    def _digits(self, text: str) -> str:
        return _DAY.sub("\\1\u00a0", text.translate(_LATIN_DIGITS))


# A day and its month stay on one line.
_DAY = re.compile(r"(\d\.?) (?=[^\W\d])")
_LATIN_DIGITS = {0x0660 + digit: str(digit) for digit in range(10)}


def load_words(folder: Path, lang: str) -> Words:
    """The words in ``folder/<lang>.po``; German needs no file. Raises OSError when a catalogue is missing.

    Raises Babel's PoFileError when it is broken.
    """
    language = LANGUAGES[lang]
    if lang == SOURCE:
        return Words(language, gettext.NullTranslations())
    with (folder / f"{lang}.po").open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, gettext.GNUTranslations(compiled))
