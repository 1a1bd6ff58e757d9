"""The settings of a site, each time in a process of its own: what one imports would be there for the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).parents[1] / "plugins"
READ = """
import json, sys
from pathlib import Path
from kiezgroessen.shell.settings import values_of
values = values_of(Path(sys.argv[1]), "publishconf.py")
print(json.dumps([values["SITENAME"], values["KIEZ_KITS"], sys.argv[1] in sys.path]))
"""


def published(site: Path, folder: Path) -> list[str | bool]:
    """The name, whether there are full kits, and whether modules of the site are still looked for."""
    ran = subprocess.run(
        [sys.executable, "-P", "-c", READ, str(site)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str | bool] = json.loads(ran.stdout)
    return found


def test_a_site_without_settings_is_published_with_those_of_the_house(tmp_path: Path) -> None:
    assert published(tmp_path, tmp_path) == ["Kiezgrößen", True, False]


def test_what_is_published_builds_upon_the_sites_own_settings(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "pelicanconf.py").write_text('SITENAME = "Unser Kiez"\n', "utf-8")
    assert published(site, tmp_path) == ["Unser Kiez", True, False], "the house says only what the site does not"
    (site / "publishconf.py").write_text("from pelicanconf import *\nKIEZ_KITS = False\n", "utf-8")
    assert published(site, tmp_path) == ["Unser Kiez", False, False]
