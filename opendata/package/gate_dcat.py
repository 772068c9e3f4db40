"""The gate on metadata for catalogues: DCAT-AP-SE by shapes of our own (SHACL), and the three files against the descriptor."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import Fault, InputError
from . import dcat
from .opened import Package
from .report import ANEW, Finding

if TYPE_CHECKING:
    from rdflib import Graph

GATE = "dcat"
_REMOTE = (b"<!ENTITY", b"<!DOCTYPE", b'"@import"')
"""What would make a parser fetch something."""


def check(package: Package) -> Iterator[Finding]:
    """Every finding of this gate."""
    graphs = {name: _parse(package, name, form) for name, form in dcat.FILES.items()}
    described = dict(package.descriptor)
    described["resources"] = [resource for resource in package.resources if resource["path"] not in dcat.FILES]
    # The catalogue of a single package lies where its dataset's folder does.
    base = str(described["homepage"]).removesuffix(f"{described['name']}/")
    wanted = _triples(dcat.catalogue([described], base))
    for name, graph in graphs.items():
        found = _triples(graph)
        for triple in sorted(found ^ wanted)[:10]:
            kind = "says what the descriptor does not" if triple in found else "does not say what the descriptor says"
            yield Finding(GATE, name, None, f"{kind}: {' '.join(triple)[:200]}", ANEW)
    for text in shape_faults(graphs["dcat.ttl"]):
        yield Finding(GATE, "dcat.ttl", None, text, ANEW)


def shape_faults(graph: Graph) -> list[str]:
    """What ``schemas/dcat-shapes.ttl`` (DCAT-AP-SE 3.0.1) finds in a graph, one line each."""
    import pyshacl
    from rdflib import RDF, Graph, Namespace

    from ... import schemas

    shacl = Namespace("http://www.w3.org/ns/shacl#")
    text = importlib.resources.files(schemas).joinpath("dcat-shapes.ttl").read_text(encoding="utf-8")
    shapes = Graph().parse(data=text, format="turtle")
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False, do_owl_imports=False)
    if conforms or not isinstance(results, Graph):
        return []
    faults = []
    for result in results.subjects(RDF.type, shacl.ValidationResult):
        node, path, message = (results.value(result, key) for key in (shacl.focusNode, shacl.resultPath, shacl.resultMessage))
        faults.append(" ".join(f"{node} {path or ''}: {message}".split())[:300])
    return sorted(faults)


def _parse(package: Package, name: str, form: str) -> Graph:
    from rdflib import Graph

    data = (package.folder / name).read_bytes()
    if any(sign in data for sign in _REMOTE):
        raise InputError(Fault(name, "refers to something outside itself", ANEW))
    try:
        return Graph().parse(data=data, format=form)
    except Exception as error:  # each of rdflib's parsers has errors of its own
        raise InputError(Fault(name, f"is not {form} ({type(error).__name__})", ANEW)) from None


def _triples(graph: Graph) -> set[tuple[str, ...]]:
    return {tuple(node.n3() for node in triple) for triple in graph}
