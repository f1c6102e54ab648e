// Texts that the reviewer typed and did not sign: those of this tab and the one that the node keeps. They are never in the
// browser's storage.

import { sameWords } from "../report/draft-text.js";

/** Texts of this tab by kind, study and revision: `{ study, kind, revision, findings, impression }`. */
const typed = new Map();
/** The version of the node's text of a study that this page knows: it is on the screen or was decided on. */
const versions = new Map();

const keyOf = ({ study, kind, revision }) => `${kind} ${revision} ${study}`;

export const keep = (text) => typed.set(keyOf(text), text);
export const forget = (text) => typed.delete(keyOf(text));
export const knownVersion = (study) => versions.get(study) ?? null;
export const know = (study, version) => versions.set(study, version);

export function isSameText(one, other) {
  return sameWords(one.findings, other.findings) && sameWords(one.impression ?? "", other.impression ?? "");
}

/**
 * The unsigned texts of a study: `current` goes on beside this draft; `earlier` are to be used or discarded. A `version` says
 * that the node has the text. @param kind `report`, `impression` or `addendum`: texts of another kind are earlier ones.
 */
export function unsigned({ study, revision, note }, kind) {
  const here = [...typed.values()].filter((text) => text.study === study);
  const same = note && here.find((text) => isSameText(text, note) || (text.revision === note.revision && note.version === versions.get(study)));
  const texts = here.map((text) => ({ ...text, version: text === same ? note.version : null }));
  if (note && !same) texts.push({ ...note, study, kind: kind === "addendum" ? "report" : kind });
  const current = texts.find((text) => text.kind === kind && text.revision === revision) ?? null;
  versions.set(study, current?.version ?? null);
  return { current, earlier: texts.filter((text) => text !== current) };
}
