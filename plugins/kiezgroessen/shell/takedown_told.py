"""What a takedown says: what will happen, what is left, and what no machine can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..check.traces import Finder, Trace
from ..problems import harmless
from .takedown_files import Unseen
from .takedown_job import CONSENT, PHOTO, Job
from .takedown_sources import Edit, Place

_WHAT: Mapping[str, str] = MappingProxyType(
    {
        "betrieb": "der Betrieb",
        "aktion": "die Aktion",
        "einrichtung": "die Einrichtung",
        PHOTO: "das Foto",
        CONSENT: "die Freigabe",
    }
)
_ARCHIVE = """
Die Änderung ins Archiv geben, ohne Namen in der Nachricht:

Veröffentlichen. Erst danach ist es aus dem Netz; alte Stände auf dem Server gehen mit:

Die Geschichte des Archivs: Dort steht alles noch. Eine frische Kopie holen, umschreiben, hochladen, und alle bitten,
ihre Kopien zu löschen und neu zu holen. Kopien anderer (Forks) bleiben: anschreiben.

Auch was früher in anderen Dateien oder in Nachrichten von Commits stand: eine Datei woerter.txt außerhalb des Archivs
anlegen, ein Name je Zeile, vor dem Hochladen damit umschreiben und sie dann löschen.

Beim Anbieter des Archivs (zum Beispiel GitHub, GitLab, Codeberg) um das Löschen alter Stände bitten: Was einmal
hochgeladen war, ist unter seiner Nummer oft noch abrufbar. Auch Artefakte und Zwischenspeicher der automatischen Läufe
dort löschen: Im Zwischenspeicher (Cache) liegen auch eine Kopie aller Texte und alle Bilder.
"""
_SERVERS = (
    "Nur bei einem eigenen Webserver (nginx, Apache, Caddy): seine Einstellungen erneuern und dort einspielen. Erst"
    " damit antwortet er unter den alten Adressen »gibt es nicht mehr« statt »nicht gefunden«."
)
_OUTSIDE = """
Ein Zwischenspeicher vor dem Server (CDN, Proxy)? Dort den Speicher leeren.

Suchmaschinen: das Formular für veraltete Inhalte ausfüllen, bei jeder einzeln, mit der Adresse der Seite und den
Adressen der Bilder. Das geht erst, wenn die Seite weg ist.

Internet-Archive: um Löschung bitten, per Mail, mit der Adresse der Seite.

Gedrucktes einsammeln: Plakate, Fensterkarten, Postkarten, Urkunden, Etiketten, Abzeichen, Besuchsbögen. QR-Codes darauf
führen ins Leere. Was wo liegt, weiß, wer es verteilt hat.

Eigene Beiträge in sozialen Netzwerken löschen, Kanäle und Gruppen in Messengern durchsehen.

Partner, Presse und Förderer anschreiben, die Bilder, Texte oder Pressemappen bekommen haben.

Feeds und Kalender, die andere abonniert haben: Leseprogramme behalten, was sie einmal geholt haben. Das lässt sich
nicht zurückholen; sagen Sie es der Person.

Sicherungen: auf dem eigenen Rechner (auch Papierkorb und Cloud-Ordner), beim Anbieter, auf Sticks. Löschen, oder
aufschreiben, wann sie überschrieben werden.

