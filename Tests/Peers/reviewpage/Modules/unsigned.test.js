import { EarlierTexts, keptTexts } from "../study/earlier-texts.js";
import { Note } from "../study/note.js";
import { Review } from "../study/review.js";
import { resume } from "../shell/session.js";
import { forget, keep, know, knownVersion, unsigned } from "../study/unsigned.js";
import { notify, noticeBar, offerUndo } from "../shell/notice-bar.js";
import { equal, test } from "./check.js";

const text = (findings, more = {}) => ({ study: "9.1", kind: "report", revision: 1, findings, impression: "", ...more });
const words = ({ current, earlier }) => [current?.findings ?? null, earlier.map((one) => `${one.findings} ${one.version}`)];
const show = (revision, note, kind = "report") => words(unsigned({ study: "9.1", revision, note }, kind));
const clean = () => [1, 2].forEach((revision) => ["report", "addendum"].forEach((kind) => forget({ study: "9.1", kind, revision })));

test("a text typed beside an earlier draft is offered beside the new one, and never taken for it", () => {
  keep(text("typed"));
  equal(show(1), ["typed", []]);
  equal(show(2), [null, ["typed null"]]);
  equal(show(2, { revision: 1, findings: "typed", impression: "", version: 7 }), [null, ["typed 7"]]);
  keep(text("typed later", { revision: 2 }));
  equal(show(2), ["typed later", ["typed null"]]);
  clean();
});

test("a text of another browser is offered, and the node's copy of this tab's text is not", () => {
  const note = { revision: 1, findings: "there", impression: "", version: 7 };
  equal(show(1, note), ["there", []]);
  equal(knownVersion("9.1"), 7);
  keep(text("there and more"));
  equal(show(1, note), ["there and more", []]);
  equal(show(1, { ...note, version: 8 }), ["there and more", ["there 8"]]);
  equal(knownVersion("9.1"), null);
  clean();
});

test("a text beside a signed study becomes an addendum only when its reviewer says so", () => {
  equal(show(1, { revision: 1, findings: "there", impression: "", version: 7 }, "addendum"), [null, ["there 7"]]);
  keep(text("more", { kind: "addendum" }));
  equal(show(1, undefined, "addendum"), ["more", []]);
  clean();
});

test("a save names the text that it replaces, and a refused one offers the other text", async () => {
  const { fetch } = window, asked = [], others = [], answers = [];
  window.fetch = async (path, { method, body }) => {
    asked.push(`${method} ${JSON.parse(body).replaces}`);
    return answers.shift();
  };
  const note = new Note({ study: "9.2", revision: 1 }, "report", { isBlocked: () => others.length > 0, onOther: (other) => others.push(other.findings) });
  try {
    answers.push(new Response(JSON.stringify({ savedAt: "2026-11-30T08:00:00Z", version: 5 })),
      new Response(JSON.stringify({ error: "other", refusal: "other-text", note: { revision: 1, findings: "there", impression: "", version: 6 } }), { status: 409 }));
    note.hold({ findings: "one", impression: "" }, true);
    await note.save();
    note.hold({ findings: "two", impression: "" }, true);
    await note.save();
    await note.save();
    equal([asked, others], [["PUT null", "PUT 5"], ["there"]]);
    others.pop();
    answers.push(new Response(JSON.stringify({ savedAt: "2026-11-30T08:00:00Z", version: 8 })));
    await note.settle({ kind: "other", revision: 1, version: 6 });
    equal(asked[2], "PUT 6");
    await note.pause();
    note.hold({ findings: "three", impression: "" }, true);
    await note.save();
    equal(asked.length, 3);
    // A refused signature leaves the typed text unsaved too.
    note.failed({ status: 409, refusal: "other-text", note: { revision: 1, findings: "there again", impression: "", version: 9 } }, null, null);
    equal([note.isFailing, others.pop()], [true, "there again"]);
  } finally {
    note.close({ isSigned: true });
    window.fetch = fetch;
    know("9.2", null);
  }
});

