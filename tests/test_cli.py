"""The commands as an editor types them, in a copy of the small good site."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.sample import ROOT
from tests.support.sites import TODAY, build_site, good_site, replace_in, untouched
from tests.support.sites import report as german_report

from kiezgroessen.languages import LANGUAGES
from kiezgroessen.model.unfinished import SAMPLE_WORDS
from kiezgroessen.problems import ContentError
from kiezgroessen.shell import build, new, report

PROFILE = "profiles/betriebe/baeckerei-adler/profil.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return good_site(tmp_path)


def check(site: Path, capsys: pytest.CaptureFixture[str], form: str = "text", date: str = TODAY) -> tuple[int, str]:
    capsys.readouterr()
    code = report.main(format=form, date=date, root=site)
    return code, capsys.readouterr().out


@pytest.mark.parametrize("kind", ["betrieb", "einrichtung", "aktion", "kampagne", "meldung", "seite"])
def test_what_new_makes_is_right_as_it_stands_and_not_yet_public(
    site: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    before = {file for file in site.rglob("*") if file.is_file()}
    assert new.main(kind, "Adler & Söhne", root=site) == 0
    said = capsys.readouterr().out
    (made,) = {file for file in site.rglob("*") if file.is_file()} - before
    assert f"Angelegt: {made.relative_to(site).as_posix()}" in said
    assert "adler" in made.relative_to(site).as_posix()
    code, answer = check(site, capsys)
    assert (code, "Fehler: " in answer) == (0, False), answer
    assert "status: entwurf" in made.read_text("utf-8")


def test_new_leaves_alone_what_is_there(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main("betrieb", "Bäckerei Adler", root=site) == 0
    file = site / PROFILE
    file.write_text("Meine Arbeit", "utf-8")
    assert new.main("betrieb", "Bäckerei Adler", root=site) == 1
    assert file.read_text("utf-8") == "Meine Arbeit"
    assert f"{PROFILE} gibt es schon; es wurde nichts geändert." in capsys.readouterr().out


def test_new_asks_back_for_what_it_does_not_know(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main("betreib", "Adler", root=site) == 1
    assert "»betreib« gibt es nicht – meinten Sie »betrieb«?" in capsys.readouterr().out
    assert new.main("betrieb", "مخبز", root=site) == 1
    assert "lateinischen Buchstaben" in capsys.readouterr().out


# What is typed into a fresh template: old text, new text, the text of the line that is found fault with, and what is
# answered: the reason, and the corrected line where there can be one.
MISTAKES = (
    ("gewerbe: baeckerei", "gewerbe: baeckrei", "gewerbe: baeckrei", "meinten Sie »baeckerei«", "gewerbe: baeckerei"),
    ("- art: praktikum ", "- art: praktikumm ", "- art: praktikumm", "meinten Sie »praktikum«", "- art: praktikum"),
    ('name: "Bäckerei Adler"', "nmae: Adler", "nmae: Adler", "meinten Sie »name«", "name: Adler"),
    ('name: "Bäckerei Adler"', 'name: ""', 'name: ""', "name", None),
    ("#seit: 2017-05", "seit: 31.02.2017", "seit: 31.02.2017", "31.02.2017", None),
    ("\nstatus: entwurf", "\nstatus: fertig", "status: fertig", "fertig", None),
    ("#sprachen: [de, tr]", "sprachen: [de, tr", "sprachen: [de, tr", "]", None),
    ("#link: nein", "link: vielleicht", "link: vielleicht", "vielleicht", None),
    ("#lage: 52.48990, 13.41800", "lage: hier", "lage: hier", "lage", None),
    ("    text: Zwei", "\ttext: Zwei", "\ttext: Zwei", "Tab", "    text: Zwei"),
    ('name: "Bäckerei Adler"', 'name: "Bäckerei Adler', 'name: "Bäckerei Adler', "Anführungszeichen", None),
    ("#seit: 2017-05", "seit; 2017-05", "seit; 2017-05", "Doppelpunkt", "seit: 2017-05"),
    ("gewerbe: baeckerei", "gewerbe:baeckerei", "gewerbe:baeckerei", "Leerzeichen", "gewerbe: baeckerei"),
    ("#zitat: Brot", "zitat: Ich sage: Brot", "zitat: Ich sage", "Doppelpunkt", 'zitat: "Ich sage: Brot backe'),
    ("  - art: praktikum", "  – art: praktikum", "  – art: praktikum", "Bindestrich", "  - art: praktikum"),
    ("#papier: gelb", "papier: gleb", "papier: gleb", "meinten Sie »gelb«", "papier: gelb"),
)


@pytest.mark.parametrize(("old", "typed", "line", "reason", "fix"), MISTAKES, ids=[one[1] for one in MISTAKES])
def test_a_typical_mistake_is_answered_with_place_reason_and_way_out(
    site: Path, capsys: pytest.CaptureFixture[str], old: str, typed: str, line: str, reason: str, fix: str | None
) -> None:
    new.main("betrieb", "Bäckerei Adler", root=site)
    replace_in(site, PROFILE, old, typed)
    lines = (site / PROFILE).read_text("utf-8").splitlines()
    (number,) = [number for number, text in enumerate(lines, 1) if line in text]
    code, answer = check(site, capsys)
    assert code == 2, answer
    about = answer.split(f"{PROFILE}:{number}: ")
    assert len(about) > 1, answer
    told = about[1].split(f"\n{PROFILE}")[0]
    assert reason in told
    assert "steht da:" in told
    if fix is not None:
        assert any(fix in row for row in told.splitlines() if row.strip().startswith("richtig:")), told
    assert not re.search(r"\b(error|invalid|expected|Traceback|value)\b", told), told


def broken(site: Path) -> None:
    replace_in(site, "profiles/betriebe/mavi/profil.md", "gewerbe: cafe", "gewerbe: kaffee, 100%")


def test_the_report_for_programs_is_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Its photo is small, which matters on paper only.
    replace_in(site, "profiles/betriebe/mavi/profil.md", "presse, druck]", "presse]")
    assert check(site, capsys, "json") == (0, "[]\n")
    broken(site)
    code, answer = check(site, capsys, "json")
    (row,) = json.loads(answer)
    assert code == 2
    assert (row["path"], row["severity"]) == ("profiles/betriebe/mavi/profil.md", "error")
    assert "kaffee" in row["message"]
    assert (site / row["path"]).read_text("utf-8").splitlines()[row["line"] - 1] == row["shown"]


def test_the_report_for_reviews_has_the_form_of_workflow_commands(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(site)
    code, answer = check(site, capsys, "github")
    (row,) = answer.splitlines()
    assert code == 2
    assert re.fullmatch(r"::error file=profiles/betriebe/mavi/profil\.md,line=4::.*100%25.*", row), row


def test_a_wrong_form_or_day_is_answered(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = check(site, capsys, "xml")
    assert (code, answer) == (1, "Das Format »xml« gibt es nicht. Möglich: text, json, github.\n")
    for date in ("gestern", "2026-13-01", "2026-11"):
        code, answer = check(site, capsys, date=date)
        assert code == 1
        assert "--date" in answer
        assert build.main(date=date, root=site) == 1
        assert "--date" in capsys.readouterr().err
    assert not (site / "output").exists()


def test_a_build_with_errors_leaves_everything_as_it_was(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(date=TODAY, root=site) == 0
    assert re.search(r"\d+ Seiten in .* Sekunden, in output/\.", capsys.readouterr().out)
    broken(site)
    with untouched(site / "output"):
        assert build.main(date=TODAY, root=site) == 2
    assert "1 Fehler. Die Website bleibt, wie sie war." in capsys.readouterr().err


SERVE = """
import sys
from pathlib import Path
from kiezgroessen.shell import serve
sys.exit(serve.main(port=int(sys.argv[2]), date=sys.argv[3], root=Path(sys.argv[1])))
"""


@contextmanager
def serving(site: Path, port: int = 18750) -> Iterator[str]:
    """``serve`` in a process of its own, asked for ``port``; gives the address it printed."""
    path = os.pathsep.join([str(ROOT / "plugins"), os.environ.get("PYTHONPATH", "")])
    log = site.parent / "serve.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(site), str(port), TODAY],
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield awaited(lambda: re.search(r"http://localhost:\d+", text_of(log)), log)[0]
        finally:
            process.terminate()
            process.wait(20)


def text_of(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def awaited(ask, log: Path, seconds: float = 300):  # type: ignore[no-untyped-def]  # whatever is asked for
    """Asks again until there is an answer; the limit only keeps a broken server from holding up the run."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.1)
    raise AssertionError(text_of(log))


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_serve_answers_follows_changes_and_survives_mistakes(site: Path) -> None:
    log = site.parent / "serve.txt"
    mavi = "profiles/betriebe/mavi/profil.md"
    with serving(site) as address:
        page = f"{address}/betriebe/mavi/"
        assert fetch(page)[0] == 200
        assert f'href="{page}"' in fetch(page)[1]  # the canonical address is the one that is looked at
        assert "Hier ist nichts" in fetch(f"{address}/gibt-es-nicht/")[1]
        awaited(lambda: "Speichern genügt" in text_of(log), log)
        time.sleep(1)  # until the watcher has taken its place, which it does not say

        replace_in(site, mavi, "Der zweite Tee geht aufs Haus.", "Der dritte Tee geht aufs Haus.")
        awaited(lambda: "Der dritte Tee" in fetch(page)[1], log)

        replace_in(site, mavi, "gewerbe: cafe", "gewerbe: caffe")
        awaited(lambda: "meinten Sie »cafe«" in text_of(log), log)
        assert "Der dritte Tee" in fetch(page)[1]

        replace_in(site, mavi, "gewerbe: caffe", "gewerbe: cafe")
        replace_in(site, mavi, "Der dritte Tee", "Der vierte Tee")
        awaited(lambda: "Der vierte Tee" in fetch(page)[1], log)
    assert not (site / "output").exists()


