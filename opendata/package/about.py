"""What a package says about itself, gathered once from release and campaign and made safe to print.

Free texts come from outside: control characters go, white space is evened, and every writer after this one escapes for its own format.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from ..campaign import Campaign
from ..errors import Fault, InputError
from ..release import Release

LANGUAGES = ("sv", "en")
LICENCE_NAME = "CC0-1.0"
LICENCE_TITLE = "Creative Commons Zero 1.0 Universal"
LICENCE_URL = "http://creativecommons.org/publicdomain/zero/1.0/"

_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_JOINERS = "\u200c\u200d"  # emoji and some scripts are written with these


@dataclass(frozen=True)
class About:
    """The dataset's own particulars; texts are pairs by language code, one line each unless said otherwise."""

    name: str
    title: dict[str, str]
    description: dict[str, str]
    """May have several paragraphs, separated by an empty line."""
    background: dict[str, str]
    keywords: dict[str, tuple[str, ...]]
    start: datetime.date
    end: datetime.date
    municipality: str
    municipality_code: str
    organisation_number: str
    contact_name: str
    contact_email: str
    organisation: str
    """Name of the portal's organisation that owns the dataset; empty: the portal's only one."""
    groups: tuple[str, ...]
    geonames: str
    version: str
    uuid: str
    base_url: str
    """Ends with a slash; the dataset's folder is ``base_url`` + ``name`` + ``/``."""
    k: int
    width: int
    epsg: int
    sizes: tuple[int, ...]
    regions: int
    contributors: int | None
    """Sum of the regions' published figures."""
    withheld: bool
    """Whether some figure of a region is withheld."""
    earlier: tuple[dict[str, Any], ...]
    changes: str

    @property
    def home(self) -> str:
        """Absolute address of the dataset's folder."""
        return f"{self.base_url}{self.name}/"


def gather(release: Release, campaign: Campaign) -> About:
    """All particulars of the package.

    Raises :class:`InputError` when the campaign or the release lacks what a package cannot do without.
    """
    about, portal, page = campaign.campaign, campaign.portal, campaign.page
    faults = []
    if not _VERSION.fullmatch(portal.version):
        faults.append(Fault("campaign.toml", f"portal.version {portal.version!r} is not a version", "write three numbers, such as 1.0.0"))
    if not _ADDRESS.fullmatch(portal.base_url):
        faults.append(Fault("campaign.toml", "portal.base_url is not an absolute web address", "write it as https://opendata.example.org/"))
    if about.geonames and not _ADDRESS.fullmatch(about.geonames):
        faults.append(Fault("campaign.toml", "campaign.geonames is not a web address", "write it as http://sws.geonames.org/2701714"))
    if not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", about.contact_email):
        faults.append(Fault("campaign.toml", "campaign.contact_email is not an e-mail address", "give the address readers shall write to"))
    chain, k, width = (release.facts.get(key) for key in ("chain", "k", "width"))
    if not (isinstance(chain, dict) and isinstance(chain.get("epsg"), int) and isinstance(chain.get("sizes"), list | tuple)):
        faults.append(Fault("release", "does not say its chain of cells", "make the release anew"))
    if not isinstance(k, int) or not isinstance(width, int):
        faults.append(Fault("release", "does not say its k and protection width", "make the release anew"))
    earlier = release.facts.get("earlier", [])
    if not isinstance(earlier, list | tuple) or not all(isinstance(entry, dict) for entry in earlier):
        faults.append(Fault("release", "does not say its earlier releases as a list of tables", "make the release anew"))
    if faults or not isinstance(chain, dict) or not isinstance(k, int) or not isinstance(width, int):
        raise InputError(faults)
    published = [region.contributors for region in release.regions if region.contributors is not None]
    return About(
        name=about.name,
        title={"sv": line(about.title_sv), "en": line(about.title_en)},
        description={"sv": paragraphs(page.description_sv), "en": paragraphs(page.description_en)},
        background={"sv": paragraphs(page.background_sv), "en": paragraphs(page.background_en)},
        keywords={"sv": _keywords(portal.keywords_sv), "en": _keywords(portal.keywords_en)},
        start=about.start,
        end=about.end,
        municipality=line(about.municipality),
        municipality_code=line(about.municipality_code),
        organisation_number=line(about.organisation_number),
        contact_name=line(about.contact_name),
        contact_email=about.contact_email,
        organisation=line(portal.organisation),
        groups=tuple(line(group) for group in portal.groups),
        geonames=about.geonames,
        version=portal.version,
        uuid=_uuid(campaign),
        base_url=portal.base_url.rstrip("/") + "/",
        k=k,
        width=width,
        epsg=chain["epsg"],
        sizes=tuple(int(size) for size in chain["sizes"]),
        regions=len(release.regions),
        contributors=sum(published) if published else None,
        withheld=any(region.contributors is None for region in release.regions),
        # One that was made from Python has no version of its own: there is no line for it in the history.
        earlier=tuple(dict(entry) for entry in earlier if entry.get("version") != ""),
        changes=line(str(release.facts.get("changes", ""))),
    )


def line(text: str) -> str:
    """``text`` on one line, without control characters and without white space at its ends."""
    return " ".join(_visible(text).split())


def paragraphs(text: str) -> str:
    """``text`` with its line breaks evened to ``\\n`` and its paragraphs to one empty line between."""
    lines = [line(part) for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _visible(text: str) -> str:
    kept = (c if c in _JOINERS or c in "\t\n\r" or unicodedata.category(c) not in _UNSEEN else " " for c in text)
    return unicodedata.normalize("NFC", "".join(kept))


def _keywords(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in map(line, words) if word))


def _uuid(campaign: Campaign) -> str:
    if campaign.portal.uuid:
        try:
            return str(uuid.UUID(campaign.portal.uuid))
        except ValueError:
            raise InputError(
                Fault("campaign.toml", "portal.uuid is not a UUID", "leave it out, or give one such as uuidgen prints")
            ) from None
    about = campaign.campaign
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:trygghetsrutan:{about.organisation_number}:{about.name}"))
