// News of the node, as they happen. The browser connects again by itself and says which it had last.

/** Calls with `{ change, counts }` on every change, and with the state of the connection; returns the end. */
export function follow({ onChange, onState }) {
  let source = null, retry = null, wait = 1_000;
  const open = () => {
    source = new EventSource("/api/events");
    source.addEventListener("open", () => {
      wait = 1_000;
      onState?.(true);
    });
    source.addEventListener("change", (event) => onChange(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      onState?.(false);
      if (source.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, wait);
      wait = Math.min(wait * 2, 30_000);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
