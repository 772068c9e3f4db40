"""The whole chain on the sample campaign: nothing disappears, nothing personal leaves, and the same files give the same bytes."""

import csv
import dataclasses
import io
import json
import mailbox
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest

from trygghetsrutan.opendata import campaign as settings
from trygghetsrutan.opendata import chain
from trygghetsrutan.opendata import release as contract
from trygghetsrutan.opendata.disclosure import ledger as ledgers
from trygghetsrutan.opendata.errors import Cancelled, CheckFailed
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.release import Region
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

from ..support import canaries
from ..support.commands import EXAMPLE, command, program


def outside_internal(out: Path) -> dict[str, bytes]:
    """Every byte that may leave: files outside internal/, those inside zips unpacked too."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out)
        if path.is_file() and name.parts[0] != "internal":
            found[str(name)] = path.read_bytes()
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    found |= {f"{name}!{member}": archive.read(member) for member in archive.namelist()}
    return found


def test_the_chain_tells_how_far_it_is_and_stops_where_it_is_asked_to_without_a_release(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def progress(step: str, done: int, total: int) -> None:
        told.append((step, done, total))
        if step == "audit: regions":
            raise Cancelled

    with pytest.raises(Cancelled):
        chain.run(settings.load(EXAMPLE / "campaign.toml"), tmp_path, chain.Tools(with_pyproj, read_vector), progress=progress)
    steps = [step for step, _, _ in told]
    assert {"finding duplicates", "telling persons apart", "finding personal data", "masking", "partition"} <= set(steps)
    assert all(0 <= done <= total for _, done, total in told)
    twice = {"reading", "columns", "forms of places", "reading the gazetteer"}  # for every file, and again when texts are masked
    for step in set(steps) - twice:
        done = [one for name, one, _ in told if name == step]
        assert done == sorted(done), step
    assert not (tmp_path / "release").exists()
    assert not (tmp_path / "package").exists()


def test_rows_in_are_located_unlocated_or_rejected(ran: tuple[Path, dict]) -> None:
    out, summary = ran
    report = json.loads((out / "internal" / "load-report.json").read_text(encoding="utf-8"))
    for source in report["sources"]:
        assert source["rows_in"] == source["located"] + source["unlocated"] + len(source["rejected_rows"]), source["source"]
    loaded = summary["load"]
    assert loaded["rows_in"] == loaded["located"] + loaded["unlocated"] + loaded["rejected"]
    assert loaded["rows_in"] >= 700


def test_submissions_without_a_place_are_among_the_points_in_and_the_rejected(ran: tuple[Path, dict]) -> None:
    _, summary = ran
    loaded = summary["load"]
    assert loaded["unlocated"] > 0
    assert (summary["points_in"], summary["points_rejected"]) == (loaded["located"] + loaded["unlocated"], loaded["unlocated"])


def test_every_rejected_row_has_its_reason(ran: tuple[Path, dict]) -> None:
    report = json.loads((ran[0] / "internal" / "load-report.json").read_text(encoding="utf-8"))
    rejected = [row for source in report["sources"] for row in source["rejected_rows"]]
    assert rejected
    assert all(row["row"] > 0 and row["reason"] for row in rejected)


def test_what_is_personal_is_readable_by_its_owner_only(ran: tuple[Path, dict]) -> None:
    internal = ran[0] / "internal"
    assert stat.S_IMODE(internal.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in internal.iterdir()} == {0o600}


def test_the_release_was_audited(ran: tuple[Path, dict]) -> None:
    assert ran[1]["audit"] == "passed"
    assert ran[1]["narrowest_interval"] >= 2


def privacy_report_in(out: Path) -> dict:
    return json.loads((out / "internal" / "privacy-report.json").read_text(encoding="utf-8"))


def test_the_privacy_report_says_what_the_release_publishes(ran: tuple[Path, dict]) -> None:
    release = contract.read(ran[0] / "release" / "release.gpkg")
    figures = [region.contributors for region in release.regions if region.contributors is not None]
    told = privacy_report_in(ran[0])
    assert told["key_kept"] is True
    assert told["published"] == {
        "regions": len(figures),
        "theme_figures": sum(count.contributors is not None for count in release.theme_counts),
        "totals": sum(total.contributors is not None for total in release.marginals),
        "contributors": sum(figures),
        "narrowest_interval": ran[1]["narrowest_interval"],
    }
    assert min(figures) >= told["k"]


def test_the_privacy_report_names_the_columns_that_were_dropped(ran: tuple[Path, dict]) -> None:
    dropped = {(line["source"], line["column"], line["kind"]) for line in privacy_report_in(ran[0])["dropped"]}
    assert {("telefon", "Uppringare", "name"), ("telefon", "Telefonnr", "telephone"), ("webbkarta", "E-post", "email")} <= dropped


def test_the_privacy_report_says_published_only_of_texts_that_were_searched(tmp_path: Path) -> None:
    campaign, tools = settings.load(EXAMPLE / "campaign.toml"), chain.Tools(with_pyproj, read_vector)
    page = tmp_path / "internal" / "privacy-report.html"
    chain.load_submissions(campaign, tmp_path, tools)
    chain.anonymise(campaign, tmp_path, tools)
    assert privacy_report_in(tmp_path)["published"] is None
    assert "Inte exporterat ännu." in page.read_text(encoding="utf-8")
    signed = page.read_bytes()
    chain.load_submissions(campaign, tmp_path, tools)
    chain.aggregate_campaign(campaign, tmp_path)
    chain.export_release(tmp_path)
    assert page.read_bytes() == signed


def texts_of_the_sample() -> set[str]:
    """Texts, names, addresses, telephone numbers and mail addresses in the sample's files, as staff would read them."""
    found: set[str] = set()
    for feature in json.loads((EXAMPLE / "webbkarta.geojson").read_text(encoding="utf-8"))["features"]:
        found |= {feature["properties"]["Beskrivning"], feature["properties"]["E-post"] or ""}
        x, y = feature["geometry"]["coordinates"]
        found |= {f"{x}, {y}", f"{x},{y}", f"{x} {y}"}
    for row in csv.reader(io.StringIO((EXAMPLE / "telefon.csv").read_bytes().decode("cp1252")), delimiter=";"):
        found |= {row[0], row[2], row[3], row[5], row[6], row[7]}
    for message in mailbox.mbox(EXAMPLE / "epost.mbox", factory=lambda stream: default_message(stream)):
        found |= set(re.split(r"[<>]", str(message["From"])))
    for name, member in (("vykort.xlsx", "xl/sharedStrings.xml"), ("besok.ods", "content.xml")):
        with zipfile.ZipFile(EXAMPLE / name) as archive:
            found |= {text for text in re.findall(r">([^<>]+)<", archive.read(member).decode("utf-8")) if " " in text}
    headings = {"Vad vill du berätta?", "Vad sades", "Beskrivning", "Uppringare", "Telefonnr"}
    return {text.strip() for text in found if len(text.strip()) >= 8} - headings - place_words()


