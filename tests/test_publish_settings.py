"""The one line that says where the site goes: what it may be, and what is answered to what it may not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pelican.settings import read_settings
from tests.support.sites import put_file

from kiezgroessen.problems import ContentError, as_text
from kiezgroessen.shell.publish import settings_of
from kiezgroessen.shell.targets import Branch, Cloudflare, Netlify, OwnServer, Storage, Target, target_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("value", "target"),
    [
        (None, None),
        ("ssh://kiez@server.berlin/srv/kiez", OwnServer("server.berlin", "/srv/kiez", "kiez")),
        ("ssh://kiez@server.berlin:2222/srv/kiez/", OwnServer("server.berlin", "/srv/kiez", "kiez", 2222)),
        ("ssh://server/~/mein kiez's", OwnServer("server", "mein kiez's")),
        ("ssh://kiez@[2001:db8::1]/srv/kiez", OwnServer("2001:db8::1", "/srv/kiez", "kiez")),
        ("rclone:speicher/eimer/kiez", Storage("speicher", "eimer/kiez")),
        ("git:origin/pages", Branch("origin", "pages")),
        ("netlify:mein-kiez", Netlify("mein-kiez")),
        ("cloudflare:mein-kiez", Cloudflare("mein-kiez")),
    ],
)
def test_every_kind_of_target_is_read(tmp_path: Path, value: object, target: Target | None) -> None:
    assert target_of(tmp_path, value) == target


WRONG = (
    (
        "shh://kiez@server.berlin/srv/kiez",
        "Ein Ziel »shh:« gibt es nicht – meinten Sie »ssh://kiez@example.org/srv/kiez«?",
    ),
    ("Netlify:kiez", "meinten Sie »netlify:mein-kiez«?"),
    ("ftp://server/kiez", "Ein Ziel »ftp:« gibt es nicht. Möglich sind: ssh://kiez@example.org/srv/kiez, rclone:"),
    ("kiez.berlin", "Ein Ziel »kiez.berlin« gibt es nicht"),
    ("", "PUBLISH braucht ein Ziel in Anführungszeichen"),
    (True, "PUBLISH braucht ein Ziel in Anführungszeichen"),
    (["ssh://a/b"], "PUBLISH braucht ein Ziel in Anführungszeichen"),
    ("ssh://a/b\nHost *", "unsichtbares Zeichen"),
    ("netlify:", "»netlify:« ist noch kein Ziel. So wird es geschrieben: netlify:mein-kiez"),
    ("git:origin", "ist noch kein Ziel. So wird es geschrieben: git:origin/pages"),
    ("rclone:speicher", "ist noch kein Ziel"),
    ("rclone:speicher/../anderes", "ist noch kein Ziel"),
    ("ssh://kiez@server.berlin", "ist noch kein Ziel. So wird es geschrieben: ssh://kiez@example.org/srv/kiez"),
    ("ssh://server/", "ist noch kein Ziel"),
    ("ssh://server/srv/../etc", "ist noch kein Ziel"),
    ("ssh://server:99999/srv", "ist noch kein Ziel"),
    # What ssh, git and the others would take for an option.
    ("ssh://-oProxyCommand=true/srv", "ist noch kein Ziel"),
    ("ssh://-l@server/srv", "ist noch kein Ziel"),
    ("ssh://server/~/-rf", "ist noch kein Ziel"),
    ("git:--upload-pack=true/pages", "ist noch kein Ziel"),
    ("git:origin/--force", "ist noch kein Ziel"),
    ("git:origin/a:refs/heads/main", "ist noch kein Ziel"),
    ("netlify:--auth", "ist noch kein Ziel"),
    ("rclone:-P/eimer", "ist noch kein Ziel"),
    # A password in the settings would be in the repository.
    ("ssh://kiez:geheim@server.berlin/srv/kiez", "ist noch kein Ziel"),
)


@pytest.mark.parametrize(("value", "answer"), WRONG, ids=[str(value) for value, _ in WRONG])
def test_what_is_no_target_is_answered_with_the_way_out(tmp_path: Path, value: object, answer: str) -> None:
    put_file(tmp_path, "publishconf.py", f'SITEURL = "https://kiez.berlin"\nPUBLISH = {value!r}\n')
    with pytest.raises(ContentError) as caught:
        target_of(tmp_path, value)
    report = as_text(caught.value.problems)
    assert report.startswith("publishconf.py:2: ")
    assert answer in report
    assert "    steht da:  PUBLISH = " in report


@pytest.mark.parametrize("name", ["PUBLSIH", "PUBLISH_TO", "PUBLISHER", "PUBILSH"])
def test_a_setting_that_was_meant_to_be_this_one_is_found(tmp_path: Path, name: str) -> None:
    line = f'{name} = "netlify:mein-kiez"  # hierhin'
    put_file(tmp_path, "publishconf.py", f'SITEURL = "https://kiez.berlin"\n{line}\n')
    with pytest.raises(ContentError) as caught:
        target_of(tmp_path, None)
    report = as_text(caught.value.problems)
    assert f"publishconf.py:2: Eine Einstellung »{name}« gibt es nicht – meinten Sie »PUBLISH«?" in report
    assert f"    richtig:   {line.replace(name, 'PUBLISH')}" in report


def test_the_settings_of_the_sample_name_no_target_and_stay_short() -> None:
    assert settings_of(ROOT).target is None
    assert len((ROOT / "publishconf.py").read_text("utf-8").splitlines()) <= 15


def test_what_is_published_is_read_once_more_before_it_goes_out() -> None:
    settings = read_settings(str(ROOT / "publishconf.py"))
    assert settings["KIEZ_SURE"] is True
    assert read_settings(str(ROOT / "pelicanconf.py")).get("KIEZ_SURE", False) is False, "previews are to be quick"
