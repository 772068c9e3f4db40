"""``campaign.toml``: the one file that holds every decision of a campaign, so that a colleague can repeat it next year.

The dataclasses below *are* the format: a key of the file is a field of the class, a table is a nested class. The plugin and the
command line read and write the same file; ``schemas/campaign.schema.json`` says the same for editors (a test compares the two).
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import re
import tomllib
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import codes
from .errors import Fault, InputError
from .grid.cells import Chain, chain_of
from .grid.rule import rule_faults

CHANNELS = tuple(channel.code for channel in codes.CHANNELS)


@dataclass(frozen=True)
class About:
    """Who asked what, where and when."""

    name: str
    title_sv: str
    title_en: str
    start: datetime.date
    end: datetime.date
    municipality: str
    municipality_code: str
    organisation_number: str
    contact_name: str
    contact_email: str
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in WGS84 degrees: where a coordinate is plausible when no boundary file is named."""
    boundary: str = ""
    """A vector file with the municipality's boundary, beside ``campaign.toml``."""
    geonames: str = ""
    """The place's IRI at GeoNames, for DCAT ``dct:spatial``."""


@dataclass(frozen=True)
class Fields:
    """Which column holds what; an empty name means: suggest from headings and values, or the file has none."""

    text: str = ""
    place: str = ""
    received: str = ""
    when: str = ""
    """When the place feels unsafe, in words ("fredag kväll"); not the same as when it was received."""
    x: str = ""
    y: str = ""
    geometry: str = ""
    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    contributor: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Source:
    """One file that staff hold."""

    name: str
    file: str
    channel: str
    encoding: str = ""
    delimiter: str = ""
    crs: str = ""
    """``EPSG:n`` of its coordinates; empty: told by the file, or detected."""
    layer: str = ""
    """Sheet or layer, where the file has several."""
    header_row: int = 0
    """Row of the headings, from 1; 0: detected."""
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True)
class Gazetteer:
    """The municipality's own files of place names and addresses."""

    files: tuple[str, ...] = ()
    name_field: str = "name"
    alias_field: str = "aliases"
    """A column with other names, separated by ``;``."""
    kind_field: str = "kind"


@dataclass(frozen=True)
class Grid:
    """The chain of cells: every size twice the one below."""

    crs: str = "EPSG:3006"
    finest: int = 250
    coarsest: int = 8000

    @property
    def chain(self) -> Chain:
        """Raises :class:`InputError` for sizes that do not nest and a CRS that nothing is published on."""
        return chain_of(self.crs, self.finest, self.coarsest)


@dataclass(frozen=True)
class Privacy:
    """The rules a published figure stands on."""

    k: int = 5
    width: int | None = None
    """Protection width; ``None``: max(2, k // 2)."""
    k_sensitive: int = 10
    """Fewest contributors behind a figure that is by itself about persons; never below ``k``."""

    @property
    def k_personal(self) -> int:
        return max(self.k, self.k_sensitive)


@dataclass(frozen=True)
class Page:
    """Texts of the public page, plain text."""

    description_sv: str = ""
    description_en: str = ""
    background_sv: str = ""
    background_en: str = ""


@dataclass(frozen=True)
class Publishing:
    """Where the package goes, and what it says about itself."""

    base_url: str = "https://opendata.example.org/"
    """Absolute address the folder portal is served under; the IRIs in DCAT begin with it."""
    to: str = ""
    """Folder or address of the portal; the command line's ``--to`` goes before it."""
    organisation: str = ""
    groups: tuple[str, ...] = ()
    keywords_sv: tuple[str, ...] = ("trygghet",)
    keywords_en: tuple[str, ...] = ("safety",)
    version: str = "1.0.0"
    changes: str = ""
    """What is new in this version, one line."""
    uuid: str = ""
    """The dataset's fixed identifier; empty: derived from organisation number and name."""


@dataclass(frozen=True)
class Campaign:
    """All of ``campaign.toml``; paths in it are relative to ``folder``."""

    campaign: About
    sources: tuple[Source, ...] = ()
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    codebook: str = ""
    """A theme codebook of one's own; empty: the one in ``schemas/``."""
    grid: Grid = field(default_factory=Grid)
    privacy: Privacy = field(default_factory=Privacy)
    page: Page = field(default_factory=Page)
    portal: Publishing = field(default_factory=Publishing)
    folder: Path = field(default=Path(), metadata={"file": False})

    def path(self, name: str) -> Path:
        """The file ``name`` of the campaign, relative to where ``campaign.toml`` lies."""
        return self.folder / name


