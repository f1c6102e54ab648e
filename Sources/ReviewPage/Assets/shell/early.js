// The first requests of the page, sent while its modules still load: the session, and the list or study of the fragment.

const [screen = "studies", study] = location.hash.split("?")[0].split("/").slice(1).filter(Boolean);
const isPlainList = screen === "studies" && !study && !location.hash.includes("?");
const first = screen === "studies" && study ? `/api/studies/${study}` : isPlainList ? "/api/studies?offset=0&limit=100" : null;
const requests = new Map(["/api/session", first].filter(Boolean).map((path) =>
  [path, fetch(path, { credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => null)]));

/** The successful response to a request that was sent early; null without one. Each is given once. */
export async function early(path) {
  const request = requests.get(path);
  requests.delete(path);
  const answer = await request;
  return answer?.ok ? answer : null;
}
