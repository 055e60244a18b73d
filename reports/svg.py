"""A drawing as SVG text: within a page, whose style sheet colours it, or as a file of its own."""

from reports.drawing import PALETTE, Circle, Drawing, Label, Line, Polygon, Rect, Shape
from reports.markup import escaped

FONTS = "Roboto, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def inline(drawing: Drawing, ident: str) -> str:
    """The picture within a page, coloured by the classes of `rules`. *ident* is unique on the page."""
    return _svg(drawing, ident, "", classes=True)


def alone(drawing: Drawing) -> bytes:
    """The picture as a file: light, on a sheet of its own."""
    sheet = f'<rect width="{_n(drawing.width)}" height="{_n(drawing.height)}" fill="{PALETTE["paper"][0]}"/>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_svg(drawing, "etappi", sheet, classes=False)}\n'.encode()


def rules() -> str:
    """The style rules of `inline`: each colour is the custom property of its name."""
    return "\n".join(f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in PALETTE)


def _svg(drawing: Drawing, ident: str, sheet: str, *, classes: bool) -> str:
    width, height = _n(drawing.width), _n(drawing.height)
    shapes = "\n".join(_shape(shape, classes) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="{ident}-title" aria-describedby="{ident}-desc" font-family="{FONTS}">\n'
        f'<title id="{ident}-title">{escaped(drawing.title)}</title>\n'
        f'<desc id="{ident}-desc">{escaped(drawing.description)}</desc>\n{sheet}{shapes}\n</svg>'
    )


def _shape(shape: Shape, classes: bool) -> str:
    match shape:
        case Rect(x, y, width, height, fill, stroke):
            place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            return f"<rect {place} {_paint(fill, stroke, classes)}/>"
        case Line(x1, y1, x2, y2, stroke, width):
            place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            return f'<line {place} {_paint(None, stroke, classes)} stroke-width="{_n(width)}"/>'
        case Polygon(points, fill):
            corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
            return f'<polygon points="{corners}" {_paint(fill, None, classes)}/>'
        case Circle(x, y, radius, fill, stroke):
            place = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
            return f'<circle {place} {_paint(fill, stroke, classes)} stroke-width="1.5"/>'
        case Label(x, y, text, size, fill, bold, anchor):
            place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"'
            weight = ' font-weight="bold"' if bold else ""
            return f"<text {place}{weight} {_paint(fill, None, classes)}>{escaped(text)}</text>"


def _paint(fill: str | None, stroke: str | None, classes: bool) -> str:
    """Fill and outline, as classes of the page or as the colours of a light sheet."""
    if classes:
        names = [f"f-{fill}"] * bool(fill) + [f"s-{stroke}"] * bool(stroke)
        return f'class="{" ".join(names)}"' + ("" if fill else ' fill="none"')
    outline = f' stroke="{PALETTE[stroke][0]}"' if stroke else ""
    return f'fill="{PALETTE[fill][0] if fill else "none"}"{outline}'


def _n(value: float) -> str:
    """A length with at most two decimals: the same text wherever it is computed."""
    return f"{round(value, 2) + 0.0:g}"
