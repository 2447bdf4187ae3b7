"""Photos that carry more than a picture: whatever was put into the file, the one that is shown has none of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from hub.contributions.engine.files import FileRefusedError, check_file
from participatory_budget.engine.photos import LONGEST_SIDE, drawn_photo

SECRET = b"Taken at 36.8065,10.1815"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>' + SECRET + b"</exif:GPSLatitude></x:xmpmeta>"


def exif() -> Image.Exif:
    made = Image.Exif()
    made[0x010E] = SECRET.decode()
    made.get_ifd(0x8825).update({1: "N", 2: (36.0, 48.0, 23.4)})
    return made


def jpeg(size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, "JPEG", **more)
    return target.getvalue()


def png(size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, "PNG", **more)
    return target.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(data: bytes, kind: bytes, content: bytes) -> bytes:
    """Before the end of a PNG."""
    return data[:-12] + chunk(kind, content) + data[-12:]


def png_words() -> bytes:
    words = PngInfo()
    words.add_text("Comment", SECRET.decode())
    words.add_text("Compressed", SECRET.decode(), zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return png(pnginfo=words, exif=exif())


def with_icc() -> bytes:
    return jpeg(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET)


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("index.html", SECRET)
    return target.getvalue()


def two_pictures() -> bytes:
    target = io.BytesIO()
    second = Image.new("RGB", (60, 40), "red")
    Image.new("RGB", (60, 40), "teal").save(target, "MPO", save_all=True, append_images=[second], exif=exif())
    return target.getvalue()


def moving() -> bytes:
    target = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    return with_chunk(target.getvalue(), b"teXt", SECRET)


@pytest.mark.parametrize(
    "data",
    [
        jpeg(exif=exif(), comment=SECRET),
        jpeg(xmp=XMP),
        jpeg() + b"<script>" + SECRET + b"</script>",
        jpeg() + archive(),
        with_icc(),
        jpeg(mode="CMYK", exif=exif()),
        jpeg(size=(LONGEST_SIDE + 400, 40), exif=exif(), xmp=XMP),
        two_pictures(),
        png_words(),
        png(size=(LONGEST_SIDE + 400, 40), exif=exif()),
        with_chunk(png(), b"teXt", SECRET),
        png() + archive(),
        png(mode="P", pnginfo=None) + SECRET,
        png(mode="I;16", exif=exif()),
        moving(),
    ],
    ids=[
        "jpeg-exif-comment", "jpeg-xmp", "jpeg-html", "jpeg-zip", "jpeg-icc", "jpeg-cmyk", "jpeg-large", "mpo",
        "png-words", "png-large", "png-own-chunk", "png-zip", "png-palette", "png-16-bit", "apng",
    ],
)  # fmt: skip
def test_nothing_hidden_is_in_the_picture_that_is_shown(data: bytes) -> None:
    for content in (drawn_photo(data).content, check_file("x.jpg", data).content):
        assert SECRET not in content
        for sign in (
            b"Exif",
            b"eXIf",
            b"xmp",
            b"XMP",
            b"tEXt",
            b"iTXt",
            b"zTXt",
            b"acTL",
            b"PK\x03\x04",
            b"<script",
            b"MPF",
        ):
            assert sign not in content, sign
        with Image.open(io.BytesIO(content)) as shown:
            assert getattr(shown, "n_frames", 1) == 1
            assert not shown.getexif()
            shown.load()


def bomb(width: int, height: int) -> bytes:
    """Some kilobytes that unpack to as many pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    rows = zlib.compress(bytes(((width + 7) // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def webp() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40)).save(target, "WEBP", exif=exif())
    return target.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda: bomb(10_000, 6_000),
        lambda: bomb(60_000, 60_000)[:2000],
        webp,
        lambda: b"\xff\xd8\xff" + webp(),
        lambda: b"GIF89a" + jpeg(),
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        lambda: b"\xff\xd8\xff",
        lambda: jpeg()[:-200][:300],
        lambda: png()[:40],
        lambda: b"\x89PNG\r\n\x1a\n" + jpeg(),
        lambda: with_chunk(png(), b"IHDR", struct.pack(">IIBBBBB", 9**9, 9**9, 8, 6, 0, 0, 0)),
        lambda: b"",
    ],
    ids=[
        "sixty-million", "larger", "webp", "webp-as-jpeg", "gif", "svg", "three-bytes", "cut-jpeg", "cut-png",
        "jpeg-as-png", "second-head", "empty",
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_never_breaks(make: Callable[[], bytes]) -> None:
    data = make()
    try:
        drawn = drawn_photo(data)
    except FileRefusedError:
        return
    # Pillow may take what stands before a fault for a picture; then that is what is shown.
    assert drawn.width * drawn.height <= 60 * 40
