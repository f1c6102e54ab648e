import { difference } from "../report/diff.js";
import { Decisions, matters } from "../report/decisions.js";
import { draftText, joined, paragraphs, placeOf, sameWords } from "../report/draft-text.js";
import { insertText, macroBefore } from "../report/macros.js";
import { Editor, nextField } from "../report/editor.js";
import { whenAllSeen } from "../report/text-in-view.js";
import { noticeWords } from "../report/notices.js";
import { sentences } from "../report/sentences.js";
import { readiness } from "../report/readiness.js";
import { faultNote } from "../film/film-fault.js";
import { shares, whole } from "../department/agreement.js";
import { round } from "../department/charts.js";
import { Refusal, get, read } from "../shell/request.js";
import { t } from "../shell/words.js";
import { equal, test } from "./check.js";

const view = {
  draft: { findings: [{ text: "Clear lungs." }, { text: "A line ends here.", doubt: "contradicts" }], impression: [{ text: "Normal.", doubt: "uncertain" }] },
  findings: [{ label: "Edema", degree: "present", mentioned: "no", isOmitted: true }, { label: "Fracture", degree: "absent", mentioned: "no" },
    { label: "Pneumonia", degree: "possible", mentioned: "denied" }, { label: "No Finding", degree: "present", mentioned: "no" }],
};

test("doubtful sentences and findings that no sentence mentions have to be decided", () => {
  equal(matters(view).map((matter) => matter.key), ["findings:1", "impression:0", "finding:Edema"]);
  equal(matters({ draft: null, findings: view.findings }), []);
});

test("a sentence is marked for every finding and label that it names", () => {
  const sentence = { text: "A mass and a nodule.", findings: ["Lung Lesion"], word: "high", estimates: [{ label: "Mass", probability: 0.7, threshold: 0.2, presentThreshold: 0.5 }] };
  const [section] = sentences({ draft: { findings: [sentence], impression: [] } }, {});
  equal(section.querySelector(".sentence").dataset.findings, "Lung Lesion|Mass");
});

test("a lowered sentence and a contradiction between the sections quote the other words", () => {
  for (const kind of ["degreeLowered", "sectionsDisagree"]) equal(noticeWords({ kind, words: ["Pneumonia."] }).includes("“Pneumonia.”"), true);
  equal(noticeWords({ kind: "textNotRead" }).length > 0, true);
});

test("nothing is decided beforehand, and an edited sentence decides itself", () => {
  const decisions = new Decisions(view);
  equal(decisions.open.length, 3);
  decisions.follow({ findings: "Clear lungs.\nA line ends there.", impression: "Normal." });
  equal(decisions.open.map((matter) => matter.key), ["impression:0", "finding:Edema"]);
  decisions.decide("finding:Edema", "not-there");
  equal(decisions.list, [{ section: "findings", sentence: 1, decision: "edit" }, { finding: "Edema", decision: "not-there" }]);
  decisions.follow({ findings: "Clear lungs.\nA line ends here.", impression: "Normal." });
  equal(decisions.open.map((matter) => matter.key), ["findings:1", "impression:0"]);
});

test("a film that cannot be shown may be read elsewhere, and further frames that the model did not read are not demanded", () => {
  const decisions = new Decisions({ draft: { findings: [], impression: [] } });
  const images = [{ instance: "1", frame: 1, usedByModel: true }, { instance: "2", frame: 1 }, { instance: "2", frame: 2 }];
  const state = (changes) => readiness({ images, seen: new Map([["1 1", {}]]), textSeenAt: "now", decisions, isChanged: false, isEmpty: false, isHeld: true, ...changes });
  equal([state({}).mayAccept, state({}).checks[0].n, state({}).checks[0].total], [false, 1, 2]);
  equal(state({ elsewhere: new Map([["2 1", {}]]) }).mayAccept, true);
  equal(state({ elsewhere: new Map([["2 1", {}]]), earlier: 1 }).mayAccept, false);
});

