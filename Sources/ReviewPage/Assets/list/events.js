// The event stream of the node. The browser reconnects by itself and sends the id of the last event.

/** Calls `onChange` with `{ change, counts }`, and `onState` with whether the stream is connected. Returns a function that stops. */
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
