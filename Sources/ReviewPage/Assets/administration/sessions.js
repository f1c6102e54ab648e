// Sessions of all users, and a button that ends one.

import { h } from "../shell/elements.js";
import { moment } from "../shell/dates.js";
import { get, remove } from "../shell/request.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";
import { managedList } from "../shell/managed-list.js";

export function sessionTable(place) {
  managedList(place, {
    read: async () => (await get("/api/user-sessions")).sessions,
    show: (sessions, act) => table(t("administration.sessions"), columns(act), sessions, t("sessions.none")),
  });
}

function columns(act) {
  const end = (session) => act(() => remove(`/api/user-sessions/${session.id}`), t("sessions.ended"));
  return [
    { title: t("users.login"), value: (session) => session.login },
    { title: t("sessions.address"), value: (session) => session.address },
    { title: t("sessions.started"), value: (session) => moment(session.startedAt) },
    { title: t("sessions.seen"), value: (session) => moment(session.usedAt) },
    { title: "", value: (session) => (session.own ? h("span.quiet", t("sessions.own")) : h("button", { type: "button", onclick: () => end(session) }, t("sessions.end"))) },
  ];
}
