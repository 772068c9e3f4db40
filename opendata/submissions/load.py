"""All sources of a campaign as one set of submissions: no row disappears, each is located, unlocated or rejected with a reason."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..campaign import Campaign, Fields, Source
from ..errors import Fault, InputError
from ..progress import Progress
from ..projection import Transform
from . import coordinates, dates, times
from .boundary import area_of
from .coordinate_cells import number, point_of, shape_of_text
from .identifiers import KINDS
from .mapping import Guess, cells_of, choose
from .model import Submissions, blank, concatenate
from .read import read
from .table import RowNote, Table
from .vector import VectorReader

Column = np.ndarray[Any, np.dtype[Any]]

ACCURACY_OF_COORDINATES = 10.0
"""Metres; a finger on a telephone's map."""
_STEP = 5000


@dataclass(frozen=True)
class SourceReport:
    """What happened to one file: ``rows_in`` is the reader's count; every row is among the submissions or in ``rejected``."""

    name: str
    file: str
    channel: str
    rows_in: int
    rejected: tuple[RowNote, ...]
    remarks: tuple[RowNote, ...]
    """Rows that are kept although a part of them could not be read: a date, a coordinate."""
    notes: tuple[str, ...]
    """What was detected: encoding, delimiter, sheet, coordinate system."""
    mapping: tuple[Guess, ...]


@dataclass(frozen=True)
class Loaded:
    """n submissions in the order of the sources and their rows, and one report per source."""

    submissions: Submissions
    sources: tuple[SourceReport, ...]
    area: coordinates.Area
    """Where they were expected, in the grid's CRS."""


def load(campaign: Campaign, transform: Transform, vector: VectorReader, progress: Progress) -> Loaded:
    """Read every source of the campaign.

    Coordinates come out in metres of the campaign's grid CRS. Raises :class:`InputError` with the faults of all sources together.
    Nothing is written.
    """
    if not campaign.sources:
        raise InputError(Fault("campaign.toml", "names no sources", "add one as [[sources]]"))
    area = area_of(campaign, transform, vector, progress)
    parts: list[Submissions] = []
    reports: list[SourceReport] = []
    faults: list[Fault] = []
    for done, source in enumerate(campaign.sources):
        progress("loading", done, len(campaign.sources))
        try:
            table = read(source, campaign.folder, vector, progress)
            part, report = _source(table, source, campaign, area, transform, progress)
        except InputError as error:
            faults += error.faults
            continue
        parts.append(part)
        reports.append(report)
    if faults:
        raise InputError(faults)
    progress("loading", len(campaign.sources), len(campaign.sources))
    return Loaded(concatenate(parts), tuple(reports), area)


def _source(
    table: Table, source: Source, campaign: Campaign, area: coordinates.Area, transform: Transform, progress: Progress
) -> tuple[Submissions, SourceReport]:
    where = str(campaign.path(source.file))
    fields, mapping = choose(table, source, where)
    n = len(table)
    text, place, when = (cells_of(table, column) for column in (fields.text, fields.place, fields.when))
    located, given, remarks = _located(table, fields, source, area, transform)
    said = np.fromiter((bool(t or p) for t, p in zip(text, place, strict=True)), dtype=bool, count=n)
    keep = said | given
    rejected = list(table.rejected)
    rejected += [RowNote(int(table.numbers[i]), "says neither what nor where; fill in or remove it") for i in np.flatnonzero(~keep)]
    received, undated = _received(cells_of(table, fields.received), progress)
    remarks += [RowNote(int(table.numbers[i]), "its date cannot be read") for i in undated]
    index = np.flatnonzero(keep)
    everything = _columns(table, source, fields, text, place, when, received, located, campaign, progress)
    kept = set(table.numbers[index].tolist())
    report = SourceReport(
        name=source.name,
        file=source.file,
        channel=source.channel,
        rows_in=table.rows_in,
        rejected=tuple(sorted(rejected, key=lambda each: each.row)),
        remarks=tuple(sorted((each for each in remarks if each.row in kept), key=lambda each: (each.row, each.reason))),
        notes=table.notes + located.notes,
        mapping=mapping,
    )
    return everything.take(index), report


def _columns(
    table: Table,
    source: Source,
    fields: Fields,
    text: list[str],
    place: list[str],
    when: list[str],
    received: Column,
    located: coordinates.Located,
    campaign: Campaign,
    progress: Progress,
) -> Submissions:
    n = len(table)
    start = np.datetime64(campaign.campaign.start)
    end = np.datetime64(campaign.campaign.end) + np.timedelta64(1, "D")
    off_period = (received < start) | (received >= end)  # NaT compares false: unknown is not outside
    by_coordinates = ~np.isnan(located.x)
    flags = np.empty(n, dtype=object)
    for i, marks in enumerate(
        zip(located.outside, off_period, located.swapped & by_coordinates, located.detected & by_coordinates, strict=True)
    ):
        flags[i] = tuple(
            name for name, mark in zip(("outside_area", "outside_period", "swapped_axes", "crs_detected"), marks, strict=True) if mark
        )
    identifying = [(kind, cells_of(table, getattr(fields, kind))) for kind in KINDS if getattr(fields, kind)]
    identifiers = np.empty(n, dtype=object)
    for i in range(n):
        identifiers[i] = tuple((kind, cells[i]) for kind, cells in identifying if cells[i])
    day_part, season = _times(when, text, received, progress)
    return dataclasses.replace(
        blank(n),
        source=np.full(n, source.name, dtype=object),
        row=table.numbers,
        channel=np.full(n, source.channel, dtype=object),
        text=_objects(text),
        place=_objects(place),
        received=received,
        day_part=day_part,
        season=season,
        x=located.x,
        y=located.y,
        located_by=np.where(by_coordinates, "coordinates", "").astype(object),
        accuracy_m=np.where(by_coordinates, ACCURACY_OF_COORDINATES, np.nan),
        score=np.where(by_coordinates, 1.0, np.nan),
        flags=flags,
        identifiers=identifiers,
        theme=_objects(cells_of(table, fields.theme)),
    )


