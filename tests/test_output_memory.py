"""What is remembered of a finished tree saves time and nothing else: no finding comes or goes with it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.finished import Finished, expected_for, good_tree
from tests.support.sites import good_site

from kiezgroessen.check import memory
from kiezgroessen.check.memory import key_for
from kiezgroessen.check.output import looked_through
from kiezgroessen.check.plainwords import words_of
from kiezgroessen.make.store import Store

MAVI = "betriebe/mavi/index.html"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Finished:
    return good_tree(tmp_path_factory, tmp_path, "gut-klein", good_site)


SPOILT = (
    "1 < 2",
    '<a href="/weg/">x</a>',
    '<a href="#weg">x</a>',
    '<a href="/betriebe/mavi/#weg">x</a>',
    '<a href="https://[weg">x</a>',
    '<p id="inhalt">x</p>',
    '<label for="weg">x</label>',
    '<img src="https://cdn.example/a.png">',
    '<form action="https://sammler.example.org/">x</form>',
    '<b lang="ar">x</b>',
    "<h1>x</h1>",
    "<p>None</p>",
    "<p>{{ page.title }}</p>",
    "<p>profil.md</p>",
    '<a title="undefined" href="/betriebe/">x</a>',
    "<p>" + "wort " * 60_000 + "</p>",
    "\ufffd",
)


def test_a_look_that_remembers_finds_what_one_finds_that_does_not(site: Finished, tmp_path: Path) -> None:
    """Files are spoilt, mended, exchanged, added and removed; after each step both looks say the same."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    store = Store(tmp_path / "gemerkt")
    before = {name: (site.output / name).read_bytes() for name in names(site, ".html", ".txt", ".xml", ".css", ".ics")}
    seen = set()
    for step in range(25):
        name = chance.choice(sorted(before))
        match chance.randrange(6):
            case 0 | 1 | 2:
                spoilt = before[name] + SPOILT[step % len(SPOILT)].encode()
                site.put(name, spoilt.replace(b"\xef\xbf\xbd", b"\xff"))
            case 3:
                (site.output / name).unlink(missing_ok=True)
            case 4:
                site.put(name, before[chance.choice(sorted(before))])
            case _:
                for mended in chance.sample(sorted(before), 8):
                    site.put(mended, before[mended])
        warm = looked_through(site.output, site.expected, store)
        cold = looked_through(site.output, site.expected, Store(tmp_path / f"leer-{step}"))
        assert warm == cold
        seen |= {problem.message for problem in cold[0]}
    assert len(seen) > 20, "there was something to find"


def names(site: Finished, *suffixes: str) -> list[str]:
    every = (file.relative_to(site.output).as_posix() for file in sorted(site.output.rglob("*")) if file.is_file())
    return [name for name in every if name.endswith(suffixes)]


def test_what_is_private_is_found_in_a_page_that_was_looked_at_before_it_was(site: Finished, tmp_path: Path) -> None:
    """The page stays; what may not be on it changes."""
    site.change(MAVI, "</main>", "<p>Danke, Zacharias Zqxname!</p></main>")
    store = Store(tmp_path / "gemerkt")
    assert looked_through(site.output, site.expected, store)[0] == []
    file = site.root / "profiles/betriebe/rad-und-tat/profil.md"
    head, mark, body = file.read_text("utf-8").partition("\n---\n")
    consent = "freigaben:\n  - {kennung: z, von: Zacharias Zqxname, beleg: Mappe 1, am: 2026-01-15, kanaele: [web]}"
    root = good_site(tmp_path)
    (root / "profiles/betriebe/rad-und-tat/profil.md").write_text(f"{head}\n{consent}{mark}{body}", "utf-8")
    (found,) = looked_through(site.output, expected_for(root, tmp_path / "cache"), store)[0]
    assert found.message == f"»freigaben.von« ist nicht öffentlich und steht in {MAVI}."


