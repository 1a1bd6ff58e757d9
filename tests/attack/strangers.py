"""What comes from outside in other ways: applications, whole headers, names of files and folders, photos."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.metadata import told
from tests.support.sites import GOOD, TODAY, build_site, put_file, read_site

from kiezgroessen import pool
from kiezgroessen.make.pictures import make_variants
from kiezgroessen.plan.media import plan_picture
from kiezgroessen.problems import has_errors
from kiezgroessen.read.applications import END, KEYS, MARK
from kiezgroessen.read.header import split
from kiezgroessen.read.names import PHOTO_ENDINGS
from kiezgroessen.read.photos import UnusablePhotoError, probe
from kiezgroessen.read.text import decode
from kiezgroessen.read.yamltree import parse
from kiezgroessen.shell import intake

from .seen import plain
from .site import STEP
from .terminal import printed, reports
from .verdict import Tally

SECONDS = 5.0
_LIMITS = pool.Limits(processor=SECONDS, wall=60.0)
_GROUPS = frozenset(
    ["name", "inhaber", "gewerbe", "adresse", "kontakt", "sprachen", "angebote", "status", "zitat", "geprueft"]
)
_PROFILE = """---
name: Foto {number}
gewerbe: cafe
angebote: [{{art: praktikum, text: Ein Praktikum}}]
fotos: [{{datei: "{name}", alt: Ein Foto, urheber: Jemand, personen: nein}}]
---
Wort.
"""


def letters(texts: Sequence[str], numbers: Sequence[int], root: Path) -> Tally:
    """Applications whose every answer is an attack: the draft holds it as a value, and stays a draft."""
    tally = Tally()
    for number in numbers:
        sent = {key: texts[(number + at * STEP) % len(texts)] for at, key in enumerate(KEYS)}
        answers = {key: text.encode("utf-8", "replace").decode() for key, text in sent.items()}
        tally.fired("applications", "de", len(KEYS))
        letter = "\n".join([MARK, *(f"{key}: {text}" for key, text in answers.items()), END, ""])
        slug, heard = f"neu-{number}", io.StringIO()
        with contextlib.redirect_stdout(heard):
            pasted = io.BytesIO(letter.encode())
            intake.main("-", folder=slug, date=TODAY, root=root, pasted=pasted)
        tally.armed("terminal", f"application {number}", printed(heard.getvalue()))
        folder = root / f"profiles/betriebe/{slug}"
        if not folder.exists():
            tally.refused("applications", "de", len(KEYS))
            continue
        _draft((folder / "profil.md").read_bytes(), answers, tally, number)
        shutil.rmtree(folder)
        shutil.rmtree(root / "bewerbungen", ignore_errors=True)
    return tally


def _draft(data: bytes, answers: dict[str, str], tally: Tally, number: int) -> None:
    text, problems = decode(data, "p")
    parts = split(text, "p")[0] if text is not None else None
    header, found = parse(parts.header, path="p", first_line=2, lang="de") if parts else (None, [])
    if header is None or has_errors([*problems, *found]):
        tally.wrong("applications", f"application {number}", "a draft that cannot be read")
        return
    values = header.values
    if values.get("status") != "entwurf" or not set(values) <= _GROUPS:
        tally.armed("applications", f"application {number}", [f"a draft with {sorted(values)}, {values.get('status')}"])
    said = plain(str(values.get("name", "")))
    whole = plain(answers["Betrieb"])
    tally.unchanged("applications", int(said == whole))
    # What does not fit a name is named to the editor; then there is no draft, or the name is the one that was given.
    if said != whole and not whole.startswith(said) and said not in whole:
        tally.wrong("applications", f"application {number}", f"{whole!r} became {said!r}")


def headers(cases: Sequence[tuple[str, str]], root: Path) -> Tally:
    """Whole headers, as the texts of a business: read, or refused with a line."""
    tally = Tally()
    for name, text in cases:
        tally.fired("headers", "de")
        path = put_file(
            root, "profiles/betriebe/kopf/profil.md", f"---\n{text}\n---\nWort.\n".encode("utf-8", "replace")
        )
        started = time.process_time()
        try:
            problems = read_site(root).problems
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
            tally.wrong("headers", name, repr(fault)[:200])
            continue
        mine = [one for one in problems if one.path.endswith("kopf/profil.md")]
        lines = path.read_text("utf-8").count("\n") + 1
        if any(one.line is None or not 1 <= one.line <= lines for one in mine):
            tally.wrong("headers", name, "refused without a line")
        elif has_errors(mine):
            tally.refused("headers", "de")
        if time.process_time() - started > SECONDS:
            tally.wrong("headers", name, "takes too long")
        for seen in reports(mine):
            tally.armed(seen.sink, name, seen.armed)
    shutil.rmtree(root / "profiles/betriebe/kopf", ignore_errors=True)
    return tally


def names(texts: Sequence[str], root: Path) -> Tally:
    """Folders, files and photos called like attacks: taken as they are, or refused with their path."""
    tally = Tally()
    for text in texts:
        bare = text.replace("/", "").replace("\0", "")
        for place in (
            "profiles/betriebe/{}/profil.md",
            "content/seiten/{}.md",
            "profiles/betriebe/mavi/{}.jpg",
            "content/{}",
        ):
            name = place.format(bare)
            tally.fired("names", "de")
            try:
                file = put_file(root, name, "---\nname: Wort\n---\nWort.\n")
            except (OSError, ValueError, UnicodeError):
                tally.refused("names", "de")  # by the disk itself
                continue
            try:
                problems = read_site(root).problems
                tally.refused("names", "de", int(has_errors(problems)))
                for seen in reports(problems):
                    tally.armed(seen.sink, name, seen.armed)
            except Exception as fault:  # noqa: BLE001 - as above
                tally.wrong("names", name, repr(fault)[:200])
            if file.parent.name == bare:
                shutil.rmtree(file.parent, ignore_errors=True)
            else:
                file.unlink(missing_ok=True)
    return tally


def _worked(path: Path) -> tuple[str, float]:
    """What one photo costs: why it is refused or "", and seconds of processor time."""
    started = time.process_time()
    photo, reason = probe(path)
    if photo is None:
        return reason or "refused", time.process_time() - started
    plan = plan_picture(photo, slug="foto", tone="colour", widths=(320, 640, 960), aspect=None, focus=(0, 0))
    try:
        make_variants(plan)
    except UnusablePhotoError as fault:
        return str(fault), time.process_time() - started
    return "", time.process_time() - started


def photos(files: Sequence[Path], folder: Path, *, workers: int) -> Tally:
    """Photos by themselves, for what they cost, and then all that are taken in one site, for what is published."""
    tally = Tally()
    tally.fired("photos", "de", len(files))
    answers = pool.run(_worked, list(files), workers=workers, limits=_LIMITS)
    root = folder / "fotos"
    shutil.copytree(GOOD, root)
    for number, (file, answer) in enumerate(zip(files, answers, strict=True)):
        if isinstance(answer, pool.Lost) and answer.cause == "time":
            tally.wrong("photos", file.name, f"more than {SECONDS:g} seconds")
        # What no photo may be called is tried under a photo's name.
        ending = file.suffix.lower() if file.suffix.lower() in PHOTO_ENDINGS else ".jpg"
        put_file(root, f"profiles/betriebe/foto-{number}/bild{ending}", file.read_bytes())
        profile = _PROFILE.format(number=number, name=f"bild{ending}")
        put_file(root, f"profiles/betriebe/foto-{number}/profil.md", profile)
    refused = _settled(root, tally)
    output = build_site(root, KIEZ_WORKERS=workers)
    made = [one for one in (output / "bilder").rglob("*") if one.is_file()]
    tally.looked("pictures", len(made))
    tally.armed("pictures", "bilder/", [f"metadata: {one}" for one in told(output / "bilder")])
    tally.refused("photos", "de", len(refused))
    return tally


def _settled(root: Path, tally: Tally) -> dict[int, str]:
    """Takes out the folders whose photos are refused, until the rest can be read; gives the numbers and reasons."""
    refused: dict[int, str] = {}
    for _ in range(3):
        problems = [one for one in read_site(root).problems if one.severity == "error"]
        for one in problems:
            parts = one.path.split("/")
            if len(parts) > 2 and parts[2].startswith("foto-"):
                refused[int(parts[2].split("-")[1])] = one.message
                shutil.rmtree(root / "/".join(parts[:3]), ignore_errors=True)
            else:
                tally.wrong("photos", one.path, one.message)
        if not problems:
            break
    return refused


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for a strike, gone afterwards."""
    return tempfile.TemporaryDirectory(prefix="kiez-attack-")
