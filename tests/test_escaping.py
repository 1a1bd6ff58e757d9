"""Who may call a text clean HTML: a handful of places, each for a reason; everything else is escaped."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pelican.settings import read_settings

from kiezgroessen.render.environment import environment

ROOT = Path(__file__).parent.parent
THEME = ROOT / "theme"
SAFE = {
    "components/prose/prose.html": ["{{ text.html|safe }}"],  # has passed nh3's allow-list
    "templates/base.html": ['<script type="application/ld+json">{{ block|safe }}</script>'],  # as_json escapes < > &
    "templates/style.html": ["{{ example.html|safe }}"],  # examples of the theme, rendered by its own components
}
MARKUP = {
    "shell/plugin.py": ["Markup(document)", "Markup('<p>{}</p>')"],  # a page from the render stage; format() escapes
    "render/environment.py": [
        "Markup('')",
        """Markup(' lang="{}"')""",
        """Markup(' lang="{}" dir="{}"')""",
        "Markup('<span{}>{}</span>')",
    ],
}


def test_templates_call_nothing_clean_but_what_was_cleaned() -> None:
    found: dict[str, list[str]] = {}
    for file in sorted(THEME.rglob("*.html")):
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        marks = [
            line for line in lines if "|safe" in line.replace(" ", "") or "autoescape" in line or "|xmlattr" in line
        ]
        if marks:
            found[file.relative_to(THEME).as_posix()] = marks
    assert found == SAFE


def test_code_calls_nothing_clean_but_what_was_cleaned() -> None:
    package, found = ROOT / "plugins/kiezgroessen", {}
    for file in sorted(package.rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
        calls.sort(key=lambda call: (call.lineno, call.col_offset))
        marks = [ast.unparse(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Markup"]
        if marks:
            found[file.relative_to(package).as_posix()] = marks
    assert {name: sorted(marks) for name, marks in found.items()} == {name: sorted(one) for name, one in MARKUP.items()}


def test_our_templates_escape() -> None:
    assert environment(THEME).from_string("{{ text }}").render(text="<b>\"'&") == "&lt;b&gt;&#34;&#39;&amp;"


def test_pelicans_templates_escape_too() -> None:
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    assert settings["JINJA_ENVIRONMENT"]["autoescape"] is True


@pytest.mark.parametrize("name", ["article.html", "page.html"])
def test_pelicans_templates_only_pass_finished_pages_on(name: str) -> None:
    text = (THEME / "templates" / name).read_text("utf-8").strip()
    assert text == f"{{{{ {name.removesuffix('.html')}.document }}}}"
