"""What the plugin itself says in the core's form, in Swedish; the core's own words are in ``opendata.swedish``."""

from __future__ import annotations

OWN: dict[str, str] = {
    # Faults that the plugin itself raises in the core's form.
    "is a layer of type {}, not of points": "är ett lager av typen {}, inte av punkter",
    "choose a point layer": "välj ett punktlager",
    "is a layer of type {}, not of areas": "är ett lager av typen {}, inte av ytor",
    "choose a layer of areas": "välj ett lager med ytor",
    "has no coordinate system": "saknar koordinatsystem",
    "set it under Layer > Layer CRS > Set Layer CRS": "ange det under Lager > Lagrets CRS > Ange CRS för lager",
    "has no field {}": "har inget fält {}",
    "choose one of its fields": "välj ett av dess fält",
    "choose a layer that holds points": "välj ett lager som innehåller punkter",
    "has no point with coordinates in {}": "har ingen punkt med koordinater i {}",
    "check the layer's coordinate system": "kontrollera lagrets koordinatsystem",
    "the squares were not styled yet": "rutorna är inte stilsatta ännu",
    "style the squares first": "stilsätt rutorna först",
    "{} is not a coordinate system that QGIS knows": "{} är inget koordinatsystem som QGIS känner till",
    "cannot be read as a vector file": "kan inte läsas som vektorfil",
    "correct the file's name": "rätta filens namn",
    "is not installed": "är inte installerad",
    "install it on the page Publish, or name a Python in the settings": "installera den på sidan Publicera, eller välj en Python där",
    "the configuration cannot be read": "konfigurationen kan inte läsas",
    "enter the master password, or choose another one": "ange huvudlösenordet, eller välj en annan",
    "the configuration holds no credential": "konfigurationen saknar inloggning",
    "could not be installed ({})": "kunde inte installeras ({})",
    "check the network and the proxy settings of QGIS": "kontrollera nätverket och proxyinställningarna i QGIS",
    "the Python of this system cannot make environments": "det här systemets Python kan inte skapa miljöer",
    "install python3-venv, or choose a Python yourself": "installera python3-venv, eller välj en Python själv",
    "cannot be started ({})": "kan inte startas ({})",
    "choose a Python interpreter": "välj en Python-tolk",
    "lacks a library ({})": "saknar ett bibliotek ({})",
    "install what requirements.lock names into it": "installera det som requirements.lock nämner i den",
    "ended with code {} ({})": "avslutades med kod {} ({})",
    "found something that forbids this": "hittade något som hindrar det här",
    "run validate and look at what it says": "kör kontrollen och se vad den säger",
    "make a Basic configuration whose password is the API token": "skapa en konfiguration av typen Basic med API-nyckeln som lösenord",
    "look at the log and run it again": "titta i loggen och kör igen",
}

STEPS: dict[str, str] = {
    "reading points": "läser punkter",
    "projecting": "transformerar",
    "writing": "skriver",
    "styling": "stilsätter",
    "drawing": "ritar",
    "making the environment": "skapar miljön",
    "downloading libraries": "hämtar bibliotek",
    "unpacking libraries": "packar upp bibliotek",
    "trying the libraries": "prövar biblioteken",
}
