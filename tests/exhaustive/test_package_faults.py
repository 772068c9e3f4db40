"""The fault matrix: every single fault in a good package is caught, by the gate that is meant to catch it."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trygghetsrutan.opendata.package.build import build
from trygghetsrutan.opendata.package.opened import Package
from trygghetsrutan.opendata.package.validate import GATES, run_gate, validate

from ..support import releases
from . import package_faults as f

Put = Callable[[Path], None]


def _files() -> Iterator[object]:
    def line(name: str, put: Put, sealed: bool = False) -> object:
        return f.FaultLine(name, "files", put, sealed)

    def resources(change: Callable[[list[dict]], object]) -> Put:
        return f.descriptor(lambda d: change(d["resources"]))

    yield line("one digit of the CSV changed", f.text(f.REGIONS, r"(\d),published$", r"9,published"))
    yield line("bytes behind the GeoPackage", f.binary(f.GPKG, lambda data: data + b"x"))
    yield line("bytes behind the GeoJSON", f.binary(f.GEOJSON, lambda data: data + b"\n"))
    yield line("file missing", lambda folder: (folder / f.REGIONS).unlink())
    yield line("page missing", lambda folder: (folder / "en.html").unlink())
    yield line("zip missing", lambda folder: next(folder.glob("*.zip")).unlink())
    yield line("checksums missing", lambda folder: (folder / "SHA256SUMS").unlink())
    yield line("path leads up", resources(lambda r: r[0].update(path="../regions.csv")))
    yield line("path leads up inside", resources(lambda r: r[0].update(path="data/../../x.csv")))
    yield line("path is absolute", resources(lambda r: r[0].update(path="/etc/hostname")))
    yield line("path is an address", resources(lambda r: r[0].update(path="https://example.org/regions.csv")))
    yield line("path with backslash", resources(lambda r: r[0].update(path="..\\regions.csv")))
    yield line("path is a list", resources(lambda r: r[0].update(path=["data/regions.csv"])))
    yield line("file is a link", f.link)
    yield line("two resources of one name", resources(lambda r: r[1].update(name="regions")))
    yield line("one path listed twice", resources(lambda r: r[1].update(path=f.REGIONS)))
    yield line("name with capitals", resources(lambda r: r[0].update(name="Regions")))
    yield line("empty resources", f.descriptor(lambda d: d.update(resources=[])))
    yield line("no resources", f.descriptor(lambda d: d.pop("resources")))
    yield line("resource not listed", resources(lambda r: r.pop(3)))
    yield line("resource is no object", resources(lambda r: r.append("x")))
    yield line("no licence", f.descriptor(lambda d: d.pop("licenses")))
    yield line("empty licence", f.descriptor(lambda d: d.update(licenses=[{}])))
    yield line("hash not stated", resources(lambda r: r[0].pop("hash")))
    yield line("hash is sha512", resources(lambda r: r[0].update(hash="sha512:" + "0" * 128)))
    yield line("hash is md5", resources(lambda r: r[0].update(hash="0" * 32)))
    yield line("size not stated", resources(lambda r: r[0].pop("bytes")))
    yield line("descriptor missing", lambda folder: (folder / "datapackage.json").unlink())
    yield line("descriptor is no JSON", f.text("datapackage.json", r"^\{", "{{"))
    yield line("descriptor nested a thousand deep", lambda folder: (folder / "datapackage.json").write_text("[" * 100_000) and None)
    yield line("descriptor says a key twice", f.text("datapackage.json", r"^\{", '{"name": "x",'))
    yield line("stranger in the folder", lambda folder: (folder / "data" / "points.csv").write_text("x,y\n") and None)
    yield line("stranger beside the page", lambda folder: (folder / "page" / "submissions.csv").write_text("Anna,070\n") and None, True)
    yield line("checksum of another file", f.text("SHA256SUMS", r"^[0-9a-f]{4}", "0000"))
    yield line("checksum line missing", f.text("SHA256SUMS", r"^.*index\.html\n", ""))
    yield line("checksum of a file that is not there", lambda folder: (folder / "SHA256SUMS").open("a").write("0" * 64 + "  x\n") and None)
    yield line("checksums hold a line that is none", f.binary("SHA256SUMS", lambda data: b"not a checksum\n" + data))
    yield line("stranger that is a link", lambda folder: (folder / "data" / "more.csv").symlink_to("regions.csv"))
    yield line("page's script changed", f.binary("page/app.js", lambda data: data + b";"))
    yield line("byte order mark", f.binary(f.REGIONS, lambda data: b"\xef\xbb\xbf" + data), True)
    yield line("no byte order mark for Excel", f.binary("data/excel/regions.csv", lambda data: data[3:]), True)
    yield line("line ends of Windows", f.binary(f.REGIONS, lambda data: data.replace(b"\n", b"\r\n")), True)
    yield line("CSV in Latin-1", f.binary("data/codebook.csv", lambda data: data.decode().encode("latin-1", "replace")), True)
    yield line("CSV cut off", f.binary(f.REGIONS, lambda data: data[:-8]), True)
    yield line("NUL in the CSV", f.binary("data/codebook.csv", lambda data: data.replace(b"cell", b"ce\0l", 1)), True)
    yield line("column renamed", f.text(f.REGIONS, "^region_id", "id"), True)
    yield line("semicolons", f.binary(f.REGIONS, lambda data: data.replace(b",", b";")), True)
    yield line("declared as another delimiter", resources(lambda r: r[0]["dialect"].update(delimiter=";")), True)
    yield line("declared as another encoding", resources(lambda r: r[0].update(encoding="latin-1")), True)
    yield line("table not declared as one", resources(lambda r: r[0].update(profile="data-resource")), True)
    yield line("misspelt constraint", resources(lambda r: r[0]["schema"]["fields"][0]["constraints"].update(requird=True)), True)
    yield line("foreign keys left out", resources(lambda r: r[1]["schema"].pop("foreignKeys")), True)


def _libraries() -> Iterator[object]:
    value = f.text
    for gate in ("datapackage", "frictionless"):
        yield f.FaultLine(f"status outside the list ({gate})", gate, value(f.REGIONS, "published$", "secret"))
        yield f.FaultLine(f"figure is no number ({gate})", gate, value(f.REGIONS, r",\d+,published$", ",many,published"))
        yield f.FaultLine(f"id twice ({gate})", gate, value(f.REGIONS, r"^(SE_.*\n)", r"\1\1"))
        yield f.FaultLine(f"id missing ({gate})", gate, value(f.REGIONS, r"^SE_[^,]*,", ","))
        yield f.FaultLine(f"id of another form ({gate})", gate, value("data/exclusions.csv", r",SE_CRS3006RES", ",RES"))
        yield f.FaultLine(f"theme of no codebook ({gate})", gate, value("data/themes.csv", r"^lighting.*\n", ""))
        yield f.FaultLine(
            f"region of no table ({gate})", gate, value("data/theme_regions.csv", r",SE_CRS3006RES(\d+)mN6", r",SE_CRS3006RES\1mN7")
        )
        yield f.FaultLine(f"marginal of no codebook ({gate})", gate, value("data/codebook.csv", r"^channel,map.*\n", ""))
        yield f.FaultLine(f"k below three ({gate})", gate, value("data/releases.csv", r",5,2,", ",2,2,"))
        yield f.FaultLine(f"date that is none ({gate})", gate, value("data/releases.csv", "2021-05-17", "2021-05-40"))
        yield f.FaultLine(f"row too short ({gate})", gate, value(f.REGIONS, r",published\n", "\n"))
    yield f.FaultLine("media type that is none", "datapackage", f.descriptor(lambda d: d["resources"][9].update(mediatype="x")))
    yield f.FaultLine("contributor without a name", "datapackage", f.descriptor(lambda d: d["contributors"][0].pop("title")), alone=True)
    yield f.FaultLine("address without @", "frictionless", f.descriptor(lambda d: d["contributors"][0].update(email="x")), alone=True)
    roles = f.descriptor(lambda d: d["contributors"][0].update(roles="publisher"))
    yield f.FaultLine("roles are no list", "profile", roles, alone=True)
    yield f.FaultLine("profile not named", "profile", f.descriptor(lambda d: d.pop("$schema")))


def _figures() -> Iterator[object]:
    def line(name: str, *steps: Put, alone: bool = False) -> object:
        return f.FaultLine(name, "figures", f.both(*steps), alone=alone)

    figure = f.text(f.REGIONS, r",\d+,published$", ",77,published")
    yield line("figure edited after the audit", figure)
    yield line("theme edited after the audit", f.text("data/region_themes.csv", r",\d+,published$", ",77,published"))
    yield line("marginal edited after the audit", f.text("data/marginals.csv", r",\d+,published$", ",77,published"))
    yield line("exclusion left out after the audit", f.text("data/exclusions.csv", r"^SE_.*\n", ""))
    yield line("rule edited after the audit", f.text("release.json", r'"k": 5', '"k": 4'))
    yield line("figure below k, forged certificate", f.text(f.REGIONS, r",\d+,published$", ",4,published"), f.certify)
    yield line("theme below k, forged certificate", f.text("data/region_themes.csv", r",\d+,published$", ",1,published"), f.certify)
    yield line("withheld with a figure", f.text(f.REGIONS, r",withheld$", "3,withheld"), f.certify)
    yield line("published without a figure", f.text(f.REGIONS, r",\d+,published$", ",,published"), f.certify)
    yield line("certificate missing", lambda folder: f.edit_json(folder / "release.json", lambda facts: facts.pop("audit")))
    yield line("audit failed", f.text("release.json", r'"passed": true', '"passed": false'))
    yield line("hashes missing", lambda folder: f.edit_json(folder / "release.json", lambda facts: facts.pop("hashes")))
    yield line("release.json is no JSON", f.text("release.json", r"^\{", ""))
    yield line("audit report says other", f.text("audit.json", r'"disclosures": 0', '"disclosures": 1'), alone=True)
    yield line("area of another region", f.text(f.REGIONS, r",0\.0625,", ",0.25,"))
    yield line("SCB id of another cell", f.text(f.REGIONS, r",(\d{12})\d,,", r",\g<1>7,,"))
    yield line("cell called remainder", f.text(f.REGIONS, r",cell,", ",remainder,"), f.certify)
    yield line("another version in the history", f.text("data/releases.csv", r"^1\.0\.0", "1.0.1"))
    yield line("another k in the history", f.text("data/releases.csv", ",5,2,", ",7,2,"))
    yield line("descriptor in another CRS", f.descriptor(lambda d: d.update(crs="EPSG:3035")))


def _formats() -> Iterator[object]:
    def line(name: str, put: Put, *, alone: bool = False, sealed: bool = True) -> object:
        return f.FaultLine(name, "formats", put, sealed, alone)

    yield line("figure in the GeoPackage", f.sql("UPDATE regions SET contributors = contributors + 1 WHERE fid = 2"), alone=True)
    yield line("status in the GeoPackage", f.sql("UPDATE regions SET status = 'withheld' WHERE fid = 2"))
    yield line("marginal in the GeoPackage", f.sql("UPDATE marginals SET contributors = 9 WHERE fid = 1"))
    yield line("theme row missing in the GeoPackage", f.sql("DELETE FROM region_themes WHERE fid = 1"))
    yield line("table missing in the GeoPackage", f.sql("DELETE FROM gpkg_contents WHERE table_name = 'codebook'"))
    yield line("stranger in the GeoPackage", f.sql("CREATE TABLE submissions (name TEXT, phone TEXT)"), alone=True)
    yield line("view in the GeoPackage", f.sql("CREATE VIEW more AS SELECT * FROM regions"))
    listed = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('x', 'attributes', 'x')"
    yield line("stranger listed in the GeoPackage", f.sql(listed))
    yield line("GeoPackage is none", f.binary(f.GPKG, lambda data: b"SQLite format 3\0" + data[16:400]))
    yield line("figure in the GeoJSON", f.features(lambda c: c["features"][1]["properties"].update(contributors=99)))
    yield line("feature missing in the GeoJSON", f.features(lambda c: c["features"].pop()))
    yield line("feature twice in the GeoJSON", f.features(lambda c: c["features"].append(c["features"][0])))
    yield line("property missing in the GeoJSON", f.features(lambda c: [x["properties"].pop("status") for x in c["features"]]))
    yield line("GeoJSON is no JSON", f.text(f.GEOJSON, r"\]\}\s*\Z", ""))
    yield line("GeoJSON is a list", lambda folder: (folder / f.GEOJSON).write_text("[]") and None)
    yield line("figure in the GeoParquet", f.parquet(lambda t: t.set_column(10, "contributors", [[99] * t.num_rows])))
    yield line("row missing in the GeoParquet", f.parquet(lambda t: t.slice(1).replace_schema_metadata(t.schema.metadata)))
    yield line("GeoParquet is none", f.binary("data/regions.parquet", lambda data: data[:-4]))
    yield line("figure in the copy for Excel", f.text("data/excel/regions.csv", r";\d+;published$", ";99;published"))
    yield line("row missing in the copy for Excel", f.binary("data/excel/regions.csv", lambda data: data[: data[:-2].rindex(b"\n") + 1]))
    yield line("decimal point in the copy for Excel", f.text("data/excel/regions.csv", ";0,0625;", ";0.0625;"))
    yield line("another file in the zip", lambda folder: f.zipped(folder, f.REGIONS, b"x"), sealed=False)
    yield line("zip is none", lambda folder: next(folder.glob("*.zip")).write_bytes(b"x") and None, sealed=False)
    yield line("stranger in the zip", lambda folder: f.zipped(folder, "../../x", b"x"), sealed=False)


def _geometry() -> Iterator[object]:
    def line(name: str, put: Put, *, alone: bool = False) -> object:
        return f.FaultLine(name, "geometry", put, alone=alone)

    yield line("cell moved in the GeoPackage", f.shape(f.shifted), alone=True)
    yield line("remainder moved in the GeoPackage", f.shape(f.shifted, cell=False))
    yield line("remainder over what it excludes", f.shape(f.turned, cell=False))
    yield line("elsewhere drawn", f.sql("UPDATE regions SET geom = (SELECT geom FROM regions WHERE fid = 2) WHERE geom IS NULL"))
    yield line("fewer shapes in the GeoJSON", f.features(lambda c: c["features"].pop(0)))
    yield line("shape crosses itself", f.shape(f.bow_tie))
    yield line("shape missing", f.sql("UPDATE regions SET geom = NULL WHERE fid = 2"))
    yield line(
        "GeoPackage in another CRS",
        f.both(
            f.sql("UPDATE gpkg_geometry_columns SET srs_id = 4326"), f.sql("UPDATE gpkg_contents SET srs_id = 4326 WHERE srs_id = 3006")
        ),
    )
    yield line("axes swapped", f.rings(lambda ring: [[y, x] for x, y in ring]))
    yield line("rings turned round", f.rings(lambda ring: ring[::-1]))
    yield line("degrees rounded to three decimals", f.rings(lambda ring: [[round(x, 3), round(y, 3)] for x, y in ring]))
    yield line("more decimals than RFC 7946 advises", f.rings(lambda ring: [[x + 1e-9, y] for x, y in ring]))
    yield line(
        "GeoJSON with a CRS of its own",
        f.features(lambda c: c.update(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}})),
    )
    yield line("bbox of elsewhere", f.features(lambda c: c.update(bbox=[0, 0, 1, 1])))
    yield line("bbox missing", f.features(lambda c: c.pop("bbox")))
    yield line("shape missing in the GeoJSON", f.features(lambda c: c["features"][0].update(geometry=None)))
    yield line("another shape in the GeoParquet", f.parquet(lambda t: t.set_column(12, "geometry", [[t["geometry"][0]] * t.num_rows])))
    yield line("GeoParquet without CRS", f.parquet(lambda t: t.replace_schema_metadata({})))


def _metadata_and_page() -> Iterator[object]:
    def dcat(name: str, old: str, new: str, *, alone: bool = False) -> object:
        return f.FaultLine(name, "dcat", f.text("dcat.ttl", old, new), alone=alone)

    yield dcat(
        "licence of a distribution",
        r"dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/>",
        "dcterms:license <urn:x>",
        alone=True,
    )
    yield dcat("publisher without type", r"dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> ;", "")
    yield dcat("title in one language", r'"Safety in Provstad 2021"@en,', "")
    yield dcat(
        "claims to be of high value",
        r" a dcat:Dataset ;",
        " a dcat:Dataset ; dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ;",
    )
    yield dcat("size that is none", r'"\d+"\^\^xsd:nonNegativeInteger', '"many"^^xsd:nonNegativeInteger')
    yield dcat("Turtle that is none", r"^@prefix", "prefix!")
    yield f.FaultLine(
        "RDF/XML with an entity", "dcat", f.text("dcat.rdf", "<rdf:RDF", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><rdf:RDF')
    )
    yield f.FaultLine(
        "JSON-LD with a remote context", "dcat", f.text("dcat.jsonld", r'"@context": \{', '"@context": {"@import": "https://example.org/",')
    )

    def page(name: str, path: str, old: str, new: str, *, alone: bool = False) -> object:
        return f.FaultLine(name, "page", f.text(path, old, new), alone=alone)

    yield page("figure in the page's data", "page/data.js", r'"n":\[\d+', '"n":[99', alone=True)
    yield page("theme in the page's data", "page/data.js", r'"counts":\[\[0,\d+', '"counts":[[0,99')
    yield page("page's data are none", "page/data.js", "^window", "alert(1);window")
    yield page("more in the page's data", "page/data.js", r'"places":', '"submissions":["Anna 070"],"places":', alone=True)
    yield page("more of a region in the page's data", "page/data.js", r'"suffix":', '"texts":["x"],"suffix":')
    yield page("more of a theme in the page's data", "page/data.js", r'"code":', '"texts":["x"],"code":')
    yield page("more of a place in the page's data", "page/data.js", r'"places":\[\]', '"places":[["Anna",14.5,59.3,"070"]]')
    yield page("page's script changed with care", "page/app.js", r"\Z", "\nfetch('https://example.org/')", alone=True)
    yield page("page's style changed with care", "page/app.css", r"\Z", "\nbody{}")
    yield page("policy taken out", "index.html", r"<meta http-equiv=.*\n", "")
    yield page("policy loosened", "index.html", "default-src 'none'", "default-src *")
    yield page("script inside the page", "index.html", "</body>", "<script>1</script></body>")
    yield page("handler in an attribute", "en.html", "<h1>", '<h1 onclick="x()">')
    yield page("picture from elsewhere", "en.html", "</body>", '<img src="https://example.org/x.png" alt=""></body>')
    yield page("page in the wrong language", "en.html", '<html lang="en">', '<html lang="sv">')
    yield page("download that is not there", "index.html", 'href="data/regions.csv"', 'href="data/region.csv"')


MATRIX = [*_files(), *_libraries(), *_figures(), *_formats(), *_geometry(), *_metadata_and_page()]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small") / "package"
    build(releases.make_release(14, withheld=True), releases.make_campaign(), out)
    return out


def _broken(small: Path, tmp_path: Path, line: object) -> Path:
    folder = tmp_path / "package"
    shutil.copytree(small, folder)
    line.put(folder)
    if line.sealed:
        f.seal(folder, metadata=line.gate in ("formats", "geometry"))
    return folder


@pytest.mark.parametrize("line", MATRIX, ids=lambda line: line.name)
def test_every_fault_is_caught_by_its_gate(small: Path, tmp_path: Path, line: object) -> None:
    folder = _broken(small, tmp_path, line)
    if line.sealed and line.gate != "files":
        assert run_gate("files", Package(folder)) == []
    assert run_gate(line.gate, Package(folder)) != []


@pytest.mark.parametrize("line", [line for line in MATRIX if line.alone], ids=lambda line: line.name)
def test_every_gate_has_a_fault_that_only_it_sees(small: Path, tmp_path: Path, line: object) -> None:
    report = validate(_broken(small, tmp_path, line))
    assert {finding.gate for finding in report.findings} == {line.gate}


def test_a_release_that_discloses_is_seen_by_the_auditor_alone(tmp_path: Path) -> None:
    build(releases.leaking_release(), releases.make_campaign(), tmp_path / "package")
    assert {finding.gate for finding in validate(tmp_path / "package").findings} == {"audit"}


def test_the_matrix_is_at_least_sixty_lines_of_different_names() -> None:
    assert len({line.name for line in MATRIX}) == len(MATRIX) >= 60


def test_every_gate_stands_in_the_matrix() -> None:
    assert {line.gate for line in MATRIX} | {"audit"} == {name for name, _ in GATES}


def test_a_good_package_has_no_finding_at_any_gate(small: Path) -> None:
    assert json.dumps(validate(small).to_json()["findings"]) == "[]"
