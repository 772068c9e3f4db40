"""Files of points that are already located."""

WORDS: dict[str, str] = {
    "is not a table of rows with equal columns": "är ingen tabell där raderna har lika många kolumner",
    "mend the file or save it anew as CSV": "rätta filen eller spara om den som CSV",
    "has more than {} rows with too few or too many cells": "har fler än {} rader med för få eller för många celler",
    "save the table as CSV anew": "spara om tabellen som CSV",
    "save the table as CSV in UTF-8": "spara tabellen som CSV i UTF-8",
    "has a row longer than {} bytes (a quotation mark that is never closed?)": (
        "har en rad längre än {} byte (ett citattecken som aldrig stängs?)"
    ),
    "mend the quotation marks": "rätta citattecknen",
    "is a table": "är en tabell",
    "name its columns of coordinates with --x and --y": "ange vilka kolumner som är koordinater",
    "does not begin with the names of its columns": "börjar inte med kolumnernas namn",
    "save the table as CSV with a header row": "spara tabellen som CSV med en rubrikrad",
    "cannot be read to its end ({})": "kan inte läsas till slutet ({})",
    "has no geometries": "har inga geometrier",
    "cannot be read as a file of points ({})": "kan inte läsas som en fil med punkter ({})",
    "save it anew, for instance as GeoPackage": "spara om den, till exempel som GeoPackage",
    "has {} layers ({})": "har {} lager ({})",
    "say which one holds the points with --layer": "ange vilket lager som har punkterna",
    "is not a {} file": "är ingen fil av typen {}",
    "has {} columns {}": "har {} kolumner som heter {}",
    "give each column its own name": "ge varje kolumn ett eget namn",
    "give the path of a file of points": "ange sökvägen till en fil med punkter",
    "is not a Parquet file ({})": "är ingen Parquet-fil ({})",
    "save it anew": "spara om den",
}
