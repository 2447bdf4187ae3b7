// "212 of 3,000 characters" under a text field with data-counter; the server says the same when the form is sent.
for (const output of document.querySelectorAll("[data-counter-for]")) {
  const field = document.getElementById(output.dataset.counterFor);
  const limit = Number(output.dataset.limit);
  if (!field || !limit) continue;
  // Figures in Arabic follow the Maghreb, as the server writes them: 3 000.
  const figures = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "fr" : document.documentElement.lang);
  const fill = (text, count) => text.replace("{count}", figures.format(count)).replace("{limit}", figures.format(limit));
  let spoken;
  const show = () => {
    // Line ends travel as two characters; count them as the server will.
    const used = field.value.replace(/\r?\n/g, "\r\n").length;
    const over = used > limit;
    output.classList.toggle("counter-over", over);
    output.textContent = over ? fill(output.dataset.over, used - limit) : fill(output.dataset.text, used);
    clearTimeout(spoken);
    // Spoken only near the end, and only when typing pauses.
    spoken = setTimeout(() => output.setAttribute("aria-live", used > limit * 0.9 ? "polite" : "off"), 800);
  };
  field.addEventListener("input", show);
  show();
}
