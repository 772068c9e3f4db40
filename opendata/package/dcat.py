"""DCAT-AP-SE 3.0.1 from ``datapackage.json``, and schema.org for search engines.

One RDF/XML file is what dataportal.se harvests. Every thing has an absolute IRI and none is a blank node, so a new harvest updates what the
last one made. The same function serves the single package and the folder portal's catalogue of many.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from . import manifest

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

FILES = {manifest.DCAT_XML: "xml", manifest.DCAT_TURTLE: "turtle", manifest.DCAT_JSON: "json-ld"}

EU = "http://publications.europa.eu/resource/authority/"
THEMES = tuple(f"{EU}data-theme/{code}" for code in ("GOVE", "JUST", "REGI", "SOCI"))
LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
ORGANISATION = "http://dataportal.se/organisation/SE"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

LANGUAGES = tuple(f"{EU}language/{code}" for code in ("SWE", "ENG"))
_CATALOGUE = {
    "title": {"sv": "Öppna data om trygghet, {name}", "en": "Open data on safety, {name}"},
    "description": {
        "sv": "Datamängder om var invånare upplever otrygghet, som antal deltagare per område. Inga uppgifter om enskilda.",
        "en": "Datasets on where residents feel unsafe, as numbers of contributors per region. Nothing about individuals.",
    },
}
_SUBJECT = "  <rdf:Description "


def catalogue(descriptors: Sequence[dict[str, Any]], base_url: str) -> Graph:
    """The catalogue of the packages with these descriptors (as in ``datapackage.json``), served under ``base_url``.

    A dataset's folder is its descriptor's ``homepage``. The publisher of the catalogue is that of the first dataset.
    """
    from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, URIRef

    graph = Graph()
    for prefix, namespace in _prefixes().items():
        graph.bind(prefix, namespace, override=True, replace=True)
    base = base_url.rstrip("/") + "/"
    this = URIRef(f"{base}catalog")
    graph.add((this, RDF.type, DCAT.Catalog))
    for descriptor in descriptors:
        dataset = _dataset(graph, descriptor)
        graph.add((this, DCAT.dataset, dataset))
    if descriptors:
        publisher = _publisher(graph, descriptors[0])
        graph.add((this, DCTERMS.publisher, publisher))
        name = descriptors[0]["publisher"]["name"]
        for key, predicate in (("title", DCTERMS.title), ("description", DCTERMS.description)):
            _texts(graph, this, predicate, {language: text.format(name=name) for language, text in _CATALOGUE[key].items()})
        graph.add((this, DCTERMS.license, URIRef(descriptors[0]["licenses"][0]["path"])))
        graph.add((this, FOAF.homepage, URIRef(base)))
        for language in LANGUAGES:
            graph.add((this, DCTERMS.language, URIRef(language)))
    graph.add((URIRef(EU + "data-theme"), RDF.type, URIRef("http://www.w3.org/2004/02/skos/core#ConceptScheme")))
    graph.add((this, DCAT.themeTaxonomy, URIRef(EU + "data-theme")))
    return graph


def serialise(graph: Graph, form: str) -> str:
    """The graph as ``xml``, ``turtle`` or ``json-ld``; the same text for the same triples, in whatever order they came."""
    from rdflib import Graph

    ordered = Graph()
    for prefix, namespace in sorted(_prefixes().items()):
        ordered.bind(prefix, namespace, override=True, replace=True)
    for triple in sorted(graph, key=lambda triple: tuple(node.n3() for node in triple)):
        ordered.add(triple)
    if form == "json-ld":
        context = dict(sorted(_prefixes().items()))
        listed = json.loads(ordered.serialize(format="json-ld", context=context))
        listed["@graph"] = sorted((_sorted(node) for node in listed["@graph"]), key=lambda node: str(node["@id"]))
        return json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if form == "xml":
        # The serialiser walks a set of subjects; a "<" in a literal is escaped, so this cannot cut inside one.
        head, *subjects = str(ordered.serialize(format="xml")).split(_SUBJECT)
        last = subjects[-1].removesuffix("</rdf:RDF>\n")
        return head + "".join(_SUBJECT + subject for subject in sorted([*subjects[:-1], last])) + "</rdf:RDF>\n"
    return str(ordered.serialize(format=form)).rstrip("\n") + "\n"


def write(folder: Path, descriptor: dict[str, Any], base_url: str) -> None:
    """Write the three files of :data:`FILES` for a package alone."""
    graph = catalogue([descriptor], base_url)
    for name, form in FILES.items():
        (folder / name).write_bytes(serialise(graph, form).encode("utf-8"))


def schema_org(descriptor: dict[str, Any], language: str) -> dict[str, Any]:
    """The dataset as schema.org ``Dataset`` (JSON-LD) for the web page."""
    suffix = "" if language == "en" else f"_{language}"
    spatial = descriptor["spatial"]
    place: dict[str, Any] = {"@type": "Place", "name": spatial["name"]}
    if "bbox" in spatial:
        west, south, east, north = spatial["bbox"]
        place["geo"] = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{descriptor['homepage']}#dataset",
        "name": descriptor[f"title{suffix}"],
        "description": descriptor[f"description{suffix}"],
        "identifier": descriptor["id"],
        "url": descriptor["homepage"],
        "version": descriptor["version"],
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "inLanguage": ["sv", "en"],
        "keywords": descriptor["keywords"],
        "creator": {"@type": "GovernmentOrganization", "name": descriptor["publisher"]["name"]},
        "temporalCoverage": f"{descriptor['temporal']['start']}/{descriptor['temporal']['end']}",
        "spatialCoverage": place,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource[f"title{suffix}"],
                "contentUrl": descriptor["homepage"] + resource["path"],
                "encodingFormat": resource["mediatype"],
                "contentSize": f"{resource['bytes']} B",
            }
            for resource in descriptor["resources"]
            if is_distribution(resource["name"])
        ],
    }


def is_distribution(name: str) -> bool:
    """Whether the resource of this name is the data in some form, and not a text about it."""
    return manifest.role_of(name) == "data"


def _dataset(graph: Graph, descriptor: dict[str, Any]) -> Node:
    from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Literal, URIRef

    home = descriptor["homepage"]
    this = URIRef(f"{home}#dataset")
    graph.add((this, RDF.type, DCAT.Dataset))
    _texts(graph, this, DCTERMS.title, {"sv": descriptor["title_sv"], "en": descriptor["title"]})
    _texts(graph, this, DCTERMS.description, {"sv": descriptor["description_sv"], "en": descriptor["description"]})
    for spoken, words in descriptor["keywords_by_language"].items():
        for word in words:
            graph.add((this, DCAT.keyword, Literal(word, lang=spoken)))
    for theme in THEMES:
        graph.add((this, DCAT.theme, URIRef(theme)))
    for language in LANGUAGES:
        graph.add((this, DCTERMS.language, URIRef(language)))
    graph.add((this, DCTERMS.publisher, _publisher(graph, descriptor)))
    graph.add((this, DCAT.contactPoint, _contact(graph, descriptor)))
    graph.add((this, DCTERMS.identifier, Literal(descriptor["id"])))
    graph.add((this, URIRef(f"{DCAT}version"), Literal(descriptor["version"])))
    graph.add((this, DCTERMS.accessRights, URIRef(f"{EU}access-right/PUBLIC")))
    graph.add((this, DCAT.landingPage, URIRef(home)))
    graph.add((this, DCTERMS.conformsTo, URIRef(f"http://www.opengis.net/def/crs/EPSG/0/{descriptor['crs'].removeprefix('EPSG:')}")))
    for resource in descriptor["resources"]:
        if manifest.role_of(resource["name"]) == "reading":
            graph.add((this, FOAF.page, URIRef(home + quote(resource["path"]))))
    period = URIRef(f"{home}#period")
    graph.add((this, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(descriptor["temporal"]["start"], datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(descriptor["temporal"]["end"], datatype=XSD.date)))
    _places(graph, this, descriptor)
    for resource in descriptor["resources"]:
        if is_distribution(resource["name"]):
            graph.add((this, DCAT.distribution, _distribution(graph, descriptor, resource)))
    return this


def _places(graph: Graph, dataset: Node, descriptor: dict[str, Any]) -> None:
    from rdflib import DCAT, DCTERMS, RDF, Literal, URIRef

    spatial = descriptor["spatial"]
    if "geonames" in spatial:
        graph.add((dataset, DCTERMS.spatial, URIRef(spatial["geonames"])))
    if "bbox" in spatial:
        west, south, east, north = spatial["bbox"]
        ring = ", ".join(f"{x} {y}" for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south)))
        area = URIRef(f"{descriptor['homepage']}#area")
        graph.add((dataset, DCTERMS.spatial, area))
        graph.add((area, RDF.type, DCTERMS.Location))
        wkt = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
        graph.add((area, DCAT.bbox, Literal(f"POLYGON(({ring}))", datatype=wkt)))


def _distribution(graph: Graph, descriptor: dict[str, Any], resource: dict[str, Any]) -> Node:
    from rdflib import DCAT, DCTERMS, RDF, XSD, Literal, Namespace, URIRef

    spdx = Namespace("http://spdx.org/rdf/terms#")
    home = descriptor["homepage"]
    this = URIRef(f"{home}#{resource['name']}")
    graph.add((this, RDF.type, DCAT.Distribution))
    _texts(graph, this, DCTERMS.title, {"sv": resource["title_sv"], "en": resource["title"]})
    graph.add((this, DCAT.accessURL, URIRef(home)))
    graph.add((this, DCAT.downloadURL, URIRef(home + quote(resource["path"]))))
    graph.add((this, DCTERMS.license, URIRef(descriptor["licenses"][0]["path"])))
    graph.add((this, DCTERMS["format"], Literal(resource["mediatype"])))
    graph.add((this, DCAT.mediaType, URIRef(MEDIA_TYPES + resource["mediatype"])))
    graph.add((this, DCAT.byteSize, Literal(str(resource["bytes"]), datatype=XSD.nonNegativeInteger)))
    graph.add((this, URIRef("http://data.europa.eu/r5r/availability"), URIRef(f"{EU}planned-availability/STABLE")))
    checksum = URIRef(f"{home}#{resource['name']}-checksum")
    graph.add((this, spdx.checksum, checksum))
    graph.add((checksum, RDF.type, spdx.Checksum))
    graph.add((checksum, spdx.algorithm, URIRef(SHA256)))
    graph.add((checksum, spdx.checksumValue, Literal(resource["hash"].removeprefix("sha256:"), datatype=XSD.hexBinary)))
    return this


def _publisher(graph: Graph, descriptor: dict[str, Any]) -> Node:
    from rdflib import DCTERMS, FOAF, RDF, Literal, URIRef

    publisher = descriptor["publisher"]
    this = URIRef(publisher["id"])
    graph.add((this, RDF.type, FOAF.Agent))
    graph.add((this, FOAF.name, Literal(publisher["name"])))
    graph.add((this, DCTERMS.type, URIRef(LOCAL_AUTHORITY)))
    return this


def _contact(graph: Graph, descriptor: dict[str, Any]) -> Node:
    from rdflib import RDF, Literal, Namespace, URIRef

    vcard = Namespace("http://www.w3.org/2006/vcard/ns#")

    contact = next(entry for entry in descriptor["contributors"] if "contact" in entry["roles"])
    this = URIRef(f"{descriptor['homepage']}#contact")
    graph.add((this, RDF.type, vcard.Organization))
    graph.add((this, vcard.fn, Literal(contact["title"])))
    graph.add((this, vcard.hasEmail, URIRef("mailto:" + quote(contact["email"], safe="@.+-_"))))
    return this


def _texts(graph: Graph, subject: Node, predicate: Node, texts: dict[str, str]) -> None:
    from rdflib import Literal

    for language, text in texts.items():
        graph.add((subject, predicate, Literal(text, lang=language)))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(entry) for entry in value), key=lambda entry: json.dumps(entry, sort_keys=True))
    return value


def _prefixes() -> dict[str, str]:
    return {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatap": "http://data.europa.eu/r5r/",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
