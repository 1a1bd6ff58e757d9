"""Who may call a text clean HTML: a handful of places, each for a reason; everything else is escaped."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup
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
    "shell/adapter.py": ["Markup(document)", "Markup('<p>{}</p>')"],  # a page from the render stage; format() escapes
    "render/jinja.py": ["Markup(gettext(message))"],  # words of the interface; what is put into them is escaped
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


class Clean(str):
    """Says of itself that it is clean."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"<clean>{self}</clean>"


class Cleaner(Markup):
    """A kind of clean text, as libraries have them."""


class Odd(str):
    """Text that is none of our kinds."""

    __slots__ = ()


VALUES = ("<b>\"'&", Markup("<i>&amp;"), Clean("<c>"), Cleaner("<d>&amp;"), Odd("<o>"), 7, 1.5, None, True, ["<l>"], "")
PATTERNS = (
    "{{ one }}",
    "{{ one }}-{{ other }}",
    "{{ one ~ other }}",
    "{{ one|e }}{{ one|safe }}{{ (one|string)|upper }}",
    "{{ [one, other]|join('<br>') }}",
    "{% set both %}{{ one }}<{{ other }}{% endset %}{{ both }}",
    "{% set both = one %}{{ both if both else other }}",
    "{% macro m(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ m(one) }}{{ m(one, b=other)|upper }}",
    "{% macro m(a) %}<p>{{ caller(a) }}</p>{% endmacro %}{% call(a) m(one) %}{{ a }}{{ other }}{% endcall %}",
    "{% for each in (one, other) %}{{ loop.index }}{{ each }}{% else %}{{ one }}{% endfor %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% for each in (one, other) %}{{ m(each) }}{% endfor %}",
    "{% autoescape false %}{{ one }}{% endautoescape %}{{ other }}",
    "{% filter upper %}{{ one }}{% endfilter %}{% if one is string %}{{ one }}{% endif %}",
    "{{ _('a < b') }}{{ _('100 %%') }}{{ _('%(one)s <', one=one) }}{{ _('<%(a)s%(b)s>', a=one, b=other) }}",
    "{% trans one=one %}<{{ one }}>{% endtrans %}",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_templates_say_what_they_say_in_any_jinja(pattern: str) -> None:
    """Ours is compiled in a way of its own, to be quick."""
    plain = Environment(autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    plain.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    expected, ours = plain.from_string(pattern), environment(THEME).from_string(pattern)
    for one, other in itertools.product(VALUES, repeat=2):
        assert ours.render(one=one, other=other) == expected.render(one=one, other=other), (one, other)


@pytest.mark.parametrize("pattern", ["{{ nothing }}", "{{ _('%(one)s', one=nothing) }}", "{{ one.nothing }}"])
def test_what_is_not_there_is_an_error(pattern: str) -> None:
    with pytest.raises(UndefinedError):
        environment(THEME).from_string(pattern).render(one="")


def test_pelicans_templates_escape_too() -> None:
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    assert settings["JINJA_ENVIRONMENT"]["autoescape"] is True


@pytest.mark.parametrize("name", ["article.html", "page.html"])
def test_pelicans_templates_only_pass_finished_pages_on(name: str) -> None:
    text = (THEME / "templates" / name).read_text("utf-8").strip()
    assert text == f"{{{{ {name.removesuffix('.html')}.document }}}}"
