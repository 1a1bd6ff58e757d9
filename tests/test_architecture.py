"""The house keeps its order: who imports whom, how long a module may get, where state may live."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "plugins" / "kiezgroessen"
MODULES = tuple(sorted(file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*.py")))

# docs/architecture.md, from top to bottom: a room may import those above it. ``reading`` and ``site`` put the stages
# above them together, ``subjects`` and ``memory`` are what they remember, ``equipment`` what all pages
# share; ``values`` are what all of them hand on, ``words`` speaks for all of them, ``pool`` and ``forks`` work for all
# of them and ``disk`` asks the system.
ORDER = (
    "problems",
    "values",
    "languages",
    "dates",
    "words",
    "pool",
    "forks",
    "disk",
    "read",
    "model",
    "link",
    "plan",
    "render",
    "make",
    "subjects",
    "reading",
    "write",
    "memory",
    "pages",
    "equipment",
    "site",
    "check",
    "shell",
)
CORE = frozenset(ORDER) - {"make", "site", "shell"}
DECLARATIONS = ("model/records.py", "plan/views.py")
"""Long because they list every field and every view, each once and nowhere else."""

MUTATORS = frozenset(
    [
        "append",
        "add",
        "update",
        "setdefault",
        "pop",
        "popitem",
        "clear",
        "extend",
        "insert",
        "remove",
        "discard",
        "sort",
        "reverse",
        "appendleft",
    ]
)
MUTABLE_CALLS = frozenset({"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict", "bytearray"})
CACHES = frozenset({"cache", "lru_cache"})
KEPT = ("make/fonts.py: unicode_range",)
"""Text in, text out: what is kept can never be out of date."""


def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"))


def room_of(module: str) -> str:
    return module.split("/", maxsplit=1)[0].removesuffix(".py")


def imports(tree: ast.Module, module: str) -> Iterator[str]:
    """Everything a module imports, wherever in it, as dotted names from the top."""
    package = ("kiezgroessen", *module.split("/")[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join((*base, node.module)) if node.module else ".".join(base)
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def rooms_imported(module: str) -> set[str]:
    found = (name.split(".") for name in imports(tree_of(module), module))
    return {parts[1] for parts in found if parts[0] == "kiezgroessen" and len(parts) > 1}


def packages_imported(module: str) -> set[str]:
    return {name.split(".")[0] for name in imports(tree_of(module), module)}


def is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)):
        return True
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in MUTABLE_CALLS


def is_empty(value: ast.expr) -> bool:
    """A table that is empty where it stands can only be meant to be filled later."""
    return not (value.args or value.keywords) if isinstance(value, ast.Call) else not list(ast.iter_child_nodes(value))


def assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def changed(tree: ast.Module) -> set[str]:
    """Names whose value is changed somewhere: ``x[...] = ``, ``del x[...]``, ``x.append(...)``, ``global x``, ..."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            names |= set(node.names)
        elif (
            isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name)
        ):
            names.add(node.value.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if node.func.attr in MUTATORS and isinstance(of, ast.Name):
                names.add(of.id)
    return names


def state_in(tree: ast.Module) -> list[str]:
    """Module-level names that hold state. A private table that is filled where it stands and never changed is none."""
    touched = changed(tree)
    return [
        name
        for name, value in assigned(tree)
        if value is not None
        and is_mutable(value)
        and name != "__all__"
        and (not name.startswith("_") or name in touched or is_empty(value))
    ]


def test_every_module_lives_in_a_known_room() -> None:
    assert {room_of(module) for module in MODULES} == {*ORDER, "__init__"}


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    room = room_of(module)
    above = {*ORDER[: ORDER.index(room)], room} if room in ORDER else set()
    assert rooms_imported(module) <= above


@pytest.mark.parametrize("module", [module for module in MODULES if room_of(module) != "shell"])
def test_only_the_shell_knows_pelican(module: str) -> None:
    assert "pelican" not in packages_imported(module)


@pytest.mark.parametrize("module", MODULES)
def test_only_two_rooms_know_pillow(module: str) -> None:
    measuring = module.startswith("shell/bench/")  # no part of a build: it makes photos and looks at the results
    if room_of(module) != "make" and module != "read/photos.py" and not measuring:
        assert "PIL" not in packages_imported(module)


@pytest.mark.parametrize("module", [module for module in MODULES if room_of(module) in CORE])
def test_the_core_knows_no_typesetter(module: str) -> None:
    assert "typst" not in packages_imported(module)


@pytest.mark.parametrize("module", MODULES)
def test_modules_stay_short(module: str) -> None:
    lines = len((ROOT / module).read_text("utf-8").splitlines())
    assert lines <= (600 if module in DECLARATIONS else 300)


@pytest.mark.parametrize("module", DECLARATIONS)
def test_long_modules_only_declare(module: str) -> None:
    loops = [node for node in ast.walk(tree_of(module)) if isinstance(node, (ast.For, ast.While, ast.Try, ast.If))]
    assert loops == []


@pytest.mark.parametrize("module", MODULES)
def test_no_state_in_modules(module: str) -> None:
    assert state_in(tree_of(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_no_caches_that_outlive_a_build(module: str) -> None:
    """A cache inside a function lives as long as its call; one at the top of a module is state like any other."""
    found = [
        f"{module}: {node.name}"
        for node in tree_of(module).body
        if isinstance(node, ast.FunctionDef)
        and CACHES & {ast.unparse(one).split("(")[0].rpartition(".")[2] for one in node.decorator_list}
    ]
    assert set(found) <= set(KEPT)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("SEEN = {}", ["SEEN"]),
        ("_seen = {}", ["_seen"]),
        ("_seen: dict[str, int] = dict()", ["_seen"]),
        ("_TABLE = {1: 2}", []),
        ("_TABLE = {1: 2}\ndef f():\n    _TABLE[3] = 4", ["_TABLE"]),
        ("_LIST = [1]\ndef f():\n    _LIST.append(2)", ["_LIST"]),
        ("TABLE = {1: 2}", ["TABLE"]),
        ("TABLE = MappingProxyType({1: 2})", []),
        ("NAMES = (1, 2)", []),
    ],
)
def test_the_search_for_state_finds_it(code: str, expected: list[str]) -> None:
    assert state_in(ast.parse(code)) == expected


@pytest.mark.parametrize(
    ("module", "line", "expected"),
    [
        ("plan/desk.py", "from ..model.parts import Photo", "kiezgroessen.model.parts.Photo"),
        ("plan/pages/start.py", "from ... import words", "kiezgroessen.words"),
        ("plan/pages/start.py", "from .. import cards", "kiezgroessen.plan.cards"),
        ("words.py", "from . import dates", "kiezgroessen.dates"),
        ("read/load.py", "def f():\n    import PIL.Image", "PIL.Image"),
    ],
)
def test_the_search_for_imports_finds_them(module: str, line: str, expected: str) -> None:
    assert list(imports(ast.parse(line), module)) == [expected]
