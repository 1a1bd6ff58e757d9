"""Every link within the site leads to a file, and to a place on it, that exists; also those that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..problems import Problem, error
from .addresses import Address, Base, of_text, split
from .tree import Tree

_SHOWN = (".txt", ".vcf")
"""What people read or type: there an address stands without its last slash."""


@dataclass(frozen=True, slots=True)
class _Targets:
    names: frozenset[str]
    ids: Mapping[str, frozenset[str]]
    base: Base

    def complaint(self, name: str, address: str, *, shown: bool = False) -> str | None:
        """What is wrong with a link of the file ``name``; nothing with those that lead outwards."""
        parts = split(address)
        if parts is None:
            return f"Der Link {address} ist keine Adresse."
        if not self.base.inside(parts):
            return None
        target = self.base.file(name, parts.path)
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
    targets = _Targets(tree.names, {name: page.ids for name, page in tree.pages.items()}, Base.of(site_url))
    # Pages name the same addresses again and again, and none of them depends on where it stands.
    every = frozenset(address.text for page in tree.pages.values() for address in page.addresses)
    wrong = {address: complaint for address in every if (complaint := targets.complaint("", address))}
    problems: list[Problem] = []
    for name, page in tree.pages.items():
        addresses = dict.fromkeys(address.text for address in page.addresses) if wrong else ()
        problems += [error(name, None, wrong[address]) for address in addresses if address in wrong]
    for name, text in tree.texts.items():
        if not name.endswith((".html", ".js")):
            problems += _dead(name, text.addresses, targets, shown=name.endswith(_SHOWN))
    for name, found in drawn.items():
        problems += _dead(name, found, targets)
    for name, words in said.items():
        # On paper only what is the site's own can be told from other words with slashes.
        if f"{site_url}/" in words:
            ours = (one for one in of_text(words) if one.text.startswith(f"{site_url}/"))
            problems += _dead(name, ours, targets, shown=True)
    return problems


def _dead(name: str, found: Iterable[Address], targets: _Targets, *, shown: bool = False) -> list[Problem]:
    addresses = dict.fromkeys(one.text for one in found)
    complaints = (targets.complaint(name, address, shown=shown) for address in addresses)
    return [error(name, None, complaint) for complaint in complaints if complaint]
