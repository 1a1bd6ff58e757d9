"""Every component is a macro, a style and examples, and each example is sound HTML that a strict policy would allow."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rcssmin
from jinja2 import Environment, UndefinedError
from jinja2.meta import find_referenced_templates

from kiezgroessen.languages import LANGUAGES, Text
from kiezgroessen.plan.papers import INK, PAPERS, contrast, paper_for
from kiezgroessen.plan.views import Prose, Quote
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.render.environment import environment, say, spoken, units
from kiezgroessen.render.examples import Case, cases, examples, show
from kiezgroessen.render.styles import NAMING, bundles

THEME = Path(__file__).parents[1] / "theme"
COMPONENTS = sorted(folder.name for folder in (THEME / "components").iterdir() if folder.is_dir())
FONTS = load_fonts(THEME / "static" / "fonts")
VOID = {"img", "source", "br", "meta", "link", "input", "hr", "wbr"}


class Reader(HTMLParser):
    """Notes what is wrong with a piece of HTML: tags that do not close, styles and scripts where none may be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag} {name}>" for name in names if name == "style" or name.startswith("on")]
        self.faults += [f"<{tag} {name}> twice" for name in set(names) if names.count(name) > 1]
        if tag in ("script", "style"):
            self.faults.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


ALL_CASES = list(cases(THEME, FONTS))


@pytest.fixture(scope="module")
def german() -> Environment:
    return environment(THEME)


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_is_a_macro_and_has_examples(component: str) -> None:
    folder = THEME / "components" / component
    assert f"macro {component}(" in (folder / f"{component}.html").read_text("utf-8")
    assert component in {case.component for case in ALL_CASES}


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.component}: {case.title}")
@pytest.mark.parametrize("code", ["de", "ar"])
def test_an_example_is_sound(case: Case, code: str) -> None:
    html = show(environment(THEME, LANGUAGES[code]), case)
    reader = read(html)
    assert reader.faults == []
    assert reader.open == []
    assert reader.text.strip() or "<img" in html


def test_the_reader_sees_faults() -> None:
    assert read('<p style="color:red">').faults == ["<p style>"]
    assert read("<b><i></b></i>").faults
    assert read("<script></script>").faults


def test_the_style_guide_leaves_out_what_frames_every_page(german: Environment) -> None:
    guide = examples(german, THEME, FONTS)
    shown = {example.component for example in guide}
    assert {"header", "footer", "crumbs", "sample"}.isdisjoint(shown)
    assert {"sheet", "wish", "name", "story"} <= shown
    assert all(example.html and example.title for example in guide)


def test_a_name_is_read_once_and_drawn_twice(german: Environment) -> None:
    case = next(case for case in ALL_CASES if case.component == "name")
    html = show(german, case)
    assert html.count("<svg") == 2
    hidden, read_aloud = html.split("</span>", 1)
    assert 'aria-hidden="true"' in hidden
    assert "Mavi" in read_aloud


def test_a_text_says_its_language_only_where_the_page_speaks_another() -> None:
    german, arabic = LANGUAGES["de"], LANGUAGES["ar"]
    assert say(Text("Laden & Café"), german) == "Laden &amp; Café"
    assert say(Text("Café"), arabic) == '<span lang="de" dir="ltr">Café</span>'
    assert spoken(Prose("", "ar", "rtl"), german) == ' lang="ar" dir="rtl"'
    assert spoken(Text("x", "tr"), german) == ' lang="tr"'


def test_what_editors_write_is_text_not_markup(german: Environment) -> None:
    said = Quote(Text("<img src=x onerror=alert(1)>"), None, None)
    html = show(german, Case("quote", "", {"said": said}, False))
    assert "<img" not in html


def test_a_template_that_names_what_its_page_does_not_have_is_an_error(german: Environment) -> None:
    with pytest.raises(UndefinedError, match="nirgends"):
        german.from_string("<p>{{ nirgends }}</p>").render()


def test_lengths_are_short() -> None:
    assert [units(12.0), units(3.14159), units(-0.5)] == ["12", "3.1", "-0.5"]


@pytest.mark.parametrize("slug", PAPERS)
def test_ink_is_readable_on_every_paper(slug: str) -> None:
    assert contrast(PAPERS[slug], INK) >= 10


def test_contrast_follows_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_business_keeps_its_paper_and_all_papers_are_used() -> None:
    assert paper_for("mavi") == paper_for("mavi")
    assert {paper_for(f"laden-{number}") for number in range(200)} == set(PAPERS)


def test_the_style_sheets_are_named_by_their_content() -> None:
    first, others = bundles(THEME, "")
    assert bundles(THEME, "") == (first, others)
    assert bundles(THEME, "@font-face{font-family:X;src:url(x)}")[0][0] != first[0]
    assert re.fullmatch(r"stil\.[0-9a-f]{8}\.css", first[0])
    assert re.fullmatch(r"mehr\.[0-9a-f]{8}\.css", others[0])


def test_the_first_style_sheet_holds_every_layer_paper_and_width() -> None:
    text = bundles(THEME, "")[0][1].decode()
    assert text.startswith("@layer tokens,base,layout,components,utilities;")
    assert text.count("{") == text.count("}")
    assert all(f".paper-{slug}{{--paper:{colour}}}" in text for slug, colour in PAPERS.items())
    assert ".b62{font-stretch:62%}" in text
    assert ".b125{font-stretch:125%}" in text
    assert "http" not in styles().replace('a[href^="http"]', "")


def test_what_the_start_page_does_not_show_is_in_the_second_style_sheet() -> None:
    first, others = (data.decode() for _, data in bundles(THEME, ""))
    for component, needed in (("sheet", True), ("footer", True), ("wish", True), ("matrix", False), ("rows", False)):
        rule = rcssmin.cssmin((THEME / f"components/{component}/{component}.css").read_text("utf-8"))
        assert (rule in first, rule in others) == (needed, not needed), component


def test_no_template_uses_another_unseen() -> None:
    """Or what it shows on the start page would lie in the second style sheet."""
    parser = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is rendered
    for file in THEME.rglob("*.html"):
        text = file.read_text("utf-8")
        assert set(NAMING.findall(text)) == set(find_referenced_templates(parser.parse(text))), file.name


def test_no_selector_loses_its_blank() -> None:
    sources = [*THEME.glob("css/*.css"), *THEME.glob("components/*/*.css")]
    inside = re.compile(r"[\w.)\]]+ :(?:is|has|not|where)\([^,)]*")
    wanted = {found for path in sources for found in inside.findall(re.sub(r"/\*.*?\*/", "", path.read_text("utf-8")))}
    assert wanted
    assert {one for one in wanted if one not in styles()} == set()


def styles() -> str:
    return "".join(data.decode() for _, data in bundles(THEME, ""))


def test_right_and_left_are_not_named_in_the_styles() -> None:
    """Logical properties only: an Arabic page is the mirror image of a German one."""
    text = styles()
    sided = r"(margin|padding|border)-(left|right)|text-align:(left|right)|float:|[;{](left|right):"
    assert re.findall(sided, text) == []
