"""What a package says about itself: made safe to print, and refused where the campaign lacks something."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.package import about

from ...support import releases

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(anything)
def test_a_line_has_no_control_character_and_no_break(text: str) -> None:
    assert about.line(text).isprintable() or not about.line(text) or any(c in about.line(text) for c in "\u200c\u200d\u00a0")
    assert "\n" not in about.line(text)


def test_an_emoji_of_several_signs_stays_whole() -> None:
    assert about.line(" 👩‍🚒\t") == "👩‍🚒"


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("portal", {"version": "1"}),
        ("portal", {"base_url": "opendata"}),
        ("portal", {"base_url": "javascript:alert(1)"}),
        ("portal", {"uuid": "x"}),
        ("campaign", {"contact_email": "x"}),
        ("campaign", {"geonames": "urn:x"}),
    ],
)
def test_a_campaign_without_what_a_package_needs_is_refused(table: str, changes: dict[str, str]) -> None:
    campaign = releases.make_campaign()
    campaign = dataclasses.replace(campaign, **{table: dataclasses.replace(getattr(campaign, table), **changes)})
    with pytest.raises(InputError):
        about.gather(releases.make_release(1), campaign)
