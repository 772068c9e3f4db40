"""The command line ``trygghetsrutan``: a thin skin over functions that anyone can call.

Exit codes: 0 done, 1 the check found something, 2 bad input or usage (one line per fault), 130 interrupted.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from . import __version__, api, console, cpu
from .errors import Cancelled, Fault, InputError, UserError

cpu.settle()

INTERRUPTED = 130
FILE = click.Path(path_type=Path)


def _verb(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--json`` and ``--progress``, and turn user errors into lines and exit codes."""

    @functools.wraps(function)
    def run(as_json: bool, progress: str, **arguments: Any) -> None:
        try:
            with console.progress(progress) as show:
                function(as_json=as_json, progress=show, **arguments)
        except UserError as error:
            sys.exit(console.told(error, as_json))
        except BrokenPipeError:
            raise  # whoever read our output has enough of it
        except OSError as error:
            fault = Fault(
                str(error.filename or "a file"), error.strerror or type(error).__name__, "choose a place with room that you may write to"
            )
            sys.exit(console.told(InputError(fault), as_json))
        except (Cancelled, KeyboardInterrupt):
            print("interrupted: nothing was published; run it again to go on", file=sys.stderr)
            sys.exit(INTERRUPTED)

    run = click.option("--json", "as_json", is_flag=True, help="Print one JSON object to stdout and nothing else there.")(run)
    return click.option(
        "--progress",
        type=click.Choice(["auto", "jsonl", "none"]),
        default="auto",
        help="How progress is told: on stderr, as JSON lines on stdout.",
    )(run)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trygghetsrutan")
def main() -> None:
    """What citizens say about unsafe places, as open grid data that discloses nobody."""


@main.command()
@click.argument("campaign", type=FILE)
@click.option("--out", type=FILE, required=True, help="Folder for internal/, release/ and package/.")
@click.option("--ledger", type=FILE, default=None, help="Folder of earlier releases: keep the campaign's partition, attack all together.")
@click.option("--hold-back", is_flag=True, help="In an update keep the earlier figure wherever the change since then would tell.")
@click.option(
    "--forget-key", is_flag=True, help="Destroy the key of the contributors when done: nobody can link this campaign's persons again."
)
@_verb
def run(campaign: Path, out: Path, ledger: Path | None, hold_back: bool, forget_key: bool, as_json: bool, progress: Any) -> None:
    """The whole chain: the campaign's files to a release and a package."""
    summary = api.run(campaign, out, ledger=ledger, hold_back=hold_back, forget_key=forget_key, progress=progress)
    loaded = "rows: {rows_in} in = {located} located + {unlocated} unlocated + {rejected} rejected; {to_review} places to review"
    texts = "texts: {masked} findings masked, {left} of {to_review} left to review; {contributors} contributors"
    lines = [loaded.format(**summary["load"]), texts.format(**summary["anonymise"]), console.figures(summary)]
    if hold_back:
        withheld = ", ".join(summary["withheld_totals"]) or "none"
        lines.append(f"held back: {summary['kept_regions']} regions keep their earlier figures; totals withheld: {withheld}")
    console.result(summary, as_json, "\n".join([*lines, f"release: {summary['release']}", f"package: {summary['package']}"]))


