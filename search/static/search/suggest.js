// Titles that begin as one types, under the search box: a combobox with a listbox (ARIA 1.2). Without this file the box
// is a plain form, and the page of results names such titles.
const input = document.querySelector("input[data-suggest]");
if (input) {
  const WAIT = 180; // milliseconds: nobody is answered between two letters
  const AT_LEAST = 2;
  const known = new Map();
  let active = -1;
  let timer;
  let asked;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "search-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  // A box of type "search" may not be a combobox.
  input.type = "text";
  input.inputMode = "search";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  input.parentElement.append(list, status);

  const options = () => [...list.children];
  const mark = (index) => {
    active = index;
    for (const [at, option] of options().entries()) option.setAttribute("aria-selected", String(at === index));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    const option = list.children[index];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const expand = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    mark(-1);
  };
  const leave = () => {
    clearTimeout(timer);
    asked?.abort();
    expand(false);
    status.textContent = "";
  };
  const part = (name, text) => {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    return span;
  };
  const show = ({ said, suggestions }) => {
    list.replaceChildren(...suggestions.map((one, at) => {
      const option = document.createElement("li");
      option.id = `suggestion-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = one.url;
      const title = part("search-suggested", one.title);
      title.dir = "auto";
      if (one.language) title.lang = one.language;
      option.append(title, part("search-kind", one.kind));
      return option;
    }));
    expand(suggestions.length > 0);
    status.textContent = said;
  };
  const ask = async () => {
    const query = input.value.trim();
    asked?.abort();
    if (query.length < AT_LEAST) return leave();
    if (known.has(query)) return show(known.get(query));
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: query })}`, { signal: asked.signal, credentials: "omit" });
      if (!answer.ok) return leave();
      const found = await answer.json();
      known.set(query, found);
      if (input.value.trim() === query && document.activeElement === input) show(found);
    } catch (error) {
      if (error.name !== "AbortError") leave();
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return;
      event.preventDefault();
      if (list.hidden) expand(true);
      if (event.altKey) return;
      // Past either end one is back in the box, with one's own words.
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      leave();
    }
  });
  // The box keeps the focus while a suggestion is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", leave);
}
