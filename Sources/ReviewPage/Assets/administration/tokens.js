// Tokens of programs that read or store by DICOMweb. A token is shown once.

import { fill, h } from "../shell/elements.js";
import { moment } from "../shell/dates.js";
import { get, post } from "../shell/request.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";
import { field, managedList, removeButton } from "../shell/managed-list.js";

const SCOPES = ["read", "store"];

export function tokenTable(place) {
  managedList(place, {
    read: async () => (await get("/api/tokens")).tokens,
    show: (tokens, act) => table(t("administration.tokens"), columns(act), tokens, t("tokens.none")),
    below: newToken,
  });
}

function columns(act) {
  const date = (key) => (token) => (token[key] ? moment(token[key]) : "–");
  return [
    { title: t("tokens.name"), value: (token) => token.name },
    { title: t("tokens.scopes"), value: (token) => token.scopes.map((scope) => t(`scope.${scope}`)).join(", ") },
    { title: t("tokens.created"), value: date("createdAt") }, { title: t("tokens.expires"), value: date("expiresAt") }, { title: t("tokens.used"), value: date("lastUsedAt") },
    { title: "", value: (token) => (token.revokedAt ? t("tokens.revoked", { when: moment(token.revokedAt) }) : removeButton(act, `/api/tokens/${encodeURIComponent(token.name)}`)) },
  ];
}

function newToken(act) {
  const name = field("token-name", t("tokens.name")), made = h("div");
  const scopes = SCOPES.map((scope) => h("input", { type: "checkbox", id: `scope-${scope}`, value: scope, checked: scope === "read" }));
  const submit = (event) => {
    event.preventDefault();
    act(async () => {
      const answer = await post("/api/tokens", { name: name.input.value.trim(), scopes: scopes.filter((box) => box.checked).map((box) => box.value) });
      fill(made, h("div.secret", { role: "status" }, h("p", t("tokens.once")), h("code", answer.token)));
      event.target.reset();
    }, t("tokens.added"));
  };
  return [made, h("form.add", { onsubmit: submit }, h("h2", t("tokens.add")), name.element,
    h("fieldset.choice", h("legend", t("tokens.scopes")), scopes.map((box) => h("label", box, h("span", t(`scope.${box.value}`))))),
    h("p", h("button.primary", { type: "submit" }, t("tokens.add.do"))))];
}
