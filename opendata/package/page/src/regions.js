// The regions as typed arrays in Web Mercator units (0 to 1), so that a tile is drawn and a tap is answered by plain loops:
// 100,000 regions cost a few milliseconds each time and no object per region.
const MICRODEGREES = 1e6;

function mercator(lon, lat) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

export function unrolled(ring) {
  const out = new Float64Array(ring.length);
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < ring.length; i += 2) {
    lon += ring[i];
    lat += ring[i + 1];
    const [x, y] = mercator(lon / MICRODEGREES, lat / MICRODEGREES);
    out[i] = x;
    out[i + 1] = y;
  }
  return out;
}

export class Regions {
  constructor(data) {
    const r = data.regions;
    this.data = data;
    this.columns = r;
    this.length = r.n.length;
    this.rings = r.shape.map((polygons) => polygons.flatMap((rings) => rings.map(unrolled)));
    this.box = new Float64Array(4 * this.length).fill(NaN);
    this.rings.forEach((rings, i) => {
      let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const ring of rings) {
        for (let j = 0; j < ring.length; j += 2) {
          west = Math.min(west, ring[j]);
          east = Math.max(east, ring[j]);
          north = Math.min(north, ring[j + 1]);
          south = Math.max(south, ring[j + 1]);
        }
      }
      if (rings.length) this.box.set([west, north, east, south], 4 * i);
    });
    // Large regions first: a remainder lies beneath the cells it excludes.
    this.order = [...this.rings.keys()].filter((i) => this.rings[i].length).sort((a, b) => r.size[b] - r.size[a]);
    this.units = new Map();
    this.unitArea = new Map();
    r.unit.forEach((unit, i) => {
      if (unit < 0) return;
      if (!this.units.has(unit)) this.units.set(unit, []);
      this.units.get(unit).push(i);
      const area = r.area[i] === null ? NaN : r.area[i];
      this.unitArea.set(unit, (this.unitArea.get(unit) || 0) + area);
    });
    this.themes = new Map(data.themes.map((theme) => [theme.code, new Map(theme.counts)]));
  }

  isElsewhere(i) {
    return this.columns.suffix[i] === "" && this.columns.east[i] === null;
  }

  isRemainder(i) {
    return this.columns.suffix[i] !== "" || this.columns.east[i] === null;
  }

  id(i) {
    const { east, north, size, suffix } = this.columns;
    if (east[i] === null) return this.data.elsewhere;
    return `SE_CRS${this.data.epsg}RES${size[i]}mN${north[i]}E${east[i]}${suffix[i]}`;
  }

  // North and east of the lower-left corner, short enough for a telephone's table.
  place(i) {
    const { east, north } = this.columns;
    return east[i] === null ? "" : `N ${north[i]} E ${east[i]}`;
  }

  scb(i) {
    const { east, north } = this.columns;
    if (this.data.epsg !== 3006 || this.isRemainder(i)) return "";
    return String(east[i]).padStart(6, "0") + String(north[i]).padStart(7, "0");
  }

  // The figure that the map shows: a number, null for withheld, undefined for none.
  value(i, theme, measure) {
    const unit = this.columns.unit[i];
    const count = theme ? this.themes.get(theme).get(unit) : this.columns.n[i];
    if (count === undefined || count === null || measure === "count") return count;
    const density = count / (theme ? this.unitArea.get(unit) : this.columns.area[i] === null ? NaN : this.columns.area[i]);
    return Number.isFinite(density) ? density : undefined;
  }

  // The region at a point in Web Mercator units, or -1.
  at(x, y) {
    for (let at = this.order.length - 1; at >= 0; at--) {
      const i = this.order[at];
      const b = 4 * i;
      if (x < this.box[b] || x > this.box[b + 2] || y < this.box[b + 1] || y > this.box[b + 3]) continue;
      let inside = false;
      for (const ring of this.rings[i]) {
        for (let j = 0, k = ring.length - 2; j < ring.length; k = j, j += 2) {
          if (ring[j + 1] > y !== ring[k + 1] > y) {
            if (x < ((ring[k] - ring[j]) * (y - ring[j + 1])) / (ring[k + 1] - ring[j + 1]) + ring[j]) inside = !inside;
          }
        }
      }
      if (inside) return i;
    }
    return -1;
  }
}
