"""The gate every photo passes: who can be recognised in it must have agreed, for the channel, on that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from ..dates import Day
from ..model.entry import Origin, Translated
from ..model.parts import Channel, Consent
from ..model.parts import Photo as PhotoRecord
from ..model.records import Action, Business, Institution
from ..problems import Problem, Severity
from ..read.photos import Photo
from .kiez import AllowedPhoto

EVERYTHING = frozenset(Channel)
Pictured: TypeAlias = "Translated[Business] | Translated[Institution] | Translated[Action]"
"""Whatever can have photos."""
Refusals: TypeAlias = Mapping[str, Mapping[Channel, str]]
"""By the digest of a picture: each channel that it may not be used for, and the path of the photo that says so."""
NOTICE = 30
"""Days before the end from which a warning is given: time enough to pay a visit and ask again."""
URGENT = 7
"""Days before the end from which the warning says that time is short."""


class ConsentState(StrEnum):
    """State of a consent on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_BEGUN = "not-begun"


def state_of(consent: Consent, date: dt.date) -> ConsentState:
    """The state on a day. A withdrawal holds whatever its date: nobody is shown who said no."""
    if consent.withdrawn is not None:
        return ConsentState.WITHDRAWN
    if consent.until is not None and date > consent.until.last:
        return ConsentState.EXPIRED
    return ConsentState.NOT_BEGUN if date < consent.given.first else ConsentState.VALID


def days_left(consent: Consent, date: dt.date) -> int | None:
    """Days until the last one on which the consent holds: 0 on that day itself, ``None`` where it has no end."""
    return None if consent.until is None else (consent.until.last - date).days


def covered(consent: Consent, date: dt.date) -> frozenset[Channel]:
    """The channels a consent covers on a day."""
    return frozenset(consent.channels) if state_of(consent, date) is ConsentState.VALID else frozenset()


def refusals(records: Iterable[Pictured], probed: Mapping[str, Photo | str], date: dt.date) -> Refusals:
    """What anybody who has a picture says against it, in drafts too: a copy is the same picture, with the same people.

    Whoever said no to one folder cannot be shown because another one says that nobody is seen, or names somebody else.
    """
    found: dict[str, dict[Channel, str]] = {}
    for text in records:
        by_id = {consent.id: consent for consent in text.record.consents}
        for photo in text.record.photos:
            path = f"{text.source.origin.folder}/{photo.file}"
            if isinstance(source := probed.get(path), Photo):
                against = found.setdefault(source.digest, {})
                for channel in sorted(EVERYTHING - _channels(photo, by_id, date)):
                    against.setdefault(channel, path)
    return found


def allowed_photos(
    photos: Sequence[PhotoRecord],
    consents: Sequence[Consent],
    origin: Origin,
    probed: Mapping[str, Photo | str],
    refused: Refusals,
    date: dt.date,
) -> tuple[tuple[AllowedPhoto, ...], list[Problem]]:
    """The photos of a record that may be on the web on ``date``.

    ``probed`` maps paths to the photo or, as a string, the reason why it is none. ``refused`` is of all records.
    A photo that cannot be used is an error; one that may not be used is a warning, and is left out. A consent that
    will soon keep a photo back is a warning as well.
    """
    by_id = {consent.id: consent for consent in consents}
    problems: list[Problem] = []
    allowed: list[AllowedPhoto] = []
    for index, photo in enumerate(photos):
        source = probed.get(f"{origin.folder}/{photo.file}")
        if isinstance(source, str):
            problems.append(origin.problem(("fotos", index, "datei"), f"Das Foto »{photo.file}« {source}."))
        if isinstance(source, Photo):  # a missing file is reported with the other references
            against = refused.get(source.digest, {})
            channels = _channels(photo, by_id, date)
            if Channel.WEB not in against:
                allowed.append(AllowedPhoto(index, source, EVERYTHING.difference(against)))
            if Channel.WEB in channels:
                problems += _refused_elsewhere(index, channels, against, origin)
            else:
                problems += _kept_back(photo, index, by_id, origin, date)
    shown = [photos[photo.index] for photo in allowed]
    return tuple(allowed), [*problems, *_ending(shown, consents, origin, date)]


def _channels(photo: PhotoRecord, by_id: Mapping[str, Consent], date: dt.date) -> frozenset[Channel]:
    """Where a photo may be used. A consent that is named counts, even where ``personen`` says that nobody is seen."""
    if not photo.consents:
        return frozenset() if photo.people else EVERYTHING
    named = [covered(by_id[name], date) if name in by_id else frozenset[Channel]() for name in photo.consents]
    return frozenset.intersection(*named)


