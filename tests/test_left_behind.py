"""What a build leaves behind in its process: nothing, however many there are."""

from __future__ import annotations

import gc
from pathlib import Path

from tests.support.sites import build_site, good_site

from kiezgroessen.shell.making import Prepared


def test_a_build_leaves_no_site_behind(tmp_path: Path) -> None:
    """Pelican's classes remember every article there ever was, and an article knows its site."""
    build_site(good_site(tmp_path), KIEZ_PICTURES=False)
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Prepared) and one.root.is_relative_to(tmp_path)]
