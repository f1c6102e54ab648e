// Worker that decodes a film and makes its reductions.

import { histogram, levels, undoDifferences } from "./undo.js";

self.addEventListener("message", ({ data: { number, bytes, width, height } }) => {
  try {
    const values = undoDifferences(new Uint8Array(bytes), width, height);
    const answer = { number, levels: levels({ values, width, height }), histogram: histogram(values) };
    self.postMessage(answer, [...answer.levels.map((level) => level.values.buffer), answer.histogram.buffer]);
  } catch (error) {
    self.postMessage({ number, fault: error.message });
  }
});