test("where nothing can be typed, a text can be copied or discarded, here and at the node", async () => {
  const { fetch } = window, asked = [];
  window.fetch = async (path, { method, body }) => {
    asked.push(`${method} ${path} ${JSON.parse(body).replaces}`);
    return new Response(null, { status: 204 });
  };
  keep({ ...text("here"), study: "9.4" });
  const view = { study: "9.4", revision: 1, note: { revision: 1, findings: "there", impression: "", version: 7 } };
  const texts = keptTexts(view), panels = () => [...texts.element.querySelectorAll(".typed")].map((panel) => panel.querySelectorAll("button"));
  try {
    equal(panels().map((buttons) => buttons.length), [2, 2]);
    panels()[0][1].click();
    for (let n = 0; panels().length > 1 && n < 200; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
    panels()[0][1].click();
    for (let n = 0; (panels().length || !asked.length) && n < 200; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
    equal([asked, texts.count], [["DELETE /api/studies/9.4/note 7"], 0]);
    equal(words(unsigned({ ...view, note: undefined }, "report")), [null, []]);
  } finally {
    await texts.close();
    window.fetch = fetch;
  }
});

test("an earlier text stays where the report does not take it", async () => {
  let isTaken = false;
  const texts = new EarlierTexts([text("typed")], 1, { use: async () => isTaken });
  const use = async () => {
    texts.element.querySelector("button").click();
    await new Promise((resolve) => { setTimeout(resolve); });
  };
  await use();
  equal(texts.count, 1);
  isTaken = true;
  await use();
  equal(texts.count, 0);
});

test("beside an earlier text the editor opens only after its decision", async () => {
  const { fetch } = window, sent = [];
  const user = { login: "mary", name: "Doe^Mary", role: "reviewer" };
  window.fetch = async (path, { method }) => {
    sent.push(`${method} ${path}`);
    return method === "DELETE" ? new Response(null, { status: 204 })
      : new Response(JSON.stringify({ user, settings: {}, secondsLeft: 1800, until: "2100-01-01T00:00:00Z", studies: [] }));
  };
  const view = { study: "9.3", revision: 2, images: [], draft: { findings: [{ text: "Clear.", doubt: "uncertain" }], impression: [] }, findings: [],
    note: { revision: 1, findings: "typed", impression: "", version: 7, savedAt: "2026-11-30T08:00:00Z" } };
  const attention = { follow() {}, note: () => null, button: () => null }, wall = { active: { element: document.createElement("div") }, commands: {} };
  const place = document.createElement("section");
  document.body.append(place);
  try {
    await resume();
    const review = new Review(view, place, { attention, filter: new URLSearchParams(), reload() {}, wall });
    await review.opened;
    await review.edit();
    equal([Boolean(review.text.editor), review.readiness.mayAccept, place.querySelectorAll(".typed").length], [false, false, 1]);
    review.text.decide("findings:0", "edit");
    equal([Boolean(review.text.editor), review.text.decisions.made.size], [false, 0]);
    place.querySelectorAll(".typed button")[2].click();
    for (let n = 0; place.querySelector(".typed") && n < 200; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
    await review.note.save();
    equal(sent.filter((request) => request.startsWith("DELETE")), ["DELETE /api/studies/9.3/note"]);
    await review.edit();
    equal([Boolean(review.text.editor), review.text.isChanged], [true, false]);
    review.close();
  } finally {
    place.remove();
    window.fetch = async (path) => new Response("{}", { status: path === "/api/session" ? 401 : 404 });
    await resume();
    window.fetch = fetch;
  }
});

test("a message does not end the offer to undo, and the offer ends with its time", async () => {
  const bar = noticeBar();
  let undone = 0;
  offerUndo("signed", performance.now() + 60_000, () => { undone += 1; });
  notify("another message", { kind: "fault" });
  const button = bar.querySelector(".offer button");
  equal([bar.textContent.includes("signed"), bar.textContent.includes("another message")], [true, true]);
  button.click();
  equal([undone, bar.querySelector(".offer button")], [1, null]);
  offerUndo("signed", performance.now() - 1, () => { undone += 1; });
  equal(bar.querySelector(".offer button"), null);
  notify("");
});
