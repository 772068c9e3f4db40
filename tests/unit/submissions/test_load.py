"""Loading: rows in are located, unlocated or rejected, whatever the file looks like; detection is shown; nothing is lost."""

import csv
import dataclasses
import datetime
import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.campaign import About, Campaign, Fields, Source
from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import duplicates, load, load_report, locate, store
from trygghetsrutan.opendata.submissions.gazetteer import Gazetteer
from trygghetsrutan.opendata.submissions.load import Loaded
from trygghetsrutan.opendata.submissions.model import Submissions
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

ABOUT = About(
    "test", "t", "t", datetime.date(2021, 5, 17), datetime.date(2021, 5, 30), "Karlskoga", "1883", "212000-1991", "c", "c@example.com",
    (14.2, 59.2, 14.8, 59.6),
)  # fmt: skip


def read(folder: Path, name: str, content: bytes | str, **source: object) -> Loaded:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    campaign = Campaign(ABOUT, (Source("s", name, "map", **source),), folder=folder)  # type: ignore[arg-type]
    return load.load(campaign, with_pyproj, read_vector, silent)


CELLS = st.one_of(
    st.sampled_from(
        ["", "mörkt", "472648,5", "6576916.3", "14.52", "59.33", "0", "2021-05-18", "torget", "=1", '"', "a;b", "x\ny", "\u00a0", "n/a"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
)
FIELDS = Fields(text="Beskrivning", place="Plats", received="Inkommen", x="E", y="N")
"""Named, for in columns of anything two may look like dates, and that is told instead."""
ROWS = st.lists(st.lists(CELLS, min_size=0, max_size=7), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), delimiter=st.sampled_from(";,\t|"))
def test_rows_in_are_located_unlocated_or_rejected(tmp_path: Path, rows: list[list[str]], encoding: str, delimiter: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([FIELDS.text, FIELDS.place, FIELDS.received, FIELDS.x, FIELDS.y])
    for row in rows:
        writer.writerow(row)
    loaded = read(tmp_path, "x.csv", stream.getvalue().encode(encoding), delimiter=delimiter, header_row=1, fields=FIELDS)
    # counted without the loader: rows with something other than white space in any cell
    expected = sum(any(cell.strip() for cell in row) for row in rows)
    source = loaded.sources[0]
    submissions, reviews = locate.locate(loaded.submissions, Gazetteer(()), {}, silent)
    facts = load_report.summary(loaded, duplicates.flag(submissions), reviews)["sources"][0]
    assert source.rows_in == expected
    assert facts["rows_in"] == facts["located"] + facts["unlocated"] + facts["rejected"]
    kept = [*loaded.submissions.row.tolist(), *(each.row for each in source.rejected)]
    assert len(set(kept)) == len(kept) == expected


def same(one: Submissions, other: Submissions) -> bool:
    return all(
        np.array_equal(a, b, equal_nan=True) if a.dtype.kind in "fM" else a.tolist() == b.tolist()
        for a, b in ((getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(one))
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), max_size=8))
def test_the_state_reads_back_as_it_was_written(tmp_path: Path, texts: list[str]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"Text": text, "E-post": "a@example.org"},
            "geometry": {"type": "Point", "coordinates": [14.5, 59.3]},
        }
        for text in texts
    ]
    submissions = read(tmp_path, "x.geojson", json.dumps({"type": "FeatureCollection", "features": features})).submissions
    store.write(submissions, tmp_path / "s.gpkg", 3006)
    assert same(store.read(tmp_path / "s.gpkg"), submissions)
    assert (tmp_path / "s.gpkg").stat().st_mode & 0o077 == 0


def test_the_same_submissions_give_the_same_bytes(tmp_path: Path) -> None:
    submissions = read(tmp_path, "x.csv", "Text;Lat;Lon\nmörkt;59.3;14.5\n").submissions
    store.write(submissions, tmp_path / "a.gpkg", 3006)
    store.write(submissions, tmp_path / "b.gpkg", 3006)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.gpkg").write_bytes(b"x")
    with pytest.raises(InputError):
        store.read(tmp_path / "s.gpkg")


