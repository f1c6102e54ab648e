// Asks for the password before signing after ten idle minutes, to prove the identity of the signer.

import { personName } from "../shell/dates.js";
import { h, say } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { confirm, current, me } from "../shell/session.js";
import { t } from "../shell/words.js";

export function passwordPanel(then, cancel) {
  // Without a password here, the proxy that signed the user in vouches for the user.
  const byProxy = current().confirmsByProxy;
  const password = h("input", { id: "sign-password", type: "password", autocomplete: "current-password", required: !byProxy });
  const sign = h("button.primary", { type: "submit" }, t("password.sign"));
  const fault = h("p.fault", { role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await confirm(password.value);
      then();
    } catch (error) {
      say(fault, error.status === 401 || error.status === 403 ? t("password.wrong") : faultWords(error));
      password.select();
    }
  };
  const element = h("form.confirm", { onsubmit: submit, onkeydown: (event) => { if (event.key === "Escape") cancel(); } },
    h("p", t(byProxy ? "password.why.proxy" : "password.why", { name: personName(me().name) })),
    h("input", { type: "text", autocomplete: "username", value: me().login, hidden: true, "aria-hidden": "true" }),
    !byProxy && [h("label", { for: "sign-password" }, t("sign-in.password")), password], sign, h("button.quiet", { type: "button", onclick: cancel }, t("cancel")), fault);
  return { element, first: byProxy ? sign : password };
}
