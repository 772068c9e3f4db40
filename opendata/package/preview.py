"""The preview picture: the regions in their classes, drawn by Pillow, for portals and link previews."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import style
from ..geopackage import Polygons
from ..release import WITHHELD
from .pagedata import focus
from .symbology import densities
from .tables import Table

WIDTH, HEIGHT, MARGIN = 1200, 630, 30
"""1200 x 630 is what link previews show whole."""
_OVERSAMPLING = 2
_GROUND = "#f4f2ee"


def write(path: Path, regions: Table, shapes: Sequence[Polygons]) -> None:
    """Draw ``shapes`` (in the grid's CRS), largest regions first, and write a PNG."""
    from PIL import Image, ImageDraw

    scale = _OVERSAMPLING
    image = Image.new("RGB", (WIDTH * scale, HEIGHT * scale), _GROUND)
    values = densities(regions)
    bounds = style.rounded(style.breaks(values), values)
    status = regions.columns.index("status")
    index = style.classify(values, bounds)
    palette = style.colours(len(bounds))
    box = focus(regions, shapes)
    if box:
        inner = ((WIDTH - 2 * MARGIN) * scale, (HEIGHT - 2 * MARGIN) * scale)
        factor = min(inner[0] / (box[2] - box[0]), inner[1] / (box[3] - box[1]))
        left = (WIDTH * scale - (box[2] - box[0]) * factor) / 2
        top = (HEIGHT * scale - (box[3] - box[1]) * factor) / 2
        draw = ImageDraw.Draw(image)
        size = regions.columns.index("size_m")
        order = sorted(range(len(shapes)), key=lambda i: -regions.rows[i][size])
        for row, polygons, i in ((regions.rows[j], shapes[j], index[j]) for j in order):
            fill = palette[i] if i >= 0 else style.WITHHELD_FILL if row[status] == WITHHELD else style.NO_FIGURE_FILL
            for rings in polygons:
                placed = [[(left + (x - box[0]) * factor, top + (box[3] - y) * factor) for x, y in ring] for ring in rings]
                draw.polygon(placed[0], fill=fill, outline=style.OUTLINE)
                for hole in placed[1:]:
                    # Other regions lie in the hole and are drawn after their larger neighbours, or nothing does.
                    draw.polygon(hole, fill=_GROUND, outline=style.OUTLINE)
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(path, format="PNG", optimize=False)
