"""What others may call from Python; the command line is a thin skin over it.

    from trygghetsrutan.opendata import api

    release = api.aggregate(x, y, crs="EPSG:3006", k=5)
    api.audit(release).passed

Everything else in the package may change without notice. What a function needs is imported when it is called: a program that only
masks texts loads no geodata library.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import Cancelled, CheckFailed, Fault, InputError, UserError
from .progress import Progress, silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .comparison import Comparison
    from .disclosure.verdict import Verdict
    from .package.report import Report
    from .portal.plan import Plan, Portal, Receipt
    from .privacy.text import Masked
    from .release import Release
    from .submissions.themes import Themed

__all__ = [
    "Cancelled",
    "CheckFailed",
    "Fault",
    "InputError",
    "UserError",
    "aggregate",
    "aggregate_file",
    "audit",
    "compare_file",
    "mask",
    "package",
    "plan",
    "plan_withdrawal",
    "portal",
    "publish",
    "read",
    "run",
    "situation",
    "themes",
    "validate",
    "withdraw",
    "write",
]


def run(
    campaign: Path,
    out: Path,
    *,
    ledger: Path | None = None,
    hold_back: bool = False,
    forget_key: bool = False,
    progress: Progress = silent,
) -> dict[str, Any]:
    """A campaign's files to an audited release and a package under ``out``; returns the summary of ``trygghetsrutan run --json``.

    Raises :class:`InputError` for bad settings or files, :class:`CheckFailed` when the release would disclose somebody.
    """
    from . import campaign as settings
    from . import chain

    return chain.run(settings.load(campaign), out, _tools(), ledger=ledger, hold_back=hold_back, forget_key=forget_key, progress=progress)


def aggregate(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    crs: str = "EPSG:3006",
    contributor: NDArray[Any] | None = None,
    theme: NDArray[Any] | None = None,
    k: int = 5,
    width: int | None = None,
    finest: int = 250,
    coarsest: int = 8000,
    earlier: Sequence[Release] = (),
    progress: Progress = silent,
) -> Release:
    """An audited release of points in memory.

    ``x``, ``y``: (n,) float64, finite, metres east and north in ``crs`` (EPSG:3006 or EPSG:3035). ``contributor``, ``theme``: (n,) values
    or None (every point its own contributor; no themes). ``k``: fewest contributors behind a published figure; ``width``: protection
    width, None for the usual max(2, k // 2). ``finest``, ``coarsest``: cell sizes in metres. ``earlier``: the campaign's releases so far,
    oldest first; their partition is kept. Method: ``docs/method.md``.
    Raises :class:`InputError` for settings that protect nobody, :class:`CheckFailed` when the auditor finds a disclosure.
    """
    import dataclasses

    from .aggregation import Points, Rule, certify, draft, told
    from .grid.cells import chain_of

    first = earlier[0] if earlier else None
    rule = Rule(chain_of(crs, finest, coarsest), k, width)
    release = draft(Points(x, y, contributor, theme), rule, earlier=first, progress=progress).release
    if earlier:
        release = dataclasses.replace(release, facts=release.facts | {"earlier": [told(old) for old in earlier]})
    return certify(release, earlier, progress)[0]


def aggregate_file(
    points: str,
    out: Path | None = None,
    *,
    crs: str,
    x: str = "",
    y: str = "",
    layer: str = "",
    grid: str = "EPSG:3006",
    contributor: str = "",
    theme: str = "",
    k: int = 5,
    width: int | None = None,
    finest: int = 250,
    coarsest: int = 8000,
    engine: str = "local",
    scheduler: str = "",
    progress: Progress = silent,
) -> dict[str, Any]:
    """A file of points to an audited release at ``out``; returns the summary of ``trygghetsrutan aggregate --json``.

    ``x``, ``y``, ``contributor``, ``theme``: columns; without ``x`` and ``y`` the geometries are read (of ``layer``, where there are
    several). ``crs``: EPSG:n of the coordinates, ``grid``: EPSG:3006 or EPSG:3035. The rest as for :func:`aggregate` and in
    ``docs/scale.md``. Raises as :func:`aggregate`, and :class:`InputError` for a file or column that cannot be read.
    """
    from .engine import aggregate as engines
    from .projection import with_pyproj

    return engines.aggregate_file(
        points,
        out,
        with_pyproj,
        x=x,
        y=y,
        layer=layer,
        crs=crs,
        grid=grid,
        contributor=contributor,
        theme=theme,
        k=k,
        width=width,
        finest=finest,
        coarsest=coarsest,
        engine=engine,
        scheduler=scheduler,
        progress=progress,
    )


def compare_file(
    points: str,
    *,
    crs: str,
    x: str = "",
    y: str = "",
    layer: str = "",
    grid: str = "EPSG:3006",
    contributor: str = "",
    k: int = 5,
    finest: int = 250,
    coarsest: int = 8000,
    progress: Progress = silent,
) -> Comparison:
    """What the partition and fixed grids of every size would keep of a file of points, for ``k`` and the usual choices of it.

    Arguments as for :func:`aggregate_file`. Raises :class:`InputError` for bad input.
    """
    from .engine import aggregate as engines
    from .projection import with_pyproj

    return engines.compare_file(
        points,
        with_pyproj,
        x=x,
        y=y,
        layer=layer,
        crs=crs,
        grid=grid,
        contributor=contributor,
        k=k,
        finest=finest,
        coarsest=coarsest,
        progress=progress,
    )


def read(path: Path) -> Release:
    """The published figures of a release file, or of a package folder. Raises :class:`InputError` when it is neither."""
    if path.is_dir():
        from .package.read import read_release

        return read_release(path)
    from . import release

    return release.read(path)


def write(release: Release, path: Path) -> None:
    """Write an audited release as a GeoPackage. Raises :class:`InputError` for one that was not audited."""
    from .aggregation import write_release

    write_release(release, path)


def audit(release: Release | Path, earlier: Sequence[Release] = (), ledger: Path | None = None, progress: Progress = silent) -> Verdict:
    """Attack a release (or the release or package at a path) from its published figures alone, together with earlier ones.

    ``earlier``: the campaign's other releases, oldest first; ``ledger``: the folder that keeps them. Raises :class:`InputError` when there
    is nothing to read; a disclosure is in the verdict, not raised.
    """
    from . import release as contract
    from .disclosure import audit as auditor
    from .disclosure import ledger as ledgers

    attacked = read(release) if isinstance(release, Path) else release
    others = [*earlier, *(ledgers.history(ledger, ledgers.campaign_name(attacked)) if ledger is not None else ())]
    hashes = contract.table_hashes(attacked)
    return auditor.audit(attacked, [other for other in others if contract.table_hashes(other) != hashes], progress)


def mask(texts: Sequence[str], places: Sequence[str] = (), progress: Progress = silent, *, campaign: Path | None = None) -> list[Masked]:
    """Each text without the personal data that is sure, and all findings; ``places`` are names that are no persons.

    With the ``campaign.toml`` of a ``campaign`` its places and organisations are left too, as the chain leaves them.
    What is listed rather than masked (tier 2) is for a person to decide: masked texts are not for publishing.
    """
    from .privacy.text import mask_all

    return mask_all(texts, [*places, *_public_names(campaign)], progress)


def themes(texts: Sequence[str], codebook: Path | None = None, progress: Progress = silent) -> list[Themed]:
    """The main theme of each text, other themes and the words that told; ``codebook`` None for the one that comes with the program."""
    from .submissions.codebook import load_codebook
    from .submissions.themes import classify

    return classify(texts, load_codebook(codebook), progress)


def situation(campaign: Path, out: Path, *, earlier: Path | None = None, language: str = "sv", progress: Progress = silent) -> Path:
    """The situation report of a campaign that was run into ``out``, in ``language`` (``sv`` or ``en``); returns the file.

    It is internal and stays under ``out/internal``. ``earlier``: the folder that the campaign before was run into, to tell what changed.
    Raises :class:`InputError` when nothing was loaded yet, here or there.
    """
    from . import campaign as settings
    from . import chain

    return chain.report_situation(settings.load(campaign), out, _tools(), earlier, language=language, progress=progress)


def package(release: Release | Path, campaign: Path, out: Path, progress: Progress = silent) -> None:
    """A data package of ``release`` in the folder ``out``, which is replaced whole. Raises :class:`InputError`."""
    from . import campaign as settings
    from .package.build import build

    build(read(release) if isinstance(release, Path) else release, settings.load(campaign), out, progress)


def validate(package: Path, progress: Progress = silent) -> Report:
    """Every gate that a package must pass; findings are in the report. Raises :class:`InputError` when there is no such folder."""
    from .package.validate import validate

    return validate(package, progress)


def portal(to: str, **reach: Any) -> Portal:
    """The portal at ``to``, a folder or the https address of a CKAN; ``reach`` as :func:`trygghetsrutan.opendata.portal.open_portal`."""
    from .portal import open_portal

    return open_portal(to, **reach)


def plan(package: Path, portal: Portal) -> Plan:
    """What publishing ``package`` would change at ``portal``; nothing is written."""
    from .portal.plan import plan

    return plan(package, portal)


def publish(package: Path, portal: Portal, *, ledger: Path | None = None, take_over: bool = False, progress: Progress = silent) -> Receipt:
    """Validate ``package``, attack it together with the ledger's releases, publish it and note it in the ledger.

    A ``ledger`` that is not there yet is begun, and the receipt's notes say so. Raises :class:`CheckFailed` for what forbids publishing,
    or when somebody changed the dataset by hand and ``take_over`` is false; :class:`InputError` for a ledger that can be none.
    """
    from .disclosure import ledger as ledgers
    from .portal.plan import apply

    fresh = ledger is not None and not ledgers.begun(ledger)

    def record(receipt: Receipt) -> None:
        if ledger is not None:
            ledgers.record(ledger, read(package))

    receipt = apply(
        package,
        portal,
        check=lambda path: _forbidding(path, ledger, progress),
        take_over=take_over,
        record=record,
        progress=progress,
    )
    return _begins(receipt, ledger if fresh else None)


def plan_withdrawal(name: str, portal: Portal) -> Plan:
    """What taking the dataset ``name`` down would change at ``portal``; nothing is written."""
    from .portal.plan import plan_withdrawal

    return plan_withdrawal(name, portal)


def withdraw(name: str, portal: Portal, reason: str, *, ledger: Path | None = None, progress: Progress = silent) -> Receipt:
    """Take the dataset ``name`` down, leaving a tombstone with the ``reason``, and note it in the ledger.

    A ``ledger`` that is not there yet is begun, and the receipt's notes say so: what must go down goes down.
    Raises :class:`CheckFailed` and :class:`InputError` as :func:`publish`.
    """
    from .disclosure import ledger as ledgers
    from .portal import plan as portals

    fresh = ledger is not None and not ledgers.begun(ledger)
    if ledger is not None and not fresh:
        ledgers.withdrawals(ledger)

    def record(receipt: Receipt) -> None:
        if ledger is None or not receipt.uuid:
            return
        noted = ledgers.withdrawals(ledger) if ledgers.begun(ledger) else []
        # Nothing to do at the portal and nothing noted: the run before ended between the two.
        if receipt.changed or not any((one.campaign, one.portal) == (name, receipt.portal) for one in noted):
            ledgers.note_withdrawal(ledger, ledgers.Withdrawal(name, receipt.portal, receipt.at, reason))

    receipt = portals.withdraw(name, portal, reason, record=record, progress=progress)
    return _begins(receipt, ledger if fresh and ledger is not None and ledgers.begun(ledger) else None)


def _begins(receipt: Receipt, ledger: Path | None) -> Receipt:
    """The receipt with a note on the ``ledger`` that was begun: a misspelt path is told."""
    import dataclasses

    return dataclasses.replace(receipt, notes=(*receipt.notes, f"A new ledger was begun: {ledger}")) if ledger is not None else receipt


def _forbidding(package: Path, ledger: Path | None, progress: Progress) -> list[Fault]:
    """Everything that forbids publishing: the findings of validation and, with a ledger, of the attack on all releases together."""
    faults = [Fault(finding.where, finding.what, finding.fix) for finding in validate(package, progress).findings]
    if ledger is not None and not faults:
        faults += _forbidden_by(ledger, read(package), progress)
    return faults


def _forbidden_by(ledger: Path, release: Release, progress: Progress) -> list[Fault]:
    """What the ledger's releases of the same campaign forbid; a ledger that holds fewer than the release tells of is not its own."""
    from .disclosure import ledger as ledgers
    from .release import table_hashes

    campaign, hashes = ledgers.campaign_name(release), table_hashes(release)
    kept = ledgers.history(ledger, campaign) if ledgers.begun(ledger) else []
    earlier = [other for other in kept if table_hashes(other) != hashes]
    told = release.facts.get("earlier")
    if isinstance(told, list | tuple) and len(told) > len(earlier):
        what = f"holds {len(earlier)} earlier releases of {campaign!r} where the package tells of {len(told)}"
        return [Fault(str(ledger), what, "name the ledger that they were recorded in")]
    if not earlier:
        return []  # alone it was attacked by validation
    verdict = audit(release, earlier, progress=progress)
    return [Fault(d.where, d.en, "hold the change back, or correct the release") for d in verdict.disclosures]


def _public_names(campaign: Path | None) -> list[str]:
    if campaign is None:
        return []
    from . import campaign as settings
    from . import chain

    return chain.public_names(settings.load(campaign), _tools())


def _tools() -> Any:
    from .chain import Tools
    from .projection import with_pyproj
    from .submissions.with_fiona import read_vector

    return Tools(with_pyproj, read_vector)
