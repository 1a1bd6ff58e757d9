"""The parts of `tasks.py serve` that need no browser: what is believed, what is written, who waits, what is said."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path

import pytest
from tests.support.sites import TODAY, good_site, own_store, put_file, replace_in

from kiezgroessen import forks
from kiezgroessen.link.kiez import KINDS
from kiezgroessen.make.notebook import Late, Notebook
from kiezgroessen.memory import Memory
from kiezgroessen.pages import Urgent
from kiezgroessen.plan.fingerprints import Fingerprints
from kiezgroessen.plan.window import ALL
from kiezgroessen.problems import Problem, error, warning
from kiezgroessen.reading import Reading, read
from kiezgroessen.shell.crashes import problem_of
from kiezgroessen.shell.making import Prepared
from kiezgroessen.shell.serve import Loop
from kiezgroessen.shell.serve_builder import SETTLE, Asked, Builder
from kiezgroessen.shell.serve_http import name_of, start, with_script
from kiezgroessen.shell.serve_hub import Hub
from kiezgroessen.site import Last, Site, prepare
from kiezgroessen.subjects import Subjects
from kiezgroessen.write.preview import Preview, keep_rows, known_rows
from kiezgroessen.write.target import Row

THEME = Path(__file__).parents[1] / "theme"
DAY = dt.date.fromisoformat(TODAY)
MAVI = "profiles/betriebe/mavi/profil.md"
RAD = "profiles/betriebe/rad-und-tat/profil.md"


# What is read again


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    settle()
    return root


def settle() -> None:
    """Until a file that was just written can be told from one that is written now."""
    time.sleep(0.05)


def seen(reading: Reading) -> Mapping[str, str]:
    assert reading.kiez is not None
    prints = Fingerprints(reading.kiez, {})
    return {kind: prints.of(kind, ALL) for kind in KINDS}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (MAVI, "den Tee zweimal", "den Tee dreimal"),
        (MAVI, "name: Café Mavi", "name: Café Mavi und mehr"),
        (MAVI, "kennung: teeglaeser", "kennung: glaeser"),
        (MAVI, "    kanaele: [web, social, presse, druck]", "    kanaele: [social]"),
        (RAD, "gewerbe: fahrradwerkstatt", "gewerbe: fahrradwerkstatt\nstatus: ruht"),
        ("content/kiez.yaml", "name: Kiezgrößen", "name: Kiezriesen"),
        ("profiles/aktionen/2026-12-plaetzchen/aktion.md", "status: ", "status: entwurf # "),
    ],
)
def test_what_the_watcher_says_is_as_good_as_looking(watched: Path, path: str, old: str, new: str) -> None:
    subjects = Subjects()
    last = read(watched, DAY, subjects)
    subjects.keep()
    replace_in(watched, path, old, new)
    told = read(watched, DAY, subjects, last=last, changed={path})
    looked = read(watched, DAY)
    assert [str(one) for one in told.problems] == [str(one) for one in looked.problems]
    if looked.kiez is not None:
        assert seen(told) == seen(looked)
        assert seen(told) != seen(last) or path == "content/kiez.yaml"


def test_what_was_read_and_never_shown_is_read_again(watched: Path) -> None:
    """A build that failed has learnt nothing, also where nobody says once more that the file has changed."""
    subjects = Subjects()
    last = read(watched, DAY, subjects)
    subjects.keep()
    replace_in(watched, MAVI, "den Tee zweimal", "den Tee dreimal")
    settle()
    read(watched, DAY, subjects, last=last, changed={MAVI})
    replace_in(watched, RAD, "Wie man einen Reifen flickt", "Wie man zwei Reifen flickt")
    told = read(watched, DAY, subjects, last=last, changed={RAD})
    assert seen(told) == seen(read(watched, DAY))


def test_a_header_is_linked_anew_and_words_below_it_are_not(watched: Path) -> None:
    subjects = Subjects()
    last = read(watched, DAY, subjects)
    subjects.keep()
    replace_in(watched, MAVI, "den Tee zweimal", "den Tee dreimal")
    words = read(watched, DAY, subjects, last=last, changed={MAVI})
    assert last.kiez is not None
    assert words.kiez is not None
    assert words.kiez.businesses["rad-und-tat"] is last.kiez.businesses["rad-und-tat"]
    assert "dreimal" in words.kiez.businesses["mavi"].text.source.body.value
    replace_in(watched, RAD, "gewerbe: fahrradwerkstatt", "gewerbe: fahrradwerkstatt\nstatus: ruht")
    headers = read(watched, DAY, subjects, last=words, changed={MAVI, RAD})
    assert headers.kiez is not None
    assert "rad-und-tat" not in headers.kiez.businesses


# What is written, and in which order


@dataclass(frozen=True, slots=True)
class Noting(Preview):
    """A preview that knows what this process, and no fork of it, has written."""

    put_here: list[str] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> Row:
        self.put_here.append(name)
        return Preview.put(self, name, data)


def made(root: Path, preview: Preview, reading: Reading, memory: Memory, urgent: Urgent, site: Site | None) -> Site:
    assert reading.kiez is not None
    found, problems = prepare(
        reading.kiez,
        reading.typed,
        theme=THEME,
        site_url="http://localhost:8000",
        cache=root.parent / "cache",
        workers=2,
        last=Last(preview, memory, Subjects(), "code", site, urgent),
    )
    assert found is not None, problems
    return found


def test_work_that_is_ended_leaves_nothing_that_nobody_knows_of(watched: Path) -> None:
    """Forks may be killed at any moment; so it is never they who write."""
    line, _ = Pipe()
    preview = Noting(str(watched.parent / "vorschau"))
    (watched.parent / "vorschau").mkdir()
    urgent = Urgent(frozenset(), lambda: None, line)
    made(watched, preview, read(watched, DAY), Memory(), urgent, None)
    files = {file.relative_to(preview.folder).as_posix() for file in Path(preview.folder).rglob("*") if file.is_file()}
    assert files == set(preview.put_here) == preview.rows.keys()
    assert {"index.html", "betriebe/mavi/index.html", "neues/index.html", "impressum/index.html"} <= files


def test_what_somebody_looks_at_is_there_before_all_else(watched: Path) -> None:
    line, _ = Pipe()
    memory, heard = Memory(), []
    preview = Preview(str(watched.parent / "vorschau"))
    (watched.parent / "vorschau").mkdir()
    site = made(watched, preview, read(watched, DAY), memory, Urgent(frozenset(), lambda: None, line), None)
    replace_in(watched, MAVI, "name: Café Mavi", "name: Café Mavi und mehr")
    preview.begin()
    preview.written.clear()
    urgent = Urgent(frozenset({"betriebe/mavi/index.html"}), lambda: heard.append(set(preview.written)), line)
    made(watched, preview, read(watched, DAY), memory, urgent, site)
    ((first),) = heard
    assert "betriebe/mavi/index.html" in first
    assert "betriebe/index.html" not in first
    assert "betriebe/index.html" in preview.written


def test_work_that_is_ended_says_whose_pictures_are_still_to_be_made(watched: Path) -> None:
    line, other = Pipe()
    memory, preview = Memory(), Preview.at(watched.parent / "vorschau", {})
    site = made(watched, preview, read(watched, DAY), memory, Urgent(frozenset(), lambda: None, line), None)
    replace_in(watched, MAVI, "name: Café Mavi", "name: Café Mavi und mehr")
    other.send("etwas Neues")
    urgent = Urgent(frozenset({"betriebe/mavi/index.html"}), lambda: None, line)
    with pytest.raises(forks.Interrupted) as ended:
        made(watched, preview, read(watched, DAY), memory, urgent, site)
    assert "de betriebe/mavi/" in ended.value.args
    line.recv()
    again = made(watched, preview, read(watched, DAY), memory, urgent, site)
    assert "de betriebe/mavi/" not in again.anew
    assert "de betriebe/1" in again.anew


SECOND = """---
titel: Zwei Bänke mehr
datum: 2026-11-10
kurz: Sie stehen am Ufer.
---

