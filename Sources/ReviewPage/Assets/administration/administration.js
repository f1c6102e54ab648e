// The administrator's page: status of the node, users, tokens of programs, sessions, display checks. It shows no patient.

import { fragment } from "../shell/address.js";
import { h } from "../shell/elements.js";
import { t } from "../shell/words.js";
import { displayCheckTable } from "./display-checks.js";
import { nodeStatus } from "./node-status.js";
import { sessionTable } from "./sessions.js";
import { tokenTable } from "./tokens.js";
import { userTable } from "./users.js";

const TABS = { node: nodeStatus, users: userTable, tokens: tokenTable, sessions: sessionTable, displays: displayCheckTable };

export function administrationScreen(address) {
  const tab = address.parts[1] in TABS ? address.parts[1] : "node";
  const body = h("div.administration-body");
  const stop = TABS[tab](body);
  const links = Object.keys(TABS).map((name) => h("a", { href: fragment(["administration", name]), "aria-current": name === tab && "page" }, t(`administration.${name}`)));
  const element = h("section.administration", h("header.page-head", h("h1", t("nav.administration")), h("nav.tabs", { "aria-label": t("nav.administration") }, links)), body);
  return { element, title: t("nav.administration"), className: "scrolls", close: () => stop?.() };
}
