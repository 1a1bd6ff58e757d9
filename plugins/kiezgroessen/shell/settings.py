"""The settings of a site as far as our own part of a build needs them, without Pelican where nothing has changed.

A settings file holds values only, so the same files give the same settings. What they gave is remembered, because to
ask Pelican costs a third of a second, which is half of what a build with one change takes.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..make.kept import code_key
from ..make.store import key_of
from ..problems import ContentError
from .doors import opened

REMEMBERED = "cache/einstellungen"
_OURS = frozenset({"SITEURL", "THEME", "FEED_DOMAIN"})
_FILES = ("pelicanconf.py", "publishconf.py")
HOUSE = Path(__file__).resolve().parents[3]
"""The folder of this repository, whose configuration serves a site that has none of its own (tests do)."""


def conf_of(root: Path, name: str) -> Path:
    """The settings file of a site, or the house's."""
    return root / name if (root / name).exists() else HOUSE / name


def core_settings(root: Path, name: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """What the settings file ``name`` of the site at ``root`` says to us, and what is said over it.

    Raises `ContentError` for an open door.
    """
    if any(not _is_ours(key) for key in overrides):
        return _asked(root, name, overrides)
    conf = conf_of(root, name)
    texts = [path.read_bytes() if path.exists() else b"" for path in map(conf.parent.joinpath, _FILES)]
    key = key_of(str(conf), texts, os.cpu_count(), sys.version, code_key())
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        asked, known = marshal.loads((root / REMEMBERED).read_bytes())  # noqa: S302 - as trustworthy as __pycache__
        if asked == key:
            return {**known, **overrides}
    ours = _asked(root, name, {})
    # A path or something else that is no plain value is asked for every time.
    with contextlib.suppress(ValueError, OSError):
        data = marshal.dumps((key, ours))
        (root / REMEMBERED).parent.mkdir(parents=True, exist_ok=True)
        (root / REMEMBERED).write_bytes(data)
    return {**ours, **overrides}


def _asked(root: Path, name: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    settings = {**pelican_settings(root, name), **overrides}
    if doors := list(opened(settings)):
        raise ContentError(doors)
    return {key: value for key, value in settings.items() if _is_ours(key)}


def _is_ours(key: str) -> bool:
    return key in _OURS or key.startswith("KIEZ_")


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
