// The regions as a table of pages, sorted and searched: what the map shows, without the map.
import { element } from "./dom.js";

const PAGE = 15;

export function regionTable(holder, regions, words, format, show) {
  const { columns } = regions;
  const per = (i) => (columns.n[i] === null || columns.area[i] === null ? null : columns.n[i] / columns.area[i]);
  const id = (i) => (regions.isElsewhere(i) ? "" : regions.id(i));
  const title = (i) => {
    if (regions.isElsewhere(i)) return words.elsewhere;
    return words[regions.isRemainder(i) ? "remainder" : "cell"](format.metres(columns.size[i]));
  };
  const fields = [
    { title: words.region, key: (i) => columns.size[i] },
    { title: words.contributors, key: (i) => columns.n[i], cell: (i) => (columns.n[i] === null ? words.hidden : format.whole(columns.n[i])), number: true },
    { title: words.perKm2, key: per, cell: (i) => (per(i) === null ? "–" : format.density(per(i))), number: true },
  ];
  const state = { page: 0, field: 1, descending: true, rows: [] };

  const search = element("input", { type: "search", id: "find", oninput: () => arrange() });
  const body = element("tbody");
  const status = element("p", { role: "status", class: "status" });
  const previous = element("button", { type: "button", onclick: () => turn(-1) }, words.previous);
  const next = element("button", { type: "button", onclick: () => turn(1) }, words.next);
  const heads = fields.map((field, number) => {
    const sort = element("button", { type: "button", class: "sort", onclick: () => sortBy(number) }, field.title);
    return element("th", { scope: "col", class: field.number ? "n" : null }, sort);
  });
  const table = element("table", { class: "regions" }, element("thead", {}, element("tr", {}, ...heads)), body);
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "group", "aria-labelledby": "table-title" }, table);
  holder.append(element("label", { class: "search", for: "find" }, words.find, " ", search), scroll, element("div", { class: "pager" }, previous, status, next));

  function arrange() {
    const wanted = search.value.trim().toLowerCase();
    const rows = [];
    for (let i = 0; i < regions.length; i++) {
      if (!wanted || `${title(i)} ${id(i)} ${regions.scb(i)}`.toLowerCase().includes(wanted)) rows.push(i);
    }
    const { key } = fields[state.field];
    const keys = new Map(rows.map((i) => [i, key(i)]));
    const sign = state.descending ? -1 : 1;
    rows.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (x === y) return a - b;
      if (x === null) return 1;
      if (y === null) return -1;
      return x < y ? -sign : sign;
    });
    state.rows = rows;
    state.page = 0;
    draw();
  }

  function sortBy(number) {
    state.descending = state.field === number ? !state.descending : fields[number].number === true;
    state.field = number;
    arrange();
  }

  function turn(step) {
    state.page += step;
    draw();
  }

  function draw() {
    const from = state.page * PAGE;
    const shown = state.rows.slice(from, from + PAGE);
    body.replaceChildren(
      ...shown.map((i) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, element("button", { type: "button", class: "link", onclick: () => show(i) }, title(i), " ", element("span", { class: "id" }, regions.place(i)))),
          ...fields.slice(1).map((field) => element("td", { class: field.number ? "n" : null }, field.cell(i))),
        ),
      ),
    );
    heads.forEach((head, number) => {
      if (number === state.field) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const all = state.rows.length;
    status.textContent = all ? words.rows(format.whole(from + 1), format.whole(from + shown.length), format.whole(all)) : regions.length ? words.noRows : words.empty;
    previous.disabled = state.page === 0;
    next.disabled = from + PAGE >= all;
  }

  arrange();
}
