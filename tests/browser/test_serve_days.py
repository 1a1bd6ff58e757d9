"""`tasks.py serve` that is left open over night."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.support.preview import serving
from tests.support.sites import replace_in

CLOCK = """
import datetime
from pathlib import Path
from kiezgroessen import dates
dates.today = lambda: datetime.date.fromisoformat(Path(__file__).with_name("heute").read_text())
"""
"""Python imports it before anything else, in both processes."""
MAVI = "profiles/betriebe/mavi/profil.md"
PATIENCE = 60_000


def test_at_midnight_the_preview_becomes_that_of_the_new_day(browser: Browser, tmp_path: Path) -> None:
    """Mavi closes; the next morning it is not on the wall any more, and nobody has saved or reloaded anything."""
    code = tmp_path / "uhr"
    code.mkdir()
    (code / "sitecustomize.py").write_text(CLOCK, "utf-8")
    (code / "heute").write_text("2026-11-22", "utf-8")
    with serving(tmp_path / "haus", code=code) as preview, closing(browser.new_page()) as page:
        page.goto(f"{preview.address}/betriebe/")
        page.evaluate("window.same = true")
        replace_in(preview.root, MAVI, "seit: 2017-05", "seit: 2017-05\nende: 2026-11-23")
        wall = page.locator("main")
        expect(wall).to_contain_text("Mavi", timeout=PATIENCE)
        preview.says(MAVI)
        (code / "heute").write_text("2026-11-24", "utf-8")
        expect(wall).not_to_contain_text("Mavi", timeout=PATIENCE)
        expect(wall).to_contain_text("Rad", timeout=PATIENCE)
        assert page.evaluate("window.same")
        preview.says("Ein neuer Tag: ")
