// Single keys as commands. They are off in text fields, and if the user switched them off.

const stack = [];
let isOn = true;

export function switchKeys(on) {
  isOn = on;
}

/** Adds a table of keys until the returned function is called. The latest table has precedence. */
export function listen(table) {
  stack.push(table);
  return () => {
    const index = stack.indexOf(table);
    if (index >= 0) stack.splice(index, 1);
  };
}

/** The name of a key in tables: `a`, `Enter`, `Control+Enter`, `Shift+F2`. */
export function keyName(event) {
  const held = [(event.ctrlKey || event.metaKey) && "Control", event.altKey && "Alt"].filter(Boolean);
  if (event.shiftKey && event.key.length > 1) held.push("Shift");
  return [...held, event.key.length === 1 ? event.key.toLowerCase() : event.key].join("+");
}

function isText(element) {
  if (element?.tagName === "TEXTAREA" || element?.tagName === "SELECT") return true;
  return element?.tagName === "INPUT" && !["checkbox", "radio", "button", "range"].includes(element.type);
}

/** Whether the key activates the focused element. */
function pressesFocused(name, element) {
  return (name === "Enter" || name === " ") && ["BUTTON", "A", "SUMMARY", "INPUT"].includes(element?.tagName);
}

export function dispatch(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const name = keyName(event), target = event.target;
  const isCommand = name.includes("+") || /^(F\d+|Escape)$/.test(name);
  if (!isCommand && (isText(target) || pressesFocused(name, target))) return;
  const isSingle = name.length === 1 && name !== " ";
  if (isSingle && !isOn) return;
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const command = stack[index][name];
    if (command && command(event) !== false) {
      event.preventDefault();
      return;
    }
  }
}

export function startKeys() {
  document.addEventListener("keydown", dispatch);
}
