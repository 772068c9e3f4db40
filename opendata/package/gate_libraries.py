"""Two gates by libraries of different hands: ``datapackage`` (which built the package) and ``frictionless`` (which did not).

Each finds what the other lets through: ``datapackage`` checks hashes, keys and relations only when asked to; ``frictionless`` passes an
empty list of resources.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import manifest
from .gate_files import Package
from .report import Finding

_ANEW = "make the package anew"


def check_datapackage(package: Package) -> Iterator[Finding]:
    """Profile, every row of every table, hashes and sizes of the tables, foreign keys."""
    import datapackage
    import tableschema

    gate = "datapackage"
    opened = datapackage.Package(package.descriptor, base_path=str(package.folder))
    if not opened.valid:
        for error in opened.errors:
            yield Finding(gate, manifest.DESCRIPTOR, None, _short(error), _ANEW)
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
                yield Finding(gate, path, getattr(single, "row_number", None), _short(single), _ANEW)


def check_frictionless(package: Package) -> Iterator[Finding]:
    """The same by frictionless, which also checks hashes of files that are no tables."""
    from frictionless import Package as FrictionlessPackage

    gate = "frictionless"
    report = FrictionlessPackage(str(package.folder / manifest.DESCRIPTOR)).validate()
    for error in report.errors:
        yield Finding(gate, manifest.DESCRIPTOR, None, _short(error.message), _ANEW)
    for task in report.tasks:
        for error in task.errors:
            yield Finding(gate, task.place, getattr(error, "row_number", None), _short(error.message), _ANEW)
        for warning in task.warnings:
            yield Finding(gate, task.place, None, _short(warning), _ANEW)


def _short(error: object) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else text[:299] + "…"
