// Asks for the password before signing after ten idle minutes, to prove the identity of the signer.

import { h, say } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { confirm, me } from "../shell/session.js";
import { t } from "../shell/words.js";

export function passwordPanel(then, cancel) {
  const password = h("input", { id: "sign-password", type: "password", autocomplete: "current-password", required: true });
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
    h("p", t("password.why")),
    h("input", { type: "text", autocomplete: "username", value: me().login, hidden: true, "aria-hidden": "true" }),
    h("label", { for: "sign-password" }, t("sign-in.password")), password,
    h("button.primary", { type: "submit" }, t("password.sign")), h("button.quiet", { type: "button", onclick: cancel }, t("cancel")), fault);
  return { element, first: password };
}
