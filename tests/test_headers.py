"""The table of headers: what it says of a site, and how hosts of pages would read it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from tests.support.published import ADDRESS, SITE, STONES, published
from tests.support.sites import build_site, contents, good_site, kiez_of, put_file, replace_in, report

from kiezgroessen.plan.headers import KINDS, OFF, Hosting, everywhere, hosting, policy
from kiezgroessen.plan.urls import Urls
from kiezgroessen.read.names import TOMBSTONES
from kiezgroessen.read.tombstones import HEAD, as_entry
from kiezgroessen.render.files import security
from kiezgroessen.shell.hosting import main

MOST_RULES, LONGEST_LINE = 100, 2000
"""What Cloudflare Pages takes."""
FORM = "bewerbung: {adresse: 'https://formulare.verein.example:8443/f/kiez?x=1'}\n"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.getbasetemp())


def directives(text: str) -> dict[str, str]:
    return {rule.split(" ", 1)[0]: rule.partition(" ")[2] for rule in text.split("; ")}


def names(site: Hosting) -> set[str]:
    return {header.name for header in everywhere(site)}


def test_the_policy_allows_only_what_comes_from_here() -> None:
    rules = directives(policy(SITE))
    assert rules["default-src"] == "'none'"
    assert {value for name, value in rules.items() if name.endswith("-src")} == {"'none'", "'self'"}
    for name in ("base-uri", "form-action", "frame-ancestors", "trusted-types"):
        assert rules[name] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert not re.search("unsafe|data:|blob:|http|[*]", policy(SITE))


def test_a_form_is_posted_where_the_kiez_says_and_nowhere_else(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/kiez.yaml", "gewerbe:\n", f"{FORM}gewerbe:\n")
    site = hosting(kiez_of(root), Urls(ADDRESS))
    assert directives(policy(site))["form-action"] == "https://formulare.verein.example:8443"


@pytest.mark.parametrize(
    "host",
    [
        "a.example;script-src",
        "a.example$host",
        "a.example{",
        "a.example'",
        "a.example:99999",
        "a.example,b.example",
        # A name as people write it that is too long as it travels.
        "ü" * 60 + ".example",
    ],
)
def test_no_address_of_a_form_says_more_in_a_policy_than_its_host(tmp_path: Path, host: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/kiez.yaml", "gewerbe:\n", f'bewerbung: {{adresse: "https://{host}/x"}}\ngewerbe:\n')
    assert "content/kiez.yaml" in report(root)


def test_an_address_with_umlauts_stands_in_the_policy_as_it_travels(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/kiez.yaml", "gewerbe:\n", "bewerbung: {adresse: 'https://büro.example/x'}\ngewerbe:\n")
    assert "form-action https://xn--bro-hoa.example;" in policy(hosting(kiez_of(root), Urls(ADDRESS)))


def test_https_is_promised_only_where_there_is_https_and_the_host_is_ours() -> None:
    assert "Strict-Transport-Security" in names(SITE)
    (promise,) = [header.value for header in everywhere(SITE) if header.name == "Strict-Transport-Security"]
    assert promise == "max-age=63072000", "two years; nothing is known of names below ours"
    assert "Strict-Transport-Security" not in names(replace(SITE, base="/kiez"))
    assert "Strict-Transport-Security" not in names(replace(SITE, secure=False))
    assert "upgrade-insecure-requests" not in policy(replace(SITE, secure=False))


def test_every_page_says_the_policy_for_hosts_that_let_nobody_set_headers(output: Path) -> None:
    pages = sorted(output.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text("utf-8")
        (said,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        assert said.replace("&#39;", "'") == policy(SITE, in_page=True)
        assert '<meta name="referrer" content="strict-origin">' in text
        # What stands before it is not under it.
        assert text.index("http-equiv") < min(text.index(tag) for tag in ("<link", "<title"))


def test_a_page_says_nothing_that_browsers_refuse_from_pages() -> None:
    assert not {"frame-ancestors", "report-uri", "sandbox"} & directives(policy(SITE, in_page=True)).keys()


def test_nothing_in_any_page_needs_more_than_the_policy_allows(output: Path) -> None:
    for page in sorted(output.rglob("*.html")):
        text = page.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|src=\"data:|<base|<iframe|<object", text), page
        for attributes, inside in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            assert 'type="application/ld+json"' in attributes or not inside, page


def read_headers(text: str) -> dict[str, list[tuple[str, str]]]:
    """As Netlify and Cloudflare document the file: a path, below it and indented ``Name: value``."""
    rules: dict[str, list[tuple[str, str]]] = {}
    path = ""
    for line in text.splitlines():
        assert len(line) <= LONGEST_LINE
        if line.startswith(" "):
            name, colon, value = line.strip().partition(": ")
            assert colon
            assert re.fullmatch("[A-Za-z-]+", name)
            assert value == value.strip() != ""
            rules[path].append((name, value))
        else:
            assert re.fullmatch(r"/[!-~]*", line)
            assert line.count("*") <= 1, "one asterisk to a path"
            assert line not in rules
            path = line
            rules[path] = []
    assert len(rules) <= MOST_RULES
    return rules


def said_of(rules: dict[str, list[tuple[str, str]]], path: str) -> Iterator[tuple[str, str]]:
    """All rules that match add up."""
    return (said for glob, headers in rules.items() if fnmatchcase(path, glob) for said in headers)


@pytest.fixture(scope="module")
def rules(output: Path) -> dict[str, list[tuple[str, str]]]:
    return read_headers((output / "_headers").read_text("utf-8"))


def test_hosts_of_pages_are_told_every_header_once_for_every_file(
    output: Path, rules: dict[str, list[tuple[str, str]]]
) -> None:
    for file in sorted(output.rglob("*")):
        path = f"/{file.relative_to(output).as_posix()}".removesuffix("index.html")
        said = list(said_of(rules, path))
        assert len({name for name, _ in said}) == len(said), f"{path} is told something twice: {said}"
        assert {(header.name, header.value) for header in everywhere(SITE)} <= set(said)


def test_hosts_of_pages_are_told_the_same_as_servers(output: Path, rules: dict[str, list[tuple[str, str]]]) -> None:
    wanted = {"assets": 8, "photos": 2, "handed out": 10, "icons": 3, "pages": 20}
    seen = dict.fromkeys(wanted, 0)
    for file in sorted(output.rglob("*")):
        path = f"/{file.relative_to(output).as_posix()}".removesuffix("index.html")
        kind = next(kind for kind in KINDS if re.search(kind.pattern, path))
        if file.is_dir() or kind.name not in wanted or file.suffix in {".md", ".html~", ".br", ".gz"}:
            continue
        said = dict(said_of(rules, path))
        if kind.globs:
            assert (said["Cache-Control"], said["Cross-Origin-Resource-Policy"]) == (kind.cache, kind.embedding), path
            seen[kind.name] += 1
        elif path.endswith("/"):
            assert said["Cross-Origin-Resource-Policy"] == kind.embedding, path
            seen[kind.name] += 1
    assert all(seen[name] >= least for name, least in wanted.items()), seen


def test_a_site_full_of_pages_stays_below_the_limits_of_hosts(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    for number in range(60):
        text = f"---\ntitel: Seite {number}\nkurz: Noch eine Seite.\n---\nText.\n"
        put_file(root, f"content/seiten/seite-{number}.md", text)
    read_headers((build_site(root, KIEZ_PICTURES=False) / "_headers").read_text("utf-8"))


def test_what_is_off_is_off() -> None:
    assert {"camera", "geolocation", "microphone", "payment", "browsing-topics"} <= set(OFF)
    assert "clipboard-write" not in OFF, "texts are copied with it"


@pytest.mark.parametrize(
    ("day", "until"), [("2026-11-22", "2027-02-01"), ("2026-12-31", "2027-03-01"), ("2026-01-01", "2026-04-01")]
)
def test_whom_to_tell_of_a_hole(tmp_path: Path, day: str, until: str) -> None:
    text = security(kiez_of(good_site(tmp_path), day), Urls(ADDRESS))
    assert text is not None
    lines = dict(line.split(": ", 1) for line in text.decode().splitlines()[1:])
    assert text.startswith(b"Contact: mailto:redaktion@probe.example\nContact: tel:+493023125100\n")
    assert lines["Expires"] == f"{until}T00:00:00Z"
    assert 59 <= (dt.date.fromisoformat(until) - dt.date.fromisoformat(day)).days <= 92
    assert lines["Preferred-Languages"] == "de, ar"
    assert lines["Canonical"] == f"{ADDRESS}/.well-known/security.txt"


def test_below_a_path_nobody_speaks_for_the_host(tmp_path: Path) -> None:
    output = build_site(good_site(tmp_path), SITEURL="https://verein.test/kiez", KIEZ_PICTURES=False)
    assert not (output / ".well-known").exists()


def globs() -> Iterable[str]:
    return (glob for kind in KINDS for glob in kind.globs)


def test_a_kind_says_the_same_with_asterisks_as_with_its_pattern() -> None:
    examples = ("/stil.0123abcd.css", "/bilder/mavi-1-0123abcd-420.avif", "/teilen/x.jpg", "/druck/x.svg", "/icon.svg")
    for path in examples:
        kind = next(kind for kind in KINDS if re.search(kind.pattern, path))
        assert [glob for glob in globs() if fnmatchcase(path, glob)] == [
            glob for glob in kind.globs if fnmatchcase(path, glob)
        ]


def test_settings_for_servers_are_written_for_the_published_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = good_site(tmp_path)
    put_file(root, "publishconf.py", f"from pelicanconf import *\nSITEURL = '{ADDRESS}'\n")
    put_file(root, "pelicanconf.py", "TIMEZONE = 'Europe/Berlin'\nKIEZ_WORKERS = 1\nKIEZ_CACHE = 'cache'\n")
    assert main(root=root) == 0
    written = contents(root / "hosting")
    assert set(written) == {
        "Caddyfile",
        "apache.conf",
        *(f"nginx/{name}.conf" for name in ("brotli", "http", "server", "site")),
    }
    assert b"server_name kiez.test;" in written["nginx/site.conf"]
    assert b"[G]" not in written["apache.conf"]
    said = capsys.readouterr().out
    assert all(name in said for name in written)
    put_file(root, TOMBSTONES, HEAD + as_entry(STONES[0]))
    assert main(root=root) == 0
    assert b"[G]" in contents(root / "hosting")["apache.conf"]


def test_with_faults_in_the_contents_no_settings_are_written(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, "content/kiez.yaml", "name: [")
    assert main(root=root) == 2
    assert not (root / "hosting").exists()
