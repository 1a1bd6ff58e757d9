"""Pelican's doors are shut: what is not ours to publish does not reach the output, however it is tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.sites import build_site, contents, good_site, put_file, read_site, replace_in, untouched

from kiezgroessen.problems import ContentError, as_text
from kiezgroessen.shell.doors import ALLOWED_BY_DEFAULT, opened

NEWS = "content/meldungen/2026-11-20-neu.md"
HIDDEN = "geheim4711"


def news(header: str = "", body: str = "Ein Text.", *, title: str = "Neu", lead: str = "Neues.") -> str:
    return f"---\ntitel: {title}\ndatum: 2026-11-20\nkurz: {lead}\n{header}---\n\n{body}\n"


def everything(output: Path) -> bytes:
    return b"\n".join(name.encode() + b"\n" + data for name, data in contents(output).items())


Build = Callable[..., Path]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds without pictures; the fonts are cut once for all tests here."""
    cache = str(tmp_path_factory.mktemp("cache"))

    def built(root: Path, output: Path | None = None, **settings: Any) -> Path:
        return build_site(root, output, KIEZ_PICTURES=False, KIEZ_CACHE=cache, **settings)

    return built


@pytest.fixture(scope="module")
def whole(build: Build, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site and its output; only to be read."""
    root = good_site(tmp_path_factory.mktemp("whole"))
    return root, build(root)


@pytest.mark.parametrize("ending", ["rst", "html", "htm", "xhtml", "markdown", "mkd", "mdown", "txt", "j2", "py"])
@pytest.mark.parametrize("folder", ["content/meldungen", "content/seiten"])
def test_texts_for_other_readers_are_refused(tmp_path: Path, ending: str, folder: str) -> None:
    root = good_site(tmp_path)
    put_file(root, f"{folder}/2026-11-20-neu.{ending}", f"Title: {HIDDEN}\n\n<script>alert(1)</script>")
    problems = read_site(root).problems
    assert [problem.path for problem in problems] == [f"{folder}/2026-11-20-neu.{ending}"]


def test_files_that_are_passed_over_are_not_published_either(build: Build, tmp_path: Path) -> None:
    """Pelican walks the folder by itself; it must not find more there than we did."""
    root = good_site(tmp_path)
    for name in ("README.md", "._neu.md", "~$neu.md", "~$neu.html", "~$neu.rst", "neu.md~", ".neu.md.swp"):
        put_file(root, f"content/meldungen/{name}", f"Title: {HIDDEN}\nStatus: published\n\n{HIDDEN}")
        put_file(root, f"content/seiten/{name}", news(title=HIDDEN))
        put_file(root, f"profiles/betriebe/mavi/{name}", HIDDEN)
    output = build(root)
    assert HIDDEN.encode() not in everything(output)
    assert not [name for name in contents(output) if "README" in name or "._" in name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STATIC_PATHS", ["../profiles"]),
        ("STATIC_PATHS", [""]),
        ("THEME_STATIC_PATHS", ["static"]),
        ("ARTICLE_PATHS", ["."]),
        ("PAGE_PATHS", ["../profiles"]),
        ("TEMPLATE_PAGES", {"seiten/impressum.md": "x.html"}),
        ("DIRECT_TEMPLATES", ["index"]),
        ("OUTPUT_SOURCES", True),
        ("READERS", {"html": None}),
        ("DELETE_OUTPUT_DIRECTORY", True),
        ("DRAFT_SAVE_AS", "drafts/{slug}.html"),
        ("WITH_FUTURE_DATES", False),
        ("INTRASITE_LINK_REGEX", "[{|](?P<what>.*?)[|}]"),
        ("LOAD_CONTENT_CACHE", True),
    ],
)
def test_no_setting_opens_a_door(build: Build, whole: tuple[Path, Path], name: str, value: object) -> None:
    root, output = whole
    with untouched(output), pytest.raises(ContentError) as refused:
        build(root, output, **{name: value})
    assert f"{name} darf nicht geändert werden" in as_text(refused.value.problems)


@pytest.mark.parametrize("word", ["static", "filename", "attach", "author", "tag", "category", "index"])
def test_pelicans_own_links_are_text(build: Build, tmp_path: Path, word: str) -> None:
    root = good_site(tmp_path)
    put_file(root, "content/geheim.txt", HIDDEN)
    (root / "content/geheim.txt").rename(tmp_path / "geheim.txt")
    tries = f"<a href='{{{word}}}/../../geheim.txt'>x</a> {{{word}}}/../geheim.txt |{word}|../geheim.txt"
    put_file(root, NEWS, news(body=tries, lead=f'"{{{word}}}/../../geheim.txt"'))
    replace_in(root, "profiles/betriebe/mavi/profil.md", "Der zweite Tee geht aufs Haus.", f'"{{{word}}}/x"')
    output = build(root)
    page = (output / "neues/2026-11-20-neu/index.html").read_text("utf-8")
    assert f"{{{word}}}/../geheim.txt |{word}|../geheim.txt" in page
    assert f'content="{{{word}}}/../../geheim.txt"' in page
    assert "<a href='{" not in page
    assert HIDDEN.encode() not in everything(output)


@pytest.mark.parametrize("word", ["{static}/x", "{filename}/x.md", "{attach}x", "|filename|x.md"])
def test_pelicans_own_links_in_a_link_are_refused(tmp_path: Path, word: str) -> None:
    root = good_site(tmp_path)
    put_file(root, NEWS, news(body=f"[x]({word})"))
    (problem,) = read_site(root).problems
    assert (problem.path, problem.line) == (NEWS, 7)


@pytest.mark.parametrize(
    "code",
    [
        "{{ 7 * 191 }}",
        "{% include 'base.html' %}",
        "{% import 'base.html' as b %}",
        "{{ ''.join(()) }}",
        "{# weg #}",
        "{{ SITEURL }}",
    ],
)
def test_templates_in_texts_are_text(build: Build, tmp_path: Path, code: str) -> None:
    root = good_site(tmp_path)
    put_file(root, NEWS, news(body=f"Davor {code} danach", title=f'"A {code}"', lead=f'"B {code}"'))
    replace_in(root, "profiles/betriebe/mavi/profil.md", "name: Café Mavi", f'name: "M {code}"')
    output = build(root)
    page = (output / "neues/2026-11-20-neu/index.html").read_text("utf-8")
    shown = code.replace("'", "&#39;")
    assert f"Davor {code} danach" in page
    assert f"A {shown}" in page
    assert f"M {shown}" in (output / "betriebe/mavi/index.html").read_text("utf-8")
    assert "1337" not in page


@pytest.mark.parametrize("status", ["entwurf", "ruht"])
def test_drafts_are_nowhere(build: Build, tmp_path: Path, status: str) -> None:
    root = good_site(tmp_path)
    put_file(root, NEWS, news(f"status: {status}\n", HIDDEN, title=HIDDEN))
    output = build(root)
    assert HIDDEN.encode() not in everything(output)
    assert not [name for name in contents(output) if "draft" in name or "2026-11-20-neu" in name]


def test_what_is_dated_tomorrow_is_nowhere_until_then(build: Build, tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(
        root, "content/meldungen/2026-11-23-neu.md", news(body=HIDDEN, title=HIDDEN).replace("2026-11-20", "2026-11-23")
    )
    assert HIDDEN.encode() not in everything(build(root))
    later = build(root, tmp_path / "later", day="2026-11-23")
    assert HIDDEN in (later / "neues/2026-11-23-neu/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "key",
    [
        "save_as: ../../oben.html",
        "url: https://evil.example/",
        "slug: ../oben",
        "template: base",
        "lang: en",
        "category: x",
        "tags: [x]",
        "author: x",
        "authors: [x]",
        "summary: x",
        "date: 2026-11-20",
        "modified: 2026-11-20",
        "translation: true",
        "Status: hidden",
        "Title: x",
    ],
)
def test_what_a_header_tells_pelican_is_an_unknown_field(tmp_path: Path, key: str) -> None:
    root = good_site(tmp_path)
    put_file(root, NEWS, news(f"{key}\n"))
    (problem,) = read_site(root).problems
    assert (problem.path, problem.line) == (NEWS, 5)
    assert f"Das Feld »{key.partition(':')[0]}« gibt es nicht" in problem.message


@pytest.mark.parametrize("status", ["hidden", "published", "draft", "skip"])
def test_pelicans_words_for_a_status_are_none(tmp_path: Path, status: str) -> None:
    root = good_site(tmp_path)
    put_file(root, NEWS, news(f"status: {status}\n"))
    (problem,) = read_site(root).problems
    assert f"Den Status »{status}« gibt es nicht" in problem.message


def test_a_header_in_pelicans_own_form_is_refused(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, NEWS, f"Title: {HIDDEN}\nDate: 2026-11-20\nSave_as: x.html\n\n{HIDDEN}\n")
    (problem,) = read_site(root).problems
    assert (problem.path, problem.line) == (NEWS, 1)


def test_what_need_not_be_said_is_what_pelican_sets_by_itself() -> None:
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415 - it takes a while

    left_out = {name: value for name, value in DEFAULT_CONFIG.items() if name in ALLOWED_BY_DEFAULT}
    assert left_out.keys() == ALLOWED_BY_DEFAULT
    said = {"INTRASITE_LINK_REGEX": "(?!)"}
    assert {problem.message.split()[0] for problem in opened({**left_out, **said})} == {
        problem.message.split()[0] for problem in opened(said)
    }