test("the note on a film that cannot be shown offers the statement, and keeps it only where it counts", () => {
  const said = [];
  const place = document.createElement("p");
  place.append(...faultNote(new Error("broken"), { again() {}, elsewhere: () => said.push("said") && (said.length > 1 ? "2026-11-30T08:00:00Z" : null) }));
  const [, statement] = place.querySelectorAll("button");
  statement.click();
  equal([said.length, place.querySelectorAll("button").length], [1, 2]);
  equal(place.textContent.includes(t("film.elsewhere.not-now")), true);
  statement.click();
  equal([said.length, place.querySelectorAll("button").length], [2, 0]);
  const prior = document.createElement("p");
  prior.append(...faultNote(new Error("broken"), { again() {}, elsewhere: null }).filter(Boolean));
  equal(prior.querySelectorAll("button").length, 1);
});

test("the statement is offered only where the film cannot be shown, and otherwise another try", () => {
  const offers = (error) => {
    const place = document.createElement("p");
    place.append(...faultNote(error, { again() {}, elsewhere: () => null }));
    return [...place.querySelectorAll("button")].map((button) => button.textContent);
  };
  const [again, statement] = [t("fault.again"), t("film.elsewhere")];
  for (const error of [new Error("broken"), new Refusal(500, { refusal: "not-shown" }), new Refusal(404, {})]) equal(offers(error), [again, statement]);
  for (const error of [0, 401, 403, 429, 500, 502, 503].map((status) => new Refusal(status, {}))) equal(offers(error), [again]);
});

test("an answer that ends early counts as none", async () => {
  const { fetch } = window;
  const cut = () => new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) }));
  window.fetch = async () => cut();
  try {
    for (const ask of [() => read("/api/film"), () => get("/api/facts")]) equal(await ask().catch((error) => error.status), 0);
  } finally {
    window.fetch = fetch;
  }
});

test("a long text never scrolls inside of its text area", async () => {
  const { supports } = CSS, lines = Array.from({ length: 80 }, (_, line) => `Line ${line}.`).join("\n");
  CSS.supports = () => false;
  const editor = new Editor({ before: { findings: "", impression: "" }, text: { findings: lines, impression: "" }, onInput() {}, onSign() {}, onLeave() {} });
  // As in a browser that does not know the property.
  for (const area of Object.values(editor.areas)) area.style.setProperty("field-sizing", "fixed");
  document.body.append(editor.element);
  try {
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
    const area = editor.areas.findings;
    equal(area.scrollHeight <= area.clientHeight + 2, true);
    area.value += lines;
    editor.input();
    equal(area.scrollHeight <= area.clientHeight + 2, true);
  } finally {
    CSS.supports = supports;
    editor.element.remove();
  }
});

test("the agreement of a group is that of all its findings together", () => {
  const finding = (both, kept, missed, none) => ({ draftYesSignedYes: both, draftYesSignedNo: kept, draftNoSignedYes: missed, draftNoSignedNo: none });
  equal(shares(whole({ findings: [finding(3, 1, 0, 0), finding(1, 0, 1, 2)] })), { found: 0.8, kept: 0.8 });
});

test("accepting needs every film, the text, every decision, the claim and an unchanged text", () => {
  const decisions = new Decisions({ draft: { findings: [], impression: [] } });
  const images = [{ instance: "1", frame: 1 }, { instance: "2" }];
  const state = (changes) => readiness({ images, seen: new Map([["1 1", {}], ["2 1", {}]]), textSeenAt: "now", decisions, isChanged: false, isEmpty: false, isHeld: true, ...changes });
  equal([state({}).mayAccept, state({}).maySign], [true, false]);
  equal([state({ isChanged: true }).mayAccept, state({ isChanged: true }).maySign], [false, true]);
  for (const lack of [{ seen: new Map([["1 1", {}]]) }, { textSeenAt: null }, { isHeld: false }, { isEmpty: true }, { decisions: new Decisions(view) }]) equal(state(lack).mayAccept, false);
});

test("an edited text with an open [field] cannot be signed", () => {
  const decisions = new Decisions({ draft: { findings: [], impression: [] } });
  const state = (fields, isChanged) => readiness({ images: [], seen: new Map(), textSeenAt: "now", decisions, isChanged, isEmpty: false, isHeld: true, fields });
  equal([state(0, true).maySign, state(1, true).maySign, state(1, false).mayAccept], [true, false, true]);
  equal(state(2, true).checks.at(-1), { what: "fields", n: 2, isDone: false });
});

