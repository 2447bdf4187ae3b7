// Finds words in the text and marks them while they are typed. whitepapers/engine/finding.py does the same on the server.
const form = document.querySelector("[data-find]");
const doc = document.querySelector("[data-doc]");
const LETTERS = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ی": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ء": "", "\u0640": "", "œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "‐": "-", "–": "-" };
const ARTICLE = "(?:وال|بال|كال|فال|لل|ال)";
const BREAK = "\0";
const BLOCKS = new Set(["BR", "DIV", "H2", "H3", "H4", "H5", "H6", "LI", "OL", "P", "TABLE", "CAPTION", "TD", "TH", "TR", "UL", "FIGURE", "FIGCAPTION"]);
const folded = new Map();

function foldLetter(letter) {
  let known = folded.get(letter);
  if (known === undefined) {
    const map = (text) => [...text].map((one) => LETTERS[one] ?? one).join("");
    // Composed first: hamza on its carrier is a letter of its own before it is a mark.
    known = map(map(letter.normalize("NFKC").toLowerCase()).normalize("NFKD").replace(/\p{M}/gu, ""));
    folded.set(letter, known);
  }
  return known;
}

function patternOf(query) {
  const words = [...query.slice(0, 200)].map(foldLetter).join("").split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const bare = words.map((word) => word.replace(new RegExp(`^${ARTICLE}(?=[\\p{L}\\p{N}_]{3,})`, "u"), ""));
  return new RegExp(bare.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(`\\s+${ARTICLE}?`), "gu");
}

// The words of a clause, heading or note: not its buttons and labels.
const PLACES = ".doc-heading, .clause-heading, .clause-text, .clause-note:not(.clause-state)";

function textOf(place) {
  const letters = [];
  const from = []; // [text node, offset, length] of each folded letter
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node.nodeType === 1 && node.matches(".clause-note-label, .doc-heading-state, .visually-hidden") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 1) {
      if (BLOCKS.has(node.tagName)) { letters.push(BREAK); from.push(null); }
      continue;
    }
    let at = 0;
    for (const letter of node.data) {
      for (const one of foldLetter(letter)) { letters.push(one); from.push([node, at, letter.length]); }
      at += letter.length;
    }
  }
  return { text: letters.join(""), letters, from };
}

let hits = []; // each an array of <mark>
let current = -1;

function clear() {
  for (const mark of doc.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  hits = [];
  current = -1;
}

function mark(place, pattern) {
  const { text, letters, from } = textOf(place);
  // Letters beyond the basic plane are two units long; hits are counted in letters.
  const starts = [];
  letters.forEach((letter, index) => { for (let unit = 0; unit < letter.length; unit += 1) starts.push(index); });
  const found = [...text.matchAll(pattern)].filter((hit) => hit[0]).map((hit) => from.slice(starts[hit.index], starts[hit.index + hit[0].length - 1] + 1));
  // From the end, so that what was found before keeps its place in its node.
  const marked = found.reverse().map((pieces) => {
    const ranges = new Map();
    for (const piece of pieces) {
      if (!piece) continue;
      const [node, at, length] = piece;
      const range = ranges.get(node) || { start: at, end: at };
      range.start = Math.min(range.start, at);
      range.end = Math.max(range.end, at + length);
      ranges.set(node, range);
    }
    return [...ranges].map(([node, { start, end }]) => {
      const rest = node.splitText(start);
      rest.splitText(end - start);
      const element = document.createElement("mark");
      rest.replaceWith(element);
      element.append(rest);
      return element;
    });
  });
  return marked.reverse();
}

function show(index, { scroll = true } = {}) {
  const count = form.querySelector("[data-find-count]");
  for (const one of hits[current] || []) one.classList.remove("now");
  if (!hits.length) {
    count.textContent = form.dataset.none;
    return;
  }
  current = (index + hits.length) % hits.length;
  for (const one of hits[current]) one.classList.add("now");
  if (scroll) hits[current][0].scrollIntoView({ block: "center" });
  const figures = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "fr" : document.documentElement.lang);
  const number = hits[current][0].closest(".clause")?.querySelector(".clause-number bdi")?.textContent;
  count.textContent = form.dataset.found.replace("{current}", figures.format(current + 1)).replace("{total}", figures.format(hits.length)) + (number ? ` · ${number}` : "");
}

function find(query, { scroll = true } = {}) {
  clear();
  const pattern = patternOf(query);
  const tools = form.querySelector("[data-find-tools]");
  tools.hidden = !pattern;
  if (!pattern) return;
  hits = [...doc.querySelectorAll(PLACES)].flatMap((place) => mark(place, pattern));
  show(0, { scroll });
}

const step = (by) => show(current + by);

if (form && doc) {
  const field = form.querySelector("input[type=search]");
  let asked = "";
  let waiting;
  const look = () => {
    clearTimeout(waiting);
    if (field.value === asked) return false;
    asked = field.value;
    find(asked);
    return true;
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (field.value.trim().length !== 1) look(); }, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!look() && hits.length) step(1);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey && hits.length) {
      event.preventDefault();
      if (!look()) step(-1);
    } else if (event.key === "Escape") {
      stop();
    }
  });
  // The focus goes to where the reader was led to.
  const stop = () => {
    const place = hits[current]?.[0].closest(".clause, .doc-heading, .doc-note");
    field.value = "";
    look();
    if (place) place.dispatchEvent(new CustomEvent("bring", { bubbles: true, detail: { scroll: false } }));
    else field.focus();
  };
  form.querySelector("[data-find-next]").addEventListener("click", () => step(1));
  form.querySelector("[data-find-previous]").addEventListener("click", () => step(-1));
  form.querySelector("[data-find-clear]").addEventListener("click", stop);
  // Words that were there before this file: typed while it came, or found by the server, whose list stays.
  if (field.value) {
    asked = field.value;
    find(asked, { scroll: !document.getElementById("found") });
  }
}
