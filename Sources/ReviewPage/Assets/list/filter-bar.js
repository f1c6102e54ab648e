// Filters of the list, stored in the fragment: state with its count, date, finding, sender, holder, search.

import { go } from "../shell/address.js";
import { fill, h, say } from "../shell/elements.js";
import { findingName } from "../shell/findings.js";
import { me } from "../shell/session.js";
import { number } from "../shell/dates.js";
import { t } from "../shell/words.js";

const STATES = ["waiting", "open", "signed", "rejected", "failed", "ineligible", "pending", "all"];
const COUNTED = { waiting: "waiting", open: "open", signed: "signedToday", failed: "failed", pending: "pending" };
const KEYS = ["state", "from", "to", "finding", "holder", "sender", "search"];

/** The part of an address that filters the list. */
export function filterOf(query) {
  return new URLSearchParams(KEYS.filter((key) => query.get(key)).map((key) => [key, query.get(key)]));
}

export function filterBar(filter) {
  const change = (key, value) => {
    const next = new URLSearchParams(filter);
    if (value) next.set(key, value);
    else next.delete(key);
    go(["studies"], filterOf(next));
  };
  const counts = {};
  const state = filter.get("state") ?? "waiting";
  const states = STATES.map((name) => {
    counts[name] = h("span.count");
    return h("button.state", { type: "button", "aria-pressed": String(name === state), onclick: () => change("state", name === "waiting" ? "" : name) },
      t(`filter.state.${name}`), counts[name]);
  });
  const chip = (key, options) => {
    const value = filter.get(key) ?? "";
    const select = h("select", { "aria-label": t(`filter.${key}`), onchange: (event) => change(key, event.target.value) },
      h("option", { value: "" }, t(`filter.${key}`)),
      options.map(([option, words]) => h("option", { value: option, selected: option === value }, words)));
    return h("span.chip", { "data-set": value ? "" : null }, select,
      value && h("button", { type: "button", "aria-label": t("filter.clear", { name: t(`filter.${key}`) }), onclick: () => change(key, "") }, "×"));
  };
  const date = (key) => h("label.chip.date", { "data-set": filter.get(key) ? "" : null }, h("span", t(`filter.${key}`)),
    h("input", { type: "date", value: filter.get(key) ?? "", onchange: (event) => change(key, event.target.value) }));
  const search = h("input", { type: "search", id: "search", value: filter.get("search") ?? "", placeholder: t("filter.search"), "aria-label": t("filter.search"),
    onkeydown: (event) => { if (event.key === "Escape") search.blur(); },
    onchange: () => change("search", search.value.trim()) });
  const holders = [[me().login, t("filter.holder.me")]];
  const other = filter.get("holder");
  if (other && other !== me().login) holders.push([other, other]);
  const chosen = (key, words) => (filter.get(key) ? [[filter.get(key), words(filter.get(key))]] : []);
  const senders = chip("sender", chosen("sender", String)), findings = chip("finding", chosen("finding", findingName));
  const offer = (place, key, values, words) => {
    const select = place.querySelector("select"), value = filter.get(key) ?? "";
    const all = [...new Set([...values, value].filter(Boolean))].sort();
    if (select.options.length === all.length + 1) return;
    fill(select, h("option", { value: "" }, t(`filter.${key}`)), all.map((one) => h("option", { value: one, selected: one === value }, words(one))));
  };
  const element = h("div.filters",
    h("div.states", { role: "group", "aria-label": t("filter.state") }, states),
    h("div.chips", h("span.search", search, h("kbd", { "aria-hidden": "true" }, "/")),
      findings, senders, chip("holder", holders), date("from"), date("to")));
  return {
    element, search,
    count(values) {
      for (const [name, key] of Object.entries(COUNTED)) say(counts[name], values?.[key] === undefined ? "" : number(values[key]));
    },
    /** What is in the list can be chosen. */
    offer(values) {
      offer(senders, "sender", values.senders, String);
      offer(findings, "finding", values.findings, findingName);
    },
  };
}
