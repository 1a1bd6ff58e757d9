"""Doors of Pelican through which files, templates or texts reach the output past our checks: they stay shut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ..problems import Problem, error

_SHUT: Mapping[str, tuple[object, ...]] = MappingProxyType(
    {
        # What is copied as it is: originals of photos, headers with consents.
        "STATIC_PATHS": ([],),
        "THEME_STATIC_PATHS": ([],),
        "EXTRA_PATH_METADATA": ({},),
        "OUTPUT_SOURCES": (False,),
        # What is read: news and plain pages, by our reader, and looked at before.
        "ARTICLE_PATHS": (["meldungen"],),
        "PAGE_PATHS": (["seiten"],),
        "READERS": ({},),
        "CACHE_CONTENT": (False,),
        "LOAD_CONTENT_CACHE": (False,),
        # What is run as a template though an editor wrote it.
        "TEMPLATE_PAGES": ({},),
        "DIRECT_TEMPLATES": ([],),
        # What would be written beside our pages, and shown before its time.
        "DRAFT_SAVE_AS": ("",),
        "DRAFT_PAGE_SAVE_AS": ("",),
        "WITH_FUTURE_DATES": (True,),
        # What empties the output before anything is read.
        "DELETE_OUTPUT_DIRECTORY": (False,),
    }
)
"""Settings and the values they may have."""
ALLOWED_BY_DEFAULT = frozenset(
    {
        *("EXTRA_PATH_METADATA", "OUTPUT_SOURCES", "READERS", "CACHE_CONTENT", "LOAD_CONTENT_CACHE", "TEMPLATE_PAGES"),
        *("WITH_FUTURE_DATES", "DELETE_OUTPUT_DIRECTORY"),
    }
)
"""Those that Pelican sets as they should be where a file says nothing of them."""
_NEVER = "(?!)"


def opened(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """An error for each door that a settings file has opened."""
    for name, allowed in _SHUT.items():
        missing = name not in settings and name in ALLOWED_BY_DEFAULT
        if not missing and settings.get(name) not in allowed:
            yield _error(name, repr(allowed[0]))
    if not str(settings.get("INTRASITE_LINK_REGEX", "")).startswith(_NEVER):
        yield _error("INTRASITE_LINK_REGEX", repr(_NEVER))
    if len(settings.get("PLUGINS", ())) > 1:
        yield _error("PLUGINS", "[plugin]")


def _error(name: str, value: str) -> Problem:
    message = f"{name} darf nicht geändert werden: So käme ungeprüft in die Website, was nicht hineingehört."
    return error("pelicanconf.py", None, message, hint=f"Richtig ist {name} = {value}.")
