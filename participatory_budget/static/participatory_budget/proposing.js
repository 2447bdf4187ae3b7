// While somebody writes a proposal: saves the step they are at, and shows what others propose under the title.
// Every button of the form saves too; without this script nothing is missing but the comfort.
const PAUSE = 1500;
const AGAIN = 10_000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = form.querySelector("[data-save-note]");
  let waiting, unsaved = false, sending = false, sent = false;

  const say = (text, failed) => {
    if (!note) return;
    note.textContent = text;
    note.classList.toggle("proposing-unsaved", failed);
  };

  const save = async () => {
    clearTimeout(waiting);
    if (sending) { waiting = setTimeout(save, PAUSE); return; }
    sending = true;
    unsaved = false;
    const data = new FormData(form);
    // A photo goes up with the button, once, and not with every letter.
    data.delete("photo");
    data.set("action", "autosave");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (told.gone) { sent = true; location.assign(told.gone); return; }
      if (!answer.ok || !told.saved) throw new Error(String(answer.status));
      if (!unsaved) say(told.saved, false);
    } catch {
      unsaved = true;
      say(note?.dataset.failed ?? "", true);
      waiting = setTimeout(save, AGAIN);
    } finally {
      sending = false;
    }
  };

  const later = (event) => {
    if (event.target.type === "file") return;
    unsaved = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  addEventListener("pageshow", (event) => { if (event.persisted) sent = false; });
  // The last words before the page goes away; the browser asks first when they could not be saved.
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && unsaved && !sent) save(); });
  addEventListener("beforeunload", (event) => { if (unsaved && !sent) event.preventDefault(); });
}

for (const place of document.querySelectorAll("[data-similar]")) {
  const field = document.getElementById(place.dataset.similarField);
  let waiting, asked = "", latest = 0;
  const ask = async () => {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    const number = ++latest;
    if (words.length < 4) { place.replaceChildren(); return; }
    try {
      const answer = await fetch(`${place.dataset.similar}?q=${encodeURIComponent(words)}`, { credentials: "omit" });
      if (!answer.ok) return;
      const html = await answer.text();
      if (number === latest) place.innerHTML = html;
    } catch { /* a comfort only */ }
  };
  field?.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 600); });
  if (field?.value) ask();
}
