"""DCAT-AP-SE: the same in every form, without blank nodes, as the shapes ask."""

import json
from pathlib import Path

import pytest

from trygghetsrutan.opendata.package import dcat, gate_dcat


def test_the_catalogue_of_two_datasets_conforms_to_the_shapes(good: Path) -> None:
    first = json.loads((good / "datapackage.json").read_text(encoding="utf-8"))
    second = first | {"name": "other", "homepage": "https://opendata.example.org/other/"}
    graph = dcat.catalogue([first, second], "https://opendata.example.org")
    assert gate_dcat.shape_faults(graph) == []
    assert len(list(graph.subjects(predicate=None, object=None))) > 0


def test_no_thing_in_the_catalogue_is_a_blank_node(good: Path) -> None:
    from rdflib import BNode

    graph = dcat.catalogue([json.loads((good / "datapackage.json").read_text(encoding="utf-8"))], "https://opendata.example.org/")
    assert [node for node in graph.all_nodes() if isinstance(node, BNode)] == []


@pytest.mark.parametrize("form", dcat.FILES.values())
def test_every_form_holds_the_same_triples(good: Path, form: str) -> None:
    from rdflib import Graph

    graph = dcat.catalogue([json.loads((good / "datapackage.json").read_text(encoding="utf-8"))], "https://opendata.example.org/")
    again = Graph().parse(data=dcat.serialise(graph, form), format=form)
    assert {tuple(node.n3() for node in triple) for triple in again} == {tuple(node.n3() for node in triple) for triple in graph}


def test_the_publisher_is_the_organisation_of_the_portal(good: Path) -> None:
    assert "http://dataportal.se/organisation/SE2120001991" in (good / "dcat.ttl").read_text(encoding="utf-8")