def load(path: Path) -> Campaign:
    """Read ``campaign.toml``.

    Raises :class:`InputError` with one fault per mistake: no such file, not TOML, unknown key (with a suggestion), wrong type,
    missing key, setting out of range.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError):
        raise InputError(Fault(str(path), "there is no such file", "give the path of a campaign.toml")) from None
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be read ({error.strerror})", "give the path of a campaign.toml")) from None
    except UnicodeDecodeError:
        raise InputError(Fault(str(path), "is not UTF-8", "save the file as UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(Fault(str(path), f"is not TOML ({error})", "mend the line named")) from None
    faults: list[Fault] = []
    campaign: Campaign | None = _build(Campaign, table, str(path), "", faults)
    if campaign is not None:
        faults += _settings_faults(campaign, str(path))
    if faults or campaign is None:
        raise InputError(faults)
    return dataclasses.replace(campaign, folder=path.parent)


def dump(campaign: Campaign) -> str:
    """The campaign as TOML text that :func:`load` reads back to an equal campaign (``folder`` apart)."""
    lines: list[str] = []
    if campaign.codebook:
        lines += [f"codebook = {_toml(campaign.codebook)}", ""]
    for name in ("campaign", "gazetteer", "grid", "privacy", "page", "portal"):
        lines += [f"[{name}]", *_toml_lines(getattr(campaign, name)), ""]
    for source in campaign.sources:
        lines += ["[[sources]]", *_toml_lines(source), "[sources.fields]", *_toml_lines(source.fields), ""]
    return "\n".join(lines)


def _settings_faults(campaign: Campaign, where: str) -> list[Fault]:
    faults = []
    about, privacy = campaign.campaign, campaign.privacy
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,99}", about.name):
        faults.append(
            Fault(
                where,
                f"campaign.name {about.name!r} cannot be the name of a dataset",
                "use 2 to 100 lower-case letters a-z, digits, - and _",
            )
        )
    if about.end < about.start:
        faults.append(Fault(where, "campaign.end is before campaign.start", "put the dates in order"))
    faults += [Fault(where, f"privacy.{fault.where}: {fault.what}", fault.fix) for fault in rule_faults(privacy.k, privacy.width)]
    try:
        _ = campaign.grid.chain
    except InputError as error:
        faults += [Fault(f"{where}: {fault.where}", fault.what, fault.fix) for fault in error.faults]
    names = [source.name for source in campaign.sources]
    for source in campaign.sources:
        if source.channel not in CHANNELS:
            faults.append(
                Fault(
                    where,
                    f"sources {source.name!r}: unknown channel {source.channel!r}{_suggest(source.channel, CHANNELS)}",
                    f"use one of {', '.join(CHANNELS)}",
                )
            )
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(Fault(where, f"two sources are called {name!r}", "give each source a name of its own"))
    return faults


def _build(kind: type, table: Any, where: str, prefix: str, faults: list[Fault]) -> Any:
    """An instance of dataclass ``kind`` from a TOML table, or None; what is wrong is appended to ``faults``."""
    if not isinstance(table, dict):
        faults.append(Fault(where, f"{prefix.rstrip('.')} is not a table", f"write it as [{prefix.rstrip('.')}]"))
        return None
    hints = typing.get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind) if f.metadata.get("file", True)}
    before = len(faults)
    for key in sorted(set(table) - set(fields)):
        faults.append(Fault(where, f"unknown key {prefix}{key}{_suggest(key, fields)}", "correct or remove it"))
    values = {}
    for name, spec in fields.items():
        if name in table:
            values[name] = _value(hints[name], table[name], where, f"{prefix}{name}", faults)
        elif spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING:
            faults.append(Fault(where, f"{prefix}{name} is missing", "add it"))
    return kind(**values) if len(faults) == before else None


def _value(hint: Any, value: Any, where: str, name: str, faults: list[Fault]) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type, hint), value, where, f"{name}.", faults)
    if typing.get_origin(hint) is tuple:
        parts = typing.get_args(hint)
        length = None if parts[-1] is Ellipsis else len(parts)
        if not isinstance(value, list) or (length is not None and len(value) != length):
            what = f"{name} is not a list" if length is None else f"{name} is not a list of {length}"
            faults.append(Fault(where, what, "write it in square brackets"))
            return None
        return tuple(_value(parts[0], item, where, f"{name}[{i}]", faults) for i, item in enumerate(value))
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        faults.append(Fault(where, f"{name} is a {type(value).__name__}, not a {hint.__name__}", "correct the value"))
        return None
    return value


def _suggest(word: str, choices: typing.Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(choices), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _toml_lines(instance: Any) -> list[str]:
    lines = []
    for spec in dataclasses.fields(instance):
        value = getattr(instance, spec.name)
        if value is None or dataclasses.is_dataclass(value):
            continue
        if spec.default is not dataclasses.MISSING and value == spec.default:
            continue
        lines.append(f"{spec.name} = {_toml(value)}")
    return lines


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        escaped = "".join(c if c >= " " and c not in '"\\\x7f' else f"\\u{ord(c):04X}" if c not in '"\\' else "\\" + c for c in value)
        return f'"{escaped}"'
    return repr(value)