def test_a_taken_port_is_passed_over(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(site, port) as address:
            assert not address.endswith(f":{port}")
            assert fetch(f"{address}/")[0] == 200


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["chekc"], "Den Befehl »chekc« gibt es nicht – meinten Sie »check«?"),
        (["new", "betrieb", "Bäckerei", "Adler"], "»Adler« ist hier zu viel. Namen aus mehreren Wörtern gehören in"),
        (["new", "betrieb"], 'python3 tasks.py new betrieb "Bäckerei Sonnenkorn"'),
    ],
)
def test_a_command_typed_wrongly_is_answered_in_german(typed: list[str], answer: str) -> None:
    root = Path(__file__).parents[1]
    command = [sys.executable, "tasks.py", *typed]
    said = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert said.returncode == 1
    assert answer in said.stderr


def test_who_asks_what_takedown_does_is_told_and_nobody_is_looked_for() -> None:
    command = [sys.executable, "tasks.py", "takedown", "--help"]
    said = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, encoding="utf-8", check=False)
    assert said.returncode == 0
    for words in ("python3 tasks.py takedown mavi", "nicht fragen", "NICHT FERTIG", "eine Freigabe (mavi/f1)"):
        assert words in said.stdout


def test_a_dead_link_is_shown_where_it_was_typed(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    file = root / "content/seiten/impressum.md"
    file.write_text(file.read_text("utf-8") + "\nMehr [hier](/gibt-es-nicht/).\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        build_site(root, KIEZ_PICTURES=True)
    problem, *others = caught.value.problems
    # It stands on the page of every language, for there is only this text.
    assert {(one.path, one.line) for one in others} == {(problem.path, problem.line)}
    line = file.read_text("utf-8").splitlines().index("Mehr [hier](/gibt-es-nicht/).") + 1
    assert (problem.path, problem.line) == ("content/seiten/impressum.md", line)


def test_a_template_that_was_not_filled_in_is_not_published(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    assert new.main("betrieb", "Blumen Schmidt", root=root) == 0
    replace_in(root, "profiles/betriebe/blumen-schmidt/profil.md", "\nstatus: entwurf\n", "\n")
    answer = german_report(root)
    assert "Hier steht noch der Text der Vorlage." in answer
    assert answer.count("profil.md") == 2


@pytest.mark.parametrize("name", ["datenschutz", "impressum"])
@pytest.mark.parametrize("lang", sorted({*LANGUAGES} - {"de"}))
def test_pages_of_the_sample_are_recognized_in_every_language(name: str, lang: str) -> None:
    text = (ROOT / f"content/seiten/{name}.{lang}.md").read_text("utf-8")
    assert any(word in text for word in SAMPLE_WORDS)


def test_nothing_of_the_sample_is_left_on_a_real_site(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    kiez = root / "content/kiez.yaml"
    text = kiez.read_text("utf-8").replace("beispiel: ja", "beispiel: nein")
    kiez.write_text(text if "beispiel" in text else text + "\nbeispiel: nein\n", "utf-8")
    before = german_report(root)
    imprint = root / "content/seiten/impressum.md"
    imprint.write_text(imprint.read_text("utf-8") + "\nVerein Muster e. V. (erfunden)\n", "utf-8")
    assert "Hier steht noch etwas aus dem Beispiel: »(erfunden)«." in german_report(root)
    assert german_report(root) != before