def default_message(stream: io.BufferedReader) -> Message:
    from email import message_from_binary_file

    return message_from_binary_file(stream, policy=default)


def place_words() -> set[str]:
    """Names of places are public; they stand in the page's own words too."""
    features = json.loads((EXAMPLE / "gazetteer.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["name"] for feature in features}


def test_no_text_name_number_or_coordinate_leaves(ran: tuple[Path, dict]) -> None:
    personal = texts_of_the_sample()
    assert len(personal) > 1500
    for name, data in outside_internal(ran[0]).items():
        text = data.decode("utf-8", errors="replace") + data.decode("utf-16-le", errors="replace")
        leaked = [word for word in personal if word in text]
        assert not leaked, (name, leaked[:3])


def test_the_same_files_give_the_same_bytes_and_the_key_is_destroyed_on_request(ran: tuple[Path, dict], tmp_path: Path) -> None:
    again = program("run", str(EXAMPLE / "campaign.toml"), "--out", "out", "--forget-key", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert not (tmp_path / "out" / "internal" / "contributor.key").exists()
    assert privacy_report_in(tmp_path / "out")["key_kept"] is False
    assert 'Nyckel för deltagare</th><td class="n">förstörd' in (tmp_path / "out" / "internal" / "privacy-report.html").read_text("utf-8")
    assert outside_internal(tmp_path / "out") == outside_internal(ran[0])


class Planted:
    """A campaign with three hundred canaries run from its files to a published folder, with homes and temporary files of its own."""

    def __init__(self, folder: Path):
        self.folder, self.campaign = folder, folder / "campaign"
        shutil.copytree(EXAMPLE, self.campaign)
        canaries.plant(self.campaign)
        canaries.rename_sources(self.campaign)
        for name in ("home", "tmp"):
            (folder / name).mkdir()
        self.said = ""
        self.trygghetsrutan("run", "campaign/campaign.toml", "--out", "out", "--ledger", "ledger")
        self.trygghetsrutan("publish", "out/package", "--to", "portal", "--apply", "--ledger", "ledger")

    def trygghetsrutan(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "trygghetsrutan", *arguments],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"), "PYTHONDEVMODE": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.said += done.stdout + done.stderr


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return Planted(tmp_path_factory.mktemp("canaries"))


def test_three_hundred_canaries_are_planted_and_read(planted: Planted) -> None:
    assert len(canaries.IDENTIFIERS) == 300
    state = (planted.folder / "out" / "internal" / "submissions.gpkg").read_bytes()
    assert [each for each in canaries.IDENTIFIERS if each.encode() not in state] == []


def test_no_canary_leaves_internal(planted: Planted) -> None:
    """Not in the release, the package, the portal, the ledger, temporary files or the home folder."""
    assert (planted.folder / "portal").is_dir()
    assert canaries.found_in(planted.folder, (planted.campaign,)) == []


def test_no_canary_is_told_on_the_streams(planted: Planted) -> None:
    assert canaries.told(planted.said.encode()) == []


def test_no_canary_is_in_the_reports_for_people(planted: Planted) -> None:
    """The privacy report holds counts only; the report of loading names files and rows, and no contents."""
    for name in ("privacy-report.html", "privacy-report.json"):
        assert canaries.told((planted.folder / "out" / "internal" / name).read_bytes()) == []


def test_a_release_packaged_by_hand_is_the_package_of_the_run(ran: tuple[Path, dict], tmp_path: Path) -> None:
    release = ran[0] / "release" / "release.gpkg"
    done = command("package", str(release), "--campaign", str(EXAMPLE / "campaign.toml"), "--out", "package", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    packaged = {name.removeprefix("package/"): data for name, data in outside_internal(ran[0]).items() if name.startswith("package")}
    assert {str(p.relative_to(tmp_path / "package")): p.read_bytes() for p in (tmp_path / "package").rglob("*") if p.is_file()} == {
        name: data for name, data in packaged.items() if "!" not in name
    }


def test_release_and_package_pass_the_audit_alike(ran: tuple[Path, dict]) -> None:
    verdicts = [
        json.loads(command("audit", str(ran[0] / path), "--json", cwd=ran[0]).stdout) for path in ("release/release.gpkg", "package")
    ]
    assert verdicts[0]["passed"]
    assert verdicts[0] == verdicts[1]


def second_version(folder: Path) -> None:
    """The sample campaign in ``folder``, on its way to a second release."""
    campaign = shutil.copytree(EXAMPLE, folder) / "campaign.toml"
    first = campaign.read_text(encoding="utf-8")
    campaign.write_text(first.replace('version = "1.0.0"', 'version = "1.1.0"\nchanges = "Sena vykort"'), encoding="utf-8")


@pytest.fixture(scope="module")
def update(ran: tuple[Path, dict], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Region, set[str]]:
    """A ledger in which one region had one contributor fewer than now; that region as it was, and those of its theme region."""
    before = contract.read(ran[0] / "release" / "release.gpkg")
    region = next(r for r in before.regions if r.contributors)
    union = next(line.theme_region_id for line in before.theme_regions if line.region_id == region.region_id)
    row = max((row for row in before.theme_counts if row.region_id == union), key=lambda row: row.contributors or 0)
    was, row_was = (dataclasses.replace(one, contributors=(one.contributors or 0) - 1) for one in (region, row))
    earlier = dataclasses.replace(
        before,
        regions=tuple(was if r is region else r for r in before.regions),
        theme_counts=tuple(row_was if t is row else t for t in before.theme_counts),
    )
    ledger = tmp_path_factory.mktemp("earlier") / "ledger"
    ledgers.record(ledger, earlier)
    return ledger, was, {line.region_id for line in before.theme_regions if line.theme_region_id == union}


def test_an_update_that_would_tell_is_refused_or_held_back(
    ran: tuple[Path, dict], update: tuple[Path, Region, set[str]], tmp_path: Path
) -> None:
    shutil.copytree(ran[0] / "internal", tmp_path / "out" / "internal")
    ledger, was, together = update
    with pytest.raises(CheckFailed, match=was.region_id):
        chain.export_release(tmp_path / "out", ledger)
    assert not (tmp_path / "out" / "release").exists()
    exported = chain.export_release(tmp_path / "out", ledger, hold_back=True)
    assert exported.verdict.passed
    assert was in contract.read(exported.path).regions
    assert (set(exported.kept), exported.withheld) == (together, ("channel", "day_part", "week"))


def test_a_release_with_nothing_to_hold_back_is_the_same_with_and_without(ran: tuple[Path, dict], tmp_path: Path) -> None:
    shutil.copytree(ran[0] / "internal", tmp_path / "out" / "internal")
    ledgers.record(tmp_path / "ledger", contract.read(ran[0] / "release" / "release.gpkg"))
    plain = chain.export_release(tmp_path / "out", tmp_path / "ledger").path.read_bytes()
    exported = chain.export_release(tmp_path / "out", tmp_path / "ledger", hold_back=True)
    assert (exported.kept, exported.withheld) == ((), ())
    assert exported.path.read_bytes() == plain


def test_a_run_that_holds_back_says_how_many_regions_it_kept(update: tuple[Path, Region, set[str]], tmp_path: Path) -> None:
    ledger, _, together = update
    second_version(tmp_path / "campaign")
    rerun = ("run", "campaign/campaign.toml", "--out", "out", "--ledger", str(ledger))
    assert command(*rerun, cwd=tmp_path).returncode == 1
    told = command(*rerun, "--hold-back", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    line = f"held back: {len(together)} regions keep their earlier figures; totals withheld: channel, day_part, week"
    assert line in told.stdout.splitlines()
    summary = json.loads(command(*rerun, "--hold-back", "--json", cwd=tmp_path).stdout)
    assert (summary["kept_regions"], summary["withheld_totals"]) == (len(together), ["channel", "day_part", "week"])
    assert command("validate", "out/package", cwd=tmp_path).returncode == 0


def test_a_map_shows_what_was_released_until_it_is_counted_anew(ran: tuple[Path, dict], tmp_path: Path) -> None:
    out = shutil.copytree(ran[0], tmp_path / "out")
    released, drafted = contract.read(out / "release" / "release.gpkg"), contract.read(out / "internal" / "draft.gpkg")
    assert chain.figures(out).release == released != drafted
    later = (out / "release" / "release.gpkg").stat().st_mtime_ns + 1_000_000_000
    os.utime(out / "internal" / "draft.gpkg", ns=(later, later))
    assert chain.figures(out) == chain.Figures(drafted)


def test_a_map_of_an_update_shows_it_with_what_would_tell_held_back(update: tuple[Path, Region, set[str]], tmp_path: Path) -> None:
    ledger, _, together = update
    second_version(tmp_path / "campaign")
    assert command("run", "campaign/campaign.toml", "--out", "out", "--ledger", str(ledger), cwd=tmp_path).returncode == 1
    figures = chain.figures(tmp_path / "out", ledger)
    assert set(figures.kept) == together
    assert len(figures.earlier) == 1


def test_a_run_that_holds_nothing_back_kept_no_region(ran: tuple[Path, dict]) -> None:
    assert (ran[1]["kept_regions"], ran[1]["withheld_totals"]) == (0, [])


def test_the_package_passes_every_gate(ran: tuple[Path, dict]) -> None:
    done = command("validate", str(ran[0] / "package"), cwd=ran[0])
    assert done.returncode == 0, done.stdout


def test_an_update_keeps_the_tree_and_tells_of_the_release_before_it(ran: tuple[Path, dict], tmp_path: Path) -> None:
    package = ran[0] / "package"
    assert command("publish", str(package), "--to", "portal", "--apply", "--ledger", "ledger", cwd=tmp_path).returncode == 0
    second_version(tmp_path / "campaign")
    rerun = ("run", "campaign/campaign.toml", "--out", "out", "--ledger", "ledger")
    done = command(*rerun, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    releases = (tmp_path / "out" / "package" / "data" / "releases.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in releases[1:]] == ["1.0.0", "1.1.0"]
    old, new = ((folder / "package" / "data" / "regions.csv").read_bytes() for folder in (ran[0], tmp_path / "out"))
    assert old == new
    assert command("publish", "out/package", "--to", "portal", "--apply", "--ledger", "ledger", cwd=tmp_path).returncode == 0