@main.command()
@click.argument("points")
@click.option("--x", default="", help="Column of east or longitude; without --x and --y the geometries are read.")
@click.option("--y", default="", help="Column of north or latitude.")
@click.option("--layer", default="", help="Layer of the points, where the file holds several.")
@click.option("--crs", required=True, help="EPSG:n of the coordinates.")
@click.option("--grid", default="EPSG:3006", show_default=True, help="EPSG:3006 (SWEREF 99 TM) or EPSG:3035.")
@click.option("--contributor", default="", help="Column that tells who sent it; without it every row is its own contributor.")
@click.option("--theme", default="", help="Column of the theme.")
@click.option("--k", type=int, default=5, show_default=True, help="Fewest contributors behind a published figure.")
@click.option("--width", type=int, default=None, help="Protection width; default max(2, k // 2).")
@click.option("--finest", type=int, default=250, show_default=True, help="Finest cell, metres.")
@click.option("--coarsest", type=int, default=8000, show_default=True, help="Coarsest cell, metres.")
@click.option("--out", type=FILE, default=None, help="The release to write (a .gpkg).")
@click.option("--compare", "compared", is_flag=True, help="Make no release: show what fixed grids and other k would keep.")
@click.option("--maps", type=FILE, default=None, help="With --compare: small maps side by side (an .svg).")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Where points are counted.")
@click.option("--scheduler", default="", help="Address of a Dask scheduler (tcp://host:8786); without it Dask runs on this machine.")
@_verb
def aggregate(points: str, out: Path | None, compared: bool, maps: Path | None, as_json: bool, progress: Any, **settings: Any) -> None:
    """A file of points straight to a release, or with --compare to a table of what could be released."""
    if compared:
        _compare(points, maps, as_json, progress, settings)
        return
    summary = api.aggregate_file(points, out, progress=progress, **settings)
    console.result(summary, as_json, "\n".join([*summary["rejected"], console.figures(summary)]))


def _compare(points: str, maps: Path | None, as_json: bool, progress: Any, settings: dict[str, Any]) -> None:
    from .files import write_text

    asked = {name: settings[name] for name in ("x", "y", "layer", "crs", "grid", "contributor", "k", "finest", "coarsest")}
    comparison = api.compare_file(points, progress=progress, **asked)
    if maps:
        write_text(maps, comparison.svg("en"))
    console.result(comparison.to_json(), as_json, comparison.text())


@main.command()
@click.argument("release", type=FILE)
@click.option("--campaign", type=FILE, required=True)
@click.option("--out", type=FILE, required=True, help="Folder of the package; what is there is replaced.")
@_verb
def package(release: Path, campaign: Path, out: Path, as_json: bool, progress: Any) -> None:
    """A release to a data package."""
    api.package(release, campaign, out, progress)
    console.result({"package": str(out)}, as_json, f"package: {out}")


@main.command()
@click.argument("path", type=FILE)
@click.option("--ledger", type=FILE, default=None, help="Folder of earlier releases: attack all of the campaign together.")
@_verb
def audit(path: Path, ledger: Path | None, as_json: bool, progress: Any) -> None:
    """Attack a release or a package from its published figures alone; exit 1 if anything is disclosed."""
    verdict = api.audit(path, ledger=ledger, progress=progress)
    console.result(verdict.to_json(), as_json, verdict.in_words())
    if not verdict.passed:
        sys.exit(1)


@main.command()
@click.argument("package", type=FILE)
@click.option("--html", type=FILE, default=None, help="Write the report as a page too.")
@_verb
def validate(package: Path, html: Path | None, as_json: bool, progress: Any) -> None:
    """Every gate a package must pass; exit 1 with a line per finding."""
    from .files import write_text

    report = api.validate(package, progress)
    if html:
        write_text(html, report.to_html())
    console.result(report.to_json(), as_json, report.to_text())
    if not report.passed:
        sys.exit(1)


