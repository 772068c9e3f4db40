"""Work that processes of their own can import: what they are given is named by the module it stands in."""

from collections.abc import Callable

from trygghetsrutan.opendata.errors import Fault, InputError
from trygghetsrutan.opendata.privacy.finding import Finding
from trygghetsrutan.opendata.privacy.text import Masker


def finder(masker: Masker) -> Callable[[str], list[Finding]]:
    return masker.find


def faulty() -> Callable[[int], int]:
    def work(item: int) -> int:
        if item == 30:
            raise InputError(Fault("row 30", "is bad", "mend it"))
        return item

    return work
