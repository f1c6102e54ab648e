// Settings of the user: language, theme, text size, single keys, macros, sessions. Each change takes effect at once.

import { h } from "./elements.js";
import { faultWords } from "./fault.js";
import { notify } from "./notice-bar.js";
import { macroSettings } from "./macro-settings.js";
import { current, keep, mayReview, me, signOut } from "./session.js";
import { personName } from "./dates.js";
import { t } from "./words.js";

const CHOICES = {
  language: [["", "auto"], ["en", "en"], ["zh", "zh"]],
  theme: [["dark", "dark"], ["light", "light"]],
  textSize: [["0.9", "small"], ["1", "normal"], ["1.15", "large"], ["1.3", "larger"]],
};
const READ = { language: (text) => text || null, theme: String, textSize: Number };

export function settingsScreen() {
  const settings = current().settings, user = me();
  const choice = (name) => h("fieldset.choice", h("legend", t(`settings.${name}`)),
    CHOICES[name].map(([value, word]) => h("label",
      h("input", { type: "radio", name, value, checked: String(settings[name] ?? "") === value, onchange: () => change({ [name]: READ[name](value) }, name === "language") }),
      h("span", t(`settings.${name}.${word}`)))));
  const element = h("div.page-text",
    h("h1", t("settings.title")),
    h("p.quiet", `${personName(user.name)} · ${user.login} · ${user.organization ?? ""} · ${t(`role.${user.role}`)}`),
    choice("language"), choice("theme"), choice("textSize"),
    h("fieldset.choice", h("legend", t("settings.shortcuts")),
      h("label", h("input", { type: "checkbox", checked: settings.shortcuts !== false, onchange: (event) => change({ shortcuts: event.target.checked }) }),
        h("span", t("settings.shortcuts.on"))),
      h("p.quiet", t("settings.shortcuts.why"))),
    mayReview() && macroSettings(),
    h("section", h("h2", t("settings.sessions")), h("p", t("settings.sessions.what")),
      h("button", { type: "button", onclick: leaveEverywhere }, t("settings.sessions.end"))));
  return { element, title: t("settings.title"), className: "narrow" };
}

async function change(part, isLanguage) {
  try {
    await keep(part);
    if (isLanguage) document.dispatchEvent(new Event("thoraxd-language"));
    notify(t("settings.kept"));
  } catch (error) {
    notify(faultWords(error), { kind: "fault" });
  }
}

async function leaveEverywhere() {
  await signOut({ everywhere: true });
  location.replace("/?signed-out");
}
