"""The header's values: as typed, with lines; and every mistake with the corrected line."""

from __future__ import annotations

import pickle

import pytest

from kiezgroessen.problems import Severity, has_errors
from kiezgroessen.read.document import Header, Mark, Scalar
from kiezgroessen.read.yamltree import parse


def read(text: str) -> Header:
    header, problems = parse(text, path="p", first_line=2, lang="tr")
    assert problems == []
    assert header is not None
    return header


@pytest.mark.parametrize(
    "typed", ["10:30", "01067", "0301234567", "no", "ja", "1.10", "0x1F", "1e3", "null", "~", "2017-05", "=", "50% 30%"]
)
def test_a_value_means_what_was_typed(typed: str) -> None:
    value = read(f"a: {typed}").values["a"]
    assert value == typed
    assert isinstance(value, Scalar)
    assert value.lang == "tr"


def test_only_an_empty_value_is_none() -> None:
    assert read("a:\nb: \"\"\nc: ''\nd:\n  -\n  - x\n").values == {"a": None, "b": "", "c": "", "d": [None, "x"]}


def test_an_empty_header_has_no_values() -> None:
    for text in ("", "\n", "# so\n", "---\n"):
        assert read(text).values == {}


def test_marks_say_where_key_and_value_stand() -> None:
    marks = read("name: Mavi\nangebote:\n  - art: raum\n    text:\n      Saal\n  - art: x\nl: [a, {b: c}]\n").marks
    assert marks[()] == Mark("p", 2, 1, 2)
    assert marks["name",] == Mark("p", 2, 1, 2)
    assert marks["angebote",] == Mark("p", 3, 1, 4)
    assert marks["angebote", 0] == Mark("p", 4, 5, 4)
    assert marks["angebote", 0, "text"] == Mark("p", 5, 5, 6)
    assert marks["angebote", 1, "art"] == Mark("p", 7, 5, 7)
    assert marks["l", 1, "b"] == Mark("p", 8, 9, 8)


