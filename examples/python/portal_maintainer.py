"""A portal's maintainer: look at a package, publish it to a folder that any web server can serve, prove it, take it down.

    .venv/bin/python examples/python/portal_maintainer.py PACKAGE PORTAL

For a CKAN give its https address instead of a folder; the token is found in TRYGGHETSRUTAN_TOKEN or in the system's keyring.
"""

from __future__ import annotations

import sys
from pathlib import Path

from trygghetsrutan.opendata import api


def main(package: Path, to: str) -> None:
    report = api.validate(package)
    if not report.passed:
        raise SystemExit(report.to_text())

    portal = api.portal(to)
    print(api.plan(package, portal).text())

    receipt = api.publish(package, portal)
    print(receipt.text())
    print(f"published twice changes nothing: {not api.publish(package, portal).changed}")

    print(api.plan_withdrawal(receipt.name, portal).text())
    print(api.withdraw(receipt.name, portal, "An example is over.").text())


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2])
    except api.UserError as error:
        raise SystemExit("\n".join(str(fault) for fault in error.faults)) from None
