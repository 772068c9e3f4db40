"""What a user is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from trygghetsrutan.opendata.errors import InputError


def told(folder: Path, does: Callable[[], object]) -> str:
    """The faults of the :class:`InputError` that ``does`` raises, one a line, without the folder."""
    with pytest.raises(InputError) as error:
        does()
    return str(error.value).replace(f"{folder}/", "")
