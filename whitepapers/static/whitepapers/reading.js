// What the reading view does while one reads: opens contents and finder when asked, tells what is left, prints.
const side = document.querySelector(".doc-side");
const doc = document.querySelector("[data-doc]");
const left = document.querySelector("[data-reading-left]");
const rail = document.querySelector(".progress-rail");

// "Contents" and "Find" at the lower edge of a phone lead to a fold: it opens on arrival.
for (const link of document.querySelectorAll('.reading-bar a[href="#contents"], .reading-bar a[href="#find"]')) {
  link.addEventListener("click", (event) => {
    const target = document.querySelector(link.hash);
    const fold = target?.matches("details") ? target : target?.querySelector("details");
    if (!fold) return;
    event.preventDefault();
    fold.open = true;
    target.scrollIntoView();
    (fold.querySelector("input[type=search]") || fold.querySelector("summary")).focus({ preventScroll: true });
  });
}
// On wide screens both are always open; browsers that cannot show a closed fold by style get an open one.
if (side && matchMedia("(min-width: 60rem)").matches) for (const fold of side.querySelectorAll(".find")) fold.open = true;

// The finder comes when somebody turns to it; until it is there, the form asks the server.
const form = document.querySelector("[data-find]");
const fetchFinder = () => {
  if (!form.dataset.script) return;
  const script = document.createElement("script");
  script.type = "module";
  script.src = form.dataset.script;
  delete form.dataset.script;
  document.head.append(script);
};
if (form) {
  form.addEventListener("focusin", fetchFinder);
  form.addEventListener("pointerenter", fetchFinder);
  if (form.querySelector("input[type=search]").value) fetchFinder();
}

// Pictures further down are fetched when they come into sight; on paper all are in sight.
const fetchPictures = () => {
  const pictures = [...document.querySelectorAll("[data-doc] img[loading=lazy]")];
  for (const picture of pictures) picture.loading = "eager";
  return Promise.allSettled(pictures.map((picture) => picture.decode()));
};
addEventListener("beforeprint", fetchPictures);
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", async () => {
    await Promise.race([fetchPictures(), new Promise((done) => setTimeout(done, 4000))]);
    print();
  });
}

// The rail runs by style alone where the browser can; here for the others, and the minutes left for all.
const drawRail = rail && !CSS.supports("animation-timeline: scroll()");
const minutes = Number(left?.dataset.minutes || 0);
let asked;
const show = () => {
  asked = undefined;
  const box = doc.getBoundingClientRect();
  const seen = Math.min(1, Math.max(0, (innerHeight - box.top) / box.height));
  if (drawRail) rail.style.scale = `${scrollY / Math.max(1, document.documentElement.scrollHeight - innerHeight)} 1`;
  if (minutes > 2) {
    const rest = Math.ceil(minutes * (1 - seen));
    left.hidden = scrollY < 200 || rest < 1;
    left.textContent = left.dataset.readingLeft.replace("{minutes}", new Intl.NumberFormat(document.documentElement.lang === "ar" ? "fr" : document.documentElement.lang).format(rest));
  }
};
if (doc && (minutes > 2 || drawRail)) {
  addEventListener("scroll", () => { asked ??= requestAnimationFrame(show); }, { passive: true });
  show();
}
