// Matters to decide before signing: doubtful sentences, and findings above their threshold that no sentence mentions.
// Nothing is decided in advance.

export const SECTIONS = ["findings", "impression"];
export const SENTENCE_CHOICES = ["keep", "edit", "delete"], FINDING_CHOICES = ["not-there", "added"];

export const sentenceKey = (section, sentence) => `${section}:${sentence}`;
export const findingKey = (finding) => `finding:${finding}`;

/** All matters of a study: `{ key, section, sentence, finding, doubt, text }`. */
export function matters(view) {
  const doubtful = SECTIONS.flatMap((section) => (view.draft?.[section] ?? []).flatMap((sentence, index) =>
    sentence.doubt ? [{ key: sentenceKey(section, index), section, sentence: index, doubt: sentence.doubt, text: sentence.text }] : []));
  const omitted = !view.draft ? [] : (view.findings ?? []).filter(isOmitted).map((finding) =>
    ({ key: findingKey(finding.label), finding: finding.label, degree: finding.degree, doubt: "omitted" }));
  return [...doubtful, ...omitted];
}

/** The node says which findings a signature needs a decision on. */
export function isOmitted(finding) {
  return finding.isOmitted === true;
}

export class Decisions {
  constructor(view) {
    this.matters = matters(view);
    this.made = new Map();
  }

  get open() {
    return this.matters.filter((matter) => !this.made.has(matter.key));
  }

  decide(key, decision) {
    this.made.set(key, decision);
  }

  withdraw(key) {
    this.made.delete(key);
  }

  isDeleted(section, sentence) {
    return this.made.get(sentenceKey(section, sentence)) === "delete";
  }

  /** A doubtful sentence that the typed text no longer contains verbatim counts as edited. */
  follow(text) {
    for (const { key, section, text: sentence } of this.matters) {
      if (!section) continue;
      const isThere = text[section].includes(sentence), decision = this.made.get(key);
      if (!isThere && decision !== "delete") this.decide(key, "edit");
      if (isThere && (decision === "delete" || decision === "edit")) this.withdraw(key);
    }
  }

  /** The decisions in the form of the node's interface. */
  get list() {
    return this.matters.filter(({ key }) => this.made.has(key)).map(({ key, section, sentence, finding }) =>
      ({ section, sentence, finding, decision: this.made.get(key) }));
  }
}
