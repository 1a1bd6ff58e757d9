"""How far it is: a bar where somebody watches, lines in a log, nothing where it is quick."""

from __future__ import annotations

import io

from kiezgroessen.shell.progress import telling


class Screen(io.StringIO):
    """A window that somebody looks at."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Goes on when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def shown(stream: io.StringIO, seconds: float, steps: int = 10) -> str:
    """What is to be read of ten steps that take so many seconds."""
    clock = Clock()
    with telling(stream, clock) as told:
        for step in range(steps + 1):
            told("Bilder und Blätter", step, steps)
            clock.now += seconds / steps
    return stream.getvalue()


def test_what_is_quick_is_not_worth_a_word() -> None:
    assert shown(Screen(), 0.9) == ""
    assert shown(io.StringIO(), 14) == ""


def test_whoever_watches_sees_a_bar_in_german_that_is_gone_in_the_end() -> None:
    said = shown(Screen(), 5)
    assert "Bilder und Blätter" in said
    assert "von 10" in said
    assert said.endswith(("\x1b[2K", "\x1b[?25h", "\x1b[1A\x1b[2K")), "nothing of it is left"


def test_a_log_gets_a_plain_line_now_and_then() -> None:
    lines = shown(io.StringIO(), 50).splitlines()
    assert lines == ["Bilder und Blätter: 3 von 10", "Bilder und Blätter: 6 von 10", "Bilder und Blätter: 9 von 10"]


def test_each_stage_has_its_own() -> None:
    clock, stream = Clock(), Screen()
    with telling(stream, clock) as told:
        for what in ("Seiten", "Bilder und Blätter"):
            for step in range(4):
                told(what, step, 4)
                clock.now += 1
    assert "Seiten" in stream.getvalue()
    assert "Bilder und Blätter" in stream.getvalue()
