// Contents: open on wide screens, and the clause being read is marked.
const toc = document.querySelector("[data-toc]");
if (toc) {
  const fold = toc.querySelector("details");
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => { if (fold && wide.matches) fold.open = true; };
  unfold();
  wide.addEventListener("change", unfold);

  const links = new Map([...toc.querySelectorAll('a[href^="#"]')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const targets = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let marked;
  const mark = (link) => {
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    marked = link;
    const box = toc.closest(".stick") || toc;
    if (box.scrollHeight <= box.clientHeight) return;
    // In sight within its own box only: the page stays where the reader is.
    const inside = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += inside - box.clientHeight / 2;
  };
  let asked;
  const look = () => {
    asked = undefined;
    const line = innerHeight * 0.3;
    // A clause whose part is folded in the contents is marked at its part.
    const passed = targets.filter((target) => target.getBoundingClientRect().top <= line && !links.get(target.id).closest("details details:not([open])")).at(-1);
    if (passed) mark(links.get(passed.id));
  };
  addEventListener("scroll", () => { asked ??= requestAnimationFrame(look); }, { passive: true });
  toc.addEventListener("toggle", look, true);
  look();
}
