// Light, dark or as the system says. Loaded in the head and not deferred: the page must never flash in the wrong scheme.
(() => {
  const key = "hub-theme";
  const root = document.documentElement;
  root.classList.add("js");
  const apply = (theme) => (theme === "light" || theme === "dark" ? (root.dataset.theme = theme) : delete root.dataset.theme);
  const stored = () => {
    try { return localStorage.getItem(key) || "auto"; } catch { return "auto"; }
  };
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const control = document.querySelector("[data-theme-control]");
    if (!control) return;
    control.hidden = false;
    const current = control.querySelector(`input[value="${stored()}"]`);
    if (current) current.checked = true;
    control.addEventListener("change", (event) => {
      apply(event.target.value);
      try { localStorage.setItem(key, event.target.value); } catch { /* private window: the choice lasts for this page */ }
    });
  });
})();
