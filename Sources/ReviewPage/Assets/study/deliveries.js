// Deliveries of a verdict's documents, with reasons for failures.

import { moment } from "../shell/dates.js";
import { h } from "../shell/elements.js";
import { table } from "../shell/table.js";
import { known, t } from "../shell/words.js";

const SIGN = { delivered: "✓", failed: "✕" };

export function deliveries(list) {
  if (!list?.length) return null;
  return table(t("deliveries.title"), [
    { title: t("deliveries.peer"), value: (row) => row.peer },
    { title: t("deliveries.form"), value: (row) => known(`form.${row.form}`, row.form) },
    { title: t("deliveries.state"), value: (row) => [h("span", { "aria-hidden": "true" }, `${SIGN[row.state] ?? "…"} `), known(`delivery.${row.state}`, row.state),
      row.deliveredAt ? ` ${moment(row.deliveredAt)}` : "", row.reason && h("span.reason", { lang: "en" }, ` ${row.reason}`)] },
    { title: t("deliveries.attempts"), value: (row) => row.attempts, isNumber: true },
  ], list, "");
}
