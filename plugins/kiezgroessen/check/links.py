"""Every link within the site leads to a file, and to a place on it, that exists; also those that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..problems import Problem, error
from .addresses import Address, Base, of_site, split
from .tree import Tree

_SHOWN = (".txt", ".vcf")
"""What people read or type: there an address stands without its last slash."""


@dataclass(frozen=True, slots=True)
class _Targets:
    """``good`` are the addresses of all files as they are mostly written, so that few have to be taken apart."""

    names: frozenset[str]
    ids: Mapping[str, frozenset[str]]
    base: Base
    good: frozenset[str]

    @classmethod
    def of(cls, tree: Tree, site_url: str) -> _Targets:
        ids = {name: page.ids for name, page in tree.pages.items()}
        base = Base.of(site_url)
        places = [one for name in tree.names for one in {name, name.removesuffix("index.html")}]
        good = frozenset(f"{start}/{place}" for start in (site_url, base.path) for place in places if "%" not in place)
        return cls(tree.names, ids, base, good)

    def wrong(self, addresses: Iterable[str], *, shown: bool = False) -> dict[str, str]:
        """Complaints by address. ``shown``: people read or type them, and leave out the last slash."""
        every = frozenset(addresses) - self.good
        return {one: complaint for one in every if (complaint := self._complaint(one, shown=shown))}

    def _complaint(self, address: str, *, shown: bool) -> str | None:
        """What is wrong with an address, wherever it stands; nothing with those that lead outwards."""
        parts = split(address)
        if parts is None:
            return f"Der Link {address} ist keine Adresse."
        if not self.base.inside(parts):
            return None
        target = self.base.file("", parts.path)
        if target == "":
            # The file itself, whatever that is; what a page says of places on itself is in its faults.
            return None
        if shown and target is not None and target not in self.names:
            target = f"{target}/index.html"
        if target is None or target not in self.names:
            return f"Der Link {address} führt ins Leere."
        if parts.fragment and target in self.ids and unquote(parts.fragment) not in self.ids[target]:
            return f"Der Link {address} führt zu einer Stelle, die es nicht gibt."
        return None


def check_links(
    tree: Tree, site_url: str, *, drawn: Mapping[str, Iterable[Address]], said: Mapping[str, str]
) -> list[Problem]:
    """``drawn`` are the addresses in drawings; ``said`` is the text of what is set in pixels or on paper, by name.

    Addresses in codes and on paper count like all others. What a page says of places on itself is in its faults.
    """
    targets = _Targets.of(tree, site_url)
    texts = {name: text.addresses for name, text in tree.texts.items() if not name.endswith(".js")}
    read = {name: found for name, found in texts.items() if name.endswith(_SHOWN)}
    followed = {name: found for name, found in (*texts.items(), *drawn.items()) if name not in read}
    # On paper only what is the site's own can be told from other words with slashes.
    printed = {name: tuple(of_site(text, site_url)) for name, text in said.items() if f"{site_url}/" in text}
    problems = _dead(followed, targets)
    problems += _dead(read, targets, shown=True)
    return problems + _dead(printed, targets, shown=True)


def _dead(groups: Mapping[str, Iterable[Address]], targets: _Targets, *, shown: bool = False) -> list[Problem]:
    # Files name the same addresses again and again: each is looked at once.
    every = frozenset[Address]().union(*groups.values())
    wrong = targets.wrong((address.text for address in every), shown=shown)
    if not wrong:
        return []
    return [
        error(name, None, wrong[address])
        for name, found in groups.items()
        for address in dict.fromkeys(one.text for one in found)
        if address in wrong
    ]
