// The bar above every screen: navigation, and the signed-in user.

import { fragment } from "./address.js";
import { personName } from "./dates.js";
import { h } from "./elements.js";
import { current, isDisplayCheckDue, mayAdminister, maySeePatients, signOut } from "./session.js";
import { t } from "./words.js";

export function topBar(screen) {
  const session = current();
  if (!session || screen === "films") return [h("span.brand", "thoraxd"), session?.demonstrationModel && demonstration()];
  const link = (name) =>
    h("a", { href: fragment([name]), "aria-current": screen === name && "page" }, t(`nav.${name}`));
  return [
    h("a.brand", { href: fragment([mayAdminister() ? "administration" : "studies"]) }, "thoraxd"),
    h("nav", { "aria-label": t("nav.label") },
      maySeePatients() && [link("studies"), link("department")],
      mayAdminister() && link("administration")),
    session.demonstrationModel && demonstration(),
    h("span.spring"),
    h("nav.second", { "aria-label": t("nav.more") },
      h("a", { href: fragment(["display-check"]), "aria-current": screen === "display-check" && "page" }, t("nav.display-check"),
        isDisplayCheckDue() && h("span.due", t("display.due"))),
      h("a", { href: fragment(["about"]), "aria-current": screen === "about" && "page", title: t("nav.about.key") }, t("nav.about"),
        h("kbd", "?")),
      h("a", { href: fragment(["settings"]), "aria-current": screen === "settings" && "page" }, personName(session.user.name)),
      h("button.quiet", { type: "button", onclick: leave }, t("nav.sign-out"))),
  ];
}

const demonstration = () => h("span.demonstration", { role: "note" }, t("demonstration"));

async function leave() {
  await signOut();
  location.replace("/?signed-out");
}