# (header, line, word of the message, corrected line, values with the correction)
MENDED = {
    "tab": ("a:\n\tb: c", 3, "Tabulator", "  b: c", {"a": {"b": "c"}}),
    "tab at the top level": ("a: x\n\tb: c", 3, "Tabulator", "b: c", {"a": "x", "b": "c"}),
    "no blank after colon": ("name:Mavi", 2, "Leerzeichen", "name: Mavi", {"name": "Mavi"}),
    "no blank after a later colon": ("a: x\nort:B\nb: y", 3, "Leerzeichen", "ort: B", {"a": "x", "ort": "B", "b": "y"}),
    "no blank in a group": ("k:\n  s:F 1\n  p: 2", 3, "Leerzeichen", "  s: F 1", {"k": {"s": "F 1", "p": "2"}}),
    "no blank before address": ("web:https://a.example\nb: c", 2, "Leerzeichen", "web: https://a.example",
                                {"web": "https://a.example", "b": "c"}),
    "colon in text": ("z: Mein Motto: Brot", 2, "Doppelpunkt", 'z: "Mein Motto: Brot"', {"z": "Mein Motto: Brot"}),
    "colon at the end": ("z: Frage:", 2, "Doppelpunkt", 'z: "Frage:"', {"z": "Frage:"}),
    "colon and quotes": ('z: "Brot": gut', 2, "Anführungszeichen", "z: '\"Brot\": gut'", {"z": '"Brot": gut'}),
    "colon in a list": ("l:\n  - Motto: Brot: gut", 3, "Doppelpunkt", '  - Motto: "Brot: gut"',
                        {"l": [{"Motto": "Brot: gut"}]}),
    "colon and no blank": ("z:Motto: Brot\nb: c: d", 3, "Doppelpunkt", 'b: "c: d"', None),
    "at sign": ("i: @mavi", 2, "»@«", 'i: "@mavi"', {"i": "@mavi"}),
    "backtick": ("i: `x`", 2, "»`«", 'i: "`x`"', {"i": "`x`"}),
    "per cent": ("i: %10", 2, "»%«", 'i: "%10"', {"i": "%10"}),
    "stars": ("i: *toll* hier", 2, "»*«", 'i: "*toll* hier"', {"i": "*toll* hier"}),
    "and": ("i: & Co", 2, "»&«", 'i: "& Co"', {"i": "& Co"}),
    "greater": ("i: > 10 Plätze", 2, "»>«", 'i: "> 10 Plätze"', {"i": "> 10 Plätze"}),
    "bracketed word": ("i: [Neu] Brot", 2, "»[«", 'i: "[Neu] Brot"', {"i": "[Neu] Brot"}),
    "open bracket": ("i: [a, b\nc: d", 2, "»]«", "i: [a, b]", {"i": ["a", "b"], "c": "d"}),
    "open quote": ('i: "Brot\nc: d', 2, "Anführungszeichen", 'i: "Brot"', {"i": "Brot", "c": "d"}),
    "open quote closed by the next": ('i: "Brot\nc: "d"\ne: f', 2, "Anführungszeichen", 'i: "Brot"',
                                      {"i": "Brot", "c": "d", "e": "f"}),
    "quote closed by a word processor": ('i: "Mavi“\nc: d', 2, "Anführungszeichen", 'i: "Mavi"',
                                         {"i": "Mavi", "c": "d"}),
    "quotes around the first words": ('i: "Tag" sagt er', 2, "Anführungszeichen", "i: '\"Tag\" sagt er'",
                                      {"i": '"Tag" sagt er'}),
    "apostrophe at the start": ("i: 'n Brot\nc: d", 2, "Anführungszeichen", "i: \"'n Brot\"",
                                {"i": "'n Brot", "c": "d"}),
    "apostrophe inside": ("i: 'Kid's Corner'", 2, "Anführungszeichen", 'i: "Kid\'s Corner"', {"i": "Kid's Corner"}),
    "backslash": ('i: "C:\\Daten"', 2, "Rückstrich", "i: 'C:\\Daten'", {"i": "C:\\Daten"}),
    "no blank after dash": ("l:\n  -art: p\n   text: x\n", 3, "Bindestrich", "  - art: p",
                            {"l": [{"art": "p", "text": "x"}]}),
    "stars as bullets": ("l:\n* de", 3, "Bindestrich", "- de", {"l": ["de"]}),
    "too little indented": ("a:\n  s: x\n p: y", 4, "eingerückt", "  p: y", {"a": {"s": "x", "p": "y"}}),
    "too much indented": ("a:\n  s: x\n   p: y", 4, "eingerückt", "  p: y", {"a": {"s": "x", "p": "y"}}),
    "too much indented in an entry": ("a:\n  - s: x\n     p: y\n  - s: z", 4, "eingerückt", "    p: y",
                                      {"a": [{"s": "x", "p": "y"}, {"s": "z"}]}),
    "text goes on at the left": ("t: Wir backen\nBrot und mehr\nn: x", 3, "fort", "  Brot und mehr",
                                 {"t": "Wir backen Brot und mehr", "n": "x"}),
    "no colon": ("name Mavi\nort: B", 2, "Doppelpunkt", "name: Mavi", {"name": "Mavi", "ort": "B"}),
    "equals sign": ("name = Mavi\nort: B", 2, "Doppelpunkt", "name: Mavi", {"name": "Mavi", "ort": "B"}),
    "group without colon": ("kontakt\n  a: b", 2, "Doppelpunkt", "kontakt:", {"kontakt": {"a": "b"}}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "word", "fix", "values"), MENDED.values(), ids=MENDED.keys())
def test_a_common_mistake_gets_line_word_and_correction(
    text: str, line: int, word: str, fix: str, values: dict[str, object] | None
) -> None:
    header, problems = parse(text, path="p", first_line=2, lang="de")
    problem = next(one for one in problems if one.line == line)
    assert problem.severity is Severity.ERROR
    assert problem.shown == text.split("\n")[line - 2]
    assert word in problem.message
    assert problem.fix == fix
    if values is not None:
        assert header is not None
        assert header.values == values