def _refused_elsewhere(
    index: int, channels: frozenset[Channel], against: Mapping[Channel, str], origin: Origin
) -> Iterator[Problem]:
    """What this entry allows and another one with the same picture does not; the stricter answer holds."""
    place = ("fotos", index, "datei")
    lost = sorted(channels & against.keys())
    if Channel.WEB not in lost:
        lost = [channel for channel in lost if against[channel].rpartition("/")[0] != origin.folder]
        if lost:
            message = (
                f"Dasselbe Bild ist auch {against[lost[0]]}, dort nicht für {', '.join(lost)}: Das gilt auch hier."
            )
            yield _warning(origin, place, message, "Steht es anders auf dem Papier, dort »kanaele« berichtigen.")
    elif against[Channel.WEB].rpartition("/")[0] == origin.folder:
        message = "Dasselbe Bild steht noch einmal unter »fotos« und darf nicht erscheinen: Es erscheint nirgends."
        yield _warning(origin, place, message, "Ein Eintrag für ein Bild genügt.")
    else:
        message = (
            f"Dasselbe Bild ist auch {against[Channel.WEB]} und darf dort nicht erscheinen: Es erscheint nirgends."
        )
        hint = "Wer zu erkennen ist, muss überall zugestimmt haben. Sonst ein anderes Foto nehmen."
        yield _warning(origin, place, message, hint)


def _kept_back(
    photo: PhotoRecord, index: int, by_id: Mapping[str, Consent], origin: Origin, date: dt.date
) -> Iterator[Problem]:
    """A reason for each consent that keeps the photo back."""
    if not photo.consents:
        message = "Auf dem Foto sind Menschen, aber es nennt keine Freigabe: Es erscheint nicht."
        hint = f"Es gibt: {', '.join(by_id)}." if by_id else "Wer zu erkennen ist, muss zugestimmt haben."
        yield _warning(origin, ("fotos", index, "personen"), message, hint)
    if not all(name in by_id for name in photo.consents):
        return  # a consent that is not there is an error, reported with the other references
    for name in dict.fromkeys(photo.consents):
        if Channel.WEB not in covered(by_id[name], date):
            message, hint = _reason(by_id[name], photo, date)
            yield _warning(origin, ("fotos", index, "freigabe"), message, hint)


def _reason(consent: Consent, photo: PhotoRecord, date: dt.date) -> tuple[str, str]:
    """Why a consent keeps a photo back today, and the way out."""
    name, file = consent.id, photo.file
    match state_of(consent, date):
        case ConsentState.WITHDRAWN:
            return (
                f"Die Freigabe »{name}« ist zurückgenommen ({_german(consent.withdrawn)}): »{file}« erscheint nicht.",
                "Das Foto kann gelöscht werden, mit seinem Eintrag unter »fotos«.",
            )
        case ConsentState.EXPIRED:
            return (
                f"Die Freigabe »{name}« ist am {_german(consent.until)} abgelaufen: »{file}« erscheint nicht.",
                "Noch einmal fragen und »bis« neu setzen, oder das Foto herausnehmen.",
            )
        case ConsentState.NOT_BEGUN:
            return (
                f"Die Freigabe »{name}« gilt erst ab {_german(consent.given)}: »{file}« erscheint noch nicht.",
                "Stimmt der Tag bei »am«?",
            )
        case _:
            channels = ", ".join(consent.channels)
            return (
                f"Die Freigabe »{name}« gilt nicht für das Web, nur für {channels}: »{file}« erscheint nicht.",
                "Steht »web« auf dem Papier? Dann gehört es zu »kanaele«. Sonst noch einmal fragen.",
            )


def _ending(
    shown: Sequence[PhotoRecord], consents: Sequence[Consent], origin: Origin, date: dt.date
) -> Iterator[Problem]:
    """A warning for each consent that ends soon, with all photos that will go with it."""
    for index, consent in enumerate(consents):
        files = [f"»{photo.file}«" for photo in shown if consent.id in photo.consents]
        left = days_left(consent, date)
        if not files or left is None or left > NOTICE:
            continue
        message = f"Die Freigabe »{consent.id}« {_when(left, consent.until)}. Danach {_vanish(files)} von der Website."
        hint = "Jetzt noch einmal fragen und »bis« weiter nach hinten setzen, oder das Foto ersetzen."
        yield _warning(origin, ("freigaben", index, "bis"), message, hint)


def _when(left: int, until: Day | None) -> str:
    if left == 0:
        return "endet heute"
    if left == 1:
        return f"endet morgen, am {_german(until)}"
    return f"endet in {'nur noch ' if left <= URGENT else ''}{left} Tagen, am {_german(until)}"


def _vanish(files: Sequence[str]) -> str:
    if len(files) == 1:
        return f"verschwindet {files[0]}"
    return f"verschwinden {', '.join(files[:-1])} und {files[-1]}"


def _german(day: Day | None) -> str:
    return day.first.strftime("%d.%m.%Y") if day else ""


def _warning(origin: Origin, loc: tuple[str | int, ...], message: str, hint: str) -> Problem:
    return origin.problem(loc, message, hint=hint, severity=Severity.WARNING)
