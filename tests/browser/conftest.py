"""The sample Kiez of this repository, built once and looked at by all browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.support.sample import Walk, build_sample


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the sample Kiez; only to be read."""
    return build_sample(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def strolling(browser: Browser, sample_site: Path, site_server: Callable[[Path], str]) -> Iterator[Walk]:
    """One walker per module, so that not every page opens a window of its own."""
    someone = Walk(browser, site_server(sample_site))
    yield someone
    someone.leave()


@pytest.fixture
def walk(strolling: Walk) -> Iterator[Walk]:
    """``walk.to("betriebe/", 320)`` opens a page of the sample; whatever the browser complains of fails the test."""
    yield strolling
    heard = list(strolling.complaints)
    strolling.complaints.clear()
    assert not heard, "\n".join(heard)
