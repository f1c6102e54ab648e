import { Claim } from "../study/claim.js";
import { equal, test } from "./check.js";

test("a claim that arrives after the release is released, and the next claim on the study waits for that", async () => {
  const asked = [], answers = [], changes = [], { fetch } = window;
  const isAsked = async (count) => { for (let n = 0; asked.length < count && n < 2000; n += 1) await new Promise((resolve) => { setTimeout(resolve); }); };
  const claim = (name) => new Claim("1.2", { onChange: () => changes.push(name), onEnding() {}, onLost: () => changes.push(`${name} lost`) });
  window.fetch = (path, { method }) => new Promise((resolve) => {
    asked.push(`${method} ${path}`);
    answers.push(() => resolve(new Response(JSON.stringify({ until: "2100-01-01T00:00:00Z", secondsLeft: 1800 }))));
  });
  try {
    const first = claim("first"), second = claim("second");
    first.take();
    await isAsked(1);
    first.release();
    const taken = second.take();
    answers[0]();
    await isAsked(2);
    answers[1]();
    await isAsked(3);
    answers[2]();
    equal([await taken, first.isHeld, second.isHeld], [true, false, true]);
    second.end();
    equal(asked, ["POST /api/studies/1.2/open", "POST /api/studies/1.2/release", "POST /api/studies/1.2/open"]);
    equal(changes, ["second"]);
  } finally {
    window.fetch = fetch;
  }
});
