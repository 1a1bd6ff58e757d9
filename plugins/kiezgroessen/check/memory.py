"""What texts said the last time, by their names: where the digest is still the same, nothing is read twice.

There is one memory for each address of the site, since the preview and the published site take turns. It names the
code of all checks and what they lean on: with other checks everything is read again. A damaged entry is none.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
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
_APART = " 0 "
ASIDE, PAPER, CLEAR, SECRETS = "aside", "paper", "clear", "secrets"
"""What is kept beside the texts: what names, pictures and paper say and where in them something private is, in which
texts nothing private is, and what is private."""


def code() -> str:
    """A digest of the checks, the languages they know, and Python's own tables."""
    return key_of(sys.version, unicodedata.unidata_version, *sources())


def sources() -> list[bytes]:
    """The code that what is remembered depends on."""
    house = Path(__file__).parent
    return [file.read_bytes() for file in (*sorted(house.rglob("*.py")), house.parent / "languages.py")]


def remembered(store: Store, site_url: str) -> dict[str, Text]:
    """What is known of the texts of the site at this address; nothing where that was said by other checks."""
    data = store.get(key_for(site_url))
    kept = json.loads(data) if data is not None else {}
    if kept.get("by") != code():
        return {}
    addresses = [Address(one[1:], _USES[one[0]]) for one in kept["addresses"]]
    words = parted(kept["words"])
    frames = [frozenset([words[at] for at in frame]) for frame in kept["frames"]]
    return {name: _text(row, addresses, words, frames) for name, row in kept["texts"].items()}


def remember(store: Store, site_url: str, texts: Mapping[str, Text]) -> None:
    """Keeps this for the next time, and only this."""
    # Pages share most of what they say: each word is kept once, and named by its number.
    addresses = {one: at for at, one in enumerate(sorted({one for text in texts.values() for one in text.addresses}))}
    said = {word for text in texts.values() for word in (*text.words, *text.ids)}
    words = {word: at for at, word in enumerate(sorted(said))}
    alike: dict[str, list[str]] = {}
    for name in texts:
        alike.setdefault(_kind(name), []).append(name)
    # What all files of a kind say is kept once as well.
    frames = [frozenset.intersection(*(texts[name].words for name in names)) for names in alike.values()]
    rows = {
        name: _row(texts[name], addresses, words, at, frames[at])
        for at, names in enumerate(alike.values())
        for name in names
    }
    kept = {
        "by": code(),
        "addresses": [f"{_SIGNS[one.use]}{one.text}" for one in addresses],
        "words": joined(words),
        "frames": [[words[one] for one in frame] for frame in frames],
        "texts": rows,
    }
    store.put(key_for(site_url), _json(kept))


def kept(store: Store, what: tuple[str, str], texts: Iterable[str], make: Callable[[], Any]) -> Any:
    """What ``make`` makes of all these texts, which is what JSON has: made anew where one of them is another.

    ``what`` it is, and of which address of the site.
    """
    by = [code(), key_of(*texts)]
    data = store.get(key_of(*what))
    last = json.loads(data) if data is not None else {}
    if last.get("by") == by:
        return last["made"]
    made = make()
    store.put(key_of(*what), _json({"by": by, "made": made}))
    return made


def cleared(store: Store, site_url: str, phrases: Iterable[str]) -> frozenset[str]:
    """The marks of texts in which none of exactly these phrases stands, as far as that is known."""
    data = store.get(key_of(CLEAR, site_url))
    last = json.loads(data) if data is not None else {}
    return frozenset(last["marks"] if last.get("by") == [code(), key_of(*phrases)] else ())


def clear(
    store: Store, site_url: str, phrases: Iterable[str], marks: AbstractSet[str], *, before: AbstractSet[str]
) -> None:
    """Keeps these marks in place of those that were known before."""
    if marks != before:
        store.put(key_of(CLEAR, site_url), _json({"by": [code(), key_of(*phrases)], "marks": sorted(marks)}))


def joined(words: Iterable[str]) -> str:
    """Words of people as they may be kept: none stands beside another, as if somebody were called so.

    A takedown looks for names in every file, and »Anna« and »Annas« would be neighbours in a list.
    """
    return _APART.join(words)


def parted(text: str) -> list[str]:
    """The words again."""
    return text.split(_APART) if text else []


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _kind(name: str) -> str:
    """What the pages of all businesses have in common."""
    first, _, rest = name.partition("/")
    return f"{first}/{rest.partition('/')[2]}"


def keys(site_url: str) -> set[str]:
    """All that a look at the site at this address keeps, but for what is in pictures."""
    return {key_for(site_url), *(key_of(what, site_url) for what in (ASIDE, PAPER, CLEAR, SECRETS))}


def key_for(site_url: str) -> str:
    """Where in a store that is: always the same, so that what is written replaces what was there."""
    return key_of("texts", site_url)


def _row(
    text: Text, addresses: Mapping[Address, int], words: Mapping[str, int], kind: int, frame: frozenset[str]
) -> list[Any]:
    """A text in what JSON has."""
    return [
        *text[:4],
        [addresses[one] for one in text.addresses],
        sorted(words[one] for one in text.ids),
        [*text.head] if text.head else None,
        kind,
        sorted(words[one] for one in text.words - frame),
        text.marks,
    ]


def _text(row: list[Any], every: Sequence[Address], said: Sequence[str], frames: Sequence[frozenset[str]]) -> Text:
    digest, checksum, found, faults, addresses, ids, head, kind, words, marks = row
    return Text(
        digest,
        checksum,
        tuple(Found(*one) for one in found),
        tuple(faults),
        tuple([every[at] for at in addresses]),
        frozenset([said[at] for at in ids]),
        Head(tuple(head[0]), head[1], head[2], tuple(head[3])) if head else None,
        frames[kind].union([said[at] for at in words]),
        tuple(Mark(*one) for one in marks),
    )
