"""What all tests may ask for: a browser, a visitor, a server for a built folder, golden pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.support import browser as browsers
from tests.support.golden import Golden
from tests.support.once import of_run
from tests.support.server import serving
from tests.support.visit import Visitor

from kiezgroessen import equipment
from kiezgroessen.make.fonts import FontFile, Script, subset_fonts
from kiezgroessen.make.store import Store

HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write tests/golden anew instead of comparing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """While renewing, only the tests that have golden pages are run."""
    if not config.getoption("--renew-golden"):
        return
    others = [item for item in items if "golden" not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]


@pytest.fixture(scope="session", autouse=True)
def _fonts_are_cut_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Sites built with a store of their own still share the fonts of the run: cutting them takes half a second.

    Nothing is taken from an earlier run. Fonts themselves are tested with other stores or none (`test_fonts.py`), and
    builds that must start from nothing are processes of their own (`test_plan.py`).
    """
    store = Store(of_run(tmp_path_factory.getbasetemp()) / "schrift")

    def cut(folder: Path, texts: Mapping[Script, str], _store: Store | None = None) -> tuple[FontFile, ...]:
        return subset_fonts(folder, texts, store)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(equipment, "subset_fonts", cut)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chrome or Chromium, one for the whole run. Missing, it is an error, never a skip."""
    with sync_playwright() as playwright:
        program = browsers.launch(playwright)
        yield program
        program.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Somebody who looks at pages; the test fails when the browser had anything to complain of."""
    someone = Visitor(browser)
    yield someone
    someone.leave()
    assert not someone.complaints, "\n".join(someone.complaints)


@pytest.fixture
def page_at(visitor: Visitor) -> Callable[..., Page]:
    """``page_at(360)``: a fresh page of that width; see ``Visitor.page_at``."""
    return visitor.page_at


@pytest.fixture(scope="session")
def site_server() -> Iterator[Callable[[Path], str]]:
    """``site_server(folder)`` serves the folder until the end of the run and gives its address."""
    addresses: dict[Path, str] = {}
    with ExitStack() as stack:

        def serve(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = stack.enter_context(serving(folder))
            return addresses[folder]

        yield serve


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """``golden("name.html", text)`` compares with ``tests/golden/name.html``, or writes it with ``--renew-golden``."""
    return Golden(HERE / "golden", renew=bool(request.config.getoption("--renew-golden")))
