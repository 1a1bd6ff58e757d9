"""Every link within the site leads to a file, and to a place on it, that exists; also those that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..problems import Problem, error
from .addresses import Address, Base, of_data, of_file, of_tag, of_text, split
from .tree import Tag, Tree

_FILES = (".css", ".xml", ".webmanifest", ".ics", ".txt", ".vcf")
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

    Addresses in codes and on paper count like all others.
    """
    ids = {name: frozenset(page.ids) for name, page in tree.pages.items()}
    targets = _Targets(tree.names, ids, Base.of(site_url))
    problems = _of_pages(tree, targets)
    for name in tree.texts(*_FILES):
        problems += _dead(name, of_file(name, tree.text(name)), targets, shown=name.endswith(_SHOWN))
    for name, found in drawn.items():
        problems += _dead(name, found, targets)
    for name, text in said.items():
        # On paper only what is the site's own can be told from other words with slashes.
        ours = (one for one in of_text(text) if one.text.startswith(f"{site_url}/"))
        problems += _dead(name, ours, targets, shown=True)
    return problems


def _of_pages(tree: Tree, targets: _Targets) -> list[Problem]:
    every = frozenset[Tag]().union(*(page.tags for page in tree.pages.values()))
    leading = {tag: found for tag in every if (found := tuple(of_tag(tag)))}
    tags = frozenset(leading)
    answers: dict[str, str | None] = {}
    problems: list[Problem] = []
    for name, page in tree.pages.items():
        addresses = {address.text for tag in page.tags & tags for address in leading[tag]}
        addresses |= {address.text for block in page.data for address in of_data(block)}
        for address in addresses:
            if address.startswith(("#", "?")) or not address:
                complaint = targets.complaint(name, address)
            else:
                if address not in answers:
                    answers[address] = targets.complaint(name, address)
                complaint = answers[address]
            if complaint:
                problems.append(error(name, None, complaint))
    return problems


def _dead(name: str, found: Iterable[Address], targets: _Targets, *, shown: bool = False) -> list[Problem]:
    addresses = dict.fromkeys(one.text for one in found)
    complaints = (targets.complaint(name, address, shown=shown) for address in addresses)
    return [error(name, None, complaint) for complaint in complaints if complaint]
