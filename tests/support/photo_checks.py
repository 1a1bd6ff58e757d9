"""What must be true of every photo, as functions: they say what is wrong, and nothing when all is well.

The tests of the photo path use them, and so do those that switch a safeguard off to see that somebody notices.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageCms, PngImagePlugin
from tests.support.hostile import MISDEEDS, spoilt_work
from tests.support.metadata import told

from kiezgroessen import pool
from kiezgroessen.make import run
from kiezgroessen.make.crew import Crew
from kiezgroessen.make.pictures import make_variants
from kiezgroessen.make.store import Store
from kiezgroessen.plan.media import PicturePlan, Tone, plan_picture
from kiezgroessen.problems import as_text
from kiezgroessen.read.photos import probe

FONTS = Path(__file__).parents[2] / "theme/static/fonts"
WORD = "Meierstrasse"
"""Hidden in every kind of metadata that `talkative` writes."""

# How the camera was held, undone: what to do with the upright picture to have it stored with that orientation.
_HELD = (
    (1, None),
    (2, Image.Transpose.FLIP_LEFT_RIGHT),
    (3, Image.Transpose.ROTATE_180),
    (4, Image.Transpose.FLIP_TOP_BOTTOM),
    (5, Image.Transpose.TRANSPOSE),
    (6, Image.Transpose.ROTATE_90),
    (7, Image.Transpose.TRANSVERSE),
    (8, Image.Transpose.ROTATE_270),
)


def plan_of(path: Path, tone: Tone = "colour", widths: tuple[int, ...] = (320,), **more: float) -> PicturePlan:
    """The plan for a photo that can be used."""
    photo, reason = probe(path)
    assert photo is not None, f"{path.name}: {reason}"
    return plan_picture(photo, slug=path.stem, tone=tone, widths=widths, aspect=more.get("aspect"), focus=(0, 0))


def crooked(folder: Path) -> list[int]:
    """The orientations whose photos do not come out upright, or cropped where the editor did not mean it."""
    # What a person sees: red at the top left, and blue beside it, or mirror images would look alike.
    seen = Image.new("RGB", (400, 300), "white")
    seen.paste("red", (0, 0, 100, 100))
    seen.paste("blue", (200, 0, 300, 100))
    found = []
    for turn, held in _HELD:
        exif = Image.Exif()
        exif[0x0112] = turn
        path = folder / f"gedreht-{turn}.png"
        (seen if held is None else seen.transpose(held)).save(path, exif=exif)
        plan = plan_of(path, widths=(100,), aspect=1.0)
        made = Image.open(io.BytesIO(make_variants(plan)[-1])).convert("RGB")
        corners = [made.getpixel(at) for at in ((10, 10), (90, 10), (10, 90), (90, 90))]
        if plan.cut.box != (0, 0, 300, 300) or [_named(colour) for colour in corners] != [
            "red",
            "blue",
            "white",
            "white",
        ]:
            found.append(turn)
    return found


def _named(colour: object) -> str:
    assert isinstance(colour, tuple)
    bright = tuple(value > 128 for value in colour)
    return {(True, False, False): "red", (False, False, True): "blue", (True, True, True): "white"}.get(bright, "")


def talkative(folder: Path) -> list[str]:
    """What the files made of photos with all kinds of metadata still say beside their pixels."""
    (folder / "ein").mkdir()
    (folder / "aus").mkdir()
    for path in _chatty(folder / "ein"):
        for tone in ("ink", "colour"):
            plan = plan_of(path, tone)
            for variant, data in zip(plan.variants, make_variants(plan), strict=True):
                (folder / "aus" / f"{path.stem}-{tone}.{variant.format}").write_bytes(data)
    heard = [path.name for path in sorted((folder / "aus").iterdir()) if WORD.encode() in path.read_bytes()]
    return told(folder / "aus") + heard


def _chatty(folder: Path) -> list[Path]:
    picture = Image.linear_gradient("L").resize((400, 300)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = WORD
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 29.0, 59.0), 3: "E", 4: (13.0, 25.0, 0.0)})
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- {WORD} --></x:xmpmeta>'.encode()
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", WORD)
    words.add_itxt("XML:com.adobe.xmp", xmp.decode())
    profile = wide_profile()
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(folder / "wide.jpg", exif=exif, xmp=xmp, icc_profile=profile, comment=WORD.encode())
    picture.save(folder / "usual.jpg", exif=exif, xmp=xmp, icc_profile=usual, comment=WORD.encode())
    picture.save(folder / "words.png", exif=exif, pnginfo=words, icc_profile=profile)
    picture.save(folder / "web.webp", exif=exif, xmp=xmp, icc_profile=usual)
    return sorted(folder.iterdir())


def wide_profile() -> bytes:
    """The profile of phones, Display P3: sRGB's curve, its own primaries (CSS Color 4), seen by D50."""
    colorants = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for entry in range(int.from_bytes(data[128:132], "big")):
        kind, offset, _ = struct.unpack_from(">4sII", data, 132 + entry * 12)
        if kind in colorants:
            struct.pack_into(">3i", data, offset + 8, *(round(value * 65536) for value in colorants[kind]))
    return bytes(data).replace("sRGB".encode("utf-16-be"), "WIDE".encode("utf-16-be"))


def unbounded(folder: Path, workers: int) -> list[str]:
    """What goes wrong when, among good photos, some make their decoder hang, eat all memory or crash.

    `pool.LIMITS` and `run.work` must have been replaced by `TIGHT` and `hostile.spoilt_work`.
    """
    assert run.work is spoilt_work
    good = [folder / f"gut-{number}.jpg" for number in range(3)]
    bad = [folder / f"{how}.jpg" for how in MISDEEDS]
    for seed, path in enumerate((good[0], *bad, *good[1:])):
        Image.effect_noise((90 + seed, 60), 60).save(path)
    plans = [plan_of(path) for path in (good[0], *bad, *good[1:])]
    store, out = Store(folder / "cache"), folder / "out"
    problems = run.perform(plans, store=store, folder_out=out, fonts=FONTS, crew=Crew(workers), root=folder)
    lines = as_text(problems).splitlines()
    found = [how for how, why in MISDEEDS.items() if sum(f"{how}.jpg: " in line and why in line for line in lines) != 1]
    missing = [variant.name for plan in plans for variant in plan.variants if not (out / variant.name).exists()]
    found += [name for name in missing if "gut-" in name]
    return found + ([] if len(lines) == len(MISDEEDS) else lines)


TIGHT = pool.Limits(processor=2.0, wall=60, memory=1_000_000_000)
