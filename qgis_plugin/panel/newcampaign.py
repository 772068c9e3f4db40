"""A new campaign: the few things that nobody can guess, written as campaign.toml."""

from __future__ import annotations

import datetime
import re
import unicodedata
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import QDateEdit, QDialog, QFileDialog, QFormLayout, QLineEdit, QVBoxLayout

from ...opendata import campaign as settings
from ...opendata.campaign import About, Campaign
from ...opendata.errors import UserError
from ...opendata.files import write_text
from ..i18n import tr
from ..i18n.messages import file_trouble, sentence
from .widgets import BAD, save_or_cancel, text


class NewCampaign(QDialog):
    """Asks for title, period, municipality and contact; ``path`` is the file written."""

    def __init__(self, parent: Any, begin: str):
        super().__init__(parent)
        self.setWindowTitle(tr("New campaign"))
        self.setMinimumWidth(460)
        self.path: Path | None = None
        self._begin = begin
        box = QVBoxLayout(self)
        box.addWidget(
            text(tr("These go into campaign.toml, the one file that holds every decision, so that a colleague can repeat it."), quiet=True)
        )
        form = QFormLayout()
        self.fields: dict[str, QLineEdit] = {}
        for name, words, example in (
            ("title_sv", tr("Title in Swedish"), "Snacka om trygghet 2026"),
            ("title_en", tr("Title in English"), "Talk about safety 2026"),
            ("municipality", tr("Municipality"), "Karlskoga"),
            ("municipality_code", tr("Municipality code"), "1883"),
            ("organisation_number", tr("Organisation number"), "212000-1991"),
            ("contact_name", tr("Contact"), "Karlskoga kommun, servicecenter"),
            ("contact_email", tr("E-mail of the contact"), "kommun@example.se"),
        ):
            edit = QLineEdit()
            edit.setPlaceholderText(example)
            edit.setObjectName(name)
            form.addRow(words, edit)
            self.fields[name] = edit
        today = QDate.currentDate()
        self.start, self.end = QDateEdit(today), QDateEdit(today.addDays(14))
        for words, edit in ((tr("First day"), self.start), (tr("Last day"), self.end)):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            form.addRow(words, edit)
        box.addLayout(form)
        self.trouble = text()
        self.trouble.setStyleSheet(f"color: {BAD};")
        box.addWidget(self.trouble)
        box.addWidget(save_or_cancel(self, tr("Save as…"), self._save))

    def campaign(self) -> Campaign:
        """What the form says."""
        said = {name: edit.text().strip() for name, edit in self.fields.items()}
        start, end = (datetime.date(d.year(), d.month(), d.day()) for d in (self.start.date(), self.end.date()))
        return Campaign(About(name=name_of(said["title_sv"]), start=start, end=end, **said))

    def _save(self) -> None:
        empty = [name for name, edit in self.fields.items() if not edit.text().strip() and name != "title_en"]
        if empty:
            self.fields[empty[0]].setFocus()
            self.trouble.setText(tr("Fill in every line; the title in English can wait."))
            return
        if not self.fields["title_en"].text().strip():
            self.fields["title_en"].setText(self.fields["title_sv"].text())
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the campaign"), str(Path(self._begin) / "campaign.toml"), "campaign.toml (*.toml)"
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the file and close, or say what is wrong with it."""
        target = path if path.suffix == ".toml" else path.with_name(path.name + ".toml")
        try:
            write_text(target, settings.dump(self.campaign()))
            settings.load(target)
        except UserError as error:
            target.unlink(missing_ok=True)
            self.trouble.setText("\n".join(sentence(fault) for fault in error.faults))
            return
        except OSError as error:
            self.trouble.setText(file_trouble(error))
            return
        self.path = target
        self.accept()


def name_of(title: str) -> str:
    """A dataset's name out of a title: ``Snacka om trygghet 2026`` becomes ``snacka-om-trygghet-2026``."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100] or "campaign"