test("text counts as seen when its top and its bottom were in view, not before", async () => {
  const root = document.createElement("div"), tall = document.createElement("div"), low = document.createElement("div");
  root.style.cssText = "position: fixed; top: 0; left: 0; width: 90px; height: 100px; overflow: auto";
  tall.style.height = "300px";
  low.style.height = "40px";
  root.append(tall, low);
  document.body.append(root);
  const frames = async () => { for (let n = 0; n < 4; n += 1) await new Promise(requestAnimationFrame); };
  let isSeen = false;
  const stop = whenAllSeen(root, root.children, () => { isSeen = true; });
  await frames();
  const before = isSeen;
  root.scrollTop = 100;
  await frames();
  const middle = isSeen;
  root.scrollTop = 400;
  await frames();
  stop();
  root.remove();
  equal([before, middle, isSeen], [false, false, true]);
});

test("a numbered list stays a numbered list", () => {
  const typed = "1. Effusion.\n2. Cardiomegaly.\n\n\n  Follow up. \r\n";
  equal(paragraphs(typed), ["1. Effusion.\n2. Cardiomegaly.", "Follow up."]);
  equal(paragraphs(joined(paragraphs(typed))), paragraphs(typed));
});

test("the draft to edit has a sentence to a line, without those that were deleted", () => {
  equal(draftText([{ text: "One." }, { text: "Two." }, { text: "Three." }], (index) => index === 1), "One.\nThree.");
  equal([sameWords("One.\nTwo.", " One. Two."), sameWords("One.", "Two.")], [true, false]);
  equal(placeOf("Two.", "One.\nTwo.\nThree."), [5, 10]);
});

test("a difference has only what changed", () => {
  equal(difference("The heart is large.", "The heart is not large.").filter((part) => part.kind !== "same"), [{ kind: "new", text: "not " }]);
  equal(difference("Clear lungs. No effusion.", "No effusion.").filter((part) => part.kind !== "same"), [{ kind: "gone", text: "Clear lungs. " }]);
  equal(difference("", "").length, 0);
  equal(difference("胸腔积液", "无胸腔积液")[0], { kind: "new", text: "无" });
});

test("F2 goes through the fields of a text", () => {
  const area = document.createElement("textarea");
  area.value = "Size [size] at [place].";
  area.setSelectionRange(0, 0);
  nextField(area, false);
  equal([area.selectionStart, area.selectionEnd], [5, 11]);
  nextField(area, false);
  equal(area.selectionStart, 15);
  nextField(area, true);
  equal(area.selectionStart, 5);
});

test("the longest macro whose name ends at the caret is found, at the start of a word only", () => {
  const list = [{ name: "lungs", text: "a" }, { name: "clear lungs", text: "b" }, { name: "正常", text: "c" }];
  equal(macroBefore("Heart. Clear Lungs", 18, list), { macro: list[1], start: 7 });
  equal(macroBefore("both lungs", 10, list).macro.text, "a");
  equal(macroBefore("xlungs", 6, list), null);
  equal(macroBefore("心影正常", 4, list).start, 2);
  equal([macroBefore("lungs ", 6, list), macroBefore("", 0, list)], [null, null]);
});

test("an inserted macro replaces its name and selects its first [field]", () => {
  const area = document.createElement("textarea");
  let inputs = 0;
  area.addEventListener("input", () => { inputs += 1; });
  document.body.append(area);
  area.value = "Heart. eff Lungs.";
  insertText(area, "Effusion, [side], [size].", 7, 10);
  equal([area.value, area.value.slice(area.selectionStart, area.selectionEnd), inputs], ["Heart. Effusion, [side], [size]. Lungs.", "[side]", 1]);
  area.remove();
});

test("agreement is of those signed with the finding and of those drafted with it", () => {
  equal(shares({ draftYesSignedYes: 3, draftYesSignedNo: 1, draftNoSignedYes: 3, draftNoSignedNo: 9 }), { found: 0.5, kept: 0.75 });
  equal(shares({ draftYesSignedYes: 0, draftYesSignedNo: 0, draftNoSignedYes: 0 }), { found: null, kept: null });
});

test("the axis ends at a number that is easy to halve", () => {
  equal([1, 7, 70, 101].map(round), [1, 8, 80, 200]);
});
