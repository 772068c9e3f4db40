"""Writing to a CKAN that answers badly: what is said of it, and what is tried once more."""

from __future__ import annotations

import json

import pytest

from trygghetsrutan.opendata.errors import CheckFailed
from trygghetsrutan.opendata.portal.ckan_model import Mark, Package, Wanted, wanted
from trygghetsrutan.opendata.portal.ckan_write import Writer
from trygghetsrutan.opendata.portal.dataset import read
from trygghetsrutan.opendata.progress import silent

from .conftest import MakePackage
from .fake import Fake, Reply, client, error

HOME = "0dac8168-03a8-4084-a360-eacdc79e38a4"


@pytest.fixture
def want(make_package: MakePackage) -> Wanted:
    return wanted(read(make_package()), organisation="karlskoga", groups=(), licence_id="cc-zero", fields={}, declared=())


def stage(mark: Mark) -> Package:
    extras = [{"key": key, "value": value} for key, value in mark.extras().items()]
    return {"id": HOME, "name": "staging", "metadata_modified": "2026-05-01", "resources": [], "extras": extras, "private": True}


def shown(package: Package) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps({"success": True, "result": package}).encode()


@pytest.mark.parametrize(
    ("asked_after", "said"),
    [
        (error(503), "says a file is too large"),
        (shown(stage(Mark("0d922139-e6f5-5e37-8c10-ad309691bf29", "staging", run="ours"))), "says a file is too large"),
        (shown(stage(Mark("0d922139-e6f5-5e37-8c10-ad309691bf29", "staging", run="theirs"))), "was changed by somebody else"),
        (error(404, "Not Found Error"), "was changed by somebody else"),
    ],
    ids=["cannot be asked", "still ours", "another's", "gone"],
)
def test_a_failed_upload_tells_its_fault_unless_another_run_is_why(fake: Fake, want: Wanted, asked_after: Reply, said: str) -> None:
    mark = Mark("0d922139-e6f5-5e37-8c10-ad309691bf29", "staging", run="ours")
    fake.replies = [error(413), asked_after]
    with pytest.raises(CheckFailed, match=said):
        Writer(client(fake), tuple).upload(stage(mark), HOME, want, want.files, mark, silent)
