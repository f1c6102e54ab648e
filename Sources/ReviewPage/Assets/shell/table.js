// A plain table of data.

import { h } from "./elements.js";

/** @param columns `[{ title, value(row), isNumber }]`; a value is a text or an element. */
export function table(caption, columns, rows, empty) {
  if (!rows?.length) return h("p.quiet", empty);
  const cell = (column, row, index) => {
    const kind = index === 0 ? "th" : "td";
    return h(column.isNumber ? `${kind}.number` : kind, index === 0 ? { scope: "row" } : {}, column.value(row));
  };
  return h("div.table-scroll", { tabIndex: 0, role: "region", "aria-label": caption },
    h("table", h("caption.unseen", caption),
      h("thead", h("tr", columns.map((column) => h(column.isNumber ? "th.number" : "th", { scope: "col" }, column.title)))),
      h("tbody", rows.map((row) => h("tr", columns.map((column, index) => cell(column, row, index)))))));
}
