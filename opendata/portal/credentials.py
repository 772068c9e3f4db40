"""Where a portal's token comes from: standard input, the environment or the keyring; never the command line."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from typing import TextIO
from urllib.parse import urlsplit

from ..errors import Fault, InputError
from .transport import Token

VARIABLE = "TRYGGHETSRUTAN_TOKEN"
SERVICE = "trygghetsrutan"
"""The keyring's service name; the user name there is the portal's host."""

_LONGEST = 4096


def find(address: str, stdin: TextIO | None = None, environment: MutableMapping[str, str] | None = None) -> Token | None:
    """The token for the portal at ``address``: the first line of ``stdin`` when given, else :data:`VARIABLE`, else the keyring; else None.

    The variable is removed from the environment, so that no child process inherits it. Raises :class:`InputError` when what was given is
    no token.
    """
    environment = os.environ if environment is None else environment
    stated = environment.pop(VARIABLE, "")
    if stdin is not None:
        line = stdin.readline(_LONGEST + 1)
        if len(line.rstrip("\r\n")) > _LONGEST:
            raise InputError(Fault("token", f"is longer than {_LONGEST} characters", "send the token alone, on a line of its own"))
        return Token(line)
    if stated:
        return Token(stated)
    kept = _from_keyring(urlsplit(address).netloc)
    return Token(kept) if kept else None


def _from_keyring(host: str) -> str | None:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SERVICE, host)
    except keyring.errors.KeyringError:
        return None
