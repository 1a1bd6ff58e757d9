"""Every safeguard of the photo path is switched off once, to see that somebody notices.

With the safeguards on, the same checks are silent in ``test_pictures.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.support import hostile
from tests.support.photo_checks import TIGHT, crooked, talkative, unbounded

from kiezgroessen import pool
from kiezgroessen.make import pictures, run
from kiezgroessen.read import photos


def test_metadata_that_is_not_removed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_bare", lambda picture: picture)
    found = talkative(tmp_path)
    assert any(line.startswith("usual-colour.jpg: ") for line in found), "the comment of the JPEG"
    assert any(line.startswith("usual-colour.avif: ") for line in found), "the profile"


def test_photos_that_are_not_turned_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_TURNS", {})
    assert crooked(tmp_path) == [2, 3, 4, 5, 6, 7, 8]


def test_crops_that_are_not_turned_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "stored_box", lambda box, *_: box)
    assert len(crooked(tmp_path)) > 3


@pytest.mark.parametrize(
    ("serve", "noticed"),
    [(hostile.serve_without_time_limit, "spins"), (hostile.serve_without_memory_limit, "eats")],
)
def test_a_limit_that_is_off_is_noticed(
    serve: object, noticed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "work", hostile.spoilt_work)
    monkeypatch.setattr(pool, "LIMITS", TIGHT)
    monkeypatch.setattr(pool, "_serve", serve)
    assert noticed in unbounded(tmp_path, workers=2)


def test_a_limit_of_size_that_is_off_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "riesig.png"
    Image.new("1", (9000, 9000)).save(path)
    assert photos.probe(path) == (None, photos.TOO_BIG)
    monkeypatch.setattr(photos, "MEGAPIXELS", 100)
    assert photos.probe(path)[0] is not None
