"""Languages of the site: code, own name, writing direction, and texts that know their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SOURCE = "de"
"""The language editors write in; every other one falls back to it."""
PLAIN = "leicht"
"""German in plain language, for those who find texts hard."""


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is the file suffix, ``tag`` the BCP 47 tag for ``lang=``, ``name`` the language's name in itself."""

    code: str
    tag: str
    name: str
    direction: str
    script: str
    locale: str


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.code: language
        for language in (
            Language("de", "de", "Deutsch", "ltr", "latin", "de"),
            Language("tr", "tr", "Türkçe", "ltr", "latin", "tr"),
            # Months as people from Iraq and the Levant name them, who are most of Berlin's readers of Arabic.
            Language("ar", "ar", "العربية", "rtl", "arabic", "ar_IQ"),
            Language("en", "en", "English", "ltr", "latin", "en_GB"),
            # A variety of German, so readers' software pronounces it as German (BCP 47 variant "simple").
            Language(PLAIN, "de-simple", "Leichte Sprache", "ltr", "latin", "de"),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the language it is really written in, so that a German text on an Arabic page is marked as German."""

    value: str
    lang: str = SOURCE

    def __str__(self) -> str:
        return self.value

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        # Many of them are packed up for each page; data classes with slots ask for their fields each time.
        return Text, (self.value, self.lang)

    @property
    def tag(self) -> str:
        """The value for ``lang=``; names may be in a language that the site does not speak."""
        return LANGUAGES[self.lang].tag if self.lang in LANGUAGES else self.lang

    @property
    def direction(self) -> str:
        """The value for ``dir=``."""
        return LANGUAGES[self.lang].direction if self.lang in LANGUAGES else "ltr"
