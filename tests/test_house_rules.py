"""Rules of the house that no single room keeps: who reads, whose address it is, what stops a build, what is private."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from tests.support.sites import build_site, good_site, replace_in, untouched

from kiezgroessen.problems import ContentError, as_text
from kiezgroessen.shell.private import APPLICATIONS, LISTS

HOUSE = Path(__file__).parents[1]
REAL = "https://kiez-am-kanal.berlin"


def test_nothing_but_our_own_reader_reads_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pelican.readers import Readers  # noqa: PLC0415 - it takes a while

    seen: list[dict[str, Any]] = []
    started = Readers.__init__

    def watched(self: Any, *given: Any, **more: Any) -> None:
        started(self, *given, **more)
        seen.append(dict(self.readers))

    monkeypatch.setattr(Readers, "__init__", watched)
    build_site(good_site(tmp_path), KIEZ_PICTURES=False)
    assert seen
    assert {ending for readers in seen for ending in readers} == {"md"}


def test_a_real_site_is_not_published_under_the_address_of_the_example(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/kiez.yaml", "beispiel: ja", "beispiel: nein")
    with pytest.raises(ContentError) as refused:
        build_site(root, SITEURL="https://kiez.example", FEED_DOMAIN="https://kiez.example", KIEZ_PICTURES=False)
    assert "SITEURL ist noch die Adresse des Beispiels: https://kiez.example" in as_text(refused.value.problems)
    assert build_site(root, SITEURL=REAL, FEED_DOMAIN=REAL, KIEZ_PICTURES=False).is_dir()


def test_what_pelican_only_logs_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pelican.generators import ArticlesGenerator  # noqa: PLC0415 - it takes a while

    root = good_site(tmp_path)
    output = build_site(root, KIEZ_PICTURES=False)

    def complain(_self: object) -> None:
        logging.getLogger("pelican.generators").error("Could not process %s", "meldung.md")

    # Where no news has changed, nobody asks Pelican.
    news = next((root / "content/meldungen").glob("*.md"))
    news.write_text(news.read_text("utf-8") + "\nNoch ein Satz.\n", "utf-8")
    with untouched(output):
        monkeypatch.setattr(ArticlesGenerator, "generate_context", complain)
        with pytest.raises(ContentError) as failed:
            build_site(root, KIEZ_PICTURES=False)
    assert "Could not process meldung.md" in as_text(failed.value.problems)


def test_private_folders_are_never_committed() -> None:
    ignored = (HOUSE / ".gitignore").read_text("utf-8").splitlines()
    assert {f"{APPLICATIONS}/", f"{LISTS}/", "kits/", "besuche/"} <= set(ignored)
