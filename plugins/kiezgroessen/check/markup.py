"""What a page owes to those who do not see it: names for pictures, languages, one heading, references that resolve."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ..languages import LANGUAGES, SOURCE, Language
from .tags import Page, Tag

_REFERRING = frozenset(
    [
        *("for", "list", "form", "headers", "popovertarget", "commandfor", "aria-labelledby", "aria-describedby"),
        *("aria-controls", "aria-owns", "aria-details", "aria-errormessage", "aria-activedescendant", "aria-flowto"),
    ]
)
"""Values that name other parts of the same page by their ids."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*")
"""Language tags as far as we write them (BCP 47): language, script, region, variants."""
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})
_WRITTEN: Mapping[str, str] = MappingProxyType({one.tag: one.direction for one in LANGUAGES.values()})


def faults_of(name: str, page: Page) -> Iterator[str]:
    """All that is wrong with a page of this name by itself, German."""
    language = language_of(name)
    if page.is_loose:
        yield "Ein »<« gehört zu keinem Tag: Das ist kein ordentliches HTML."
    yield from (f"Die id »{one}« gibt es auf der Seite zweimal." for one, n in Counter(page.ids).items() if n > 1)
    for tag in page.tags:
        if complaint := _picture(tag):
            yield complaint
        for key, one in _references(tag):
            if one not in page.ids:
                yield f"»{key}« verweist auf die id »{one}«, die es auf der Seite nicht gibt."
        if (tag["lang"] or tag["dir"]) and tag.name != "html" and (complaint := _fragment(tag, language)):
            yield complaint
    yield from _root(page, language)
    yield from _head(page)


def language_of(name: str) -> Language:
    """The language of a page by its place: a folder per language, German without one."""
    first = name.partition("/")[0]
    return LANGUAGES[first] if "/" in name and first in LANGUAGES and first != SOURCE else LANGUAGES[SOURCE]


def _picture(tag: Tag) -> str | None:
    is_picture = tag.name in ("img", "area") or (tag.name == "input" and tag["type"].lower() == "image")
    if not is_picture or tag["alt"].strip():
        return None
    # Nothing here is decoration: that is drawn by the style sheets.
    return f"Dem Bild {tag['src'] or tag['href']} fehlt »alt«: was zu sehen ist, für alle, die es nicht sehen."


def _references(tag: Tag) -> list[tuple[str, str]]:
    found = [(key, one) for key in tag.values.keys() & _REFERRING for one in tag[key].split()]
    # The word belongs to progress bars and the like, too.
    return [pair for pair in found if pair[0] != "form" or tag.name in ("button", "input", "select", "textarea")]


def _root(page: Page, language: Language) -> Iterator[str]:
    roots = page.the("html")
    if len(roots) != 1:
        yield "Die Seite hat kein <html>, oder mehr als eines."
        return
    lang, direction = roots[0]["lang"], roots[0]["dir"]
    if lang != language.tag:
        yield f"Die Seite nennt als Sprache »{lang}« und liegt dort, wo »{language.tag}« liegt."
    if direction != language.direction:
        yield f"Die Schreibrichtung der Seite ist »{direction}«, in ihrer Sprache ist es »{language.direction}«."


def _fragment(tag: Tag, page: Language) -> str | None:
    lang, direction = tag["lang"], tag["dir"]
    if "dir" in tag.values and direction not in _DIRECTIONS:
        return f"Die Schreibrichtung »{direction}« an <{tag.name}> gibt es nicht."
    if not lang:
        return None
    if not _TAG.fullmatch(lang):
        return f"Die Sprache »{lang}« an <{tag.name}> ist keine."
    written = _WRITTEN.get(lang, "ltr")
    if direction != written and (direction or written != page.direction) and direction != "auto":
        return f'Zur Sprache »{lang}« an <{tag.name}> gehört dir="{written}".'
    return None


def _head(page: Page) -> Iterator[str]:
    if page.headings != 1:
        many = "keine" if page.headings == 0 else page.headings
        yield f"Die Seite hat {many} Überschriften der ersten Stufe; es muss genau eine sein."
    if len(page.titles) != 1 or not page.titles[0]:
        yield "Die Seite braucht genau einen <title>, und er darf nicht leer sein."
    if not any(tag["content"].strip() for tag in page.the("meta", name="description")):
        yield "Der Seite fehlt die Beschreibung für Suchmaschinen."
