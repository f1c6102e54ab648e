// Parts of the administrator's forms.

import { h } from "../shell/elements.js";

/** A labelled field. */
export function field(id, label, attributes = {}) {
  const input = h("input", { id: `field-${id}`, required: true, autocomplete: "off", ...attributes });
  return { input, element: h("p", h("label", { for: `field-${id}` }, label), input) };
}

/** A list, whether the node sends it bare or under its name. */
export function listOf(answer, name) {
  return Array.isArray(answer) ? answer : (answer?.[name] ?? []);
}
