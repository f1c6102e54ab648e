// The text of a report as a reviewer types it: line breaks are kept, an empty line ends a paragraph, a numbered list stays one.

/** Paragraphs as one text. */
export function joined(paragraphs) {
  return (paragraphs ?? []).filter(Boolean).join("\n\n");
}

/** A typed text as paragraphs. */
export function paragraphs(text) {
  return text.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n/).map((paragraph) =>
    paragraph.split("\n").map((line) => line.trim()).filter(Boolean).join("\n")).filter(Boolean);
}

/** The draft's sentences, one per line, without deleted ones. */
export function draftText(sentences, isDeleted = () => false) {
  return (sentences ?? []).filter((_, index) => !isDeleted(index)).map((sentence) => sentence.text).join("\n");
}

/** Whether two texts have the same words, regardless of line breaks. */
export function sameWords(one, other) {
  return one.split(/\s+/).filter(Boolean).join(" ") === other.split(/\s+/).filter(Boolean).join(" ");
}

/** Places of `[fields]` that are to be filled in, as `[start, end]`. */
export function fieldsOf(text) {
  return [...text.matchAll(/\[[^\]\n]*\]/g)].map((match) => [match.index, match.index + match[0].length]);
}

/** Place of a sentence in a text, as `[start, end]` with trailing white space; null if the text does not contain it verbatim. */
export function placeOf(sentence, text) {
  const start = text.indexOf(sentence);
  if (start < 0) return null;
  let end = start + sentence.length;
  while (end < text.length && /\s/.test(text[end])) end += 1;
  return [start, end];
}
