// The bar above every screen: navigation, and the signed-in user.

import { fragment } from "./address.js";
import { personName } from "./dates.js";
import { h } from "./elements.js";
import { current, mayAdminister, maySeePatients, signOut } from "./session.js";
import { t } from "./words.js";

export function topBar(screen) {
  const session = current();
  if (!session) return [h("span.brand", "thoraxd")];
  const link = (name) =>
    h("a", { href: fragment([name]), "aria-current": screen === name && "page" }, t(`nav.${name}`));
  return [
    h("a.brand", { href: fragment([mayAdminister() ? "administration" : "studies"]) }, "thoraxd"),
    h("nav", { "aria-label": t("nav.label") },
      maySeePatients() && [link("studies"), link("department")],
      mayAdminister() && link("administration")),
    session.demonstrationModel && h("span.demonstration", { role: "note" }, t("demonstration")),
    h("span.spring"),
    h("nav.second", { "aria-label": t("nav.more") },
      link("display-check"),
      h("a", { href: fragment(["about"]), "aria-current": screen === "about" && "page", title: t("nav.about.key") }, t("nav.about"),
        h("kbd", "?")),
      h("a", { href: fragment(["settings"]), "aria-current": screen === "settings" && "page" }, personName(session.user.name)),
      h("button.quiet", { type: "button", onclick: leave }, t("nav.sign-out"))),
  ];
}

async function leave() {
  await signOut();
  location.replace("/");
}
