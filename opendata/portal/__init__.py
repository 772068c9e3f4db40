"""Publishing a package: :func:`open_portal` finds the way to a portal, :mod:`.plan` says what would change and does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from .plan import Portal
    from .transport import Token


def is_address(to: str) -> bool:
    """True when ``to`` is meant as a web address, not as a folder."""
    return "://" in to


def open_portal(
    to: str,
    *,
    token: Token | None = None,
    stdin: TextIO | None = None,
    ca_bundle: str = "",
    proxy: str = "",
    organisation: str = "",
    groups: Sequence[str] = (),
    fields: Mapping[str, str] | None = None,
) -> Portal:
    """The portal at ``to``: a folder, or the web address of a CKAN (all other arguments are for that).

    ``token`` is found by :func:`.credentials.find` on ``stdin``, in environment or keyring when it is not given; ``ca_bundle`` is a file of
    certificates; ``proxy`` goes before the environment's; ``organisation`` and ``groups`` go before what the package says; ``fields`` are
    values that the portal's own schema asks for. Raises :class:`InputError` for an address that cannot be, before any token is looked for.
    """
    if not is_address(to):
        from .folder import FolderPortal

        return FolderPortal(Path(to))
    from . import credentials
    from .ckan import CkanPortal
    from .transport import Connection, checked_address

    address = checked_address(to)
    token = token or credentials.find(address, stdin)
    return CkanPortal(Connection(address, token, ca_bundle, proxy), organisation=organisation, groups=groups, fields=fields)
