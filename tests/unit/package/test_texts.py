"""The sentences of a package."""

from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.package import about, texts

from ...support import releases

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(anything)
def test_markdown_of_a_text_holds_no_tag_and_no_link(text: str) -> None:
    made = texts.md(about.line(text))
    assert "<" not in made
    assert "](" not in made.replace("\\]", "")


def test_what_is_withheld_is_said_without_a_number() -> None:
    release = releases.make_release(14, withheld=True)
    told = texts.withheld(about.gather(release, releases.make_campaign()), "en")
    assert [word for word in told.replace(",", "").replace(".", "").split() if word.isdigit()] == ["5"]