def entries(store: Store) -> list[Path]:
    return sorted(file for file in store.folder.rglob("*") if file.is_file() and file.suffix != ".sum")


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data[: len(data) // 2],
    lambda data: data + b"{}",
    lambda data: data[:-9] + b"\0" + data[-8:],
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_made_anew(site: Finished, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    site.change(MAVI, "</main>", "<p>None</p></main>")
    store = Store(tmp_path / "gemerkt")
    first = looked_through(site.output, site.expected, store)
    whole = {file: file.read_bytes() for file in entries(store)}
    assert len(whole) == 5
    for file, data in whole.items():
        file.write_bytes(damage(data))
    assert looked_through(site.output, site.expected, store) == first
    assert {file: file.read_bytes() for file in entries(store)} == whole


def invented(site: Finished, store: Store) -> None:
    """The memory says something of a page that no look would."""
    key = key_for(site.expected.site_url)
    kept = json.loads(store.get(key) or b"")
    kept["texts"][MAVI][3] = ["Das hat sich jemand gemerkt."]
    store.put(key, json.dumps(kept).encode())


def test_pages_are_remembered_until_they_or_the_checks_change(
    site: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "gemerkt")
    looked_through(site.output, site.expected, store)
    invented(site, store)
    assert [problem.path for problem in looked_through(site.output, site.expected, store)[0]] == [MAVI]
    site.change(MAVI, "</main>", " </main>")
    assert looked_through(site.output, site.expected, store)[0] == []
    invented(site, store)
    assert looked_through(site.output, site.expected, store)[0] != []
    monkeypatch.setattr(memory, "code", lambda: "andere Prüfungen")
    assert looked_through(site.output, site.expected, store)[0] == []


def test_other_checks_have_another_name(tmp_path: Path) -> None:
    """Whatever a finding may depend on is in it."""
    house = Path(memory.__file__).parent
    places = {file.name: file.read_bytes() for file in (*house.rglob("*.py"), house.parent / "languages.py")}
    assert {"tags.py", "walk.py", "languages.py", "haystack.py"} <= places.keys()
    assert set(memory.sources()) == {*(file.read_bytes() for file in house.rglob("*.py")), places["languages.py"]}


def test_the_preview_and_the_site_do_not_forget_each_other_but_a_takedown_forgets_both(
    site: Finished, tmp_path: Path
) -> None:
    store = Store(tmp_path / "gemerkt")
    site.change(MAVI, "</main>", "<p>Zqxwort</p></main>")
    there = expected_for(good_site(tmp_path), tmp_path / "cache", "https://kiez.example")
    looked_through(site.output, there, store)
    site.change(MAVI, "<p>Zqxwort</p>", "")
    looked_through(site.output, site.expected, store)
    assert any(b"zqxwort" in file.read_bytes() for file in entries(store))
    looked_through(site.output, site.expected, store, only_used=True)
    assert not any(b"zqxwort" in file.read_bytes() for file in entries(store))


def test_two_words_that_are_kept_beside_each_other_are_nobodys_name(site: Finished, tmp_path: Path) -> None:
    """A takedown looks for the names of people in every file below the cache."""
    store = Store(tmp_path / "gemerkt")
    site.change(MAVI, "</main>", "<p>Zqxanna kam, Zqxannas Tante auch.</p></main>")
    looked_through(site.output, site.expected, store)
    kept = [words_of(file.read_text("utf-8")) for file in entries(store)]
    assert any(b" zqxanna " in one and b" zqxannas " in one for one in kept)
    assert not any(b" zqxanna zqxannas " in one for one in kept)


def test_a_name_that_comes_later_is_read(site: Finished, tmp_path: Path) -> None:
    """Names of files, and what stands in pictures, are remembered all together."""
    store = Store(tmp_path / "gemerkt")
    assert looked_through(site.output, site.expected, store)[0] == []
    site.put("bilder/profil.md.txt", "x")
    messages = [problem.message for problem in looked_through(site.output, site.expected, store)[0]]
    assert "Darin steht der Name einer Datei der Redaktion." in messages
