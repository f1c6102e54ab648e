// Macros: phrases of the user, read once per page. Typing a name and F8 inserts its text.

import { get, put, remove } from "../shell/request.js";
import { fieldsOf } from "./draft-text.js";

let loading = null;
const path = (name) => `/api/macros/${encodeURIComponent(name)}`;

/** The user's macros by name: `[{ name, text }]`. */
export function macros() {
  loading ??= get("/api/macros").then((answer) => answer.macros);
  loading.catch(() => { loading = null; });
  return loading;
}

export async function saveMacro(name, text) {
  await put(path(name), { text });
  loading = null;
}

export async function removeMacro(name) {
  await remove(path(name));
  loading = null;
}

/** The macro whose name ends at the caret, as `{ macro, start }`; the longest name wins. Null without one. */
export function macroBefore(text, caret, list) {
  const ends = list.filter(({ name }) => text.slice(Math.max(0, caret - name.length), caret).toLowerCase() === name.toLowerCase())
    .filter(({ name }) => startsWord(text, caret - name.length))
    .sort((one, other) => other.name.length - one.name.length);
  return ends.length ? { macro: ends[0], start: caret - ends[0].name.length } : null;
}

/** Whether a word starts at a place: Chinese has no spaces between words. */
function startsWord(text, start) {
  return start === 0 || /[\u3040-\u9fff]/.test(text[start]) || !/[\p{L}\p{N}]/u.test(text[start - 1]) || !/[\p{L}\p{N}]/u.test(text[start]);
}

/** Puts a text in place of a part of a text area, and selects the first `[field]` in it. */
export function insertText(area, text, start = area.selectionStart, end = area.selectionEnd) {
  area.focus();
  if (area.readOnly) return;
  area.setRangeText(text, start, end, "end");
  const [field] = fieldsOf(text);
  if (field) area.setSelectionRange(start + field[0], start + field[1]);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
