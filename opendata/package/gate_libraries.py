"""Two gates by libraries of different hands: ``datapackage`` (which built the package) and ``frictionless`` (which did not).

Each finds what the other lets through: ``datapackage`` checks hashes, keys and relations only when asked to; ``frictionless`` passes an
empty list of resources.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import manifest
from .descriptor import PROFILE
from .opened import Package
from .report import ANEW, Finding


def check_datapackage(package: Package) -> Iterator[Finding]:
    """Profile, every row of every table, hashes and sizes of the tables, foreign keys."""
    import datapackage
    import tableschema

    gate = "datapackage"
    opened = datapackage.Package(package.descriptor, base_path=str(package.folder))
    if not opened.valid:
        for error in opened.errors:
            yield Finding(gate, manifest.DESCRIPTOR, None, _short(error), ANEW)
        return
    for resource in opened.resources:
        if not resource.tabular:
            continue
        path = resource.descriptor["path"]
        try:
            for _ in resource.iter(keyed=False, cast=True, relations=False):
                pass
            resource.check_integrity()
            resource.check_relations()
        except (datapackage.exceptions.DataPackageException, tableschema.exceptions.TableSchemaException) as error:
            for single in getattr(error, "errors", None) or [error]:
                yield Finding(gate, path, getattr(single, "row_number", None), _short(single), ANEW)


def check_profile(package: Package) -> Iterator[Finding]:
    """The official JSON Schemas of Data Package 2.0, as its maintainers ship them in ``dplib-py``, without the network."""
    import importlib.resources
    import json

    import jsonschema

    text = (importlib.resources.files("dplib.profiles") / "2.0" / "datapackage.json").read_text(encoding="utf-8")
    for error in jsonschema.Draft7Validator(json.loads(text)).iter_errors(package.descriptor):
        at = "/".join(str(part) for part in error.absolute_path)
        yield Finding("profile", manifest.DESCRIPTOR, None, f"{at or 'the descriptor'}: {_short(error.message)}", ANEW)
    if package.descriptor.get("$schema") != PROFILE:
        yield Finding("profile", manifest.DESCRIPTOR, None, f"$schema is not {PROFILE}", ANEW)


def check_frictionless(package: Package) -> Iterator[Finding]:
    """The same by frictionless, which also checks hashes of files that are no tables."""
    from frictionless import FrictionlessException
    from frictionless import Package as FrictionlessPackage

    gate = "frictionless"
    try:
        report = FrictionlessPackage(str(package.folder / manifest.DESCRIPTOR)).validate()
    except FrictionlessException as refusal:
        for reason in refusal.reasons or [refusal.error]:
            yield Finding(gate, manifest.DESCRIPTOR, None, _short(reason.message), ANEW)
        return
    for error in report.errors:
        yield Finding(gate, manifest.DESCRIPTOR, None, _short(error.message), ANEW)
    for task in report.tasks:
        for error in task.errors:
            yield Finding(gate, task.place, getattr(error, "row_number", None), _short(error.message), ANEW)
        for warning in task.warnings:
            yield Finding(gate, task.place, None, _short(warning), ANEW)


def _short(error: object) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else text[:299] + "…"
