"""A small data package in the shape of the real one, for what only carries packages about."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

REGIONS = "region_id,contributors,status\nSE_CRS3006RES1000mN6133000E394000,7,published\nSE_CRS3006RES1000mN6134000E394000,,withheld\n"
GEOJSON = json.dumps({"type": "FeatureCollection", "features": []}) + "\n"


def write_package(
    folder: Path, *, version: str = "1.0.0", name: str = "snacka-om-trygghet", rows: str = REGIONS, layer: bool = True, **extra: Any
) -> Path:
    """Write a package with one table, one map layer, a page and a read-me; ``extra`` overrides keys of the descriptor."""
    files = {"data/regions.csv": rows.encode()} | ({"data/regions.geojson": GEOJSON.encode()} if layer else {})
    schema = {
        "fields": [
            {"name": "region_id", "type": "string", "title": "Ruta", "description": "Id enligt SCB, lång form"},
            {"name": "contributors", "type": "integer", "title": "Bidragsgivare"},
            {"name": "status", "type": "string"},
        ],
        "primaryKey": ["region_id"],
    }
    resources: list[dict[str, Any]] = []
    for path, data in files.items():
        suffix = path.rsplit(".", 1)[1]
        entry = {
            "name": f"regions-{suffix}" if suffix != "csv" else "regions",
            "path": path,
            "title": f"Regions ({suffix})",
            "title_sv": f"Områden ({suffix})",
            "mediatype": {"csv": "text/csv", "geojson": "application/geo+json"}[suffix],
            "format": suffix,
            "bytes": len(data),
            "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
            "encoding": "utf-8",
        }
        if suffix == "csv":
            entry |= {"type": "table", "profile": "tabular-data-resource", "schema": schema, "dialect": {"delimiter": ","}}
        resources.append(entry)
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": "Talk about safety 2021",
        "title_sv": "Snacka om trygghet 2021",
        "description": "Places that feel unsafe, as squares.",
        "description_sv": "Platser som känns otrygga, som rutor.",
        "version": version,
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0", "path": "http://creativecommons.org/publicdomain/zero/1.0/"}],
        "keywords": ["trygghet", "öppna data"],
        "homepage": f"https://data.example.com/{name}/",
        "publisher": {"name": "Karlskoga kommun", "id": "http://dataportal.se/organisation/SE2120001991"},
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_DNS, name)}",
        "keywords_by_language": {"sv": ["trygghet", "öppna data"]},
        "crs": "EPSG:3006",
        "contributors": [
            {"title": "Karlskoga kommun", "roles": ["publisher"]},
            {"title": "Öppna data", "roles": ["contact"], "email": "oppnadata@example.com"},
        ],
        "temporal": {"start": "2021-05-17", "end": "2021-05-30"},
        "spatial": {"name": "Karlskoga", "bbox": [14.3, 59.2, 14.7, 59.5]},
        "resources": resources,
    } | extra
    files["index.html"] = f"<!doctype html><title>{version}</title><h1>Karta</h1>".encode()
    files["README.md"] = f"# Snacka om trygghet\n\nVersion {version}\n".encode()
    files["datapackage.json"] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder
