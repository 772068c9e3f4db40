"""What the public page says, and what the portal is told of the dataset: the texts of campaign.toml in Swedish and English."""

from __future__ import annotations

import dataclasses
from typing import Any

from qgis.PyQt.QtWidgets import QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from ...opendata.campaign import Campaign
from ..i18n import tr
from .widgets import BAD, save_or_cancel, text

LANGUAGES = ("sv", "en")


class PageTexts(QDialog):
    """A tab per language, one for the contact and one for the portal; ``campaign`` is what the form says."""

    def __init__(self, parent: Any, session: Any):
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(tr("Texts of the page"))
        self.setMinimumSize(560, 480)
        campaign: Campaign = session.campaign
        about, page, portal = campaign.campaign, campaign.page, campaign.portal
        self.lines: dict[str, QLineEdit] = {}
        self.paragraphs: dict[str, QPlainTextEdit] = {}
        box = QVBoxLayout(self)
        box.addWidget(
            text(tr("What readers of the page and the portal's catalogue see. Plain text; an empty line begins a paragraph."), quiet=True)
        )
        self.tabs = QTabWidget()
        box.addWidget(self.tabs, 1)
        for code, name in zip(LANGUAGES, (tr("Swedish"), tr("English")), strict=True):
            form = self._tab(name)
            self._line(form, f"title_{code}", tr("Title"), getattr(about, f"title_{code}"))
            self._paragraph(form, f"description_{code}", tr("In short: what the squares show"), getattr(page, f"description_{code}"))
            self._paragraph(form, f"background_{code}", tr("Background: who asked, when and how"), getattr(page, f"background_{code}"))
            self._line(form, f"keywords_{code}", tr("Keywords, separated by commas"), ", ".join(getattr(portal, f"keywords_{code}")))
        form = self._tab(tr("Contact"))
        self._line(form, "contact_name", tr("Contact"), about.contact_name)
        self._line(form, "contact_email", tr("E-mail of the contact"), about.contact_email)
        form = self._tab(tr("Portal"))
        self._line(form, "organisation", tr("Organisation at the portal"), portal.organisation)
        self._line(form, "groups", tr("Groups at the portal, separated by commas"), ", ".join(portal.groups))
        self._line(form, "base_url", tr("Web address of the folder"), portal.base_url)
        self._line(form, "version", tr("Version"), portal.version)
        self._line(form, "changes", tr("What is new in this version"), portal.changes)
        self.trouble = text()
        self.trouble.setStyleSheet(f"color: {BAD};")
        box.addWidget(self.trouble)
        session.failed.connect(lambda title, words: self.trouble.setText(f"{title}\n{words}"))
        box.addWidget(save_or_cancel(self, tr("Save"), self._save))

    def campaign(self) -> Campaign:
        """The campaign with what the form says."""
        said = {name: " ".join(edit.text().split()) for name, edit in self.lines.items()}
        said |= {name: edit.toPlainText().strip() for name, edit in self.paragraphs.items()}
        before: Campaign = self.session.campaign
        lists: dict[str, Any] = {name: _listed(said.pop(name)) for name in ("keywords_sv", "keywords_en", "groups")}
        return dataclasses.replace(
            before,
            campaign=_changed(before.campaign, said),
            page=_changed(before.page, said),
            portal=_changed(before.portal, said | lists),
        )

    def _save(self) -> None:
        if self.session.save(self.campaign()):
            self.accept()

    def _tab(self, name: str) -> QFormLayout:
        tab = QWidget()
        form = QFormLayout(tab)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.tabs.addTab(tab, name)
        return form

    def _line(self, form: QFormLayout, name: str, words: str, value: str) -> None:
        edit = QLineEdit(value)
        edit.setObjectName(name)
        edit.setCursorPosition(0)
        form.addRow(words, edit)
        self.lines[name] = edit

    def _paragraph(self, form: QFormLayout, name: str, words: str, value: str) -> None:
        edit = QPlainTextEdit(value)
        edit.setObjectName(name)
        edit.setTabChangesFocus(True)
        form.addRow(words, edit)
        self.paragraphs[name] = edit


def _changed(before: Any, said: dict[str, Any]) -> Any:
    """The dataclass with those of its fields that were said."""
    names = {field.name for field in dataclasses.fields(before)}
    return dataclasses.replace(before, **{name: value for name, value in said.items() if name in names})


def _listed(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words.split(",") if word.strip()))
