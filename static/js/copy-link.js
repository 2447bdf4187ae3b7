// A button with data-copy="TEXT" copies it; without the clipboard it stays hidden and the link beside it does the work.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const label = button.querySelector("[data-copy-label]") || button;
    const before = label.textContent;
    button.addEventListener("click", async () => {
      const text = button.dataset.copy;
      await navigator.clipboard.writeText(text.startsWith("/") || text.startsWith("#") ? new URL(text, location.href).href : text);
      label.textContent = button.dataset.copied || before;
      setTimeout(() => (label.textContent = before), 2500);
    });
  }
}
