"""Attacks: a part of `tasks.py attack`, always the same, and its looks, which must see what there is to see."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.attack import files, strangers
from tests.attack.arena import arena
from tests.attack.corpora import CORPORA, OWN, WORST, Corpora, gather
from tests.attack.fields import fields
from tests.attack.html import look, look_inside
from tests.attack.refused import refusals
from tests.attack.run import Desk, Job, do, jobs
from tests.attack.site import papers, write
from tests.attack.strike import is_there
from tests.attack.terminal import printed
from tests.attack.verdict import Tally
from tests.support.sites import GOOD, read_site

from kiezgroessen.model.declare import Record
from kiezgroessen.model.validate import RECORDS
from kiezgroessen.shell.reference import groups

with_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Desk:
    return Desk(Corpora({"own": OWN, "worst": WORST}, (), ()), tmp_path_factory.mktemp("angriff"), browser)


def findings(tally: Tally) -> list[str]:
    return [f"{one.column}: {one.place}: {one.where}: {one.what}" for one in tally.findings]


def sum_of(tally: Tally, column: str) -> int:
    return sum(number for (_, name), number in tally.numbers.items() if name == column)


# What harmless contents never give, and looks must see.
ARMED = (
    "<script>x</script>",
    "<script src=/x.js></script>",
    "<img src=x onerror=x>",
    "<p style='color:red'>x</p>",
    "<a href='java\nscript:x'>x</a>",
    "<a href='\x01javascript:x'>x</a>",
    "<a href='JaVaScRiPt&colon;x'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a class=button href='mailto:a@b.example?subject=x&cc=c@d.example'>x</a>",
    "<a class=button href='mailto:a@b.example?subject=x%0d%0aBcc:c@d.example'>x</a>",
    "<iframe src=/></iframe>",
    "<img src=https://fremd.example/x>",
    "<link rel=stylesheet href=//fremd.example/x>",
    "<meta http-equiv=refresh content='0;url=/'>",
    "<base href=https://fremd.example>",
    "<form action=http://fremd.example></form>",
    "<!-- x -->",
    "<svg><style>x</style></svg>",
    '<script type="application/ld+json">{"a":"</script><b>"}</script>',
    '<script type="application/ld+json">{"a":"<!--"}</script>',
)


@pytest.mark.parametrize("html", ARMED)
def test_what_does_something_on_a_page_is_seen(html: str) -> None:
    page = f"<!DOCTYPE html><html><head></head><body><main><p>Wort</p>{html}</main></body></html>"
    assert any(seen.armed for seen in look(page))


def test_a_harmless_page_is_left_in_peace() -> None:
    page = (
        "<!DOCTYPE html><html><body><main><a href='https://fremd.example/?a=javascript:x'>&lt;script&gt;</a>"
        "<a class=button href='mailto:a@b.example?subject=a%26cc%3Db&amp;body=c%0D%0Ad'>x</a>"
        '<script type="application/ld+json">{"a":"\\u003c/script>"}</script></main></body></html>'
    ).replace('script>"}', 'script\\u003e"}')
    assert [seen.armed for seen in look(page)] == [[], []]
    assert look(page)[0].texts[-2:] == ["mailto:a@b.example?subject=a%26cc%3Db&body=c%0D%0Ad", "x"]


def test_a_feed_may_hold_nothing_but_running_text() -> None:
    assert look_inside("<p>a <em>b</em></p>", "x").armed == []
    assert look_inside("<p>a<form></form></p>", "x").armed


CALENDAR = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("line", "is_armed"),
    [
        ("SUMMARY;LANGUAGE=de:a\\, b\\; c\\\\ d\\ne", False),
        ("DESCRIPTION:eins\r\n  zwei", False),
        ("SUMMARY:a, b", True),
        ("SUMMARY:a; b", True),
        ("SUMMARY:a\\x", True),
        ("SUMMARY:a\nATTENDEE:x", True),
        ("SUMMARY:a\r\nb", True),
        ("SUMMARY:a\x1b", True),
        (f"SUMMARY:{'a' * 80}", True),
        ("END:VEVENT\r\nEND:VALARM\r\nBEGIN:VEVENT", True),
    ],
)
def test_calendars_are_read_strictly(line: str, *, is_armed: bool) -> None:
    assert bool(files.ics(CALENDAR.format(line).encode()).armed) is is_armed


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\uff1d1", "a\nb"])
def test_formulas_in_tables_are_seen(cell: str) -> None:
    assert files.table(f'a;"{cell}"\r\n'.encode(), 2).armed
    assert files.table(b"a;'=1\r\n", 2).armed == []


def test_names_in_archives_are_looked_at() -> None:
    for name in ("../x", "/x", "a\\b", "a b", "a\nb"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr(name, "")
        assert any(seen.armed for seen in files.archive(out.getvalue())), name


def test_drawings_and_feeds_are_read_as_xml() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
    for inside in (
        "<script/>",
        '<a href="javascript:x"/>',
        '<g onload="x"/>',
        "<b>",
        '<image href="https://x.example"/>',
    ):
        assert files.svg(drawing.format(inside).encode()).armed, inside
    assert files.svg(drawing.format("<text>&lt;b&gt;</text>").encode()).armed == []
    assert files.xml("feed.xml", b"<feed><title>a</title><!-- x --></feed>")[0].armed
    assert files.xml("feed.xml", b"<feed><title>a & b</title></feed>")[0].armed


def test_commands_in_what_is_printed_are_seen() -> None:
    for line in ("a\x1b[2J", "  ::error::x", "x ##[error]y", "\u202ex"):
        assert printed(line)
    assert printed("a::b\n\tc » 100 % ##") == []


def test_a_text_is_found_whole_or_shortened_and_not_otherwise() -> None:
    assert is_there("a b c", "x a b c y")
    assert is_there("a b; c", "x a b;… y")
    assert not is_there("a <b> c", "x a c y")
    assert not is_there("a <b> c", "x a c… y")


def test_a_real_browser_hears_what_runs(tmp_path: Path, browser: Browser) -> None:
    page = "<!DOCTYPE html><title>x</title><img src=x onerror=alert(1)><img src=https://fremd.example/x>"
    (tmp_path / "boese.html").write_text(page, "utf-8")
    (tmp_path / "gut.html").write_text("<!DOCTYPE html><title>x</title><p>&lt;script>alert(1)&lt;/script>", "utf-8")
    with arena(tmp_path, browser) as visited:
        assert visited.visit(["gut.html"]) == []
        heard = "\n".join(visited.visit(["boese.html"]))
    assert "alert(1)" in heard
    assert "fremd.example" in heard


def test_every_declared_field_is_attacked() -> None:
    def leaves(record: type[Record]) -> set[str]:
        return {info.alias or name for name, info in record.model_fields.items()}

    attacked = {part for kind in RECORDS for one in fields(kind) for part in one.loc if isinstance(part, str)}
    declared = set().union(*(leaves(record) for record in (*RECORDS.values(), *groups())))
    assert declared <= attacked
    assert {one.name for one in fields("business") if one.limit == 80} == {"business.name"}
    shots = [shot for paper in papers(WORST, range(8), "tr") if paper.kind == "action" for shot in paper.shots.values()]
    assert {one.loc for one in fields("action")} <= {shot.field.loc for shot in shots}
    assert {shot.text for shot in shots if shot.field.loc == ("titel",)} == set(WORST)


def test_what_is_refused_is_taken_back_where_it_was_put(tmp_path: Path) -> None:
    made, refused = papers(["\x1b[2J"], [0], "tr"), []
    for _ in range(5):
        write(tmp_path / "site", made)
        found, _ = refusals(read_site(tmp_path / "site").problems, made)
        refused += found
    assert read_site(tmp_path / "site").kiez is not None
    assert {shot.field.name for shot, _ in refused} >= {"business.name", "action.titel", "campaign.fragen.antwort"}
    assert all(problem.line for _, problem in refused)


@pytest.mark.parametrize(
    "job",
    [
        Job("worst", "records", tuple(range(8)), "ar"),
        Job("worst", "kiez", (0, 2, 5), "ar"),
        Job("worst", "sheets", (0, 4)),
    ],
    ids=lambda job: job.what,
)
def test_the_worst_does_nothing_in_any_field(desk: Desk, job: Job) -> None:
    tally = do(desk, job)
    assert findings(tally) == []
    assert sum_of(tally, "looked") > 30
    assert sum_of(tally, "unchanged") > 30


def test_applications_of_strangers_become_nothing_but_drafts(desk: Desk) -> None:
    tally = do(desk, Job("own", "letters", tuple(range(len(OWN)))))
    assert findings(tally) == []
    assert tally.numbers["applications", "unchanged"] > 20


def test_names_of_files_and_folders_do_nothing(desk: Desk) -> None:
    tally = do(desk, Job("own", "names", tuple(range(0, len(OWN), 4))))
    assert findings(tally) == []
    assert tally.numbers["names", "refused"] > 20


def test_what_is_published_is_what_was_looked_at(desk: Desk) -> None:
    assert findings(do(desk, Job("own", "everything", (2,)))) == []


@pytest.fixture(scope="module")
def corpora() -> Corpora:
    return gather(CORPORA)


@with_corpora
@pytest.mark.parametrize("kind", ["xss", "naughty"])
def test_a_sample_of_the_attacks_of_others_does_nothing(desk: Desk, corpora: Corpora, kind: str) -> None:
    every = corpora.strings[kind]
    some = Desk(Corpora({kind: every[:: len(every) // 60]}, (), ()), desk.folder, desk.browser, desk.known)
    assert findings(do(some, Job(kind, "records", tuple(range(6)), "ar"))) == []


@with_corpora
def test_headers_of_others_are_read_or_refused_with_a_line(tmp_path: Path, corpora: Corpora) -> None:
    shutil.copytree(GOOD, tmp_path / "site")
    assert findings(strangers.headers(corpora.headers[::4], tmp_path / "site")) == []


@with_corpora
def test_broken_photos_are_refused_or_come_out_clean(tmp_path: Path, corpora: Corpora) -> None:
    broken = [photo for photo in corpora.photos if photo.parent.name == "broken"]
    tally = strangers.photos(broken, tmp_path, workers=2)
    assert findings(tally) == []
    assert 20 < tally.numbers["photos", "refused"] < len(broken)


def test_a_folder_of_the_same_shape_is_taken_instead(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text/neu.json").write_text('["<b>", "x"]', "utf-8")
    (tmp_path / "photos/viele").mkdir(parents=True)
    (tmp_path / "photos/viele/a.jpg").write_bytes(b"x")
    (tmp_path / "yaml").mkdir()
    (tmp_path / "yaml/a.yaml").write_text("- yaml: |\n    a: b\n", "utf-8")
    found = gather(tmp_path)
    assert found.strings["neu"] == ("<b>", "x")
    assert [photo.name for photo in found.photos] == ["a.jpg"]
    assert found.headers == (("a-0", "a: b\n"),)
    assert {job.what for job in jobs(found)} == {
        "records",
        "kiez",
        "letters",
        "sheets",
        "names",
        "photos",
        "headers",
        "everything",
    }
