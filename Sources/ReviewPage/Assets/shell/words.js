// The words of the page in the reader's language.

import en from "../words/en.js";
import zh from "../words/zh.js";

const LANGUAGES = { en, zh };
let language = "en";
let plural = new Intl.PluralRules("en");

/** The first language of the browser that the page has. */
export function browserLanguage() {
  for (const tag of navigator.languages ?? []) {
    const short = tag.slice(0, 2).toLowerCase();
    if (short in LANGUAGES) return short;
  }
  return "en";
}

export function speak(tag) {
  language = tag in LANGUAGES ? tag : browserLanguage();
  plural = new Intl.PluralRules(locale());
  document.documentElement.lang = locale();
}

export function spoken() {
  return language;
}

/** The locale for dates and numbers. English dates are day first, 24 hours, as hospitals write them. */
export function locale() {
  return language === "zh" ? "zh-CN" : "en-GB";
}

/** The words under a key, with `{name}` replaced. */
export function t(key, values = {}) {
  return filled(LANGUAGES[language][key] ?? key, values);
}

/** The words under a key that may be missing, such as a state of the node; else `otherwise`. */
export function known(key, otherwise) {
  return LANGUAGES[language][key] ?? otherwise ?? key.slice(key.indexOf(".") + 1);
}

function filled(entry, values) {
  const text = typeof entry === "string" ? entry : (entry[plural.select(values.n)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
