// A list that the user can change: it is read again after every change, and the last error is shown above the form.

import { fill, h, say } from "./elements.js";
import { faultWords } from "./fault.js";
import { notify } from "./notice-bar.js";
import { remove } from "./request.js";
import { t } from "./words.js";

/**
 * Fills `place` with a list and the elements below it.
 *
 * @param read asks the node for the list. @param show draws it, given the answer and `act(work, words)`, which runs a change,
 * shows the words and reads the list again. @param below makes the elements below the list from `act`.
 */
export function managedList(place, { read, show, below = () => [] }) {
  const list = h("div"), fault = h("p.fault", { role: "alert" });
  const load = async () => {
    try {
      fill(list, show(await read(), act));
    } catch (error) {
      say(fault, faultWords(error));
    }
  };
  const act = async (work, words) => {
    say(fault, "");
    try {
      await work();
      notify(words);
    } catch (error) {
      say(fault, faultWords(error));
    }
    await load();
  };
  fill(place, list, fault, below(act));
  load();
}

/** A button that removes what is at `path`; it asks for a second press. */
export function removeButton(act, path) {
  const button = h("button.quiet", { type: "button", onclick: () => {
    if (button.dataset.sure) return act(() => remove(path), t("removed"));
    button.dataset.sure = "yes";
    return say(button, t("sure"));
  } }, t("remove"));
  button.addEventListener("blur", () => {
    delete button.dataset.sure;
    say(button, t("remove"));
  });
  return button;
}

/** A labelled field of a form. */
export function field(id, label, attributes = {}) {
  const input = h("input", { id: `field-${id}`, required: true, autocomplete: "off", ...attributes });
  return { input, element: h("p", h("label", { for: `field-${id}` }, label), input) };
}
