"""Everything a GIS officer does, in order, from five files to a receipt; every ``yield`` waits until nothing runs."""

from hands import PICTURES, SEEN, WORK, clear_desk, grab, lines, open_panel, panel
from qgis.core import QgsProject


def steps():
    clear_desk()
    yield
    open_panel()
    yield
    grab("01-start")
    for page in (new_campaign, sources, decisions, squares, publication):
        yield from page()
    SEEN["end"] = lines()
    QgsProject.instance().write(str(WORK / "project.qgz"))
    SEEN["layers"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())


def new_campaign():
    dock = panel()
    from trygghetsrutan.qgis_plugin.panel.newcampaign import NewCampaign

    dialog = NewCampaign(dock, str(WORK))
    for name, words in (
        ("title_sv", "Snacka om trygghet 2021"),
        ("title_en", "Talk about safety 2021"),
        ("municipality", "Karlskoga"),
        ("municipality_code", "1883"),
        ("organisation_number", "212000-1991"),
        ("contact_name", "Karlskoga kommun, servicecenter"),
        ("contact_email", "servicecenter@example.com"),
    ):
        dialog.fields[name].setText(words)
    dialog.show()
    yield
    dialog.grab().save(str(PICTURES / "02-new-campaign.png"))
    dialog.start.setDate(dialog.start.date().fromString("2021-05-17", "yyyy-MM-dd"))
    dialog.end.setDate(dialog.end.date().fromString("2021-05-30", "yyyy-MM-dd"))
    dialog.write(WORK / "campaign.toml")
    dialog.close()
    dock.session.open(WORK / "campaign.toml")


def sources():
    dock = panel()
    dock.choose("sources")
    yield
    page = dock.pages["sources"]
    page.add_files([WORK / name for name in ("webbkarta.geojson", "vykort.xlsx", "epost.mbox", "telefon.csv", "besok.ods")])
    page.set_gazetteer([WORK / "gazetteer.geojson"])
    yield
    page.table.selectRow(1)
    yield
    grab("03-sources")
    page._load()
    yield
    page.table.selectRow(0)
    yield
    grab("04-loaded")


def decisions():
    dock = panel()
    dock.choose("places")
    yield
    yield
    grab("05-places")
    places = dock.pages["places"]
    waiting = len(places._lines)
    places.decide("1")
    yield
    SEEN["places"] = [waiting, sum(not line.decision for line in places._lines)]
    dock.choose("texts")
    dock.pages["texts"]._find()
    yield
    grab("06-texts")
    dock.pages["texts"].decide("accept")
    yield
    SEEN["texts"] = [item.decision for item in dock.pages["texts"]._items][:2]
    dock.pages["texts"].every.setChecked(True)
    yield
    dock.pages["texts"].search.setText("lampor")
    yield
    grab("06b-all-texts")
    SEEN["all_texts"] = [len(dock.pages["texts"]._stops), len(dock.pages["texts"]._texts)]
    dock.pages["texts"].every.setChecked(False)
    dock.choose("themes")
    yield
    themes = dock.pages["themes"]
    first = themes._lines[themes._shown[0]].key
    themes.decide("lighting")
    yield
    themes.which.setCurrentIndex(3)
    themes._choose()
    yield
    grab("06c-themes")
    themes._again()
    yield
    SEEN["themes"] = [(line.decision, line.theme) for line in themes._lines if line.key == first]


def squares():
    dock = panel()
    dock.choose("settings")
    yield
    dock.pages["settings"]._compare()
    yield
    grab("07-grid")
    dock.pages["settings"]._count()
    yield
    dock.choose("map")
    dock.pages["map"]._style()
    yield
    yield
    grab("08-map")
    dock.pages["map"].theme.setCurrentIndex(1)
    dock.pages["map"]._show_theme()
    yield
    yield
    grab("09-theme")


def publication():
    dock = panel()
    dock.choose("release")
    yield
    grab("10-findings")
    dock.pages["release"]._export()
    yield
    dock.choose("publish")
    yield
    grab("11-publish")
    publish = dock.pages["publish"]
    from trygghetsrutan.qgis_plugin.panel.pagetexts import PageTexts

    words = PageTexts(dock, dock.session)
    words.paragraphs["description_sv"].setPlainText("Var, när och varför människor känner sig otrygga.\n\nRäknat per ruta.")
    words.paragraphs["background_sv"].setPlainText("Kommunen frågade i två veckor.")
    words.show()
    yield
    words.grab().save(str(PICTURES / "11b-page-texts.png"))
    words._save()
    yield
    SEEN["page"] = dock.session.campaign.page.description_sv
    if publish.build.isEnabled():
        publish._build()
        yield
        publish.to.setText(str(WORK / "portal"))
        yield
        publish._plan()
        yield
        grab("12-plan")
        SEEN["plan"] = publish.table.rowCount()
        publish._apply()
        yield
        grab("13-receipt")
        SEEN["receipt"] = publish.receipt.text() if publish.receipt.isVisible() else ""
