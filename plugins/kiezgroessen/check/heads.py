"""How pages are found: their own address, their other languages, their titles, and the site map that lists them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..problems import Problem, error, warning
from .markup import language_of
from .tags import Page, tags_of

if TYPE_CHECKING:
    from .tree import Tree

SITEMAP = "sitemap.xml"
_DEFAULT = "x-default"
_ENTRY = re.compile(r"<url>(.*?)</url>", re.DOTALL)
_PART = re.compile(r"<sitemap>(.*?)</sitemap>", re.DOTALL)
_PLACE = re.compile(r"<loc>(.*?)</loc>")


class Head(NamedTuple):
    """How a page wants to be found: ``own`` are all its canonical addresses, ``others`` are by language tag."""

    own: tuple[str, ...]
    others: Mapping[str, str]
    indexed: bool
    titles: tuple[str, ...]


def check_heads(tree: Tree, site_url: str) -> list[Problem]:
    """Errors, but for titles that two pages share: two shops may have the same name."""
    addresses = {name: f"{site_url}/{name.removesuffix('index.html')}" for name in tree.pages}
    heads = {name: page.head for name, page in tree.pages.items() if page.head}
    problems: list[Problem] = []
    for name, head in heads.items():
        problems += [error(name, None, message) for message in _own(head, addresses[name])]
    problems += _languages(heads, addresses)
    problems += _listed(tree, site_url, heads, addresses)
    return [*problems, *_titles(heads)]


def head_of(page: Page) -> Head:
    """From the tags of a page."""
    robots = " ".join(tag["content"].lower() for tag in page.the("meta", name="robots"))
    others = {tag["hreflang"]: tag["href"] for tag in page.the("link", rel="alternate") if tag["hreflang"]}
    own = tuple(tag["href"] for tag in page.the("link", rel="canonical"))
    return Head(own, others, "noindex" not in robots, page.titles)


def _own(head: Head, address: str) -> Iterator[str]:
    if head.indexed and head.own != (address,):
        yield f"Die Seite nennt als eigene Adresse {', '.join(head.own) or 'keine'} und liegt unter {address}."
    if not head.indexed and (head.own or head.others):
        yield "Suchmaschinen sollen die Seite nicht aufnehmen, und doch nennt sie ihnen Adressen."


def _languages(heads: Mapping[str, Head], addresses: Mapping[str, str]) -> Iterator[Problem]:
    """Pairs are complete, mutual and reflexive: who is named names the same pages, itself among them."""
    names = {address: name for name, address in addresses.items()}
    for name, head in heads.items():
        if not head.others:
            continue
        tag = language_of(name).tag
        if head.others.get(tag) != addresses[name]:
            yield error(name, None, f"Unter ihren Sprachen nennt die Seite sich selbst nicht (hreflang »{tag}«).")
        if _DEFAULT not in head.others:
            yield error(name, None, f"Unter ihren Sprachen fehlt »{_DEFAULT}«: die für alle anderen.")
        for lang, address in head.others.items():
            other = heads.get(names.get(address, ""))
            if other is not None and other.others != head.others:
                message = f"Die Seite nennt {address} als »{lang}«; die nennt andere Sprachen als sie."
                yield error(name, None, message)


def _listed(tree: Tree, site_url: str, heads: Mapping[str, Head], addresses: Mapping[str, str]) -> Iterator[Problem]:
    files = _files(tree, site_url)
    missing = [name for name in files if name not in tree.names]
    if missing:
        yield from (error(name, None, "Die Datei fehlt.") for name in missing)
        return
    listed: dict[str, dict[str, str]] = {}
    for name in files:
        for entry in _ENTRY.findall(tree.text(name)):
            where = "".join(html.unescape(one) for one in _PLACE.findall(entry))
            if where in listed:
                yield error(name, None, f"{where} steht zweimal darin.")
            listed[where] = {tag["hreflang"]: tag["href"] for tag in tags_of(entry) if tag["hreflang"]}
    wanted = {addresses[name]: head.others for name, head in heads.items() if head.indexed}
    hidden = {addresses[name] for name, head in heads.items() if not head.indexed}
    for address in sorted(wanted.keys() | listed.keys()):
        if address in hidden:
            yield error(SITEMAP, None, f"{address} steht darin und ist nicht für Suchmaschinen.")
        elif address not in wanted:
            yield error(SITEMAP, None, f"{address} steht darin, ist aber keine Seite.")
        elif address not in listed:
            yield error(SITEMAP, None, f"{address} fehlt darin.")
        elif listed[address] != wanted[address]:
            yield error(SITEMAP, None, f"Bei {address} stehen andere Sprachen als auf der Seite.")


def _files(tree: Tree, site_url: str) -> list[str]:
    """The site map, and what it names where it is only an index of others."""
    if SITEMAP not in tree.names:
        return [SITEMAP]
    places = [_PLACE.findall(entry) for entry in _PART.findall(tree.text(SITEMAP))]
    return [SITEMAP, *(html.unescape("".join(place)).removeprefix(f"{site_url}/") for place in places)]


def _titles(heads: Mapping[str, Head]) -> Iterator[Problem]:
    same: dict[tuple[str, str], list[str]] = {}
    for name, head in heads.items():
        if head.indexed and head.titles:
            same.setdefault((language_of(name).code, head.titles[0]), []).append(name)
    for (_, title), names in same.items():
        for name in names[1:]:
            message = f"Den Titel »{title}« hat schon {names[0]}: In einer Liste von Treffern sehen beide gleich aus."
            hint = "Mit einem Zusatz im Namen, der Straße oder dem Jahr, kann man sie unterscheiden."
            yield warning(name, None, message, hint=hint)