Alle, die mitschreiben: ihre Ordner auf den Stand des Archivs bringen (git pull) und output/, cache/, kits/, besuche/
löschen.
"""
_MOST = 40
_WIDE = 160


def plan(
    job: Job,
    edits: Sequence[Edit],
    places: Sequence[Place],
    gone: Sequence[str],
    shown: Sequence[str],
    copies: Sequence[str],
    unseen: Sequence[Unseen] = (),
) -> str:
    """What will happen, before anything does."""
    return "\n".join(
        [
            f"Herausgenommen wird {_WHAT[job.kind]} »{job.what}«: {_happens(job)}.",
            *_listed("In diesen Dateien wird gestrichen:", _changes(edits)),
            *_listed("Gelöscht wird auch, was daraus gemacht oder dazu aufgehoben ist:", gone),
            *_mentions(places),
            *_listed("Private Notizen, in denen etwas davon steht (bitte ansehen):", shown),
            *_listed("Danach wird nicht gesucht, weil andere dasselbe von sich sagen:", _left_to_others(job)),
            *_listed("Dasselbe Bild liegt auch hier und bleibt. Darf es das?", copies),
            *_not_looked_at(unseen),
        ]
    )


def _left_to_others(job: Job) -> list[str]:
    """Words of the person that are not theirs alone; a street and number, a telephone of several shops."""
    finder = Finder.of(job.wanted)
    looked_for = {*finder.needles.values(), *finder.numbers.values()}
    return [harmless(word, _WIDE) for word in job.wanted.words if word not in looked_for]


def _happens(job: Job) -> str:
    if job.kind == PHOTO:
        return "die Datei wird gelöscht und ihr Eintrag unter »fotos«"
    if job.kind == CONSENT:
        return f"sie bekommt »widerrufen: {job.day}«, und kein Foto, das sie nennt, wird mehr gezeigt"
    return f"der Ordner {job.folder}/ wird gelöscht"


def _changes(edits: Sequence[Edit]) -> list[str]:
    return [
        f"{harmless(edit.path)}:{line}: {harmless(text.strip(), _WIDE)}" for edit in edits for line, text in edit.lines
    ]


def _mentions(places: Sequence[Place]) -> list[str]:
    title = "Diese Stellen nennen sie oder ihn noch. Bitte selbst ändern, das Programm formuliert nichts um:"
    return _listed(title, said(places))


def said(places: Sequence[Place]) -> list[str]:
    """Places with their lines, as an editor finds them."""
    return [
        f"{harmless(place.path)}{'' if place.line is None else f':{place.line}'}: {harmless(_around(place), _WIDE)}"
        for place in places
    ]


def _around(place: Place) -> str:
    """The line, from shortly before the word: a paragraph may be one long line."""
    at = place.text.lower().find(place.word.lower())
    return place.text if at < _WIDE // 2 else f"… {place.text[at - _WIDE // 4 :]}"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  … und {len(lines) - _MOST} weitere"] if len(lines) > _MOST else []
    return ["", title, *(f"  {line}" for line in lines[:_MOST]), *more]


def _not_looked_at(unseen: Sequence[Unseen]) -> list[str]:
    title = "Das konnte nicht durchsucht oder geändert werden. Wer hat es angelegt? Bitte ansehen und löschen:"
    return _listed(title, [f"{harmless(one.path)} {one.why}" for one in unseen])


def remains(places: Sequence[Place], traces: Sequence[Trace], unseen: Sequence[Unseen] = ()) -> str:
    """What is left, by file; »nichts« is said elsewhere."""
    lines: dict[str, str] = {}
    for trace in traces:
        where = f" ({trace.inside})" if trace.inside else ""
        what = f": »{harmless(trace.word, 60)}«" if trace.word else "" if trace.unread else ": ein Bild davon"
        lines.setdefault(trace.path, f"{trace.path}{where}{what}")
    return "\n".join(
        [
            "NICHT FERTIG: Es ist noch etwas da.",
            *_mentions(places),
            *_listed("Gefunden wurde es auch hier:", list(lines.values())),
            *_not_looked_at(unseen),
            "",
            "Ist das erledigt, denselben Befehl noch einmal eingeben: Er sucht wieder und macht den Rest.",
        ]
    )


def by_hand(job: Job, *, named: bool, servers: bool) -> list[str]:
    """The list of what a person has to do; ``named``: with the folder's name in the commands, else without.

    ``servers``: nothing like it was taken down before, so that servers of one's own do not know of it.
    """
    folder = job.folder if named else f"{job.folder.rpartition('/')[0]}/<ORDNER>"
    part = (job.part if named else "<FOTO>") if job.kind == PHOTO else ""
    path = f"{folder}/{part}" if part else folder
    return ["Was jetzt ein Mensch tun muss", "", *_boxes(_tasks(job, path, servers=servers))]


def _tasks(job: Job, path: str, *, servers: bool) -> Iterator[tuple[str, Sequence[str]]]:
    add = ["git add -A -- content profiles", 'git commit -m "Herausgenommen"', "git push"]
    commit, publish, *history = _paragraphs(_ARCHIVE)
    yield commit, add
    yield publish, ["python3 tasks.py publish"]
    if servers:
        yield _SERVERS, ["python3 tasks.py hosting"]
    if job.kind != CONSENT:
        rewrite = f"git filter-repo --invert-paths --path {path}{'' if job.kind == PHOTO else '/'}"
        words = "git filter-repo --replace-text woerter.txt --replace-message woerter.txt"
        fetch = "git clone --mirror <ADRESSE> umschreiben.git && cd umschreiben.git"
        yield history[0], [fetch, rewrite, "git push --force --mirror"]
        yield from (
            (text, [words] if "woerter.txt" in text else [])
            for text in (history[1:] if job.kind != PHOTO else history[2:])
        )
    yield from ((text, []) for text in _paragraphs(_OUTSIDE))
    if job.kind == CONSENT:
        yield "Soll auch das Foto selbst weg? Dann: python3 tasks.py takedown <ordner>/<foto>", []
    yield "Der Person antworten: was weg ist, seit wann, und was nicht in Ihrer Hand liegt.", []


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]


def _boxes(tasks: Iterator[tuple[str, Sequence[str]]]) -> Iterator[str]:
    for text, commands in tasks:
        yield f"[ ] {text}"
        yield from (f"        {command}" for command in commands)


def relative(paths: Sequence[Path], root: Path) -> list[str]:
    """Paths as they are shown, folders with a slash."""
    return [f"{path.relative_to(root).as_posix()}{'/' if path.is_dir() else ''}" for path in paths]
