"""Which attacks a site's problems speak of; they are taken back, so that the rest can be built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiezgroessen.problems import Problem, Severity

from .fields import Loc
from .site import BODY, Paper, Shot


def refusals(problems: Iterable[Problem], made: Sequence[Paper]) -> tuple[list[tuple[Shot, Problem]], list[Problem]]:
    """Withdraws what was refused; gives it with the reasons, and the errors that belong to no attack."""
    by_path = {paper.path: paper for paper in made}
    refused: list[tuple[Shot, Problem]] = []
    stray = []
    for problem in problems:
        if problem.severity is not Severity.ERROR:
            continue
        paper = by_path.get(problem.path)
        loc = paper.lines.get(problem.line or 0) if paper else None
        if (
            paper is not None
            and loc is None
            and BODY in paper.shots
            and (problem.line or 0) > max(paper.lines, default=0)
        ):
            loc = BODY
        shot = paper.withdraw(_deepest(paper, loc)) if paper and loc is not None else None
        if shot is not None:
            refused.append((shot, problem))
        elif paper is None:
            stray.append(problem)
        else:
            # What another value of the file brought about, an id that nobody refers to any more: it was one of these.
            back = _values(paper) or [one for other in made if other.number == paper.number for one in _values(other)]
            refused += [(shot, problem) for shot in back]
            stray += [] if back else [problem]
    return refused, stray


def _values(paper: Paper) -> list[Shot]:
    """Withdraws all that is no free text."""
    places = [loc for loc, shot in paper.shots.items() if not shot.field.limit and loc != BODY]
    return [shot for loc in places if (shot := paper.withdraw(loc)) is not None]


def _deepest(paper: Paper, loc: Loc) -> Loc:
    """The attack at a place, or the only one below it."""
    if loc in paper.shots:
        return loc
    below = [one for one in paper.shots if one[: len(loc)] == loc]
    return below[0] if below else loc
