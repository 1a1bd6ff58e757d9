"""What nobody typed: time stamps, what is remembered, the output, and faults that are mended in the next step."""

from __future__ import annotations

import os
import random
import re
import shutil
from pathlib import Path

from .edit import Edit, any_of, texts_of
from .place import Place
from .world import KIEZ


def touched(chance: random.Random, place: Place) -> str:
    """A file looks newer, or older, and is the same."""
    file = _source(chance, place)
    seconds = chance.choice((0, 1, 10**9, 1_700_000_000, 2_000_000_000))
    os.utime(file, (seconds, seconds))
    return f"{file.name} ist von {seconds}"


def secretly(chance: random.Random, place: Place) -> str:
    """Another text as long as the old one, with the old time stamp."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    letters = [match.start() for match in re.finditer(r"(?<=[a-zäöü])[a-z](?=[a-zäöü])", text.body)]
    if (at := any_of(chance, letters)) is None:
        return ""
    place.settle()
    file = place.root / path
    before = file.stat()
    text.body = f"{text.body[:at]}{'x' if text.body[at] != 'x' else 'y'}{text.body[at + 1 :]}"
    place.settle()
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"{path}: ein anderer Buchstabe, gleiche Länge, gleiche Zeit"


def forgotten(chance: random.Random, place: Place) -> str:
    """All that is remembered is gone, or a part of it."""
    known = [path for path in sorted(place.cache.iterdir()) if not path.is_symlink()]
    gone = known if chance.random() < 0.3 else [*filter(None, [any_of(chance, known)])]
    if len(gone) == 1 and gone[0].is_dir() and chance.random() < 0.6:
        files = [path for path in sorted(gone[0].rglob("*")) if path.is_file()]
        gone = [path for path in files if chance.random() < 0.3]
    for path in gone:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return f"{len(gone)} Teile von cache/ fehlen, etwa {gone[0].relative_to(place.cache)}" if gone else ""


def damaged(chance: random.Random, place: Place) -> str:
    """Something that is remembered is cut short, as by a disk that was full."""
    files = [path for path in sorted(place.cache.rglob("*")) if path.is_file() and not path.is_symlink()]
    files = [path for path in files if path.relative_to(place.cache).parts[0] != "quelle"]
    if (file := any_of(chance, files)) is None:
        return ""
    data = file.read_bytes()
    file.unlink()  # a new file: the old one may be a picture of the output as well
    file.write_bytes(data[: len(data) // 2])
    return f"{file.relative_to(place.cache)} ist halb"


def swept(_chance: random.Random, place: Place) -> str:
    """The output is gone."""
    shutil.rmtree(place.output, ignore_errors=True)
    return f"{place.world.output}/ ist weg"


def tampered(chance: random.Random, place: Place) -> str:
    """Somebody was at the output."""
    files = [path for path in sorted(place.output.rglob("*")) if path.is_file()]
    if (file := any_of(chance, files)) is None:
        return ""
    name = file.relative_to(place.output)
    match chance.randrange(6):
        case 0:
            file.unlink()
            return f"{name} fehlt"
        case 1:
            with file.open("ab") as stream:
                stream.write(b"\nverdorben")
            return f"{name} ist verdorben"
        case 2:
            data = file.read_bytes()
            file.unlink()
            file.write_bytes(data[:-1] + b"?")
            return f"{name} ist ersetzt"
        case 3:
            file.chmod(0o600)
            return f"{name} ist verschlossen"
        case 4:
            shutil.rmtree(file.parent) if file.parent != place.output else file.unlink()
            return f"der Ordner von {name} fehlt"
        case _:
            (file.parent / "zu-viel.html").write_bytes(b"Zu viel.")
            (file.parent / "leer").mkdir(exist_ok=True)
            return f"neben {name} liegt etwas"


def broken(chance: random.Random, place: Place) -> str:
    """A fault; what it was before comes back when it was found."""
    world = place.world
    path, text = chance.choice(texts_of(world, lang=None))
    match chance.randrange(8):
        case 0:
            text.header["gewerbe"] = "gibtsnicht"
        case 1:
            text.header["bedeutung"] = "gibt es nicht"
        case 2:
            text.header["betriebe"] = ["niemand"]
        case 3:
            text.body += "\n\n[weg](/betriebe/niemand/)"
        case 4:
            world.files[path] = b"---\nname: [\n---\n" + world.texts.pop(path).body.encode()
        case 5:
            world.files[path] = world.texts.pop(path).written(path) + b"\x00"
        case 6:
            path = KIEZ
            world.kiez.pop(chance.choice(("name", "herausgeber", "arten", "kurz")))
        case _:
            path = chance.choice(["theme/templates/base.html", "theme/components/footer/footer.html"])
            world.files[path] += b"{% wenn %}"
    return f"{path} ist kaputt"


def _source(chance: random.Random, place: Place) -> Path:
    place.settle()
    sources = [path for path in sorted(place.world.sources()) if not path.startswith("theme/static/fonts")]
    return place.root / chance.choice(sources)


EDITS = (
    Edit("touched", 3, touched),
    Edit("secretly", 4, secretly),
    Edit("forgotten", 4, forgotten),
    Edit("damaged", 3, damaged),
    Edit("swept", 2, swept),
    Edit("tampered", 5, tampered),
    Edit("broken", 6, broken),
)
