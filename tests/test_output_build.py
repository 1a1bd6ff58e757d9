"""A build that made something it should not have made is refused as a whole, and the old site stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support.finished import THEME
from tests.support.sites import build_site, contents, good_site, replace_in, untouched

from kiezgroessen.problems import ContentError, Problem
from kiezgroessen.write.manifest import MANIFEST

HEAD = '<meta name="theme-color" content="#111111">'


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A copy of the theme, to be spoilt."""
    copy = tmp_path / "thema"
    shutil.copytree(THEME, copy)
    return copy


def refused(root: Path, theme: Path) -> list[Problem]:
    """What a build with this theme is refused for; the site that is there stays as it is."""
    output = build_site(root)
    assert MANIFEST in contents(output)
    with untouched(output), pytest.raises(ContentError) as raised:
        build_site(root, THEME=str(theme))
    return [problem for problem in raised.value.problems if problem.severity == "error"]


def test_what_all_pages_load_from_elsewhere_is_said_once(tmp_path: Path, theme: Path) -> None:
    replace_in(theme, "templates/base.html", HEAD, f'{HEAD}<script src="https://cdn.example/a.js"></script>')
    (problem,) = refused(good_site(tmp_path), theme)
    message = "Die Seite lädt etwas von fremder Stelle: https://cdn.example/a.js … und auf "
    assert problem.message.startswith(message)
    assert problem.message.endswith(" weiteren Seiten.")


def test_a_template_that_tells_where_it_was_made_is_refused(tmp_path: Path, theme: Path) -> None:
    root = good_site(tmp_path)
    replace_in(theme, "templates/base.html", HEAD, f'{HEAD}<meta name="x" content="{root}/content">')
    (problem,) = refused(root, theme)
    assert "Darin steht, wo oder von wem gebaut wurde." in problem.message


def test_a_style_sheet_with_a_dead_picture_is_refused(tmp_path: Path, theme: Path) -> None:
    sheet = theme / "css/base.css"
    sheet.write_text(f'{sheet.read_text("utf-8")}\nbody {{ background: url("/weg.png"); }}\n', "utf-8")
    (problem,) = refused(good_site(tmp_path), theme)
    assert problem.path.endswith(".css")
    assert problem.message == "Der Link /weg.png führt ins Leere."
