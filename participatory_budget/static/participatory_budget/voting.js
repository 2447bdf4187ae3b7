// While somebody fills in a ballot: each press is saved without loading the page again. The same buttons send the same
// form to the same address without this script; the server writes the part that changed, so there is one set of rules.
const form = document.querySelector("form[data-ballot]");
const body = form?.querySelector("[data-ballot-body]");
const said = form?.querySelector("[data-ballot-said]");
let last = Promise.resolve(), pending = 0, unsaved = false, leaving = false;

const fail = () => {
  const state = body.querySelector("[data-ballot-state]");
  state.textContent = form.dataset.failed;
  state.classList.add("vote-state-failed");
  said.textContent = form.dataset.failed;
};

// The focus stays where it was: on the same button, or on what took its place in the row.
const show = (html) => {
  const active = document.activeElement, id = body.contains(active) ? active.id : "";
  const typed = active?.type === "number" ? active.value : null;
  const row = active?.closest?.(".vote-row")?.id, before = body.querySelector("[data-ballot-used]")?.getAttribute("width");
  body.innerHTML = html;
  const found = (id && document.getElementById(id)) || (row && document.getElementById(row)?.querySelector("button:not(:disabled)"));
  if (found) {
    if (typed !== null && pending > 1 && found.type === "number") found.value = typed;
    found.focus({ preventScroll: found.id === id && found.getBoundingClientRect().top >= 0 });
  }
  const bar = body.querySelector("[data-ballot-used]"), after = bar?.getAttribute("width");
  if (bar && before && before !== after) {
    bar.setAttribute("width", before);
    bar.getBoundingClientRect();
    requestAnimationFrame(() => bar.setAttribute("width", after));
  }
};

const ask = async (address, options = {}) => {
  const answer = await fetch(address, { ...options, headers: { Accept: "application/json" }, credentials: "same-origin" });
  // The form is older than the session: the page is loaded anew, with what is saved.
  if (answer.status === 403) { leaving = true; location.reload(); return null; }
  if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(String(answer.status));
  const told = await answer.json();
  if (told.gone) { leaving = true; location.assign(told.gone); return null; }
  if (!told.html) throw new Error(String(answer.status));
  return told;
};

const press = (act) => {
  pending += 1;
  last = last.then(async () => {
    const data = new FormData(form);
    data.set("act", act);
    try {
      const told = await ask(form.getAttribute("action"), { method: "POST", body: data });
      if (!told) return;
      unsaved = false;
      show(told.html);
      said.textContent = told.said;
    } catch {
      unsaved = true;
      fail();
    } finally {
      pending -= 1;
    }
  });
  return last;
};

if (form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const act = button?.value || "save";
    if (act !== "check") {
      event.preventDefault();
      if (button?.getAttribute("aria-disabled") !== "true") press(act);
    } else if (pending || unsaved) {
      // What was pressed before comes first; while nothing can be saved, the page stays and says so.
      event.preventDefault();
      await (unsaved ? press("save") : last);
      if (!unsaved && !leaving) form.requestSubmit(body.querySelector("button[value='check']"));
    }
  });
  form.addEventListener("change", (event) => { if (event.target.type === "number") press("save"); });
  addEventListener("online", () => { if (unsaved) press("save"); });
  // Back from another window or from sleep: is this still what is saved?
  const refresh = async () => {
    if (document.visibilityState !== "visible" || pending || unsaved || leaving) return;
    const seen = form.elements.seen.value;
    try {
      const told = await ask(`${location.pathname}?${new URLSearchParams({ changed: "1", order: form.elements.order.value, q: form.elements.q.value })}`);
      if (told && told.stamp !== seen && !pending) { show(told.html); said.textContent = told.said; }
    } catch { /* the next press says so */ }
  };
  addEventListener("visibilitychange", refresh);
  addEventListener("pageshow", (event) => { if (event.persisted) refresh(); });
}
