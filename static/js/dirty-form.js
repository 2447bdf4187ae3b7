// Asks before leaving a form with data-warn-unsaved whose text has changed and has not been sent.
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  const words = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const before = words();
  let sending = false;
  form.addEventListener("submit", () => (sending = true));
  addEventListener("beforeunload", (event) => {
    if (!sending && words() !== before) event.preventDefault();
  });
}
