// The current screen: the fragment of the URL, which never reaches a server or its log.

/** `#/studies/1.2.3?state=waiting` as `{ parts: ["studies", "1.2.3"], query: URLSearchParams }`. */
export function parse(fragment) {
  const [path, search = ""] = fragment.replace(/^#/, "").split("?");
  return { parts: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(search) };
}

/** The fragment of a screen. */
export function fragment(parts, query) {
  const search = new URLSearchParams(query ?? "").toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

export function here() {
  return parse(location.hash);
}

export function go(parts, query) {
  const target = fragment(parts, query);
  if (location.hash !== target) location.hash = target;
}

/** Changes the query without a new history entry and without leaving the screen. */
export function requery(query) {
  history.replaceState(null, "", fragment(here().parts, query));
}
