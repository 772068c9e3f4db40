"""campaign.toml: what is read is written back the same, and every mistake gets its line."""

import dataclasses
import json
import re
import typing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata import campaign as settings
from trygghetsrutan.opendata.errors import InputError

EXAMPLE = Path(__file__).parents[2] / "examples" / "karlskoga" / "campaign.toml"
SCHEMA = Path(__file__).parents[2] / "schemas" / "campaign.schema.json"
PAGE = Path(__file__).parents[2] / "docs" / "campaign.md"


def load_changed(tmp_path: Path, old: str, new: str) -> settings.Campaign:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "campaign.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return settings.load(path)


def test_written_and_read_back_is_the_same(tmp_path: Path) -> None:
    campaign = settings.load(EXAMPLE)
    path = tmp_path / "campaign.toml"
    path.write_text(settings.dump(campaign), encoding="utf-8")
    assert settings.load(path) == dataclasses.replace(campaign, folder=tmp_path)


@given(text=st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_survives_writing_and_reading(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    campaign = settings.load(EXAMPLE)
    campaign = dataclasses.replace(campaign, page=settings.Page(description_sv=text))
    path = tmp_path_factory.mktemp("toml") / "campaign.toml"
    path.write_bytes(settings.dump(campaign).encode("utf-8"))
    assert settings.load(path).page.description_sv == text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("finest = 250", "finnest = 250", "unknown key grid.finnest (did you mean finest?)"),
        ("k = 5", "k = 2", "privacy.k: 2 protects nobody"),
        ("k = 5", 'k = "5"', "privacy.k is a str, not a int"),
        ("width = 2", "width = 5", "privacy.width: 5 does not go with k = 5"),
        ("end = 2021-05-30", "end = 2021-05-01", "campaign.end is before campaign.start"),
        ('channel = "map"', 'channel = "mapp"', "unknown channel 'mapp' (did you mean map?)"),
        ('name = "vykort"', 'name = "webbkarta"', "two sources are called 'webbkarta'"),
        ('name = "snackaomtrygghet-2021"', 'name = "Snacka om"', "cannot be the name of a dataset"),
        ("bbox = [14.20,", "bbox = [", "campaign.bbox is not a list of 4"),
        ('municipality = "Karlskoga"\n', "", "campaign.municipality is missing"),
        ("[grid]", "[grid", "is not TOML"),
        ("[privacy]", "[[privacy]]", "privacy is not a table"),
    ],
)
def test_each_mistake_gets_one_clear_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        load_changed(tmp_path, old, new)
    assert len(error.value.faults) == 1
    assert told in str(error.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("finest = 250", "finnest = 250").replace("k = 5", "kk = 5")
    path = tmp_path / "campaign.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        settings.load(path)
    assert len(error.value.faults) == 2


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        settings.load(tmp_path / "nowhere.toml")


def keys(kind: type) -> dict[str, typing.Any]:
    """The keys of the file, nested as they are in it."""
    hints = typing.get_type_hints(kind)
    found: dict[str, typing.Any] = {}
    for field in dataclasses.fields(kind):
        if field.metadata.get("file", True):
            parts = [hints[field.name], *typing.get_args(hints[field.name])]
            inner = next((part for part in parts if dataclasses.is_dataclass(part)), None)
            found[field.name] = keys(typing.cast(type, inner)) if inner else None
    return found


def test_every_key_has_its_line_in_the_documents() -> None:
    def paths(nested: dict[str, typing.Any], above: str = "") -> list[str]:
        return [path for key, inner in nested.items() for path in (paths(inner, f"{above}{key}.") if inner else [above + key])]

    first_cells = re.findall(r"^\| (`.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(re.findall(r"`([a-z_.]+)`", " ".join(first_cells))) == sorted(paths(keys(settings.Campaign)))


def test_the_json_schema_has_the_keys_of_the_dataclasses() -> None:
    def schema_keys(schema: dict[str, typing.Any]) -> dict[str, object]:
        return {
            name: schema_keys(inner if "properties" in inner else inner["items"])
            if "properties" in inner or "properties" in inner.get("items", {})
            else None
            for name, inner in schema["properties"].items()
        }

    assert schema_keys(json.loads(SCHEMA.read_text(encoding="utf-8"))) == keys(settings.Campaign)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "campaign.toml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes())
    assert settings.load(path).campaign == settings.load(EXAMPLE).campaign


@pytest.mark.parametrize(("k_sensitive", "stands_on"), [(0, 5), (4, 5), (10, 10)])
def test_a_figure_about_persons_stands_on_k_at_least(tmp_path: Path, k_sensitive: int, stands_on: int) -> None:
    assert load_changed(tmp_path, "k_sensitive = 10", f"k_sensitive = {k_sensitive}").privacy.k_personal == stands_on
