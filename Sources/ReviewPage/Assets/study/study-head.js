// The head of a study: patient, accession number, description, state.

import { dicomDay, dicomTime, patientAge, personName } from "../shell/dates.js";
import { h } from "../shell/elements.js";
import { isUrgent, sex } from "../list/study-row.js";
import { known, t } from "../shell/words.js";

export function studyHead(view) {
  const { patient } = view;
  const item = (label, value, className = "item") => value && h(`span.${className}`, h("span.label", label), " ", h("span.value", value));
  return [
    h("h1", personName(patient.name) || t("patient.unnamed")),
    h("span.item", [sex(patient.sex), patientAge(patient.age)].filter(Boolean).join(" ")),
    item(t("head.born"), dicomDay(patient.birthDate)),
    item(t("head.id"), patient.id),
    item(t("head.accession"), view.accession),
    h("span.item.study-words", [view.description, [dicomDay(view.studyDate), dicomTime(view.studyTime)].filter(Boolean).join(" "), view.sender].filter(Boolean).join(" · ")),
    h("span.spring"),
    isUrgent(view) && h("b.urgent-mark", t("priority.urgent")),
    h("span.state-word", { "data-state": view.state }, known(`state.${view.state}`, view.state)),
  ];
}
