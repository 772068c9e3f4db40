// Names of places over the map; those that would lie on another are left out until the reader zooms in.
import L from "leaflet";
import { element } from "./dom.js";

const WIDE = 6.6;
const HIGH = 16;

export function placeNames(map, places) {
  const labels = places.map(([name, lon, lat]) => {
    const html = element("span", { class: "place", "aria-hidden": "true" }, name);
    const icon = L.divIcon({ html, className: "", iconSize: [0, 0] });
    return { name, html, latlng: L.latLng(lat, lon), marker: L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map) };
  });
  const thin = () => {
    const taken = [];
    for (const { name, html, latlng } of labels) {
      const at = map.latLngToLayerPoint(latlng);
      const half = (name.length * WIDE) / 2 + 3;
      const free = taken.every((other) => Math.abs(other.x - at.x) > other.half + half || Math.abs(other.y - at.y) > HIGH);
      html.hidden = !free;
      if (free) taken.push({ x: at.x, y: at.y, half });
    }
  };
  map.on("zoomend", thin);
  thin();
}
