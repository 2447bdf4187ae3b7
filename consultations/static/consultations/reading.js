// The reading workspace: one key for each thing that is done a thousand times, and answers in place.
// Every one of them is a button of a plain form as well; without this script the page is loaded again.
const KEY = "hub-reading-keys";
const root = document.querySelector("[data-reading]");
const help = document.getElementById("reading-keys");
const finder = document.getElementById("reading-themes");
const status = root?.querySelector("[data-said]");
const items = () => [...root.querySelectorAll("[data-item]")];
let last = null;

// --- switched on or off (WCAG 2.1.4), for this device; the editor's own setting is the default
const control = root?.querySelector("[data-keys-switch]");
const isOn = () => {
  let kept = null;
  try { kept = localStorage.getItem(KEY); } catch { return control?.checked ?? false; }
  return kept ? kept === "on" : !root.hasAttribute("data-keys-off");
};
if (control) {
  control.checked = isOn();
  control.addEventListener("change", () => {
    try { localStorage.setItem(KEY, control.checked ? "on" : "off"); } catch { /* private window: for this page only */ }
  });
}

const say = (text) => { if (status) { status.textContent = ""; requestAnimationFrame(() => { status.textContent = text; }); } };

// --- where one is
const current = () => document.activeElement?.closest?.("[data-item]") ?? (last?.isConnected ? last : null);
const visit = (item) => { if (item) { last = item; item.focus(); item.scrollIntoView({ block: "start" }); } };
const go = (by) => {
  const all = items();
  const here = all.indexOf(current());
  visit(all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + by))]);
};
root?.addEventListener("focusin", (event) => { last = event.target.closest("[data-item]") ?? last; });

// --- a form is answered in place: only the part that changed is put in
const place = (form, button) => {
  const from = (name) => button?.dataset[name];
  return from("theme") ? `[data-theme="${from("theme")}"]` : from("act") ? `[data-act="${from("act")}"]` : null;
};
async function send(form, button) {
  const item = form.closest("[data-item]");
  const old = form.closest("[data-controls]");
  if (old.hasAttribute("aria-busy")) return;
  old.setAttribute("aria-busy", "true");
  const data = new FormData(form, button ?? undefined);
  const notes = old.querySelector("details")?.open;
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
    if (![200, 422].includes(response.status) || response.redirected) throw new Error(String(response.status));
    const html = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = html.querySelector("[data-controls]");
    // A note that is being written is not lost when a theme is given meanwhile.
    const draft = old.querySelector("textarea")?.value ?? "";
    const kept = button?.value !== "note" || response.status === 422;
    old.replaceWith(document.adoptNode(fresh));
    if (kept) fresh.querySelector("textarea").value = draft;
    if (notes) fresh.querySelector("details").open = true;
    const target = place(form, button);
    ((target && fresh.querySelector(`button${target}`)) || item).focus({ preventScroll: true });
    say(fresh.dataset.said);
  } catch {
    // Whatever went wrong, the plain form says it in words.
    old.removeAttribute("aria-busy");
    form.removeAttribute("data-in-place");
    button?.isConnected ? form.requestSubmit(button) : form.submit();
  }
}
root?.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-in-place]");
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter);
});

// --- the search for a theme
const field = finder?.querySelector("input");
const found = () => [...finder.querySelectorAll("[data-find-list] li:not([hidden])")];
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const narrow = () => {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  for (const row of finder.querySelectorAll("[data-find-list] li")) {
    row.hidden = !words.every((word) => plain(row.dataset.name).includes(word));
  }
  const count = finder.querySelector("[data-find-count]");
  count.textContent = found().length ? String(found().length) : count.dataset.none;
};
const find = () => {
  const item = current();
  if (!item || !finder) return;
  last = item;
  finder.querySelector("[data-find-about]").textContent = item.id;
  field.value = "";
  narrow();
  finder.showModal();
  field.focus();
};
const choose = (theme) => {
  finder.close();
  const form = last?.querySelector("form[data-in-place]");
  if (!form) return;
  const known = form.querySelector(`button[data-theme="${theme}"]`);
  if (known) { known.click(); return; }
  const button = document.createElement("button");
  button.type = "submit";
  button.hidden = true;
  button.name = "do";
  button.value = `give:${theme}`;
  button.dataset.theme = theme;
  form.append(button);
  form.requestSubmit(button);
};
field?.addEventListener("input", narrow);
field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const first = found()[0]?.querySelector("[data-theme]");
  if (first) choose(first.dataset.theme);
});
finder?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme]");
  if (button) choose(button.dataset.theme);
});
finder?.addEventListener("close", () => last?.focus({ preventScroll: true }));

// --- the keys
const click = (selector) => {
  const item = current();
  if (item) { last = item; item.querySelector(selector)?.click(); }
};
const ACTIONS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => click("input[name=items]"),
  r: () => click("[data-act=read]"),
  f: () => click("[data-act=finish]"),
  b: () => document.querySelector("#many :is(input[type=checkbox], select, button):not([hidden] *)")?.focus(),
  t: find,
  "/": () => { const words = root.querySelector("[data-words]"); words.focus(); words.select(); },
  "?": () => help?.showModal(),
};
for (const number of "123456789") ACTIONS[number] = () => click(`button[data-key="${number}"]`);

// The letter on the key, also where the keyboard writes Arabic: there the place of the key counts.
function keyOf(event) {
  if (event.key === "؟") return "?";
  if (/^[a-z/?1-9]$/i.test(event.key)) return event.key.toLowerCase();
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && /\p{N}/u.test(event.key)) return digit[1];
  if (/\p{L}/u.test(event.key) && /^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  return event.code === "Slash" && !event.shiftKey ? "/" : "";
}
const isWriting = (target) =>
  target instanceof Element && target.closest("textarea, select, input:not([type=checkbox]), [contenteditable], [role=textbox]");

if (root) {
  for (const button of root.querySelectorAll("[data-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.open).showModal());
  }
  if (root.querySelector("details[data-used]")) root.querySelector("details[data-used]").open = innerWidth > 1024;
  // Before the editor's own keys, which open another list with "?".
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.repeat && !["j", "k"].includes(event.key)) return;
    if (isWriting(event.target) || document.querySelector("dialog[open], [aria-modal=true]:not([aria-hidden=true])") || !isOn()) return;
    const key = keyOf(event);
    if (!(key in ACTIONS) || (event.shiftKey && /^[a-z1-9]$/.test(key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ACTIONS[key]();
  }, true);
}