def _reaching(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which a CKAN is reached, as one argument ``reach``; the token itself is never an argument."""

    @functools.wraps(function)
    def run(token_stdin: bool, organisation: str, group: tuple[str, ...], field: tuple[str, ...], ca_bundle: str, **arguments: Any) -> None:
        pairs = dict(pair.split("=", 1) for pair in field if "=" in pair)
        if len(pairs) < len(field):
            raise InputError(Fault("--field", "is not of the form NAME=VALUE, or names a field twice", "write it as --field NAME=VALUE"))
        reach = {"organisation": organisation, "groups": group, "fields": pairs, "ca_bundle": ca_bundle}
        function(reach=reach | {"token_stdin": token_stdin}, **arguments)

    for option in (
        click.option("--ca-bundle", default="", metavar="FILE", help="Certificates to trust instead of the system's."),
        click.option("--field", multiple=True, metavar="NAME=VALUE", help="A field that the CKAN's own schema asks for; repeatable."),
        click.option("--group", multiple=True, help="A group of the CKAN that the dataset shall join; repeatable."),
        click.option("--organisation", default="", help="Organisation of the CKAN that publishes."),
        click.option(
            "--token-stdin", is_flag=True, help="Read the CKAN's token from standard input (else: TRYGGHETSRUTAN_TOKEN, else the keyring)."
        ),
    ):
        run = option(run)
    return run


def _portal(to: str, reach: dict[str, Any]) -> Any:
    given = {key: value for key, value in reach.items() if key != "token_stdin"}
    return api.portal(to, stdin=sys.stdin if reach["token_stdin"] else None, **given)


@main.command()
@click.argument("package", type=FILE)
@click.option("--to", required=True, help="Folder, or https address of a CKAN.")
@click.option("--apply", "applied", is_flag=True, help="Do it; without this only the plan is told.")
@click.option("--take-over", is_flag=True, help="Overwrite what somebody changed at the portal by hand.")
@click.option("--ledger", type=FILE, default=None, help="Folder of the ledger: attack with earlier releases, and record this one.")
@_verb
@_reaching
def publish(
    package: Path, to: str, applied: bool, take_over: bool, ledger: Path | None, reach: dict[str, Any], as_json: bool, progress: Any
) -> None:
    """Publish a package: plan by default (exit 1 when something would change), then --apply."""
    portal = _portal(to, reach)
    if not applied:
        _tell_plan(api.plan(package, portal), as_json)
    receipt = api.publish(package, portal, ledger=ledger, take_over=take_over, progress=progress)
    console.result(receipt.as_dict(), as_json, receipt.text())


@main.command()
@click.argument("name")
@click.option("--from", "from_", required=True, help="Folder, or https address of a CKAN.")
@click.option("--reason", default="Withdrawn by the publisher", show_default=True, help="Why; printed on the public tombstone.")
@click.option("--apply", "applied", is_flag=True, help="Do it; without this only the plan is told.")
@click.option("--ledger", type=FILE, default=None, help="Folder of the ledger: note there that it was withdrawn.")
@_verb
@_reaching
def withdraw(
    name: str,
    from_: str,
    reason: str,
    applied: bool,
    ledger: Path | None,
    reach: dict[str, Any],
    as_json: bool,
    progress: Any,
) -> None:
    """Take a dataset down: plan by default, then --apply."""
    portal = _portal(from_, reach)
    if not applied:
        _tell_plan(api.plan_withdrawal(name, portal), as_json)
    receipt = api.withdraw(name, portal, reason, ledger=ledger, progress=progress)
    console.result(receipt.as_dict(), as_json, receipt.text())


def _tell_plan(plan: Any, as_json: bool) -> NoReturn:
    console.result(plan.as_dict(), as_json, plan.text())
    sys.exit(plan.exit_code)


@main.command()
@click.option("--campaign", type=FILE, default=None, help="campaign.toml whose places and organisations stay, as in the chain.")
@_verb
def mask(campaign: Path | None, as_json: bool, progress: Any) -> None:
    """Texts on stdin, one a line; masked texts on stdout. With --json a line per text with what was found."""
    import json

    for masked in api.mask(_stdin_lines(), campaign=campaign, progress=progress):
        value = {"text": masked.text, "findings": [finding._asdict() for finding in masked.findings]}
        print(json.dumps(value, ensure_ascii=False) if as_json else masked.text)


@main.command()
@_verb
def theme(as_json: bool, progress: Any) -> None:
    """Texts on stdin, one a line; the main theme of each on stdout. With --json also other themes and the words that told."""
    import json

    for themed in api.themes(_stdin_lines(), progress=progress):
        value = {"main": themed.main, "others": list(themed.others), "because": list(themed.because)}
        print(json.dumps(value, ensure_ascii=False) if as_json else themed.main)


def _stdin_lines() -> list[str]:
    try:
        texts = sys.stdin.buffer.read().decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(Fault("stdin", f"is not UTF-8 (byte {error.start})", "send the texts as UTF-8, one a line")) from None
    # Not splitlines: a text may hold U+2028 or a form feed and is still one line of the caller's.
    return [text.removesuffix("\r") for text in (texts[:-1] if texts[-1] == "" else texts)]
