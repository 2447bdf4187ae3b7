// Wide screens: what was said about a clause opens beside it. Everywhere else, and when anything fails, the link is a link.
const slot = document.querySelector("[data-thread-slot]");
const wide = matchMedia("(min-width: 80rem)");

if (slot) {
  const before = [...slot.childNodes];
  const nameBefore = slot.getAttribute("aria-label");
  let opener = null;

  const mark = (clause) => {
    document.querySelector(".clause[aria-current]")?.removeAttribute("aria-current");
    clause?.setAttribute("aria-current", "true");
  };

  const close = () => {
    slot.replaceChildren(...before);
    slot.setAttribute("aria-label", nameBefore);
    mark(null);
    opener?.focus();
    opener = null;
  };

  const show = (page, address) => {
    const title = document.createElement("h2");
    title.className = "side-title";
    title.tabIndex = -1;
    title.append(...page.querySelector("[data-clause-page] h1").cloneNode(true).childNodes);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = slot.dataset.closeLabel;
    button.addEventListener("click", close);
    const thread = document.importNode(page.querySelector("[data-clause-thread]"), true);
    // Addresses such as "?page=2" are meant from the clause's own page.
    for (const link of thread.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address).href;
    const head = document.createElement("div");
    head.className = "dialog-head";
    head.append(title, button);
    slot.replaceChildren(head, thread);
    slot.setAttribute("aria-label", title.textContent.trim());
    slot.scrollTop = 0;
    title.focus({ preventScroll: true });
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".clause a[data-clause-link], .clause-activity a[href$='#thread']");
    if (!link || !wide.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    slot.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(link.href);
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      opener = link;
      mark(link.closest(".clause"));
      show(page, response.url);
    } catch {
      location.assign(link.href);
    } finally {
      slot.removeAttribute("aria-busy");
    }
  });

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener && slot.contains(document.activeElement)) close();
  });
}
