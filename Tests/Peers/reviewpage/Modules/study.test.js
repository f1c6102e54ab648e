import { Claim } from "../study/claim.js";
import { noteActivity } from "../shell/activity.js";
import { equal, test } from "./check.js";

test("a claim is renewed by activity before it ends, however short it is, and by the time left instead of the node's clock", async () => {
  const { fetch } = window, { now } = Date, lost = [];
  let asked = 0, ahead = 0;
  window.fetch = async () => {
    asked += 1;
    return new Response(JSON.stringify({ until: "2000-01-01T00:00:00Z", secondsLeft: 180 }));
  };
  Date.now = () => now() + ahead;
  const claim = new Claim("1.3", { onChange() {}, onEnding() {}, onLost: (error) => lost.push(error.isExpired) });
  try {
    equal(await claim.take(), true);
    ahead = 59_000;
    noteActivity();
    claim.look();
    ahead = 62_000;
    noteActivity();
    claim.look();
    await claim.taking;
    equal([asked, claim.isHeld, lost.length], [2, true, 0]);
    ahead = 62_000 + 181_000;
    claim.look();
    equal([claim.isHeld, lost], [false, [true]]);
  } finally {
    claim.end();
    window.fetch = fetch;
    Date.now = now;
    noteActivity();
  }
});

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
