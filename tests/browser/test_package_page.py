"""The package's page in a real browser: from the disk, under its security policy, with nothing but a keyboard, on a small telephone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from trygghetsrutan.opendata.package.read import read_release

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
PAGES = {"sv": "index.html", "en": "en.html"}
BUDGET = 300_000

Visit = Callable[..., Any]
Packages = Callable[[int], Path]


def _details(page: Page) -> str:
    return str(page.locator("#details").inner_text())


def _pixels(page: Page) -> int:
    """How many different colours the map's canvases hold."""
    script = """() => { const seen = new Set(); for (const c of document.querySelectorAll('#map canvas')) {
      const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
      for (let i = 0; i < d.length; i += 64) if (d[i + 3]) seen.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]); } return seen.size; }"""
    return int(page.evaluate(script))


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("regions", [0, 1, 60, 10_000])
def test_opens_clean_at_every_size(packages: Packages, visit: Visit, regions: int, width: int, language: str) -> None:
    seen = visit(packages(regions) / PAGES[language], width, 740 if width == 360 else 900)
    SHOTS.mkdir(parents=True, exist_ok=True)
    seen.page.screenshot(path=SHOTS / f"package-{regions}-{width}-{language}.png", full_page=True)
    assert seen.messages == []
    assert seen.outside == []
    assert seen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if regions:
        assert _pixels(seen.page) > 0


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize(("regions", "width"), [(0, 1440), (60, 360), (60, 1440), (-1, 768)])
def test_axe_finds_no_violation(packages: Packages, visit: Visit, regions: int, width: int, language: str) -> None:
    page = visit(packages(regions) / PAGES[language], width).page
    if regions > 1:
        page.select_option("#theme", "other")
        page.click("#map", position={"x": 150, "y": 150})
        page.click("#all-files")
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert json.dumps([(v["id"], [n["target"] for n in v["nodes"]]) for v in results.response["violations"]]) == "[]"


def test_the_page_without_data_is_below_its_budget(packages: Packages) -> None:
    package = packages(60)
    parts = [package / "index.html", package / "page" / "app.js", package / "page" / "app.css"]
    assert sum(path.stat().st_size for path in parts) < BUDGET


def test_a_theme_repaints_the_map_and_its_legend(packages: Packages, visit: Visit) -> None:
    page = visit(packages(60) / "index.html").page
    before = page.locator("#legend").inner_text()
    picture = page.locator("#map").screenshot()
    page.select_option("#theme", "lighting")
    assert page.locator("#legend").inner_text() != before
    assert page.locator("#map").screenshot() != picture


def test_the_measure_changes_the_legends_heading(packages: Packages, visit: Visit) -> None:
    page = visit(packages(60) / "en.html").page
    page.check("input[value=count]")
    assert page.locator("#legend h3").inner_text() == "Number of contributors"


def test_a_tap_tells_what_the_region_means(packages: Packages, visit: Visit) -> None:
    package = packages(1)
    (region,) = read_release(package).regions
    page = visit(package / "en.html").page
    page.click("#map")
    assert f"{region.contributors} different contributors" in _details(page)
    assert region.region_id in _details(page).replace("\n", "")


def test_the_keyboard_alone_shows_the_region_in_the_middle(packages: Packages, visit: Visit) -> None:
    page = visit(packages(1) / "en.html").page
    while page.evaluate("document.activeElement.id") != "map":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Square of 8 km" in _details(page)
    page.keyboard.press("Escape")
    assert "Tap a region" in _details(page)


def test_tab_reaches_everything_that_acts(packages: Packages, visit: Visit) -> None:
    page = visit(packages(60) / "index.html").page
    page.click("#all-files")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    wanted = page.evaluate(
        """() => { const all = [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')]
          .filter((e) => e.offsetParent !== null && !e.disabled && !(e.type === 'radio' && !e.checked));
          all.forEach((e, i) => { e.dataset.number = i; }); return all.length; }"""
    )
    reached = set()
    page.keyboard.press("Tab")
    for _ in range(wanted + 5):
        reached.add(page.evaluate("document.activeElement.dataset.number"))
        page.keyboard.press("Tab")
    assert set(map(str, range(wanted))) - reached == set()


def test_the_table_sorts_searches_and_leads_to_the_map(packages: Packages, visit: Visit) -> None:
    package = packages(60)
    region = next(r for r in read_release(package).regions if r.kind == "cell")
    page = visit(package / "en.html").page
    page.fill("#find", region.region_id)
    page.locator("#table tbody button").first.click()
    assert region.region_id in _details(page).replace("\n", "")
    page.fill("#find", "")
    page.get_by_role("button", name="Per km²").click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Per km²")
    page.get_by_role("button", name="Next").click()
    assert page.locator(".status").inner_text().startswith("16–30")


def test_a_withheld_region_is_told_apart_from_zero(packages: Packages, visit: Visit) -> None:
    page = visit(packages(60) / "en.html").page
    page.fill("#find", "elsewhere")
    page.locator("#table tbody button").first.click()
    assert "Withheld" in _details(page)


def test_the_table_names_every_region_of_ten_thousand(packages: Packages, visit: Visit) -> None:
    package = packages(10_000)
    page = visit(package / "en.html").page
    assert page.locator(".status").inner_text() == f"1–15 of {len(read_release(package).regions):,} regions"


def test_background_images_are_asked_for_only_when_turned_on(packages: Packages, visit: Visit) -> None:
    seen = visit(packages(60) / "index.html")
    assert seen.outside == []
    seen.page.check("#tiles")
    seen.page.wait_for_function("document.querySelector('.leaflet-control-attribution') !== null")
    assert {url.split("/")[2] for url in seen.outside} <= {"tile.openstreetmap.org"}
    seen.page.uncheck("#tiles")
    assert seen.page.locator(".leaflet-control-attribution").count() == 0


@pytest.mark.parametrize("language", PAGES)
def test_hostile_texts_are_shown_and_do_nothing(packages: Packages, visit: Visit, language: str) -> None:
    seen = visit(packages(-1) / PAGES[language], 360, 740)
    seen.page.screenshot(path=SHOTS / f"package-hostile-360-{language}.png", full_page=True)
    assert seen.messages == []
    assert "<script>alert(1)</script>" in seen.page.locator("h1").inner_text()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_a_script_everything_but_map_and_table_is_there(packages: Packages, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((packages(60) / "en.html").as_uri())
    text = page.locator("main").inner_text()
    context.close()
    assert "need JavaScript" in text
    assert "What the map does not show" in text
    assert "Downloads" in text


def test_both_languages_lead_to_each_other(packages: Packages, visit: Visit) -> None:
    page = visit(packages(60) / "index.html").page
    page.click("a.language")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.click("a.language")
    assert page.evaluate("document.documentElement.lang") == "sv"


def test_every_link_of_the_page_leads_to_a_file(packages: Packages, visit: Visit) -> None:
    package = packages(60)
    page = visit(package / "index.html").page
    targets = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))")
    local = [target for target in targets if ":" not in target and not target.startswith("#")]
    assert [target for target in local if not (package / target).is_file()] == []
