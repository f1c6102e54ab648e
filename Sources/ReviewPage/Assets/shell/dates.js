// Dates, times, ages, names and numbers as the reader's language writes them.

import { locale, t } from "./words.js";

/** Formats by kind, locale and options: making one takes longer than using it. */
const formats = new Map();
function format(options, Kind = Intl.DateTimeFormat) {
  const key = Kind.name + locale() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Kind(locale(), options));
  return formats.get(key);
}

export function time(date) {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(date));
}

export function day(date) {
  return format({ year: "numeric", month: "short", day: "numeric" }).format(new Date(date));
}

/** A calendar day, `YYYY-MM-DD`, without its year. */
export function shortDay(text) {
  return format({ month: "short", day: "numeric" }).format(calendarDay(text));
}

/** A date as the calendar day of this browser's time zone, `YYYY-MM-DD`. */
export function isoDay(date) {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Midnight of `YYYY-MM-DD` or `YYYYMMDD` in this browser's time zone; null for another text. */
function calendarDay(text) {
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text ?? "");
  return parts && new Date(+parts[1], +parts[2] - 1, +parts[3]);
}

export function moment(date) {
  return `${day(date)} ${time(date)}`;
}

/** A date of DICOM, YYYYMMDD. */
export function dicomDay(text) {
  const date = calendarDay(text);
  return date ? day(date) : "";
}

/** A time of DICOM, HHMMSS. */
export function dicomTime(text) {
  const parts = /^(\d{2}):?(\d{2})/.exec(text ?? "");
  return parts ? `${parts[1]}:${parts[2]}` : "";
}

/** How long ago, as short as it can be read: 4 min, 3 h, 2 d. */
export function age(date, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - new Date(date)) / 60_000));
  if (minutes < 60) return t("age.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("age.hours", { n: Math.floor(minutes / 60) });
  return t("age.days", { n: Math.floor(minutes / 1440) });
}

/** A person name of DICOM: alphabetic, and ideographic behind it. */
export function personName(name) {
  const [alphabetic = "", ideographic = ""] = String(name ?? "").split("=").map(spelled);
  if (ideographic && alphabetic) return `${ideographic} ${alphabetic}`;
  return ideographic || alphabetic;
}

function spelled(group) {
  const [family = "", given = "", middle = "", prefix = "", suffix = ""] = group.split("^").map((part) => part.trim());
  if (/[\u3040-\u9fff\uac00-\ud7af]/.test(family)) return family + given;
  const first = [prefix, given, middle].filter(Boolean).join(" ");
  return [[family, first].filter(Boolean).join(", "), suffix].filter(Boolean).join(", ");
}

/** An age of DICOM, `057Y`, or in words, `57 years`. */
export function patientAge(text) {
  const parts = /^0*(\d+) ?([YMWD])(ears?|onths?|eeks?|ays?)?$/i.exec(text ?? "");
  return parts ? t(`patient.age.${parts[2].toUpperCase()}`, { n: parts[1] }) : "";
}

/** A moment as the node reads it, without parts of a second. */
export function instant(date = new Date()) {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function number(value) {
  return format({}, Intl.NumberFormat).format(value);
}

export function percent(share) {
  return format({ style: "percent", maximumFractionDigits: 0 }, Intl.NumberFormat).format(share);
}
