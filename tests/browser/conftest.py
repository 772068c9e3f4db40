"""A real Chromium without network, and packages of several sizes for it to open from the disk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from trygghetsrutan.opendata.package.build import build

from ..support import releases

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"


@dataclass
class Seen:
    """A page and everything it said or asked for."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests that leave the machine."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A package of that many regions, made once; -1 for one with hostile texts."""
    made: dict[int, Path] = {}

    def of(regions: int) -> Path:
        if regions not in made:
            out = tmp_path_factory.mktemp(f"regions{regions}") / "package"
            campaign = releases.hostile_campaign() if regions < 0 else releases.make_campaign()
            build(releases.make_release(abs(regions) if regions >= 0 else 20, withheld=regions > 1), campaign, out)
            made[regions] = out
        return made[regions]

    return of


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Seen]]:
    """Open a file in a new window; every request and message is recorded, every request outside the machine is refused."""
    contexts = []

    def to(path: Path, width: int = 1440, height: int = 900) -> Seen:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="sv-SE", device_scale_factor=1)
        contexts.append(context)
        page = context.new_page()
        seen = Seen(page)
        page.on("console", lambda message: seen.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: seen.messages.append(f"error: {error}"))
        page.on("request", lambda request: seen.requests.append(request.url))
        page.route("http*://**", lambda route: route.abort())
        page.goto(path.as_uri())
        page.wait_for_function("document.querySelector('#table table') !== null")
        return seen

    yield to
    for context in contexts:
        context.close()
