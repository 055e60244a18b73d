"""A drawing as PNG: light, with the letters of `fonts/`, so that it is the same on every machine."""

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.display import safe
from reports.drawing import PALETTE, Circle, Drawing, Label, Line, Polygon, Rect, Shape

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SCALE = 2.5
"""Pixels a unit: 240 to the inch."""
FINER = 2
"""How many times finer it is drawn than kept, for smooth edges."""
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(drawing: Drawing, scale: float = SCALE) -> bytes:
    """The picture, *scale* pixels a unit (a unit is 1/96 inch)."""
    from PIL import Image, ImageDraw

    fine = scale * FINER
    size = (round(drawing.width * scale) * FINER, round(drawing.height * scale) * FINER)
    image = Image.new("RGB", size, PALETTE["paper"][0])
    canvas = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(canvas, shape, fine)
    out = io.BytesIO()
    image.reduce(FINER).save(out, "PNG", dpi=(96 * scale, 96 * scale))
    return out.getvalue()


def _draw(canvas: "ImageDraw", shape: Shape, fine: float) -> None:
    match shape:
        case Rect(x, y, width, height, fill, stroke):
            box = (x * fine, y * fine, max(x + width, x) * fine - 1, max(y + height, y) * fine - 1)
            if box[2] >= box[0] and box[3] >= box[1]:
                canvas.rectangle(box, _colour(fill), _colour(stroke), round(fine))
        case Line(x1, y1, x2, y2, stroke, width):
            canvas.line((x1 * fine, y1 * fine, x2 * fine, y2 * fine), _colour(stroke), max(1, round(width * fine)))
        case Polygon(points, fill):
            canvas.polygon([(x * fine, y * fine) for x, y in points], _colour(fill))
        case Circle(x, y, radius, fill, stroke):
            canvas.circle((x * fine, y * fine), radius * fine, _colour(fill), _colour(stroke), round(1.5 * fine))
        case Label(x, y, text, size, fill, bold, anchor):
            font = _font(bold, round(size * fine))
            canvas.text((x * fine, y * fine), safe(text), _colour(fill), font, anchor=ANCHORS[anchor])


def _colour(name: str | None) -> str | None:
    return PALETTE[name][0] if name else None


@cache
def _font(bold: bool, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    file = Path(__file__).parent / "fonts" / f"Roboto-{'Bold' if bold else 'Regular'}.ttf"
    # the basic layout is the same with and without the raqm library, which not every machine has
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
