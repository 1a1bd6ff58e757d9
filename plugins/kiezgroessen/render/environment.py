"""Views to HTML: one Jinja environment per language.

The words of the interface and the page's language are bound to the environment, not to the call, so that macros can
be imported without their context: Jinja then prepares each component once per language instead of once per page.
"""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from typing import Protocol

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ..languages import LANGUAGES, SOURCE, Language, Text
from ..plan.views import Page, Prose
from .jinja import Quick, translating


class Words(Protocol):
    """Words of the interface in one language, as `gettext.GNUTranslations` gives them."""

    def gettext(self, message: str, /) -> str:
        """The word in this language; the German one where it is missing."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        """The same for a number of things, by the plural rules of the language."""
        ...


def environment(
    theme: Path,
    language: Language = LANGUAGES[SOURCE],
    words: Words | None = None,
    prepared: BytecodeCache | None = None,
) -> Environment:
    """The templates and components of `theme`, speaking `language`; German is the message id and needs no `words`.

    `prepared` keeps templates from build to build; what they give is the same without it.
    An undefined variable is an error, everything that is not marked as clean HTML is escaped. Raises `jinja2`'s
    errors when a template is broken.
    """
    words = words or NullTranslations()
    env = Quick(
        loader=FileSystemLoader([theme / "templates", theme / "components"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=prepared,
        # Templates do not change while a site is built; to ask the disk at every import took a thirtieth of the time.
        auto_reload=False,
    )
    # The i18n extension adds this method at run time, out of sight of the type checker.
    install: Callable[..., None] = env.install_gettext_callables  # type: ignore[attr-defined]
    install(words.gettext, words.ngettext, newstyle=True)
    env.globals["_"] = translating(words.gettext)
    env.filters["say"] = lambda text: escape(text.value) if text.lang == language.code else say(text, language)
    env.filters["spoken"] = lambda text: spoken(text, language)
    env.filters["units"] = units
    return env


def render(env: Environment, page: Page) -> str:
    """The page as HTML. `env` must speak the language of the page."""
    return env.get_template(page.template).render(page=page)


def spoken(text: Text | Prose, language: Language) -> Markup:
    """The attributes that say in which language `text` is; nothing when that is the language of the page.

    `dir` also keeps the text apart from its surroundings, so a German name does not tear an Arabic line to pieces.
    """
    if text.tag == language.tag:
        return Markup("")
    if text.direction == language.direction:
        return Markup(' lang="{}"').format(text.tag)
    return Markup(' lang="{}" dir="{}"').format(text.tag, text.direction)


def say(text: Text, language: Language) -> Markup:
    """`text`, wrapped in a span with its language where the page speaks another one."""
    attributes = spoken(text, language)
    if not attributes:
        return escape(text.value)
    return Markup("<span{}>{}</span>").format(attributes, text.value)


def units(value: float) -> str:
    """A length in viewBox units for SVG: one decimal is finer than a pixel on any sheet, and short."""
    return f"{value:.1f}".removesuffix(".0")
