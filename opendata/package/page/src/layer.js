// The regions as canvas tiles: panning moves finished pictures, and a new theme repaints only what is on the screen.
import L from "leaflet";

const PALE = "#e2ded6";

export const RegionLayer = L.GridLayer.extend({
  initialize(regions, colours) {
    L.GridLayer.prototype.initialize.call(this, { pane: "overlayPane", updateWhenZooming: false, keepBuffer: 1 });
    this._regions = regions;
    this._colours = colours;
    this._fill = () => null;
    this._shown = new Set();
  },

  // fill: index of a region -> colour, "hatch" for withheld, or null for no figure.
  paint(fill) {
    this._fill = fill;
    for (const tile of this._shown) this._draw(tile);
  },

  createTile(coords) {
    const tile = L.DomUtil.create("canvas", "leaflet-tile");
    const size = this.getTileSize();
    // Half zoom levels stretch a tile by up to 1.4: it is drawn finer than the screen to stay crisp.
    const scale = Math.min(Math.max(window.devicePixelRatio || 1, 1.5), 2);
    tile.width = size.x * scale;
    tile.height = size.y * scale;
    tile.coords = coords;
    tile.scale = scale;
    this._shown.add(tile);
    this._draw(tile);
    return tile;
  },

  onAdd(map) {
    this.on("tileunload", (event) => this._shown.delete(event.tile));
    L.GridLayer.prototype.onAdd.call(this, map);
  },

  _draw(tile) {
    const context = tile.getContext("2d");
    const { coords, scale } = tile;
    const pixels = 256 * 2 ** coords.z * scale;
    const left = coords.x * 256 * scale;
    const top = coords.y * 256 * scale;
    const { order, box, rings } = this._regions;
    const margin = 2 * scale;
    context.clearRect(0, 0, tile.width, tile.height);
    for (const i of order) {
      const west = box[4 * i] * pixels - left;
      const north = box[4 * i + 1] * pixels - top;
      const east = box[4 * i + 2] * pixels - left;
      const south = box[4 * i + 3] * pixels - top;
      if (east < -margin || south < -margin || west > tile.width + margin || north > tile.height + margin) continue;
      const colour = this._fill(i);
      const wide = Math.max(east - west, south - north);
      if (wide < 2 * scale) {
        // Too small for an outline or a hatch: a dot of its colour.
        context.fillStyle = colour === "hatch" ? this._colours.hatch : colour === null ? PALE : colour;
        context.fillRect(west, north, Math.max(east - west, 1), Math.max(south - north, 1));
        continue;
      }
      context.beginPath();
      for (const ring of rings[i]) {
        context.moveTo(ring[0] * pixels - left, ring[1] * pixels - top);
        for (let j = 2; j < ring.length; j += 2) context.lineTo(ring[j] * pixels - left, ring[j + 1] * pixels - top);
        context.closePath();
      }
      context.globalAlpha = colour === null ? 0.55 : 0.86;
      context.fillStyle = colour === "hatch" ? this._hatch(context, scale) : colour === null ? this._colours.withheld : colour;
      context.fill("evenodd");
      context.globalAlpha = 1;
      if (wide > 5 * scale) {
        context.lineWidth = (wide > 24 * scale ? 1 : 0.5) * scale;
        context.strokeStyle = this._colours.outline;
        context.setLineDash(this._regions.isRemainder(i) && wide > 24 * scale ? [4 * scale, 3 * scale] : []);
        context.stroke();
      }
    }
  },

  _hatch(context, scale) {
    if (!this._pattern) {
      const swatch = hatch(this._colours, 8 * scale);
      this._pattern = context.createPattern(swatch, "repeat");
    }
    return this._pattern;
  },
});

export function hatch(colours, size) {
  const swatch = document.createElement("canvas");
  swatch.width = swatch.height = size;
  const pen = swatch.getContext("2d");
  pen.fillStyle = colours.withheld;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = colours.hatch;
  pen.lineWidth = size / 8;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return swatch;
}
