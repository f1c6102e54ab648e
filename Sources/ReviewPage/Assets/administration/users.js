// Users: name, role, password, and whether they may sign in.

import { h } from "../shell/elements.js";
import { personName } from "../shell/dates.js";
import { get, patch, post } from "../shell/request.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";
import { field, managedList, removeButton } from "../shell/managed-list.js";

const ROLES = ["viewer", "reviewer", "administrator"];

export function userTable(place) {
  managedList(place, {
    read: async () => (await get("/api/users")).users,
    show: (users, act) => table(t("administration.users"), columns(act), users, t("users.none")),
    below: newUser,
  });
}

function columns(act) {
  const path = (user) => `/api/users/${encodeURIComponent(user.login)}`;
  return [
    { title: t("users.login"), value: (user) => user.login },
    { title: t("users.name"), value: (user) => personName(user.name) },
    { title: t("users.organization"), value: (user) => user.organization },
    { title: t("users.role"), value: (user) => h("select", { "aria-label": `${t("users.role")} ${user.login}`, onchange: (event) => act(() => patch(path(user), { role: event.target.value }), t("users.changed")) },
      ROLES.map((role) => h("option", { value: role, selected: role === user.role }, t(`role.${role}`)))) },
    { title: t("users.may"), value: (user) => h("button", { type: "button", "aria-pressed": String(!user.disabled), onclick: () => act(() => patch(path(user), { disabled: !user.disabled }), t("users.changed")) },
      t(user.disabled ? "users.disabled" : "users.enabled")) },
    { title: t("users.password"), value: (user) => passwordField(user, act, path(user)) },
    { title: "", value: (user) => removeButton(act, path(user)) },
  ];
}

function passwordField(user, act, path) {
  const input = h("input", { type: "password", autocomplete: "new-password", "aria-label": t("users.new-password", { login: user.login }) });
  return h("form.inline", { onsubmit: (event) => { event.preventDefault(); if (input.value) act(() => patch(path, { password: input.value }), t("users.changed")); } },
    input, h("button", { type: "submit" }, t("users.set")));
}

function newUser(act) {
  const inputs = { login: field("login", t("users.login")), name: field("name", t("users.name-hint")), organization: field("organization", t("users.organization")),
    password: field("new-password", t("sign-in.password"), { type: "password", autocomplete: "new-password" }) };
  const role = h("select", { id: "new-role" }, ROLES.map((name) => h("option", { value: name, selected: name === "reviewer" }, t(`role.${name}`))));
  const submit = (event) => {
    event.preventDefault();
    const body = Object.fromEntries(Object.entries(inputs).map(([name, { input }]) => [name, input.value.trim()]));
    body.password = inputs.password.input.value;
    act(async () => {
      await post("/api/users", { ...body, role: role.value });
      event.target.reset();
    }, t("users.added"));
  };
  return h("form.add", { onsubmit: submit }, h("h2", t("users.add")), Object.values(inputs).map((one) => one.element),
    h("p", h("label", { for: "new-role" }, t("users.role")), role), h("p", h("button.primary", { type: "submit" }, t("users.add.do"))));
}
