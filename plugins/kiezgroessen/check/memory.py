"""What texts said the last time, by their names: where the digest is still the same, nothing is read twice.

There is one memory for each address of the site, since the preview and the published site take turns. It names the
code of all checks and what they lean on: with other checks everything is read again. A damaged entry is none.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

from ..make.store import Store, key_of
from .addresses import Address, Use
from .containers.found import Found
from .heads import Head
from .texts import Text
from .unfinished import Mark

_SIGNS: Mapping[Use, str] = MappingProxyType({"link": ">", "load": "<", "post": "!"})
_USES: Mapping[str, Use] = MappingProxyType({sign: use for use, sign in _SIGNS.items()})


def code() -> str:
    """A digest of the checks, the languages they know, and Python's own tables."""
    house = resources.files(__package__)
    places = (house, house.joinpath("containers"))
    files = [file for place in places for file in place.iterdir() if file.name.endswith(".py")]
    languages = resources.files(__package__.rpartition(".")[0]).joinpath("languages.py")
    sources = (file.read_bytes() for file in (*sorted(files, key=str), languages))
    return key_of(sys.version, unicodedata.unidata_version, *sources)


def remembered(store: Store, site_url: str) -> dict[str, Text]:
    """What is known of the texts of the site at this address; nothing where that was said by other checks."""
    data = store.get(key_for(site_url))
    kept = json.loads(data) if data is not None else {}
    known: dict[str, Address] = {}
    return {name: _text(row, known) for name, row in kept["texts"].items()} if kept.get("by") == code() else {}


def remember(store: Store, site_url: str, texts: Mapping[str, Text]) -> None:
    """Keeps this for the next time, and only this."""
    rows = {name: _row(text) for name, text in texts.items()}
    store.put(key_for(site_url), json.dumps({"by": code(), "texts": rows}, ensure_ascii=False).encode())


def key_for(site_url: str) -> str:
    """Where in a store that is: always the same, so that what is written replaces what was there."""
    return key_of("texts", site_url)


def _row(text: Text) -> list[Any]:
    """A text in what JSON has. Many addresses and words are many objects, so they are kept as few long strings."""
    head = [*text.head] if text.head else None
    addresses = [f"{_SIGNS[one.use]}{one.text}" for one in text.addresses]
    words = " ".join(sorted(text.words))
    return [*text[:4], addresses, sorted(text.ids), head, words, text.marks]


def _text(row: list[Any], known: dict[str, Address]) -> Text:
    digest, checksum, found, faults, addresses, ids, head, words, marks = row
    for one in addresses:
        if one not in known:
            known[one] = Address(one[1:], _USES[one[0]])
    return Text(
        digest,
        checksum,
        tuple(Found(*one) for one in found),
        tuple(faults),
        tuple(map(known.__getitem__, addresses)),
        frozenset(ids),
        Head(tuple(head[0]), head[1], head[2], tuple(head[3])) if head else None,
        frozenset(words.split()),
        tuple(Mark(*one) for one in marks),
    )