def test_loading_can_be_cancelled(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if step == "reading":
            raise Cancelled

    (tmp_path / "x.csv").write_text("Text;Plats\n" + 50_000 * "mörkt;torget\n")
    campaign = Campaign(ABOUT, (Source("s", "x.csv", "map"),), folder=tmp_path)
    with pytest.raises(Cancelled):
        load.load(campaign, with_pyproj, read_vector, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"])
def test_swedish_letters_survive_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Beskrivning;Plats\nÄlgar på Åsen är värst på kvällen;Östra torget\nDet är mörkt;Skövdevägen\n"
    assert read(tmp_path, "x.csv", text.encode(encoding)).submissions.text[0] == "Älgar på Åsen är värst på kvällen"


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    text = f'Beskrivning{delimiter}Plats\n"Mörkt, kallt; och {delimiter} öde"{delimiter}torget\n"rad ett\nrad två"{delimiter}parken\n'
    loaded = read(tmp_path, "x.csv", text)
    assert loaded.submissions.place.tolist() == ["torget", "parken"]
    assert loaded.submissions.text[1] == "rad ett\nrad två"


def test_what_was_detected_is_shown_and_can_be_fixed(tmp_path: Path) -> None:
    text = "Beskrivning;Plats\nMörkt i gränden;torget\n".encode("cp1252")
    assert any("cp1252" in note for note in read(tmp_path, "x.csv", text).sources[0].notes)
    assert read(tmp_path, "x.csv", text, encoding="cp1252", delimiter=";").sources[0].notes == ()


def test_title_rows_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    text = "Trygghetsdialog 2021;;\nUttag ur systemet;;\n\nNr;Beskrivning;Plats\n1;Mörkt;torget\n"
    loaded = read(tmp_path, "x.csv", text)
    assert loaded.submissions.text.tolist() == ["Mörkt"]
    assert loaded.submissions.row.tolist() == [5]


def test_the_row_of_the_headings_is_counted_as_staff_count_it(tmp_path: Path) -> None:
    text = 'Synpunkter 2021\n"bruten;\nBeskrivning;Plats\nMörkt;torget\n'
    assert read(tmp_path, "x.csv", text, header_row=3, delimiter=";").submissions.place.tolist() == ["torget"]
    for row, what in ((7, "has no row 7"), (2, "row 2 is empty")):
        with pytest.raises(InputError, match=what):
            read(tmp_path, "x.csv", text, header_row=row, delimiter=";")


def test_a_quotation_mark_that_nobody_closed_costs_one_row(tmp_path: Path) -> None:
    text = "Beskrivning;Plats\n" + '"Mörkt;torget\n' + 400 * "Kallt;parken\n"
    loaded = read(tmp_path, "x.csv", text)
    assert [each.row for each in loaded.sources[0].rejected] == [2]
    assert len(loaded.submissions) == 400


def test_two_columns_that_could_be_the_text_are_both_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'Beskrivning' or 'Synpunkt'"):
        read(tmp_path, "x.csv", "Beskrivning;Synpunkt\nMörkt på gatan;Mörkt i parken\n")


def test_a_misspelt_column_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'Beskrivning'"):
        read(tmp_path, "x.csv", "Beskrivning;Plats\nMörkt;torget\n", fields=Fields(text="Beskrvning"))


def test_why_and_proposal_are_one_text(tmp_path: Path) -> None:
    loaded = read(tmp_path, "x.csv", "Plats;Varför;Förslag\ntorget;Det är mörkt;Fler lampor\n")
    assert loaded.submissions.text.tolist() == ["Det är mörkt\nFler lampor"]


def test_the_questions_of_a_form_are_understood(tmp_path: Path) -> None:
    head = "Id;Var känner du dig otrygg?;När känner du dig otrygg?;Varför känner du dig otrygg?;Vad föreslår du?"
    loaded = read(tmp_path, "x.csv", f"{head}\n1;torget;på kvällen;Det är mörkt;Fler lampor\n")
    assert (loaded.submissions.place[0], loaded.submissions.day_part[0]) == ("torget", "evening")
    assert loaded.submissions.text.tolist() == ["Det är mörkt\nFler lampor"]


def test_the_words_for_when_are_not_the_date_it_came_in(tmp_path: Path) -> None:
    loaded = read(tmp_path, "x.csv", "Inkommen;När;Beskrivning\n2021-05-18 10:00;fredag kväll;Stökigt\n")
    assert loaded.submissions.day_part.tolist() == ["evening"]
    assert str(loaded.submissions.received[0]) == "2021-05-18T10:00:00"


def test_a_row_outside_the_period_is_kept_and_flagged(tmp_path: Path) -> None:
    loaded = read(tmp_path, "x.csv", "Inkommen;Beskrivning\n2021-06-18;Stökigt\n2021-05-30 23:59;Mörkt\n")
    assert loaded.submissions.flags.tolist() == [("outside_period",), ()]


def test_identifiers_are_kept_apart_from_the_text(tmp_path: Path) -> None:
    loaded = read(
        tmp_path, "x.csv", "Namn;E-post;Telefon;Adress;Beskrivning\nAnna Ek;a@example.org;070-1740605;Storgatan 1;Mörkt vid skolan\n"
    )
    kinds = dict(loaded.submissions.identifiers[0])
    assert kinds == {"name": "Anna Ek", "email": "a@example.org", "telephone": "070-1740605", "address": "Storgatan 1"}
    assert loaded.submissions.text.tolist() == ["Mörkt vid skolan"]


def test_no_error_quotes_what_a_citizen_wrote(tmp_path: Path) -> None:
    secret = "Kalle Svensson 850709-1234"
    fields = Fields(text="Beskrivning", received="Inkommen", x="E", y="N")
    loaded = read(tmp_path, "x.csv", f"Beskrivning;Inkommen;E;N\n{secret};{secret};{secret};{secret}\n", fields=fields)
    said = json.dumps([dataclasses.asdict(source) for source in loaded.sources], ensure_ascii=False)
    assert secret not in said
    assert len(loaded.sources[0].remarks) == 2


def test_a_heading_that_its_values_deny_is_shown_and_not_used(tmp_path: Path) -> None:
    loaded = read(tmp_path, "x.csv", "Beskrivning;Datum\nMörkt vid skolan;vet ej\n")
    assert [guess.column for guess in loaded.sources[0].mapping if guess.reason.startswith("not used")] == ["Datum"]


@pytest.mark.parametrize("code", ["0", "99999"])
def test_a_row_whose_system_nobody_knows_is_read_as_if_it_named_none(tmp_path: Path, code: str) -> None:
    rows = (f"a\tSRID={code};POINT(14.5 59.3)", "b\tPOINT(14.5 59.3)", "c\tSRID=3006;POINT(472648 6576916)")
    loaded = read(tmp_path, "x.csv", "\n".join(("Text\tWKT", *rows)), delimiter="\t")
    x = loaded.submissions.x.tolist()
    assert x[0] == x[1] == pytest.approx(471_538, abs=500)
    assert x[2] == 472_648
    assert f"1 rows name the unknown coordinate system EPSG:{code}" in loaded.sources[0].notes


def test_rows_with_a_system_of_their_own_have_no_say_in_the_others(tmp_path: Path) -> None:
    own = "SRID=3006;POINT(472648 6576916)"
    text = "Text\tWKT\n" + 3 * f"a\t{own}\n" + "b\tPOINT(14.5 59.3)\n"
    loaded = read(tmp_path, "x.csv", text, crs="EPSG:4326", delimiter="\t")
    assert not [note for note in loaded.sources[0].notes if "are not in" in note]


def test_the_report_escapes_and_is_private(tmp_path: Path) -> None:
    loaded = read(tmp_path, "x.csv", "Plats;<b>Text</b>\nVid <script>alert(1)</script>vägen;x\n", fields=Fields(text="<b>Text</b>"))
    load_report.write(loaded, loaded.submissions, (), tmp_path / "internal")
    page = (tmp_path / "internal" / "load-report.html").read_text()
    assert "<script>" not in page
    assert "<b>Text" not in page
    assert (tmp_path / "internal" / "load-report.json").stat().st_mode & 0o077 == 0


def test_the_report_is_in_swedish_and_then_in_english(tmp_path: Path) -> None:
    loaded = read(tmp_path, "x.csv", "Text;X;Y\n;;\nmörkt;0;0\n")
    load_report.write(loaded, loaded.submissions, (), tmp_path / "internal")
    swedish, english = (tmp_path / "internal" / "load-report.html").read_text().split('<section id="en" lang="en">')
    assert '<section id="sv" lang="sv">' in swedish
    for words, told in (
        ("Inläsningsrapport", "Load report"),
        ("Utan läge", "Unlocated"),
        ("rubriken &#x27;Text&#x27;", "heading &#x27;Text&#x27;"),
        ("x.csv:3: koordinaterna är 0/0", "x.csv:3: its coordinates are 0/0"),
    ):
        assert words in swedish
        assert told in english
