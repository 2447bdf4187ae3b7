// The link to a clause: a button that copies it and says so; where it leads, the clause is brought into focus.
// Without this file the link is a plain link to the clause's anchor.
const doc = document.querySelector("[data-doc]");

const said = document.createElement("p");
said.className = "said";
said.setAttribute("role", "status");
document.body.append(said);
let silence;
const say = (text) => {
  clearTimeout(silence);
  said.textContent = text;
  silence = setTimeout(() => (said.textContent = ""), 4000);
};

const addressOf = (clause) => {
  const url = new URL(location.href);
  url.search = "";
  url.hash = clause.id;
  return url.href;
};

async function copyLink(clause) {
  const address = addressOf(clause);
  try {
    await navigator.clipboard.writeText(address);
    say(doc.dataset.copied);
  } catch {
    location.hash = clause.id; // the address is in the bar, to be copied from there
  }
}

if (doc && navigator.clipboard) {
  for (const link of doc.querySelectorAll("a[data-copy-clause]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.copyClause = "";
    button.append(...link.childNodes);
    button.querySelector("[data-copy-label]").textContent = doc.dataset.copyLabel;
    link.replaceWith(button);
  }
  doc.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy-clause]");
    if (button) copyLink(button.closest(".clause"));
  });
}

// Moves the focus without leaving a stop for the Tab key behind. Other files ask for it with the event "bring".
function bring(target, { scroll = true } = {}) {
  if (!target.hasAttribute("tabindex")) {
    target.tabIndex = -1;
    target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
  }
  if (scroll) target.scrollIntoView();
  target.focus({ preventScroll: true });
}

function arrive() {
  let id;
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  doc.querySelector("[data-unknown-notice]")?.remove();
  if (!id) return;
  const target = document.getElementById(id);
  if (target && doc.contains(target)) {
    const fold = target.parentElement.closest("details");
    if (fold && !fold.open) fold.open = true;
    bring(target);
  } else if (!target && /^(\w+_\w|draft-)/.test(id)) {
    const notice = document.createElement("div");
    notice.className = "notice notice-warning";
    notice.dataset.unknownNotice = "";
    notice.textContent = doc.dataset.unknown;
    doc.querySelector(".page-head").after(notice);
    bring(notice);
  }
}
if (doc) {
  doc.addEventListener("bring", (event) => bring(event.target, event.detail || {}));
  addEventListener("hashchange", arrive);
  arrive();
}
