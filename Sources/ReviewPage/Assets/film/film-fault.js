// A film that cannot be shown: why, another try, and the statement that its reviewer read it elsewhere.

import { time } from "../shell/dates.js";
import { fill, h, say } from "../shell/elements.js";
import { faultWords } from "../shell/fault.js";
import { t } from "../shell/words.js";

/** Whether the film cannot be shown at all: the node does not have it or cannot decode it, or this browser cannot. */
export function cannotBeShown(error) {
  return error.refusal === "not-shown" || error.status === 404 || error.status === undefined;
}

/**
 * The note on the film, without the message of a decoder in this browser. While another try may show the film, it offers only that.
 * @param elsewhere records the statement and returns its time, or null where it does not count; absent where the user cannot sign.
 */
export function faultNote(error, { again, elsewhere }) {
  const place = h("span.film-fault"), words = h("span");
  const state = () => {
    const at = elsewhere();
    if (at) fill(place, h("span", t("film.elsewhere.stated", { time: time(at) })));
    else say(words, t("film.elsewhere.not-now"));
  };
  fill(place, h("button", { type: "button", onclick: again }, t("fault.again")),
    elsewhere && cannotBeShown(error) && h("button", { type: "button", onclick: state }, t("film.elsewhere")), " ", words);
  return [h("strong", t("film.fault")), " ", error.status !== undefined && [faultWords(error), " "], place].filter(Boolean);
}
