// Whether all of the text was in view: each part at least once, while the page was visible.

/** Calls back once when every element has been in view within `root`. Returns the end. */
export function whenAllSeen(root, elements, then) {
  const left = new Set(elements);
  if (!left.size) {
    then();
    return () => {};
  }
  const observer = new IntersectionObserver((entries) => {
    if (document.visibilityState !== "visible") return;
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      left.delete(entry.target);
      observer.unobserve(entry.target);
    }
    if (left.size === 0) {
      observer.disconnect();
      then();
    }
  }, { root, threshold: 0.6 });
  for (const element of left) observer.observe(element);
  const again = () => {
    if (document.visibilityState !== "visible") return;
    for (const element of left) {
      observer.unobserve(element);
      observer.observe(element);
    }
  };
  document.addEventListener("visibilitychange", again);
  return () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", again);
  };
}
