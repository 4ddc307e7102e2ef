"""The files of the docs' pictures, written small."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tests.browser.logins_page import DESCRIPTION, IMAGES

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 110_000
COLOURS = 192
_FRAME = (228, 228, 231)
_FRAME_PIXELS = 2


def write_picture(name: str, pngs: list[bytes], description: str | None = None) -> None:
    """Write a picture with few colours, as screens have; of several one below the other, in a frame.

    Args:
        name: of the file in docs/images/, without its suffix.
        pngs: what to put together.
        description: a text to keep in the file.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    taken = [Image.open(io.BytesIO(png)).convert("RGB") for png in pngs]
    whole = taken[0] if description is None else _stack(taken)
    info = PngInfo()
    if description is not None:
        info.add_itxt(DESCRIPTION, description)
    path = IMAGES / f"{name}.png"
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True, pnginfo=info)
    assert path.stat().st_size < MOST_BYTES, f"{path.name} has {path.stat().st_size} bytes"


def _stack(taken: list[Image]) -> Image:
    from PIL import Image

    width = max(each.width for each in taken)
    height = sum(each.height for each in taken)
    whole = Image.new("RGB", (width + 2 * _FRAME_PIXELS, height + 2 * _FRAME_PIXELS), _FRAME)
    top = _FRAME_PIXELS
    for each in taken:
        whole.paste(each, (_FRAME_PIXELS, top))
        top += each.height
    return whole
