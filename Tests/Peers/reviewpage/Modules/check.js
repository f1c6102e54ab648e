// A test is a sentence and a function that throws.

export const tests = [];

export function test(sentence, body) {
  tests.push({ sentence, body });
}

export function equal(one, other) {
  const [found, expected] = [one, other].map((value) => JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? [...part] : part)));
  if (found !== expected) throw new Error(`${found} is not ${expected}`);
}

/** Runs all; answers the number and the faults. */
export async function run() {
  const faults = [];
  for (const { sentence, body } of tests) {
    try {
      await body();
    } catch (error) {
      faults.push(`${sentence}: ${error.message}`);
    }
  }
  return { count: tests.length, faults };
}