@pytest.mark.parametrize("case", [one for one in MENDED.values() if one[4] is not None], ids=lambda one: one[3])
def test_who_types_the_corrections_has_no_problem_left(case: tuple[str, int, str, str, object]) -> None:
    lines = case[0].split("\n")
    _, problems = parse(case[0], path="p", first_line=1, lang="de")
    for problem in problems:
        assert problem.line is not None
        assert problem.fix is not None
        lines[problem.line - 1] = problem.fix
    header, left = parse("\n".join(lines), path="p", first_line=1, lang="de")
    assert left == []
    assert header is not None
    assert header.values == case[4]


def test_all_mistakes_of_a_header_are_told_at_once() -> None:
    text = "name:Mavi\nzitat: Motto: Brot\nort: B\nrabatt: %10\nl:\n  - a\n  -b: c\n"
    _, problems = parse(text, path="p", first_line=2, lang="de")
    assert [problem.line for problem in problems] == [2, 3, 5, 8]


# What YAML takes without a word: (header, line, word of the message, corrected line)
REFUSED = {
    "twice": ("a: 1\nb: 2\na: 3", 4, "in Zeile 2 und in Zeile 4", None),
    "twice in a group": ("k:\n  a: 1\n  a: 3", 4, "in Zeile 3 und in Zeile 4", None),
    "twice in brackets": ("k: {a: 1, a: 3}", 2, "zweimal", None),
    "tag": ("a: !!str b", 2, "!!str", None),
    "exclamation": ("a: !Achtung", 2, "!Achtung", 'a: "!Achtung"'),
    "python tag": ("a: !!python/object/apply:os.system [x]", 2, "!!python", None),
    "anchor": ("a: &co Kg", 2, "&co", 'a: "&co Kg"'),
    "anchor of a group": ("a: &co\n  b: c", 2, "&co", None),
    "alias": ("a: b\nc: *wow", 3, "*wow", 'c: "*wow"'),
    "anchored key": ("&x a: b", 2, "&", None),
    "merge": ("a: b\n<<: c", 3, "<<", None),
    "second document": ("a: b\n---\nc: d", 3, "zweites", None),
    "directive": ("%YAML 1.1\n---\na: b", 2, "%", None),
    "list as key": ("? [a]\n: b", 2, "Doppelpunkt", None),
    "template braces": ("a: {{b}}", 2, "Doppelpunkt", None),
    "nothing before the colon": ("a: b\n? \n: x", 3, "fehlt das Wort", None),
    "list instead of header": ("- a\n- b", 2, "keine Angabe", None),
    "list instead of header, with groups": ("- a: b\n  c: d", 2, "keine Angabe", None),
    "key swallowed as text": ("k:\n  strasse:Ufer 1", 3, "Leerzeichen", "  strasse: Ufer 1"),
    "key swallowed as list entry": ("l:\n  - art:raum", 3, "Leerzeichen", "  - art: raum"),
    "line swallowed by the text above": ("k:\n  t: 030\n    email:a@b", 4, "Fortsetzung", None),
    "list swallowed by the text above": ("s: de\n  - tr", 3, "Fortsetzung", None),
    "list without blanks": ("s:\n  -de", 3, "Bindestrich", "  - de"),
    "list with dashes from a phone": ("s:\n  – de", 3, "Bindestrich", "  - de"),
    "key with the colon too early": ("zitat:Motto: Brot", 2, "Leerzeichen", 'zitat: "Motto: Brot"'),
    "hash at a quote": ('a: "b"#3', 2, "Anmerkung", None),
    "hash at a bracket": ("a: [b]#3", 2, "Anmerkung", None),
    "hash at a brace": ("a: {b: c}#3", 2, "Anmerkung", None),
    "hash at a block": ("a: >#3\n  b", 2, "Anmerkung", None),
    "null escape": ('a: "\\0"', 2, "Nullbyte", None),
    "too deep": ("a:\n" + "\n".join(f"{'  ' * depth}b:" for depth in range(1, 20)), 14, "12 Ebenen", None),
    "far too deep": ("a: " + "[" * 9_000, 2, "12 Ebenen", None),
    "far too long": ("a: b\n" * 20_001, 2, "100000 Zeichen", None),
    "a line far too long": ("a: b\nc: " + "d" * 10_000, 3, "10000 Zeichen", None),
    "text below a forgotten end": ("a: b\n\nWir backen seit 1990 Brot.\nUnd mehr.", 4, "keine Angabe", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "word", "fix"), REFUSED.values(), ids=REFUSED.keys())
