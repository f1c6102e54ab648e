// Who is signed in, and ending it.

import { fill, h, say } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { moment } from "../shell/dates.js";
import { notify } from "../shell/notice-bar.js";
import { get, remove } from "../shell/request.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";
import { listOf } from "./fields.js";

export function sessionTable(place) {
  const list = h("div"), fault = h("p.fault", { role: "alert" });
  const load = async () => {
    try {
      fill(list, table(t("administration.sessions"), columns(end), listOf(await get("/api/user-sessions"), "sessions"), t("sessions.none")));
    } catch (error) {
      say(fault, faultWords(error));
    }
  };
  const end = async (session) => {
    try {
      await remove(`/api/user-sessions/${encodeURIComponent(session.id)}`);
      notify(t("sessions.ended"));
    } catch (error) {
      say(fault, faultWords(error));
    }
    await load();
  };
  fill(place, list, fault);
  load();
}

function columns(end) {
  const date = (...keys) => (session) => {
    const key = keys.find((one) => session[one]);
    return key ? moment(session[key]) : "–";
  };
  return [
    { title: t("users.login"), value: (session) => session.login },
    { title: t("sessions.address"), value: (session) => session.address ?? "" },
    { title: t("sessions.started"), value: date("startedAt", "createdAt", "signedInAt") },
    { title: t("sessions.seen"), value: date("lastSeenAt", "usedAt", "lastUsedAt") },
    { title: "", value: (session) => h("button", { type: "button", onclick: () => end(session) }, t("sessions.end")) },
  ];
}
