// The text of a report as a reviewer types it: a line is a line, an empty line ends a paragraph, a numbered list stays one.

/** Paragraphs as one text. */
export function joined(paragraphs) {
  return (paragraphs ?? []).filter(Boolean).join("\n\n");
}

/** A typed text as paragraphs. */
export function paragraphs(text) {
  return text.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n/).map((paragraph) =>
    paragraph.split("\n").map((line) => line.trim()).filter(Boolean).join("\n")).filter(Boolean);
}

/** The draft's sentences to edit, one to a line, without those that were deleted. */
export function draftText(sentences, isDeleted = () => false) {
  return (sentences ?? []).filter((_, index) => !isDeleted(index)).map((sentence) => sentence.text).join("\n");
}

/** Whether two texts say the same, however their lines are broken. */
export function sameWords(one, other) {
  return one.split(/\s+/).filter(Boolean).join(" ") === other.split(/\s+/).filter(Boolean).join(" ");
}

/** Where a sentence stands in a text, as `[start, end]` with the white space behind it; null if it is not there as it was. */
export function placeOf(sentence, text) {
  const start = text.indexOf(sentence);
  if (start < 0) return null;
  let end = start + sentence.length;
  while (end < text.length && /\s/.test(text[end])) end += 1;
  return [start, end];
}
