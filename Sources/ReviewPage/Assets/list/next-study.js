// The next study in the order of the list that the reader came from.

import { get } from "../shell/request.js";
import { filterOf } from "./filter-bar.js";

/** The next waiting study that no other reviewer holds; null if the list has none. */
export async function nextStudy(query, after, login) {
  const filter = filterOf(query);
  filter.delete("holder");
  if (filter.get("state") !== "open") filter.delete("state");
  filter.set("limit", 50);
  const { studies } = await get(`/api/studies?${filter}`);
  const at = studies.findIndex((row) => row.study === after);
  const order = [...studies.slice(at + 1), ...studies.slice(0, Math.max(at, 0))];
  return order.find((row) => row.study !== after && (!row.heldBy || row.heldBy.login === login))?.study ?? null;
}
