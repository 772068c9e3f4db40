"""The regions' look as files: QML for QGIS, SLD 1.0 for other programs, and ISO 19139 metadata for the GeoPackage.

Rules, not graduated classes: withheld, zero and "no figure" must each have a look of their own, and graduated renderers take NULL for 0.
The figure drawn is contributors per km2, because regions differ in size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes XML, parses none

import numpy as np

from .. import style
from ..geopackage import Box
from ..release import PUBLISHED, REMAINDER, WITHHELD
from .about import LICENCE_NAME, About
from .tables import Table

DENSITY = '"contributors" / "area_km2"'
_LINE_WIDTH, _EDGE_WIDTH = 0.15, 0.3


@dataclass(frozen=True)
class Rule:
    """One line of the legend: an expression in QGIS' language and its SLD filter, a fill, and whether it is hatched."""

    label: str
    expression: str
    sld_filter: str
    fill: str
    """Empty for a rule that draws an edge only."""
    hatched: bool = False


def densities(regions: Table) -> style.Values:
    """(n,) float64 contributors per km2; NaN for withheld and for elsewhere, which has no area."""
    area, count = regions.columns.index("area_km2"), regions.columns.index("contributors")
    return np.array([row[count] / row[area] if row[count] is not None and row[area] else np.nan for row in regions.rows], dtype=np.float64)


def rules(regions: Table, language: str = "sv") -> tuple[Rule, ...]:
    """The legend's lines: classes from little to much, then withheld, then the edge of remainders."""
    lines = []
    for i, entry in enumerate(style.classes(densities(regions))):
        lower, upper = entry.lower, entry.upper
        last = f"{DENSITY} <= {upper!r}"
        expression = f"\"status\" = '{PUBLISHED}' AND " + (last if i == 0 else f"{DENSITY} > {lower!r} AND {last}")
        lines.append(
            Rule(
                style.label(entry.lower, entry.upper, first=i == 0, whole=False, language=language),
                expression,
                _sld_class(None if i == 0 else lower, upper),
                entry.colour,
            )
        )
    label = {"sv": "Undanhållet: för få deltagare", "en": "Withheld: too few contributors"}[language]
    lines.append(Rule(label, f"\"status\" = '{WITHHELD}'", _sld_equals("status", WITHHELD), style.WITHHELD_FILL, hatched=True))
    label = {"sv": "Streckad kant: rest av en större ruta", "en": "Dashed edge: remainder of a larger square"}[language]
    lines.append(Rule(label, f"\"kind\" = '{REMAINDER}'", _sld_equals("kind", REMAINDER), ""))
    return tuple(lines)


def qml(regions: Table) -> str:
    """A QGIS layer style (rule-based renderer), the same bytes for the same classes."""
    listed = rules(regions)
    rule_lines, symbols = [], []
    for i, rule in enumerate(listed):
        rule_lines.append(f'<rule key="r{i}" symbol="{i}" filter={quoteattr(rule.expression)} label={quoteattr(rule.label)}/>')
        symbols.append(f'<symbol type="fill" name="{i}" alpha="0.85" clip_to_extent="1" force_rhr="0">{_qml_fill(rule)}</symbol>')
    newline = "\n"
    return f"""<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.40.0" styleCategories="Symbology|Fields|MapTips">
<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="1" forceraster="0" referencescale="-1">
<rules key="root">
{newline.join(rule_lines)}
</rules>
<symbols>
{newline.join(symbols)}
</symbols>
<orderby><orderByClause asc="0" nullsFirst="0">"size_m"</orderByClause></orderby>
</renderer-v2>
<mapTip enabled="1">{escape(_MAP_TIP)}</mapTip>
<layerGeometryType>2</layerGeometryType>
</qgis>
"""


