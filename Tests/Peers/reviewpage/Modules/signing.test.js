import { insertText } from "../report/macros.js";
import { noticeBar } from "../shell/notice-bar.js";
import { resume } from "../shell/session.js";
import { AddendumBar } from "../study/addendum.js";
import { FirstImpression } from "../study/first-impression.js";
import { Review } from "../study/review.js";
import { forget } from "../study/unsigned.js";
import { equal, test } from "./check.js";

const wall = { active: { element: document.createElement("div") }, commands: {} };
const until = async (isSo) => { for (let n = 0; !isSo() && n < 400; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); }); };

/** Signs in and runs `body` with a place on the page, the held answers of requests on a path with this `part`, and all requests. */
async function withHeld(part, body) {
  const { fetch } = window, held = [], asked = [];
  const user = { login: "mary", name: "Doe^Mary", role: "reviewer" };
  window.fetch = async (path, { method, body: sent }) => {
    asked.push(`${method} ${path}`);
    if (path.includes(part)) {
      return new Promise((resolve) => { held.push(Object.assign((status, answer) => resolve(new Response(JSON.stringify(answer), { status })), { sent: sent && JSON.parse(sent) })); });
    }
    return new Response(JSON.stringify({ user, settings: {}, macros: [], secondsLeft: 1800, undoSeconds: 10, until: "2100-01-01T00:00:00Z", savedAt: "2026-11-30T08:00:00Z", studies: [] }));
  };
  const place = document.createElement("section");
  document.body.append(place);
  try {
    await resume();
    await body(place, held, asked);
  } finally {
    place.remove();
    window.fetch = async (path) => new Response("{}", { status: path === "/api/session" ? 401 : 404 });
    await resume();
    window.fetch = fetch;
  }
}

test("nothing is typed or decided while a signature is under way, and the text areas are given back when it is refused", () => withHeld("/sign", async (place, held) => {
  const view = { study: "9.5", revision: 1, images: [], draft: { findings: [{ text: "Clear.", doubt: "uncertain" }], impression: [] }, findings: [] };
  const review = new Review(view, place, { attention: { follow() {}, note: () => null, button: () => null }, filter: new URLSearchParams(), reload() {}, wall });
  await review.opened;
  review.text.decide("findings:0", "keep");
  await review.edit();
  const { areas } = review.text.editor;
  areas.findings.value = "Clear. Signed.";
  review.text.editor.input();
  const signing = review.reject("quality");
  await until(() => held.length);
  insertText(areas.findings, "forgotten");
  review.text.decide("findings:0", "delete");
  review.text.discard();
  equal([areas.findings.readOnly, areas.impression.readOnly, document.activeElement === areas.findings], [true, true, true]);
  equal([review.text.typed.findings, areas.findings.value], ["Clear. Signed.", "Clear. Signed."]);
  equal(await review.use({ findings: "earlier", impression: "" }), false);
  held[0](503, { error: "busy" });
  await signing;
  equal([areas.findings.readOnly, areas.impression.readOnly, review.text.isLocked], [false, false, false]);
  review.close();
  forget({ study: "9.5", kind: "report", revision: 1 });
}));

test("while an accepted draft is being signed its text areas cannot be opened", () => withHeld("/sign", async (place, held) => {
  const view = { study: "9.6", revision: 1, images: [], draft: { findings: [{ text: "Clear." }], impression: [] }, findings: [] };
  const review = new Review(view, place, { attention: { follow() {}, note: () => null, button: () => null }, filter: new URLSearchParams(), reload() {}, wall });
  await review.opened;
  const signing = review.reject("quality");
  await until(() => held.length);
  await review.edit();
  equal(review.text.editor, null);
  held[0](503, { error: "busy" });
  await signing;
  await review.edit();
  equal(Boolean(review.text.editor), true);
  review.close();
}));

test("a film that was read elsewhere is sent with the signature, unless it was shown since or is of another study", () => withHeld("/sign", async (place, held) => {
  const images = ["1", "2"].map((instance) => ({ instance, frame: 1 }));
  const view = { study: "9.9", revision: 1, images, draft: { findings: [{ text: "Clear." }], impression: [] }, findings: [] };
  const review = new Review(view, place, { attention: { follow() {}, note: () => null, button: () => null }, filter: new URLSearchParams(), reload() {}, wall });
  await review.opened;
  equal(review.readElsewhere({ instance: "3", frame: 1 }), null);
  for (const image of images) equal(typeof review.readElsewhere(image), "string");
  review.sawFilm(images[1]);
  const signing = review.reject("quality");
  await until(() => held.length);
  const { seen, readElsewhere } = held[0].sent;
  equal([seen, readElsewhere].map((films) => films.map((film) => film.instance)), [["2"], ["1"]]);
  held[0](503, { error: "busy" });
  await signing;
  review.close();
}));

test("an undo while the next study is looked up stays with the study", () => withHeld("/api/studies?", async (place, held, asked) => {
  const view = { study: "9.11", revision: 1, images: [], draft: { findings: [{ text: "Clear." }], impression: [] }, findings: [], patient: { id: "7" } };
  let reloads = 0;
  const bar = noticeBar(), before = location.hash;
  const review = new Review(view, place, { attention: { follow() {}, note: () => null, button: () => null }, filter: new URLSearchParams(), reload: () => { reloads += 1; }, wall });
  await review.opened;
  await review.reject("quality");
  bar.querySelector(".offer button").click();
  await until(() => reloads);
  equal([reloads, asked.includes("POST /api/studies/9.11/undo"), held.length > 0], [1, true, true]);
  for (const answer of held) answer(200, { studies: [{ study: "9.12" }] });
  for (let n = 0; n < 10; n += 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
  equal(location.hash, before);
  review.close();
}));

test("nothing is typed while a first impression is being recorded", () => withHeld("/impression", async (place, held) => {
  const first = new FirstImpression({ study: "9.7", revision: 1 }, place, { reload() {}, wall });
  await until(() => first.claim.isHeld);
  first.choose("normal");
  const sending = first.send();
  await until(() => held.length);
  first.choose("abnormal");
  equal([first.text.readOnly, first.assessment], [true, "normal"]);
  held[0](503, { error: "busy" });
  await sending;
  equal(first.text.readOnly, false);
  first.close();
}));

test("a recorded first impression has the text, and the node keeps it no longer as unsigned", () => withHeld("/impression", async (place, held, asked) => {
  let reloads = 0;
  const note = { revision: 1, findings: "Large heart.", impression: "", version: 7 };
  const first = new FirstImpression({ study: "9.10", revision: 1, note }, place, { reload: () => { reloads += 1; }, wall });
  await until(() => first.claim.isHeld);
  first.choose("abnormal");
  const sending = first.send();
  await until(() => held.length);
  equal(held[0].sent.text, "Large heart.");
  held[0](200, {});
  await sending;
  equal([asked.filter((request) => request.startsWith("DELETE")), reloads], [["DELETE /api/studies/9.10/note"], 1]);
  first.close();
}));

test("nothing is typed while an addendum is being signed", () => withHeld("/sign", async (place, held) => {
  const bar = new AddendumBar({ study: "9.8", revision: 1 }, { reload() {} });
  place.append(bar.element);
  bar.begin();
  bar.area.value = "Addendum.";
  const signing = bar.sign();
  await until(() => held.length);
  equal([bar.area.readOnly, bar.use({ findings: "earlier" }), bar.area.value], [true, false, "Addendum."]);
  held[0](503, { error: "busy" });
  await signing;
  equal(bar.area.readOnly, false);
  bar.close();
}));
