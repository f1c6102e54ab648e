// Builds elements. Text becomes text nodes only, so data can never become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button.primary", { onclick, "aria-label": "…", disabled: true }, "Sign")`. */
export function h(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  return furnish(element, attributes, children);
}

/** An element of a drawing. */
export function svg(name, attributes, ...children) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

/** Replaces the children of an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(isThere));
  return element;
}

/** Sets the text of an element, unless it has it already. */
export function say(element, text) {
  const words = text ?? "";
  if (element.textContent !== words) element.textContent = words;
}

/** Shows or hides. */
export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

function isThere(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

function furnish(element, attributes, children) {
  if (isPlain(attributes)) {
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "checked") element.defaultChecked = true;
      else if (key in PROPERTIES) element[key] = value;
      else element.setAttribute(key, value === true ? "" : String(value));
    }
  } else {
    children.unshift(attributes);
  }
  for (const child of children.flat(Infinity)) if (isThere(child)) element.append(child);
  return element;
}

const PROPERTIES = { value: true, disabled: true, hidden: true, tabIndex: true, indeterminate: true };

function isPlain(value) {
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}