Kommt und setzt euch.
"""


def test_news_that_are_gone_are_gone_from_their_feed(watched: Path) -> None:
    own_store(watched)
    news = put_file(watched, "content/meldungen/2026-11-10-baenke.md", SECOND)
    ours, _ = Pipe()
    folder = watched.parent / "vorschau"
    builder = Builder(ours, watched, folder, "http://localhost:8000", TODAY)

    def fed(*paths: Path) -> str:
        builder._build(Asked(tuple(map(str, paths)), frozenset()))
        builder._owed_pictures()
        builder._settle()
        return (folder / "neues/feed.xml").read_text("utf-8")

    assert "Zwei Bänke mehr" in fed()
    feed, made = builder._feed, []

    def noted(prepared: Prepared) -> tuple[list[Problem], bytes]:
        made.append(prepared)
        return feed(prepared)

    builder._feed = noted  # type: ignore[method-assign]
    replace_in(watched, RAD, "Wie man einen Reifen flickt", "Wie man zwei Reifen flickt")
    assert "Zwei Bänke mehr" in fed(watched / RAD)
    assert made == [], "nothing of it has changed"
    news.unlink()
    assert "Zwei Bänke mehr" not in fed(news)


def test_a_theme_that_changes_unseen_is_seen_when_all_is_settled(watched: Path, tmp_path: Path) -> None:
    theme = tmp_path / "thema"
    shutil.copytree(THEME, theme)
    own_store(watched, THEME=str(theme))
    ours, _ = Pipe()
    builder = Builder(ours, watched, watched.parent / "vorschau", "http://localhost:8000", TODAY)
    builder._answer(SETTLE)
    base = theme / "templates/base.html"
    base.write_text(base.read_text("utf-8").replace("<main", "<main data-neu", 1), "utf-8")
    builder._answer(SETTLE)
    assert "<main data-neu" in (watched.parent / "vorschau/index.html").read_text("utf-8")


def test_a_preview_knows_what_it_has(tmp_path: Path) -> None:
    preview = Preview.at(tmp_path / "vorschau", {})
    row = preview.put("a/b.html", b"eins")
    preview.put("a/c.html", b"zwei")
    assert preview.keep("a/b.html", row.mark)
    assert not preview.keep("a/b.html", "anderes")
    book = Late(Notebook(tmp_path / "buch.sqlite", ("preview",)))
    keep_rows(book, preview.rows, {})
    book.flush()
    (tmp_path / "vorschau/a/c.html").write_bytes(b"fremd")
    (tmp_path / "vorschau/fremd.html").write_bytes(b"fremd")
    again = Preview.at(tmp_path / "vorschau", known_rows(Late(Notebook(tmp_path / "buch.sqlite", ("preview",)))))
    assert again.rows.keys() == {"a/b.html"}
    assert not (tmp_path / "vorschau/fremd.html").exists()
    again.put("a/b.html/index.html", b"jetzt ein Ordner") if os.name == "nt" else None
    again.begin()
    again.put("a/d.html", b"drei")
    again.finish(placed=False)
    assert [file.name for file in (tmp_path / "vorschau/a").iterdir()] == ["d.html"]
    with pytest.raises(ValueError, match="leads out"):
        again.put("../x.html", b"")


def test_a_late_notebook_says_what_it_has_not_written_yet(tmp_path: Path) -> None:
    book = Notebook(tmp_path / "buch.sqlite", ("t",))
    book.change({"t": {"alt": b"1", "weg": b"2"}}, {})
    late = Late(book)
    late.change({"t": {"neu": b"3", "alt": b"4"}}, {"t": ["weg"]})
    assert dict(late.rows("t")) == {"alt": b"4", "neu": b"3"}
    assert (late.get("t", "weg"), late.get("t", "alt")) == (None, b"4")
    assert dict(book.rows("t")) == {"alt": b"1", "weg": b"2"}
    late.flush()
    assert dict(book.rows("t")) == {"alt": b"4", "neu": b"3"}


# Who waits, and what they are told


def test_who_asks_while_it_is_built_waits_for_the_new_page() -> None:
    hub = Hub()
    hub.begin()
    got: list[int] = []
    waiting = [threading.Thread(target=lambda name=name: got.append(hub.wait(name)), daemon=True) for name in "ab"]
    for thread in waiting:
        thread.start()
    waiting[0].join(0.3)
    assert got == []
    hub.pages({"a"})
    waiting[0].join(10)
    assert got == [hub.stand]
    assert waiting[1].is_alive()
    hub.done(())
    waiting[1].join(10)
    assert len(got) == 2


def test_a_tab_hears_only_of_its_own_page_and_of_what_it_has_missed() -> None:
    hub = Hub()
    hub.done(())
    ours, other = hub.enter("a.html", hub.stand), hub.enter("b.html", hub.stand)
    assert [ours.post.get()["changed"], other.post.get()["changed"]] == [False, False]
    old = hub.stand
    hub.pages({"a.html", "bilder/x.avif"})
    assert [ours.post.get()["changed"], other.post.get()["changed"]] == [True, False]
    assert hub.enter("a.html", old).post.get()["changed"]
    assert not hub.enter("a.html", hub.stand).post.get()["changed"]
    assert hub.names() == {"a.html", "b.html"}


def test_only_this_computer_can_see_it(tmp_path: Path) -> None:
    server = start(tmp_path, 18990, Hub())
    assert server is not None
    with server:
        assert server.server_address[0] == "127.0.0.1"


def test_only_the_answer_has_the_script_and_may_run_it() -> None:
    html = '<head><meta content="a; trusted-types &#39;none&#39;"></head><p>x</p>'
    answer = with_script(html, 7)
    assert '<script defer src="/~vorschau/vorschau.js" data-stand="7"></script>' in answer
    assert "trusted-types vorschau; connect-src &#x27;self&#x27;" in answer
    assert [name_of(path) for path in ("/", "/betriebe/?a=b", "/404.html")] == [
        "index.html",
        "betriebe/index.html",
        "404.html",
    ]


# What breaks


def test_a_trace_becomes_a_problem(tmp_path: Path) -> None:
    template = tmp_path / "theme/templates/x.html"
    template.parent.mkdir(parents=True)
    template.write_text("eins\nzwei {{ weg }}\n", "utf-8")
    trace = f'Traceback:\n  File "/usr/lib/python3/x.py", line 9, in f\n  File "{template}", line 2, in top\n    x\n'
    found = problem_of(f"{trace}jinja2.exceptions.UndefinedError: 'weg' is undefined\n", (tmp_path,))
    assert (found.path, found.line, found.shown) == ("theme/templates/x.html", 2, "zwei {{ weg }}")
    assert found.message == "Die Vorlage nennt etwas, das es nicht gibt: 'weg' is undefined."
    other = problem_of("Segmentation fault\n", (tmp_path,))
    assert other.path == "plugins"
    assert "stehen geblieben" in other.message


def test_the_terminal_says_each_problem_once_and_that_errors_are_gone(capsys: pytest.CaptureFixture[str]) -> None:
    loop = Loop(Path("/kiez"), Path("/kiez/vorschau"), "http://localhost", TODAY, Hub())
    soon, wrong = warning("a.md", 1, "Die Freigabe endet."), error("a.md", 1, "Das Feld gibt es nicht.")
    lower = warning("a.md", 2, soon.message)
    dead = error("index.html", None, "Der Link führt nirgends hin.")
    loop._welcomed = True
    loop._done((soon,))
    loop._checked((dead,))
    loop._fail((wrong, lower))
    loop._done((lower,))
    loop._checked((dead,))
    said = capsys.readouterr().out
    assert [said.count(one.message) for one in (soon, wrong, dead)] == [1, 1, 1]
    assert said.count("Behoben.") == 1
    loop._fail((wrong,))
    assert "Das Feld gibt es nicht." in capsys.readouterr().out, "it is there again"
