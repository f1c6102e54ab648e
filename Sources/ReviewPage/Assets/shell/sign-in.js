// Sign-in: the first screen, and a dialog over a screen whose session has ended, which keeps the typed text.

import { h, say } from "./elements.js";
import { faultWords } from "./fault.js";
import { me, signIn } from "./session.js";
import { t } from "./words.js";

export function signInScreen(enter) {
  const form = signInForm({ onDone: enter });
  return { element: h("section.sign-in", h("h1", "thoraxd"), h("p.quiet", t("sign-in.what")), form.element),
    title: t("sign-in.title"), className: "centred", focus: form.first };
}

/** Asks for the password again. Resolves to true when the same user is signed in; another user gets a fresh page. */
export async function askAgain() {
  if (asking) return asking;
  const before = me();
  asking = new Promise((resolve) => {
    const form = signInForm({ login: before?.login, onDone: () => {
      // The request that waits must not be sent for another user.
      if (me().login !== before?.login) return location.reload();
      dialog.close();
      dialog.remove();
      return resolve(true);
    } });
    const dialog = h("dialog", { "aria-labelledby": "ended" },
      h("h2", { id: "ended" }, t("sign-in.ended")), h("p", t("sign-in.kept")), form.element);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    form.first.focus();
  });
  try {
    return await asking;
  } finally {
    asking = null;
  }
}
let asking = null;

function signInForm({ login = "", onDone }) {
  const name = h("input", { id: "login", name: "username", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, value: login });
  const password = h("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
  const fault = h("p.fault", { role: "alert" });
  const button = h("button.primary", { type: "submit" }, t("sign-in.do"));
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(fault, "");
    try {
      await signIn(name.value.trim(), password.value);
      onDone();
    } catch (error) {
      say(fault, error.status === 401 ? t("sign-in.wrong") : faultWords(error));
      password.select();
    } finally {
      button.disabled = false;
    }
  };
  const element = h("form", { onsubmit: submit },
    h("label", { for: "login" }, t("sign-in.login")), name,
    h("label", { for: "password" }, t("sign-in.password")), password,
    button, fault);
  return { element, first: login ? password : name };
}
