"""What validation says."""

from trygghetsrutan.opendata.package.report import Finding, Report


def _report(*findings: Finding) -> Report:
    return Report("package", findings, (("files", True), ("audit", not findings)))


def test_a_report_without_findings_and_with_all_gates_run_passes() -> None:
    assert _report().passed
    assert _report().to_text().splitlines()[-1] == "package: passed"


def test_a_gate_that_was_not_run_does_not_pass() -> None:
    assert not Report("package", (), (("files", True), ("audit", False))).passed


def test_a_finding_names_file_row_what_and_fix() -> None:
    assert str(Finding("files", "data/x.csv", 7, "is wrong", "mend it")) == "data/x.csv:7: is wrong; mend it [files]"


def test_the_html_report_escapes_what_comes_from_the_package() -> None:
    made = _report(Finding("files", "<script>", None, "<b>", "&")).to_html()
    assert "<script>" not in made
    assert "&lt;b&gt;" in made


def test_the_json_report_holds_every_finding() -> None:
    told = _report(Finding("files", "x", None, "a", "b")).to_json()
    assert told["findings"] == [{"gate": "files", "file": "x", "row": None, "what": "a", "fix": "b"}]
