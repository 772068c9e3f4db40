// The page's script: map, legend, details and table over the data in data.js. All else on the page stands in the HTML.
import L from "leaflet";
import { element } from "./dom.js";
import { RegionLayer, hatch } from "./layer.js";
import { placeNames } from "./places.js";
import { Regions, unrolled } from "./regions.js";
import { regionTable } from "./table.js";
import { WORDS, formats } from "./words.js";

const TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const TILES_BY = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>';
const DEEPEST_ZOOM = 17;
const MOST_OUTLINED = 400;

const byId = (id) => document.getElementById(id);

function start(data) {
  const language = document.documentElement.lang === "en" ? "en" : "sv";
  const words = WORDS[language];
  const format = formats(language);
  const regions = new Regions(data);
  const state = { theme: "", measure: "density", selected: -1 };
  const details = byId("details");
  byId("table-section").hidden = false;
  regionTable(byId("table"), regions, words, format, (i) => select(i, true));
  if (!data.box) {
    byId("map").classList.add("empty");
    byId("map").textContent = words.empty;
    byId("side").hidden = true;
    return;
  }
  byId("controls").hidden = false;
  byId("background").hidden = false;

  const bounds = L.latLngBounds([data.box[1], data.box[0]], [data.box[3], data.box[2]]);
  const map = L.map("map", { zoomControl: false, attributionControl: false, fadeAnimation: false, maxZoom: DEEPEST_ZOOM, zoomSnap: 0.5, maxBounds: bounds.pad(1.5) });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.setMinZoom(Math.max(0, map.getBoundsZoom(bounds) - 1));
  const everything = () => map.fitBounds(bounds, { padding: [8, 8] });
  const closeUp = () => map.fitBounds(L.latLngBounds([data.focus[1], data.focus[0]], [data.focus[3], data.focus[2]]), { padding: [24, 24] });
  closeUp();
  byId("whole").addEventListener("click", everything);
  byId("close").addEventListener("click", closeUp);
  const layer = new RegionLayer(regions, data.colours).addTo(map);
  for (const ring of data.boundary) L.polyline(corners(unrolled(ring)), { color: "#4a4a4a", weight: 2, dashArray: "8 4 2 4", interactive: false }).addTo(map);
  const outline = L.layerGroup().addTo(map);
  placeNames(map, data.places);

  function classOf(value) {
    const classes = data.classes[state.theme][state.measure];
    for (const entry of classes) if (value <= entry.upper) return entry;
    return classes[classes.length - 1];
  }

  function paint() {
    layer.paint((i) => {
      const value = regions.value(i, state.theme, state.measure);
      if (value === null) return "hatch";
      return value === undefined ? null : classOf(value).colour;
    });
    byId("legend").replaceChildren(...legend());
  }

  function legend() {
    const line = (paintSwatch, text) => {
      const swatch = element("canvas", { width: 44, height: 28, "aria-hidden": "true" });
      paintSwatch(swatch.getContext("2d"));
      return element("li", {}, swatch, element("span", {}, text));
    };
    const filled = (colour) => (pen) => {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 44, 28);
      pen.strokeStyle = data.colours.outline;
      pen.lineWidth = 2;
      pen.strokeRect(0, 0, 44, 28);
    };
    const lines = data.classes[state.theme][state.measure].map((entry) => line(filled(entry.colour), entry[language]));
    const values = regions.order.map((i) => regions.value(i, state.theme, state.measure));
    if (values.includes(null)) {
      lines.push(
        line((pen) => {
          pen.fillStyle = pen.createPattern(hatch(data.colours, 14), "repeat");
          pen.fillRect(0, 0, 44, 28);
          pen.strokeStyle = data.colours.outline;
          pen.lineWidth = 2;
          pen.strokeRect(0, 0, 44, 28);
        }, words.legendWithheld),
      );
    }
    if (values.includes(undefined)) lines.push(line(filled(data.colours.withheld), words.legendNone));
    if (regions.order.some((i) => regions.isRemainder(i))) {
      lines.push(
        line((pen) => {
          pen.strokeStyle = data.colours.outline;
          pen.lineWidth = 2;
          pen.setLineDash([7, 5]);
          pen.strokeRect(2, 2, 40, 24);
        }, words.legendRemainder),
      );
    }
    const title = state.measure === "density" ? words.legendDensity : words.legendCount;
    return [element("h3", {}, title), element("ul", {}, ...lines)];
  }

  function corners(ring) {
    const out = [];
    for (let j = 0; j < ring.length; j += 2) {
      const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * ring[j + 1]))) * 180) / Math.PI;
      out.push([lat, (ring[j] - 0.5) * 360]);
    }
    return out;
  }

  // The regions whose themes are counted together with those of region i, and then the region itself, more strongly.
  function outlined(i) {
    const unit = regions.columns.unit[i];
    const united = unit >= 0 ? regions.units.get(unit).slice(0, MOST_OUTLINED) : [];
    return [...united.filter((j) => j !== i).map((j) => [j, false]), [i, true]];
  }

  function select(i, move = false) {
    state.selected = i;
    outline.clearLayers();
    details.replaceChildren(...describe(i));
    if (i < 0) return;
    for (const [j, strong] of outlined(i)) {
      const rings = regions.rings[j].map(corners);
      for (const [colour, weight] of strong ? [["#ffffff", 6], ["#111111", 3.5]] : [["#ffffff", 3], ["#111111", 1.5]]) {
        L.polyline(rings.map((ring) => [...ring, ring[0]]), { color: colour, weight, interactive: false }).addTo(outline);
      }
    }
    if (move && regions.rings[i].length) {
      map.fitBounds(L.latLngBounds(regions.rings[i].flatMap(corners)), { maxZoom: 14, padding: [40, 40], animate: false });
      byId("map").scrollIntoView({ block: "center" });
      byId("map").focus({ preventScroll: true });
    }
  }

  function describe(i) {
    if (i < 0) return [element("p", {}, state.selected === -2 ? words.nothing : words.choose)];
    const { n, area, size, unit } = regions.columns;
    const elsewhere = regions.isElsewhere(i);
    const remainder = regions.isRemainder(i);
    const title = elsewhere ? words.elsewhere : words[remainder ? "remainder" : "cell"](format.metres(size[i]));
    const parts = [element("h3", {}, title)];
    if (n[i] === null) parts.push(element("p", {}, words.withheld));
    else {
      parts.push(element("p", { class: "figure" }, words.people(format.whole(n[i]))));
      parts.push(element("p", {}, words[elsewhere ? "elsewhereMeans" : remainder ? "remainderMeans" : "cellMeans"]));
    }
    const facts = [];
    if (n[i] !== null && area[i] !== null) facts.push([words.perKm2, format.density(n[i] / area[i])]);
    if (area[i] !== null) facts.push([words.area, format.area(area[i])]);
    facts.push([words.id, regions.id(i)]);
    if (regions.scb(i)) facts.push([words.scb, regions.scb(i)]);
    const rows = data.themes.flatMap((theme) => {
      const count = regions.themes.get(theme.code).get(unit[i]);
      return count === undefined || unit[i] < 0 ? [] : [{ theme, count }];
    });
    if (state.theme && !rows.some((row) => row.theme.code === state.theme)) parts.push(element("p", {}, words.noTheme));
    if (rows.length) {
      rows.sort((a, b) => (b.count ?? -1) - (a.count ?? -1));
      const lines = rows.map(({ theme, count }) =>
        element(
          "tr",
          { class: theme.code === state.theme ? "chosen" : null },
          element("th", { scope: "row" }, theme[language]),
          element("td", { class: "n" }, count === null ? words.hidden : format.whole(count)),
        ),
      );
      const head = element("tr", {}, element("th", { scope: "col" }, words.theme), element("th", { scope: "col", class: "n" }, words.contributors));
      parts.push(element("table", {}, element("caption", {}, words.themes), element("thead", {}, head), element("tbody", {}, ...lines)));
      const united = regions.units.get(unit[i]).length;
      if (united > 1) parts.push(element("p", { class: "small" }, words.united(format.whole(united))));
    } else if (data.themes.length) parts.push(element("p", { class: "small" }, words.noThemes));
    parts.push(element("dl", {}, ...facts.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value)))));
    return parts;
  }

  function selectAt(latlng) {
    const point = map.project(latlng, 0).divideBy(256);
    const i = regions.at(point.x, point.y);
    select(i < 0 ? -2 : i);
  }

  map.on("click", (event) => selectAt(event.latlng));
  // The cross in the middle is for those who steer by keyboard.
  document.addEventListener("keydown", () => document.body.classList.add("keys"), true);
  document.addEventListener("pointerdown", () => document.body.classList.remove("keys"), true);
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.target !== map.getContainer()) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      selectAt(map.getCenter());
    } else if (event.key === "Escape") select(-1);
  });

  const themes = byId("theme");
  themes.append(element("option", { value: "" }, words.all), ...data.themes.map((theme) => element("option", { value: theme.code }, theme[language])));
  themes.addEventListener("change", () => {
    state.theme = themes.value;
    paint();
    select(state.selected);
  });
  for (const choice of document.getElementsByName("measure")) {
    choice.addEventListener("change", () => {
      state.measure = choice.value;
      paint();
    });
  }

  let background = null;
  byId("tiles").addEventListener("change", (event) => {
    if (event.target.checked) {
      background = background || L.layerGroup([L.tileLayer(TILES, { maxZoom: 19 })]);
      background.addTo(map);
      map.attributionControl = map.attributionControl || L.control.attribution({ prefix: false });
      map.attributionControl.addTo(map).addAttribution(TILES_BY);
    } else {
      background.remove();
      map.attributionControl.removeAttribution(TILES_BY).remove();
    }
  });

  paint();
  select(-1);
}

start(window.trygghetsrutan);
