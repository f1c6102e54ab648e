// Sign-in: the first screen, and a dialog over a screen whose session has ended, which keeps the typed text.

import { h, say } from "./elements.js";
import { faultWords } from "./fault.js";
import { me, signIn, signInByProxy, singleSignOn } from "./session.js";
import { t } from "./words.js";

export function signInScreen(enter) {
  const form = signInForm({ onDone: enter, byProxy: singleSignOn() });
  return { element: h("section.sign-in", h("h1", "thoraxd"), h("p.quiet", t("sign-in.what")), form.element),
    title: t("sign-in.title"), className: "centred", focus: form.first };
}

/** Asks for the password again. Resolves to true when the same user is signed in; another user gets a fresh page. */
export async function askAgain(error) {
  if (asking) return asking;
  const before = me();
  asking = new Promise((resolve) => {
    const form = signInForm({ login: before?.login, byProxy: error?.singleSignOn, onDone: () => {
      // The request that waits must not be sent for another user.
      if (me().login !== before?.login) return location.reload();
      dialog.close();
      dialog.remove();
      return resolve(true);
    } });
    const dialog = h("dialog.ended", { "aria-labelledby": "ended" },
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

/** @param byProxy login that a trusted proxy names, which needs no password. */
function signInForm({ login = "", byProxy = null, onDone }) {
  const name = h("input", { id: "login", name: "username", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true, value: login });
  const password = h("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
  const fault = h("p.fault", { role: "alert" });
  const button = h("button.primary", { type: "submit" }, t("sign-in.do"));
  const enter = async (start) => {
    button.disabled = true;
    say(fault, "");
    try {
      await start();
      onDone();
    } catch (error) {
      say(fault, error.status === 401 ? t("sign-in.wrong") : error.status === 403 && start === signInByProxy ? t("sign-in.no-account") : faultWords(error));
      password.select();
    } finally {
      button.disabled = false;
    }
  };
  const submit = (event) => {
    event.preventDefault();
    enter(() => signIn(name.value.trim(), password.value));
  };
  const direct = byProxy && h("button.primary", { type: "button", onclick: () => enter(signInByProxy) }, t("sign-in.by-proxy", { login: byProxy }));
  const element = h("form", { onsubmit: submit }, direct,
    h("label", { for: "login" }, t("sign-in.login")), name,
    h("label", { for: "password" }, t("sign-in.password")), password,
    button, fault);
  return { element, first: direct || (login ? password : name) };
}