def test_what_yaml_would_take_silently_is_refused(text: str, line: int, word: str, fix: str | None) -> None:
    _, problems = parse(text, path="p", first_line=2, lang="de")
    assert has_errors(problems)
    problem = next(one for one in problems if one.line == line and word in one.message)
    assert problem.hint
    assert problem.fix == fix


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
@pytest.mark.parametrize("line", ["# geprüft{0}", "a: b # geprüft{0} status", "a: b  #{0}", "  # x{0}", "a: 'b #{0}'"])
def test_no_remark_turns_round_what_a_reviewer_sees(sign: str, line: str) -> None:
    _, (problem,) = parse(f"name: Mavi\n{line.format(sign)}\nort: X", path="p", first_line=2, lang="de")
    assert problem.severity is Severity.ERROR
    assert (problem.line, problem.fix) == (3, line.format(""))
    assert "Schreibrichtung" in problem.message


def test_remarks_in_any_script_are_nobodys_business() -> None:
    # Marks that say in which direction a single sign is read turn nothing round.
    assert read("name: Mavi # مقهى ماوي \u200f(3)\u200e\n# Кафе\n").values == {"name": "Mavi"}


def test_a_flood_of_mistakes_is_cut_off() -> None:
    _, problems = parse("a: b\n" * 10_000, path="p", first_line=1, lang="de")
    assert len(problems) == 51
    assert "noch 9949 weitere" in problems[-1].message


def test_twelve_levels_are_allowed() -> None:
    assert list(read("a:\n" + "\n".join(f"{'  ' * depth}b:" for depth in range(1, 12))).values) == ["a"]


def test_the_field_is_named_as_editors_count() -> None:
    _, (problem,) = parse("a:\n  - x\n  - b: *y", path="p", first_line=2, lang="de")
    assert problem.field == "a.2.b"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("a: Werkstatt #3", 'a: "Werkstatt #3"'),
        ("a: #kiez", 'a: "#kiez"'),
        ("l:\n  - #kiez", '  - "#kiez"'),
        ("a: x  #y: z", 'a: "x  #y: z"'),
        ("a: N #3 # so", 'a: "N #3" # so'),
    ],
)
def test_a_hash_that_cuts_a_text_is_warned_about(text: str, fix: str) -> None:
    _, (problem,) = parse(text, path="p", first_line=1, lang="de")
    assert problem.severity is Severity.WARNING
    assert problem.fix == fix


@pytest.mark.parametrize(
    "text", ["a: b # so", "a: 'b' #so", "a: C#", "a: b#c", "# so\na: b", "#so\na: b", "a: # so\n  b: c"]
)
def test_a_comment_and_a_hash_inside_a_word_are_left_alone(text: str) -> None:
    assert list(read(text).values) == ["a"]


@pytest.mark.parametrize(
    "value", ["https://a.example/b", "15:00–18:00", "-5 Grad", "–5", "Verhältnis 1:2", "mavi@a.example"]
)
def test_ordinary_values_are_left_alone(value: str) -> None:
    assert read(f"a: {value}").values["a"] == value
    assert read(f"a:\n  - {value}").values["a"] == [value]
    assert read(f"a:\n  {value}").values["a"] == value


def test_a_long_text_over_several_lines_is_joined() -> None:
    text = "a: Wir backen\n  Brot – jeden\n  Tag\nb: |\n  - x\n  y:z\nc: >\n  eins\n  zwei\n"
    assert read(text).values == {"a": "Wir backen Brot – jeden Tag", "b": "- x\ny:z\n", "c": "eins zwei\n"}


def test_a_scalar_keeps_its_language_on_the_way_to_another_process() -> None:
    there = pickle.loads(pickle.dumps(Scalar("10:30", "tr")))  # noqa: S301 - our own value
    assert (there, there.lang) == ("10:30", "tr")
