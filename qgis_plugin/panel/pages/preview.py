"""One source read by itself: its columns, its first rows, and how many of its rows would be located."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from ....opendata.campaign import Campaign, Source
from ....opendata.errors import UserError
from ....opendata.progress import Progress
from ...i18n import tr
from ...i18n.messages import file_trouble, in_words, sentence

ROWS = 5
LONGEST = 60  # characters of a cell that is shown


@dataclass(frozen=True)
class Preview:
    """What reading one source gave; ``trouble`` says why it could not be read, and is empty when it could."""

    source: Source
    columns: tuple[str, ...] = ()
    samples: dict[str, list[str]] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    located: int = 0
    rejected: int = 0
    notes: str = ""
    trouble: str = ""


def preview(campaign: Campaign, source: Source, progress: Progress) -> Preview:
    """Read the source and locate it; nothing is written, and a fault becomes words instead of an error."""
    from ....opendata.submissions import gazetteer, load, locate, read
    from ...adapters import transform
    from ...vector import read_vector

    columns: tuple[str, ...] = ()
    samples: dict[str, list[str]] = {}
    try:
        table = read.read(source, campaign.folder, read_vector, progress)
        columns = tuple(table.columns)
        samples = {name: [_short(cell) for cell in cells[:ROWS]] for name, cells in table.columns.items()}
        loaded = load.load(dataclasses.replace(campaign, sources=(source,)), transform, read_vector, progress)
        places = gazetteer.load(campaign, transform, read_vector)
        located, _ = locate.locate(loaded.submissions, places, {}, progress)
    except UserError as error:
        return Preview(source, columns, samples, trouble="\n".join(sentence(fault) for fault in error.faults))
    except OSError as error:
        return Preview(source, columns, samples, trouble=file_trouble(error))
    report = loaded.sources[0]
    if not report.rows_in:
        return Preview(source, columns, samples, trouble=tr("{file} holds no rows. Export it again.").format(file=source.file))
    return Preview(
        source,
        columns,
        samples,
        {guess.field: guess.column for guess in report.mapping},
        {guess.field: in_words(guess.reason) for guess in report.mapping},
        report.rows_in,
        int(located.located.sum()),
        len(report.rejected),
        "; ".join(map(in_words, report.notes)),
    )


def _short(cell: str) -> str:
    flat = " ".join(cell.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