def sld(regions: Table, about: About) -> str:
    """The same as Styled Layer Descriptor 1.0.0."""
    blocks = "\n".join(
        f"<Rule><Title>{escape(rule.label)}</Title><ogc:Filter>{rule.sld_filter}</ogc:Filter>"
        f"<PolygonSymbolizer>{_sld_fill(rule)}{_sld_stroke(rule)}</PolygonSymbolizer></Rule>"
        for rule in rules(regions)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc">
<NamedLayer><Name>regions</Name><UserStyle><Title>{escape(about.title["sv"])}</Title><FeatureTypeStyle>
{blocks}
</FeatureTypeStyle></UserStyle></NamedLayer>
</StyledLayerDescriptor>
"""


def iso_metadata(about: About, box: Box | None) -> str:
    """Short ISO 19139 metadata; ``box`` is west, south, east, north in WGS84."""

    def text(value: str) -> str:
        return f"<gco:CharacterString>{escape(value)}</gco:CharacterString>"

    extent = (
        ""
        if box is None
        else "".join(
            f"<gmd:{name}><gco:Decimal>{value}</gco:Decimal></gmd:{name}>"
            for name, value in zip(
                ("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"),
                (box[0], box[2], box[1], box[3]),
                strict=True,
            )
        )
    )
    where = (
        f"<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>{extent}"
        "</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>"
        if extent
        else ""
    )
    return (
        '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
        f"<gmd:fileIdentifier>{text(about.uuid)}</gmd:fileIdentifier>"
        f"<gmd:contact><gmd:CI_ResponsibleParty><gmd:organisationName>{text(about.municipality)}</gmd:organisationName>"
        "<gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address><gmd:electronicMailAddress>"
        f"{text(about.contact_email)}</gmd:electronicMailAddress></gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo>"
        '<gmd:role><gmd:CI_RoleCode codeList="http://www.isotc211.org/2005/resources/codeList.xml#CI_RoleCode" '
        'codeListValue="publisher"/></gmd:role></gmd:CI_ResponsibleParty></gmd:contact>'
        f"<gmd:dateStamp><gco:Date>{about.end.isoformat()}</gco:Date></gmd:dateStamp>"
        f"<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title>{text(about.title['sv'])}</gmd:title>"
        f"</gmd:CI_Citation></gmd:citation><gmd:abstract>{text(about.description['sv'] or about.title['sv'])}</gmd:abstract>"
        f"{where}</gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"
    )


def qgis_metadata(about: About, box: Box | None) -> str:
    """Layer metadata in QGIS' own form (QMD), which QGIS reads from ``gpkg_metadata`` when it opens the layer."""
    extent = ""
    if box:
        sides = " ".join(f'{name}="{value}"' for name, value in zip(("minx", "miny", "maxx", "maxy"), box, strict=True))
        extent = f'<spatial dimensions="2" crs="EPSG:4326" {sides} minz="0" maxz="0"/>'
    words = "".join(f"<keyword>{escape(word)}</keyword>" for language in about.keywords for word in about.keywords[language])
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis>"
        f"<identifier>urn:uuid:{about.uuid}</identifier><language>sv</language><type>dataset</type>"
        f"<title>{escape(about.title['sv'])}</title><abstract>{escape(about.description['sv'] or about.title['sv'])}</abstract>"
        '<keywords vocabulary="gmd:topicCategory"><keyword>society</keyword></keywords>'
        f'<keywords vocabulary="keywords">{words}</keywords>'
        f"<contact><name>{escape(about.contact_name)}</name><organization>{escape(about.municipality)}</organization>"
        f"<email>{escape(about.contact_email)}</email><role>publisher</role></contact>"
        f'<links><link name="homepage" type="WWW:LINK" url={quoteattr(about.home)}/></links>'
        f"<license>{LICENCE_NAME}</license><crs><spatialrefsys><authid>EPSG:{about.epsg}</authid><srid>{about.epsg}</srid></spatialrefsys></crs>"
        f"<extent>{extent}<temporal><period><start>{about.start.isoformat()}T00:00:00</start>"
        f"<end>{about.end.isoformat()}T00:00:00</end></period></temporal></extent></qgis>"
    )


_MAP_TIP = f"""<b>[% "region_id" %]</b><br>[% if("status" = '{WITHHELD}', 'undanhållet: för få deltagare',
 "contributors" || ' deltagare på ' || "area_km2" || ' km²') %]"""


def _options(values: dict[str, str]) -> str:
    listed = "".join(f'<Option type="QString" name="{name}" value={quoteattr(value)}/>' for name, value in values.items())
    return f'<Option type="Map">{listed}</Option>'


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"


def _qml_fill(rule: Rule) -> str:
    if not rule.fill:
        edge = {"style": "no", "outline_color": _rgba(style.REMAINDER_OUTLINE), "outline_style": "dash", "outline_width": str(_EDGE_WIDTH)}
        return f'<layer class="SimpleFill" pass="0" enabled="1" locked="0">{_options(edge | {"outline_width_unit": "MM"})}</layer>'
    outline = {
        "color": _rgba(rule.fill),
        "outline_color": _rgba(style.OUTLINE),
        "outline_style": "solid",
        "outline_width": str(_LINE_WIDTH),
        "outline_width_unit": "MM",
        "style": "solid",
    }
    layers = f'<layer class="SimpleFill" pass="0" enabled="1" locked="0">{_options(outline)}</layer>'
    if rule.hatched:
        hatch = outline | {"color": _rgba(style.WITHHELD_LINE), "style": "b_diagonal"}
        layers += f'<layer class="SimpleFill" pass="0" enabled="1" locked="0">{_options(hatch)}</layer>'
    return layers


def _sld_fill(rule: Rule) -> str:
    if not rule.fill:
        return ""
    if rule.hatched:
        return (
            "<Fill><GraphicFill><Graphic><Mark><WellKnownName>slash</WellKnownName>"
            f'<Stroke><CssParameter name="stroke">{style.WITHHELD_LINE}</CssParameter></Stroke></Mark><Size>8</Size></Graphic>'
            "</GraphicFill></Fill>"
        )
    return f'<Fill><CssParameter name="fill">{rule.fill}</CssParameter><CssParameter name="fill-opacity">0.85</CssParameter></Fill>'


def _sld_stroke(rule: Rule) -> str:
    edge = {"stroke": style.OUTLINE, "stroke-width": "0.5"}
    if not rule.fill:
        edge = {"stroke": style.REMAINDER_OUTLINE, "stroke-width": "1", "stroke-dasharray": "5 4"}
    return "<Stroke>" + "".join(f'<CssParameter name="{name}">{value}</CssParameter>' for name, value in edge.items()) + "</Stroke>"


def _sld_equals(name: str, value: str) -> str:
    return f"<ogc:PropertyIsEqualTo><ogc:PropertyName>{name}</ogc:PropertyName><ogc:Literal>{value}</ogc:Literal></ogc:PropertyIsEqualTo>"


def _sld_class(lower: float | None, upper: float) -> str:
    density = "<ogc:Div><ogc:PropertyName>contributors</ogc:PropertyName><ogc:PropertyName>area_km2</ogc:PropertyName></ogc:Div>"
    parts: Iterable[str] = [
        _sld_equals("status", PUBLISHED),
        *(
            [f"<ogc:PropertyIsGreaterThan>{density}<ogc:Literal>{lower!r}</ogc:Literal></ogc:PropertyIsGreaterThan>"]
            if lower is not None
            else []
        ),
        f"<ogc:PropertyIsLessThanOrEqualTo>{density}<ogc:Literal>{upper!r}</ogc:Literal></ogc:PropertyIsLessThanOrEqualTo>",
    ]
    return f"<ogc:And>{''.join(parts)}</ogc:And>"
