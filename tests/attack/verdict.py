"""The account: what was tried where, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

COLUMNS = ("strings", "refused", "unchanged", "armed", "wrong")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be: where, and what."""

    column: str
    place: str
    where: str
    what: str


@dataclass(slots=True)
class Tally:
    """Numbers by place or sink and column, and all findings."""

    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.numbers + other.numbers, self.findings + other.findings)

    def fired(self, place: str, lang: str, count: int = 1) -> None:
        """Strings put at a place."""
        self.numbers[_place(place, lang), "strings"] += count

    def refused(self, place: str, lang: str, count: int = 1) -> None:
        """Strings that were refused there, in German, with file and line."""
        self.numbers[_place(place, lang), "refused"] += count

    def looked(self, sink: str, count: int = 1) -> None:
        """Files (or messages) of a sink that were looked at."""
        self.numbers[sink, "looked"] += count

    def unchanged(self, sink: str, count: int = 1) -> None:
        """Strings that can be read there as they were typed."""
        self.numbers[sink, "unchanged"] += count

    def armed(self, sink: str, where: str, what: Iterable[str]) -> None:
        """Attacks that do something."""
        for one in what:
            self._found(Finding("armed", sink, where, one))

    def wrong(self, place: str, where: str, what: str) -> None:
        """What is neither refused nor as it was typed; what breaks down or takes too long."""
        self._found(Finding("wrong", place, where, what))

    def _found(self, finding: Finding) -> None:
        self.numbers[finding.place, finding.column] += 1
        self.findings.append(finding)


def _place(place: str, lang: str) -> str:
    return place if lang == "de" else f"{place}, translated"


def rows(tallies: Mapping[str, Tally]) -> list[tuple[str, ...]]:
    """A line for each kind of input and place or sink."""
    found = []
    for kind, tally in tallies.items():
        for place in dict.fromkeys(place for place, _ in sorted(tally.numbers)):
            cells = {column: tally.numbers[place, column] for column in (*COLUMNS, "looked")}
            found.append(
                (
                    kind,
                    place,
                    *(
                        f"{cells[one]:,}" if cells[one] else "0" if one in ("armed", "wrong") else ""
                        for one in ("looked", *COLUMNS)
                    ),
                )
            )
    return found
