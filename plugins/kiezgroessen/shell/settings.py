"""The settings of a site, read without Pelican but for the part that Pelican writes.

A settings file is Python that holds values only. To let Pelican read it takes a quarter of a second.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..problems import ContentError
from .doors import opened

_OURS = frozenset({"SITEURL", "THEME", "FEED_DOMAIN"})
HOUSE = Path(__file__).resolve().parents[3]
"""The folder of this repository, whose configuration serves a site that has none of its own (tests do)."""


def conf_of(root: Path, name: str) -> Path:
    """The settings file of a site, or the house's."""
    return root / name if (root / name).exists() else HOUSE / name


def core_settings(root: Path, name: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """What the settings file ``name`` of the site at ``root`` says to us, and what is said over it.

    Raises `ContentError` for an open door, and whatever the file raises.
    """
    conf = conf_of(root, name)
    settings = {**values_of(root, name), **overrides}
    if doors := list(opened(settings)):
        raise ContentError(doors)
    settings["THEME"] = str(conf.parent / settings["THEME"])
    return {key: value for key, value in settings.items() if key in _OURS or key.startswith("KIEZ_")}


def values_of(root: Path, name: str) -> dict[str, Any]:
    """All values of a settings file, run as Pelican runs it: in the folder of the site, under its own name.

    Raises whatever the file raises.
    """
    conf = conf_of(root, name)
    spec = importlib.util.spec_from_file_location(conf.stem, conf)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(conf)
    module = importlib.util.module_from_spec(spec)
    before = Path.cwd()
    os.chdir(root)
    # What is published builds upon the other settings: the site's own, or those beside it where the site has none.
    places = [str(root), str(conf.parent)]
    sys.path[:0] = places
    try:
        sys.modules[conf.stem] = module
        spec.loader.exec_module(module)
    finally:
        for place in places:
            sys.path.remove(place)
        os.chdir(before)
    return {key: value for key, value in vars(module).items() if key.isupper()}


def pelican_settings(root: Path, name: str) -> dict[str, Any]:
    """All settings, as Pelican reads them. Raises whatever a settings file raises."""
    # Pelican takes a third of a second to import.
    from pelican.settings import read_settings  # noqa: PLC0415

    before = Path.cwd()
    os.chdir(root)
    try:
        settings: dict[str, Any] = read_settings(str(conf_of(root, name)))
    finally:
        os.chdir(before)
    return settings
