"""The command line: bad input gets one clear line per fault, exit 2, and leaves nothing behind."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from ..support.commands import EXAMPLE, command, program

POINTS = "lon,lat,who,what\n" + "".join(
    f"{14.52 + 0.002 * (i % 7):.6f},{59.33 + 0.001 * (i % 5):.6f},p{i % 90},t{i % 3}\n" for i in range(400)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text(POINTS, encoding="utf-8")
    (tmp_path / "campaign.toml").write_text((EXAMPLE / "campaign.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def aggregate(folder: Path, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    given = {"x": "lon", "y": "lat", "crs": "EPSG:4326"} | settings
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    return command("aggregate", "points.csv", *options, *more, "--out", "release.gpkg", "--progress", "none", cwd=folder)


def test_aggregate_gives_the_fixed_keys(folder: Path) -> None:
    summary = json.loads(aggregate(folder, "--json", contributor="who", theme="what").stdout)
    fixed = {
        "points_in",
        "points_rejected",
        "points_published",
        "regions",
        "k",
        "share_at_or_below",
        "weighted_median_size_m",
        "audit",
        "seconds",
    }
    assert fixed <= set(summary)
    assert summary["points_in"] == 400
    assert summary["audit"] == "passed"
    assert list(summary["share_at_or_below"]) == sorted(summary["share_at_or_below"])
    assert isinstance(summary["seconds"], dict)


def test_aggregate_writes_the_same_bytes_whatever_the_order(folder: Path) -> None:
    assert aggregate(folder, contributor="who", theme="what").returncode == 0
    first = (folder / "release.gpkg").read_bytes()
    head, *rows = POINTS.splitlines()
    shuffled = [rows[i] for i in np.random.default_rng(7).permutation(len(rows))]
    (folder / "points.csv").write_text("\n".join([head, *shuffled]) + "\n", encoding="utf-8")
    assert aggregate(folder, contributor="who", theme="what").returncode == 0
    assert (folder / "release.gpkg").read_bytes() == first


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"x": "long"}, "points.csv: has no column long (did you mean lon?)"),
        ({"k": "2"}, "k: 2 protects nobody"),
        ({"width": "1"}, "width: 1 does not go with k = 5"),
        ({"finest": "100", "coarsest": "250"}, "do not nest by doubling"),
        ({"grid": "EPSG:3857"}, "EPSG:3857 is not a grid we publish on"),
        ({"crs": "EPSG:999999"}, "is not a coordinate system"),
        ({"crs": "EPSG:3006"}, "no row"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_2(folder: Path, settings: dict[str, str], told: str) -> None:
    done = aggregate(folder, **settings)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (folder / "release.gpkg").exists()


def test_the_same_fault_as_json(folder: Path) -> None:
    done = aggregate(folder, "--json", k="2")
    assert done.returncode == 2
    assert json.loads(done.stdout)["faults"][0]["where"] == "k"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('file = "webbkarta.geojson"', 'file = "nowhere.geojson"', "nowhere.geojson: there is no such file"),
        ('text = "Beskrivning"', 'text = "Beskrivnig"', "Beskrivnig"),
        ("finest = 250", "finnest = 250", "unknown key grid.finnest"),
        ("k = 5", "k = 2", "privacy.k: 2 protects nobody"),
        ("finest = 250\ncoarsest = 8000", "finest = 100\ncoarsest = 250", "do not nest by doubling"),
    ],
)
def test_a_wrong_campaign_is_one_line_and_leaves_nothing(tmp_path: Path, old: str, new: str, told: str) -> None:
    campaign = shutil.copytree(EXAMPLE, tmp_path / "campaign")
    text = (campaign / "campaign.toml").read_text(encoding="utf-8")
    assert old in text
    (campaign / "campaign.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    done = command("run", "campaign/campaign.toml", "--out", "out", "--progress", "none", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", ["run", "package", "audit", "validate", "publish", "aggregate"])
def test_a_missing_file_is_one_line_and_exit_2(tmp_path: Path, verb: str) -> None:
    more = {
        "run": ["--out", "out"],
        "package": ["--campaign", str(EXAMPLE / "campaign.toml"), "--out", "out"],
        "publish": ["--to", "portal"],
        "aggregate": ["--x", "x", "--y", "y", "--crs", "EPSG:4326", "--out", "out"],
    }
    done = command(verb, "nowhere", *more.get(verb, []), "--progress", "none", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "nowhere" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_in_a_process_of_its_own_a_fault_is_told_alike(folder: Path) -> None:
    told = ("audit", "nowhere", "--json")
    own, here = program(*told, cwd=folder), command(*told, cwd=folder)
    assert (own.returncode, own.stdout.decode(), own.stderr.decode()) == (here.returncode, here.stdout, here.stderr)


def test_mask_and_theme_read_lines(tmp_path: Path) -> None:
    masked = command("mask", cwd=tmp_path, stdin="Ring mig på 070-1740605.\nDet är mörkt.\n")
    assert masked.stdout.splitlines() == ["Ring mig på [telefon].", "Det är mörkt."]
    told = json.loads(command("mask", "--json", cwd=tmp_path, stdin="Ring mig på 070-1740605.\n").stdout)
    assert set(told["findings"][0]) == {"kind", "start", "end", "tier", "confidence", "reason"}
    themed = json.loads(command("theme", "--json", cwd=tmp_path, stdin="Lamporna är trasiga och det är mörkt.\n").stdout)
    assert themed["main"] == "lighting"
    assert set(themed) == {"main", "others", "because"}


def test_masking_leaves_the_places_of_a_campaign(tmp_path: Path) -> None:
    (tmp_path / "campaign").mkdir()
    for name in ("campaign.toml", "gazetteer.geojson"):
        text = (EXAMPLE / name).read_text(encoding="utf-8").replace("Nobelhallen", "Anna Lindbloms plats")
        (tmp_path / "campaign" / name).write_text(text, encoding="utf-8")
    line = "Anna Lindbloms plats är mörk, säger Anna Lindblom.\n"
    alone, told = (command("mask", *more, cwd=tmp_path, stdin=line).stdout for more in ((), ("--campaign", "campaign/campaign.toml")))
    assert told == "Anna Lindbloms plats är mörk, säger [namn].\n"
    assert alone == told.replace("Anna Lindbloms plats", "Anna Lindbloms plats")


def test_a_text_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    done = program("mask", cwd=tmp_path, stdin=b"\xe5\xe4\xf6")
    assert done.returncode == 2
    assert b"is not UTF-8" in done.stderr


def test_publish_plans_applies_and_withdraws(ran: tuple[Path, dict], tmp_path: Path) -> None:
    package = str(ran[0] / "package")
    assert command("publish", package, "--to", "portal", cwd=tmp_path).returncode == 1
    assert not (tmp_path / "portal").exists()
    assert command("publish", package, "--to", "portal", "--apply", "--ledger", "ledger", cwd=tmp_path).returncode == 0
    assert (tmp_path / "portal" / "index.html").exists()
    assert command("publish", package, "--to", "portal", cwd=tmp_path).returncode == 0
    assert command("audit", package, "--ledger", "ledger", cwd=tmp_path).returncode == 0
    assert command("withdraw", "snackaomtrygghet-2021", "--from", "portal", "--apply", "--ledger", "ledger", cwd=tmp_path).returncode == 0
    assert not list((tmp_path / "portal").rglob("regions.csv"))
    assert (tmp_path / "ledger" / "withdrawals.json").exists()


def test_compare_shows_partition_and_fixed_grids_and_makes_no_release(folder: Path) -> None:
    done = aggregate(folder, "--compare", "--maps", "maps.svg", contributor="who", coarsest="2000")
    assert done.returncode == 0, done.stderr
    assert {line.split()[0] for line in done.stdout.splitlines()} == {"method", "partition", "fixed", "raw"}
    assert (folder / "maps.svg").read_text(encoding="utf-8").startswith("<svg")
    assert not (folder / "release.gpkg").exists()


def test_a_theme_that_few_named_is_not_in_the_release(folder: Path) -> None:
    secret = "Kalle på Storgatan"
    (folder / "points.csv").write_text(POINTS.replace(",t1\n", f",{secret}\n", 3), encoding="utf-8")
    assert aggregate(folder, contributor="who", theme="what").returncode == 0
    assert secret.encode() not in (folder / "release.gpkg").read_bytes()


def test_what_cannot_be_written_is_told_in_one_line(folder: Path) -> None:
    done = command("aggregate", "points.csv", "--x", "lon", "--y", "lat", "--crs", "EPSG:4326", "--out", "points.csv/r.gpkg", cwd=folder)
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["points.csv"]


def test_a_campaign_file_below_a_file_is_told_in_one_line(folder: Path) -> None:
    done = command("run", "points.csv/campaign.toml", "--out", "out", cwd=folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_line_is_what_a_line_feed_ends(folder: Path) -> None:
    said = command("mask", cwd=folder, stdin="mörkt\u2028här\nhalt\x0cdär\n").stdout
    assert said.split("\n") == ["mörkt\u2028här", "halt\x0cdär", ""]


@pytest.mark.parametrize("more", [(), ("--token-stdin",)])
@pytest.mark.parametrize("verb", [("publish", "package", "--to"), ("withdraw", "name", "--from")])
def test_an_address_that_is_none_gets_a_line_before_a_token_is_read(tmp_path: Path, verb: tuple[str, ...], more: tuple[str, ...]) -> None:
    (tmp_path / "package").mkdir()
    done = command(*verb, "https://[", *more, cwd=tmp_path, stdin="not a token\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "the address: is not that of a portal; write it as https://data.example.org"


def test_a_withdrawal_offers_no_take_over_because_edits_never_stop_it(tmp_path: Path) -> None:
    assert command("withdraw", "name", "--from", "portal", "--take-over", cwd=tmp_path).returncode == 2
    assert "--take-over" not in command("withdraw", "--help", cwd=tmp_path).stdout
