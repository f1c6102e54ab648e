// Differences of two texts, word by word.

/** Parts in order: `{ kind: "same" | "gone" | "new", text }`. */
export function difference(before, after) {
  const [from, to] = [words(before), words(after)];
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const parts = [];
  for (const word of from.slice(0, head)) put(parts, "same", word);
  middle(from.slice(head, from.length - tail), to.slice(head, to.length - tail), parts);
  for (const word of from.slice(from.length - tail)) put(parts, "same", word);
  return parts;
}

/** Words with trailing white space; each Chinese character is a word. */
export function words(text) {
  return text.match(/[\u3000-\u9fff\uff00-\uffef]\s*|[^\s\u3000-\u9fff\uff00-\uffef]+\s*/g) ?? [];
}

/** The longest common subsequence. */
function middle(from, to, parts) {
  const width = to.length + 1, lengths = new Uint16Array((from.length + 1) * width);
  const same = (one, other) => one.trimEnd() === other.trimEnd();
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = same(from[i], to[j]) ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  let i = 0, j = 0;
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && same(from[i], to[j])) {
      put(parts, "same", to[j]);
      i += 1;
      j += 1;
    } else if (j >= to.length || (i < from.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      put(parts, "gone", from[i]);
      i += 1;
    } else {
      put(parts, "new", to[j]);
      j += 1;
    }
  }
}

function put(parts, kind, text) {
  if (parts.at(-1)?.kind === kind) parts.at(-1).text += text;
  else parts.push({ kind, text });
}
