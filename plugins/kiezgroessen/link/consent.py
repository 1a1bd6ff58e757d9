"""The gate every photo passes: who can be recognised in it must have agreed, for the channel, on that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ..model.entry import Origin
from ..model.parts import Channel, Consent
from ..model.parts import Photo as PhotoRecord
from ..problems import Problem, Severity
from ..read.photos import Photo
from .kiez import AllowedPhoto

EVERYTHING = frozenset(Channel)


def covered(consent: Consent, date: dt.date) -> frozenset[Channel]:
    """The channels a consent covers on a day. A withdrawal holds whatever its date: nobody is shown who said no."""
    if consent.withdrawn is not None or date < consent.given.first:
        return frozenset()
    if consent.until is not None and date > consent.until.last:
        return frozenset()
    return frozenset(consent.channels)


def allowed_photos(
    photos: Sequence[PhotoRecord],
    consents: Sequence[Consent],
    origin: Origin,
    probed: Mapping[str, Photo | str],
    date: dt.date,
) -> tuple[tuple[AllowedPhoto, ...], list[Problem]]:
    """The photos of a record that may be on the web on ``date``.

    ``probed`` maps paths to the photo or, as a string, the reason why it is none.
    A photo that cannot be used is an error; one that may not be used is a warning, and is left out.
    """
    by_id = {consent.id: consent for consent in consents}
    allowed: list[AllowedPhoto] = []
    problems: list[Problem] = []
    for index, photo in enumerate(photos):
        source = probed.get(f"{origin.folder}/{photo.file}")
        if isinstance(source, str):
            problems.append(origin.problem(("fotos", index, "datei"), f"Das Foto »{photo.file}« {source}."))
        if not isinstance(source, Photo):
            continue  # a missing file is reported with the other references
        channels = EVERYTHING
        if photo.people:
            named = [by_id[consent_id] for consent_id in photo.consents if consent_id in by_id]
            channels = frozenset.intersection(*(covered(c, date) for c in named)) if named else frozenset()
            if len(named) < len(photo.consents):
                continue  # a consent that is not there is an error, reported with the other references
        if Channel.WEB in channels:
            allowed.append(AllowedPhoto(index, source, channels))
        else:
            problems.append(_kept_back(photo, index, origin))
    return tuple(allowed), problems


def _kept_back(photo: PhotoRecord, index: int, origin: Origin) -> Problem:
    if photo.consents:
        key, message = "freigabe", "gilt heute nicht für das Web: Das Foto erscheint nicht."
    else:
        key, message = "personen", "Auf dem Foto sind Menschen, aber es nennt keine Freigabe: Es erscheint nicht."
    return origin.problem(("fotos", index, key), message, severity=Severity.WARNING)
