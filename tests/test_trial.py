"""No text keeps the program busy: it is rendered soon, or refused with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.pathological import CASES
from tests.support.sites import TODAY, build_site, good_site, put_file, untouched

from kiezgroessen import pool
from kiezgroessen.model.doubts import DEEPEST
from kiezgroessen.model.validate import LONGEST_BODY
from kiezgroessen.problems import ContentError
from kiezgroessen.read.document import Document, Header
from kiezgroessen.render.prose import Prose
from kiezgroessen.render.trial import convert, trial
from kiezgroessen.shell import report

PAGE = "content/seiten/lang.md"
HEADER = "---\ntitel: Lang\nkurz: Lang.\n---\n"
FIRST = HEADER.count("\n") + 1
HANDBOOK = Path(__file__).parent.parent / "docs/handbuch/fehlermeldungen.md"
CONTENT = 2  # the exit code
HONEST = (Path(__file__).parent / "sites/gut-klein/content/kampagnen/mitmachen/kampagne.md").read_text("utf-8")


def page(text: str, number: int = 0) -> Document:
    return Document("page", f"lang-{number}", "de", PAGE, Header({}, {}), text, FIRST, ())


@pytest.mark.parametrize("name", list(CASES))
def test_every_text_is_rendered_or_refused_within_five_seconds(name: str) -> None:
    text = CASES[name]
    problems = trial([page(text)], workers=1)
    assert {problem.path for problem in problems} <= {PAGE}
    for problem in problems:
        assert problem.line is not None
        assert FIRST <= problem.line <= FIRST + text.count("\n")
        assert problem.message.startswith(("Dieser Text ist zu verschachtelt", "Aus diesem Text würde eine Seite"))
    if not problems:
        # Seconds of processor time, in a process that the limit ends: however busy the computer is.
        limits = pool.Limits(processor=5, memory=1_000_000_000)
        assert pool.run(convert, [text], workers=1, limits=limits) == ["quick"]


def test_most_of_them_are_refused_only_because_they_were_tried() -> None:
    """Else the cases would prove nothing: some are honestly slow, and some large beyond all measure."""
    slow = [CASES[name] for name in ("open brackets", "underlined headings", "a wide table of short rows")]
    limits = pool.Limits(processor=3, memory=500_000_000)
    assert all(isinstance(one, pool.Lost) for one in pool.run(convert, slow, workers=2, limits=limits))


@pytest.mark.parametrize(
    "text",
    [
        HONEST.partition("\n## ")[2] * 60,
        "- [Ein Verein](https://verein.example/), der hilft\n" * 700,
        "| Tag | Ort | Wer |\n|---|---|---|\n" + "| 1. Mai | Hof | alle |\n" * 1500,
        "Ein *Satz* mit **Kraft**, `Code` und [Link][1].\n\n" * 800 + "[1]: /betriebe/\n",
        "* * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * *\n\nEnde",
        "Mitte:" + " " * 300 + "\n" + " " * 300 + "weit rechts",
        "\n".join("    " * level + "- Ebene" for level in range(DEEPEST - 1)),
    ],
)
def test_honest_texts_may_be_long(text: str) -> None:
    assert trial([page(text[:LONGEST_BODY])], workers=1) == []
    assert Prose()(text[:LONGEST_BODY])


def test_the_line_that_is_to_blame_is_shown() -> None:
    text = "Ein Absatz.\n\n" * 20 + "[" * 20_000 + "\n\n" + "Noch einer.\n\n" * 20
    (problem,) = trial([page(text)], workers=1)
    assert problem.line == FIRST + 40
    assert (problem.shown or "").startswith("[[[[")
    assert len(problem.shown or "") < 250


def test_a_table_that_grows_beyond_all_measure_is_refused_by_the_size_of_its_page() -> None:
    (problem,) = trial([page(CASES["a small table that grows"])], workers=1)
    assert problem.message == "Aus diesem Text würde eine Seite von mehr als 1 Million Zeichen."


def test_lists_too_deep_are_refused_at_their_line() -> None:
    (problem,) = trial([page("Ein Satz.\n\n" + "    " * DEEPEST + "- zu tief")])
    assert (problem.line, f"{DEEPEST + 1} Listen" in problem.message) == (FIRST + 2, True)


def test_the_three_texts_of_a_campaign_are_tried_as_well() -> None:
    body = "## vorher\n\nBald.\n\n## jetzt\n\n" + "[" * 30_000 + "\n\n## danach\n\nDanke."
    campaign = Document("campaign", "fest", "de", "content/kampagnen/fest/kampagne.md", Header({}, {}), body, 9, ())
    (problem,) = trial([campaign], workers=1)
    assert problem.line == 9 + 6


def test_a_thousand_of_them_do_not_take_an_hour() -> None:
    """The first eight are told; mended, the next are."""
    assert len(trial([page("[" * 20_000, number) for number in range(1000)], workers=2)) == 8


def test_the_check_and_the_build_refuse_such_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    output = build_site(root, KIEZ_PICTURES=False)
    put_file(root, PAGE, HEADER + "Erst ein Satz.\n\n" + "[" * 10_000)
    assert report.main(root=root, date=TODAY) == CONTENT
    told = capsys.readouterr().out
    assert f"{PAGE}:{FIRST + 2}: Dieser Text ist zu verschachtelt" in told
    assert told.split("\n", 1)[0] in HANDBOOK.read_text("utf-8")
    with untouched(output), pytest.raises(ContentError, match="1 problems"):
        build_site(root, output, KIEZ_PICTURES=False)
