// Keys for reading: one letter each, listed under "?", switched off there for this device (WCAG 2.1.4).
const KEY = "hub-shortcuts";
const doc = document.querySelector("[data-doc]");
const dialog = document.querySelector('dialog[aria-labelledby="shortcuts-title"]');
const control = document.querySelector("[data-shortcuts-switch]");
// The thread of a clause takes the place of the column that the dialog was written in.
if (dialog) document.body.append(dialog);
const isOn = () => {
  try { return localStorage.getItem(KEY) !== "off"; } catch { return control?.checked ?? true; }
};
if (control) {
  control.checked = isOn();
  control.addEventListener("change", () => {
    try { control.checked ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"); } catch { /* private window: the choice lasts for this page */ }
  });
}

const clauses = () => [...doc.querySelectorAll(".clause")];
// The clause that has the focus, else the one at the reading line.
const here = () => {
  const focused = document.activeElement?.closest?.(".clause");
  if (focused) return focused;
  return clauses().filter((clause) => clause.getBoundingClientRect().top <= innerHeight * 0.35).at(-1) || null;
};
const go = (by) => {
  const all = clauses();
  const at = all.indexOf(here());
  const next = all[Math.max(0, at + by)];
  next?.dispatchEvent(new CustomEvent("bring", { bubbles: true }));
};
const follow = (selector) => here()?.querySelector(selector)?.click();

const press = (selector) => document.querySelector(`[data-find-tools]:not([hidden]) ${selector}`)?.click();

const ACTIONS = {
  j: () => go(1),
  k: () => go(-1),
  c: () => follow(".clause-activity a.go"),
  t: () => follow(".clause-number a"),
  l: () => follow("[data-copy-clause]"),
  n: () => press("[data-find-next]"),
  p: () => press("[data-find-previous]"),
  "/": () => {
    const field = document.querySelector("[data-find] input[type=search]");
    const fold = field?.closest("details");
    if (fold) fold.open = true;
    field?.focus();
    field?.select();
  },
  "?": () => dialog?.showModal(),
};

// The letter on the key, also where the keyboard writes Arabic: there the place of the key counts.
function keyOf(event) {
  if (event.key === "؟") return "?";
  if (/^[a-z/?]$/i.test(event.key)) return event.key.toLowerCase();
  if (/\p{L}/u.test(event.key) && /^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  return event.code === "Slash" && !event.shiftKey ? "/" : "";
}

const isWriting = (target) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog[open], [role=textbox]");

if (doc) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.defaultPrevented || isWriting(event.target) || document.querySelector("dialog[open]") || !isOn()) return;
    const key = keyOf(event);
    if (!(key in ACTIONS) || (event.shiftKey && /^[a-z]$/.test(key))) return;
    event.preventDefault();
    ACTIONS[key]();
  });
}
