"""The finished tree, before it takes the old one's place: everything that is wrong with it, said at once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from ..make.store import Store
from ..problems import Problem, error, in_order
from .addresses import Address
from .expected import Expected
from .heads import check_heads
from .hosts import check_hosts
from .leaks import check_leaks
from .links import check_links
from .look import LOOKED, Looked, look
from .memory import keys, remember, remembered
from .metadata import check_metadata
from .names import check_names
from .tree import Tree, read_tree
from .weight import check_weight

_FEW = 3
"""Pages with the same fault that are named one by one; of more, the first one stands for all."""
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def looked_through(
    folder: Path, expected: Expected, store: Store, *, only_used: bool = False
) -> tuple[list[Problem], Mapping[str, str]]:
    """What is wrong with the finished tree below ``folder``, and the SHA-256 of its files by name.

    ``store`` remembers what was found, for a month; with ``only_used`` nothing that is not there any more.
    """
    url = expected.site_url
    known = remembered(store, url)
    tree = read_tree(folder, known)
    if tree.texts != known:
        remember(store, url, tree.texts)
    looked = look(tree, store, only_used=only_used)
    problems = check_output(tree, looked, expected, store)
    store.prune({LOOKED, *keys(url)}, may_stay=lambda _key: not only_used, now=time.time())
    return problems, {name: one.digest for name, one in looked.items()}


def check_output(tree: Tree, looked: Mapping[str, Looked], expected: Expected, store: Store) -> list[Problem]:
    """``looked`` is what was found in the files of the tree; for ``store`` see `looked_through`."""
    url, said = expected.site_url, dict(expected.said)
    drawn = {name: found for name, one in looked.items() if (found := tuple(_addresses(one)))}
    words = {name: texts for name, one in looked.items() if (texts := tuple(_words(one)))}
    problems = check_names(tree, expected.names)
    problems += check_links(tree, url, drawn=drawn, said={name: "\n".join(texts) for name, texts in said.items()})
    problems += [error(name, None, fault) for name, text in tree.texts.items() for fault in text.faults]
    problems += check_heads(tree, url)
    problems += check_hosts(tree, url, drawn=drawn, post_to=expected.post_to)
    problems += check_weight(tree, url, {name: one.size for name, one in looked.items()})
    problems += check_metadata(looked, credit=expected.credit, author=expected.author)
    both = {name: (*words.get(name, ()), *said.get(name, ())) for name in words.keys() | said.keys()}
    published = (urlsplit(url).hostname or "") not in _HERE
    problems += check_leaks(tree, expected.secrets, store, url, said=both, published=published)
    return grouped(problems)


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Equal faults of many files as one: a mistake in the frame of all pages is one mistake.

    What has a line has a place of its own.
    """
    same: dict[Problem, list[Problem]] = {}
    for problem in in_order(problems):
        same.setdefault(replace(problem, path="") if problem.line is None else problem, []).append(problem)
    found: list[Problem] = []
    for group in same.values():
        if len(group) <= _FEW:
            found += group
        else:
            where = "auf {} weiteren Seiten" if all(one.path.endswith(".html") for one in group) else "bei {} weiteren Dateien"
            more = where.format(len(group) - 1)
            found.append(replace(group[0], message=f"{group[0].message} … und {more}."))
    return in_order(found)


def _addresses(looked: Looked) -> Iterator[Address]:
    for one in looked.found:
        if one.kind in ("link", "load"):
            yield Address(one.text, "link" if one.kind == "link" else "load")


def _words(looked: Looked) -> Iterator[str]:
    return (one.text for one in looked.found if one.kind not in ("foreign", "link", "load"))