def _located(
    table: Table, fields: Fields, source: Source, area: coordinates.Area, transform: Transform
) -> tuple[coordinates.Located, Column, list[RowNote]]:
    """Coordinates; (n,) bool of rows that give any; remarks on rows whose coordinates are not used."""
    n = len(table)
    crs, unknown = source.crs or table.crs, ""
    if crs and not re.fullmatch(r"EPSG:\d{4,6}", crs):
        raise InputError(Fault("campaign.toml", f"sources {source.name!r}: crs {crs!r} is not EPSG:n", "write it like EPSG:3006"))
    if crs and not _is_known(crs, transform, area.crs):
        if source.crs:
            raise InputError(Fault("campaign.toml", f"sources {source.name!r}: crs {crs} is not known", "correct or remove it"))
        crs, unknown = "", f"the file names the unknown coordinate system {crs}"
    x, y = np.full(n, np.nan), np.full(n, np.nan)
    given = np.zeros(n, dtype=bool)
    own_crs: dict[str, list[int]] = {}
    unreadable: list[int] = []
    if fields.x and fields.y:
        for i, (east, north) in enumerate(zip(cells_of(table, fields.x), cells_of(table, fields.y), strict=True)):
            if east or north:
                given[i] = True
                a, b = number(east), number(north)
                x[i], y[i] = np.nan if a is None else a, np.nan if b is None else b
                if a is None and b is None:
                    unreadable.append(i)
    elif fields.geometry:
        for i, cell in enumerate(cells_of(table, fields.geometry)):
            if cell:
                given[i] = True
                shape = shape_of_text(cell)
                if shape is None:
                    unreadable.append(i)
                    continue
                x[i], y[i] = shape[:2]
                if shape[2]:
                    own_crs.setdefault(shape[2], []).append(i)
    elif table.geometry is not None:
        for i, geometry in enumerate(table.geometry):
            if geometry is not None:
                given[i] = True
                x[i], y[i] = point_of(geometry)
                if np.isnan(x[i]):
                    unreadable.append(i)
    located = _resolve_groups(x, y, crs, own_crs, area, transform)
    given &= ~(np.isnan(x) & np.isnan(y)) & ~((x == 0) & (y == 0))
    remarks = [RowNote(int(table.numbers[i]), why) for i, why in enumerate(located.why) if why]
    remarks += [RowNote(int(table.numbers[i]), "its coordinates cannot be read") for i in unreadable]
    if unknown:
        located = dataclasses.replace(located, notes=(unknown, *located.notes))
    return located, given, remarks


def _is_known(crs: str, transform: Transform, target: str) -> bool:
    try:
        transform(np.zeros(1), np.zeros(1), crs, target)
    except InputError:
        return False
    return True


def _resolve_groups(
    x: Column, y: Column, crs: str, own_crs: dict[str, list[int]], area: coordinates.Area, transform: Transform
) -> coordinates.Located:
    """As :func:`coordinates.resolve`, for rows that name a CRS of their own (EWKT) each with that one.

    A code that is none (PostGIS writes SRID=0 where it knows none) is no CRS: such rows are read as those that name none.
    """
    known = {code: rows for code, rows in own_crs.items() if _is_known(code, transform, area.crs)}
    rest_x, rest_y = x.copy(), y.copy()
    for rows in known.values():
        rest_x[rows] = rest_y[rows] = np.nan
    everything = coordinates.resolve(rest_x, rest_y, crs, area, transform)
    notes = [f"{len(own_crs[code])} rows name the unknown coordinate system {code}" for code in own_crs if code not in known]
    for code, rows in known.items():
        part = coordinates.resolve(x[rows], y[rows], code, area, transform)
        for name in ("x", "y", "swapped", "detected", "outside"):
            getattr(everything, name)[rows] = getattr(part, name)
        for row, why in zip(rows, part.why, strict=True):
            everything.why[row] = why
        notes += part.notes
    return dataclasses.replace(everything, notes=(*everything.notes, *notes))


def _received(cells: list[str], progress: Progress) -> tuple[Column, list[int]]:
    """(n,) datetime64[s] and the rows whose date cannot be read."""
    received = np.full(len(cells), "NaT", dtype="datetime64[s]")
    undated = []
    for i, cell in enumerate(cells):
        if i % _STEP == 0:
            progress("reading dates", i, len(cells))
        if not cell:
            continue
        moment = dates.parse(cell)
        if moment is None:
            undated.append(i)
        else:
            received[i] = np.datetime64(moment, "s")
    return received, undated


def _times(when: list[str], text: list[str], received: Column, progress: Progress) -> tuple[Column, Column]:
    """Day part and season of each row: what the words for the time say, else the text's own words, else when it was received."""
    clock, calendar = times.day_part(received), times.season(received)
    for i, (said, written) in enumerate(zip(when, text, strict=True)):
        if i % _STEP == 0:
            progress("reading times of day", i, len(text))
        own = times.in_words(said) if said else ("", "")
        other = times.in_words(written) if written and "" in own else ("", "")
        clock[i] = own[0] or other[0] or clock[i]
        calendar[i] = own[1] or other[1] or calendar[i]
    return clock, calendar


def _objects(cells: list[str]) -> Column:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column
