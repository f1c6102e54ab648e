// Findings and how sure the model is of them, in words.

import { known, t } from "./words.js";

/** The name of a finding by its label, however the model writes it: `Pleural Effusion`, `pleural_effusion`. */
export function findingName(label) {
  const plain = label.replaceAll("_", " ");
  return known(`finding.${plain.toLowerCase()}`, plain);
}

/** The estimate that a sentence's word is about: the likeliest. */
export function likeliest(estimates) {
  const share = (one) => one.probability / (one.presentThreshold ?? one.threshold ?? 1);
  return (estimates ?? []).reduce((best, one) => (!best || share(one) > share(best) ? one : best), null);
}

/** A sign that tells the degrees apart without colour. */
export const DEGREE_SIGN = { present: "▲", possible: "△", absent: "–" };

export function degreeWord(degree) {
  return t(`degree.${degree}`);
}

export const confidenceWord = (word) => (word ? t(`confidence.${word}`) : "");
