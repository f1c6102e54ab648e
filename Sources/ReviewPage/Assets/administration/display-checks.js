// Display checks of all users: result, date and screen.

import { moment } from "../shell/dates.js";
import { get } from "../shell/request.js";
import { managedList } from "../shell/managed-list.js";
import { table } from "../shell/table.js";
import { t } from "../shell/words.js";

export function displayCheckTable(place) {
  managedList(place, {
    read: () => get("/api/display-checks"),
    show: ({ checks, validDays }) => table(t("administration.displays"), columns(validDays), checks, t("displays.none")),
  });
}

function columns(validDays) {
  const result = (check) => `${check.hasPassed ? "✓" : "✕"} ${t(check.hasPassed ? "displays.passed" : "displays.failed")}`;
  return [
    { title: t("users.login"), value: (check) => check.login },
    { title: t("displays.result"), value: result },
    { title: t("displays.when"), value: (check) => moment(check.checkedAt) },
    { title: t("displays.screen"), value: (check) => check.screen },
    { title: t("displays.due", { n: validDays }), value: (check) => (check.isDue ? t("displays.yes") : "–") },
  ];
}
