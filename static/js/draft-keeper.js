// Keeps what a person types in a form with data-draft-key on their own device until it has been sent.
// An element with data-draft-sent="KEY" on a later page says that it arrived and forgets the draft.
const prefix = "hub-draft:";
const store = (() => {
  try { localStorage.getItem(prefix); return localStorage; } catch { return null; }
})();
const skipped = new Set(["password", "hidden", "file", "submit"]);

function kept(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      (!skipped.has(field.type) || "draftKept" in field.dataset) &&
      !field.closest(".trap") &&
      !/code|token|otp/i.test(field.name),
  );
}

function read(form) {
  const values = {};
  for (const field of kept(form)) {
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    if (field.value) (values[field.name] ??= []).push(field.value);
  }
  return values;
}

function write(form, values) {
  for (const field of kept(form)) {
    const value = values[field.name];
    if (!value) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = value.includes(field.value);
    else field.value = value[0];
    if (field.tagName === "TEXTAREA" && field.value !== field.defaultValue) field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// data-draft-bound: the form came back from the server with the person's words in it, and those are newer than the draft.
// Otherwise a text that the page itself put there, such as the wording of a clause, is not the person's.
const isBound = (form) => "draftBound" in form.dataset;
const hasWords = (form) =>
  kept(form).some(
    (field) => field.tagName === "TEXTAREA" && field.value.trim() && (isBound(form) || field.value !== field.defaultValue),
  );

if (store) {
  for (const sent of document.querySelectorAll("[data-draft-sent]")) store.removeItem(prefix + sent.dataset.draftSent);
  for (const form of document.querySelectorAll("form[data-draft-key]")) {
    const key = prefix + form.dataset.draftKey;
    let waiting;
    const notice = form.querySelector("[data-draft-notice]");
    const draft = store.getItem(key);
    if (draft && !isBound(form) && !hasWords(form)) {
      write(form, JSON.parse(draft));
      if (notice) {
        notice.hidden = false;
        notice.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
          form.reset();
          for (const field of kept(form)) field.dispatchEvent(new Event("input", { bubbles: true }));
          clearTimeout(waiting);
          store.removeItem(key);
          notice.hidden = true;
          kept(form)[0]?.focus();
        });
      }
    }
    const save = () => {
      if (hasWords(form)) store.setItem(key, JSON.stringify(read(form)));
      else store.removeItem(key);
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(save, 400);
    });
    addEventListener("pagehide", save);
  }
}
