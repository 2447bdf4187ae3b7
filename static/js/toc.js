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
  const mark = (id) => {
    for (const [key, link] of links) key === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    const box = toc.closest(".stick") || toc;
    const link = links.get(id);
    if (box.scrollHeight > box.clientHeight) box.scrollTop = link.offsetTop - box.clientHeight / 2;
  };
  let asked;
  const look = () => {
    asked = undefined;
    const line = innerHeight * 0.3;
    const passed = targets.filter((target) => target.getBoundingClientRect().top <= line).at(-1);
    if (passed) mark(passed.id);
  };
  addEventListener("scroll", () => { asked ??= requestAnimationFrame(look); }, { passive: true });
  look();
}
