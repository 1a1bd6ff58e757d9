"""Exactly the planned files: what nobody planned may be anything, what was planned and is missing is missed."""

from __future__ import annotations

from collections.abc import Collection

from ..problems import Problem, error
from .tree import Tree


def check_names(tree: Tree, planned: Collection[str]) -> list[Problem]:
    """``planned`` are the names of all files there should be, below the output folder."""
    wanted = set(planned)
    problems = [error(name, None, "Diese Datei hat niemand geplant.") for name in sorted(tree.names - wanted)]
    return problems + [error(name, None, "Diese Datei fehlt.") for name in sorted(wanted - tree.names)]
