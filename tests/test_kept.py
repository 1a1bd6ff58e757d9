"""What is kept from build to build changes nothing but the time, and is never out of date."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from kiezgroessen.make.kept import Templates, kept_examples
from kiezgroessen.make.names import Names, keep_names, load_names, names_key, packed_name
from kiezgroessen.make.store import Store
from kiezgroessen.plan.fit import fit
from kiezgroessen.plan.views import Example
from kiezgroessen.read.fonts import load_fonts

FONTS = Path(__file__).resolve().parent.parent / "theme/static/fonts"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def spoil(store: Store) -> None:
    """Change a byte in the middle of every entry."""
    for path in store.folder.glob("??/*"):
        if path.suffix != ".sum":
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)


def test_a_name_comes_back_as_it_was_fitted(store: Store) -> None:
    measure = load_fonts(FONTS)
    names = {
        ("Bäckerei Sonnenkorn", 660.0): fit("Bäckerei Sonnenkorn", measure, max_height=660.0),
        ("بيت الزعتر", 300.0): fit("بيت الزعتر", measure, script="arabic", max_height=300.0),
        (" ", 300.0): fit(" ", measure, max_height=300.0),
    }
    keep_names(store, "key", Names({key: packed_name(name) for key, name in names.items()}))
    assert load_names(store, "key") == names
    assert load_names(store, "another") == {}


def test_damaged_names_are_fitted_again(store: Store) -> None:
    name = fit("Mavi", load_fonts(FONTS), max_height=660.0)
    keep_names(store, "key", Names({("Mavi", 660.0): packed_name(name)}))
    spoil(store)
    assert load_names(store, "key") == {}


def test_other_fonts_have_other_names(tmp_path: Path) -> None:
    fonts = Path(shutil.copytree(FONTS, tmp_path / "fonts"))
    assert names_key(fonts) == names_key(FONTS)
    with next(fonts.rglob("*.ttf")).open("ab") as file:
        file.write(b"x")
    assert names_key(fonts) != names_key(FONTS)


def said(folder: Path, store: Store) -> str:
    env = Environment(loader=FileSystemLoader(folder), autoescape=True, bytecode_cache=Templates(store))
    return env.get_template("page.html").render(name="<Mavi>")


def test_a_template_is_prepared_once_until_it_changes_or_is_damaged(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text("Hallo {{ name }}", "utf-8")
    compiled: list[str] = []
    compile_it = Environment.compile

    def counted(self: Environment, source: Any, *args: Any) -> Any:
        compiled.append(str(source))
        return compile_it(self, source, *args)

    monkeypatch.setattr(Environment, "compile", counted)
    assert [said(tmp_path, store), said(tmp_path, store)] == ["Hallo &lt;Mavi&gt;"] * 2
    assert len(compiled) == 1
    spoil(store)
    assert said(tmp_path, store) == "Hallo &lt;Mavi&gt;"
    (tmp_path / "page.html").write_text("Danke {{ name }}", "utf-8")
    assert said(tmp_path, store) == "Danke &lt;Mavi&gt;"
    assert len(compiled) == 3


EXAMPLE = Example("card", "Mit Bild", "<p>Ä & »ö«</p>")


def test_examples_are_made_once(store: Store) -> None:
    assert kept_examples(store, FONTS.parents[1], lambda: [EXAMPLE]) == (EXAMPLE,)
    assert kept_examples(store, FONTS.parents[1], lambda: pytest.fail("made again")) == (EXAMPLE,)
    spoil(store)
    assert kept_examples(store, FONTS.parents[1], lambda: [EXAMPLE]) == (EXAMPLE,)


@pytest.mark.parametrize("changed", ["components/card/card.html", "components/card/examples.yaml", "templates/x.html"])
def test_other_components_and_examples_are_shown_as_they_are_now(store: Store, tmp_path: Path, changed: str) -> None:
    theme = tmp_path / "theme"
    (theme / changed).parent.mkdir(parents=True)
    (theme / changed).write_text("before", "utf-8")
    kept_examples(store, theme, list)
    (theme / changed).write_text("after", "utf-8")
    assert kept_examples(store, theme, lambda: [EXAMPLE]) == (EXAMPLE,)
    (theme / changed).rename((theme / changed).with_name(f"another{Path(changed).suffix}"))
    assert kept_examples(store, theme, list) == ()
