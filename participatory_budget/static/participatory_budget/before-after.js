/* Lays the photo from before over the one from after; how much of it is seen, a slider says. Without this script both
 stand side by side. */
for (const box of document.querySelectorAll(".before-after")) {
  const [before, after] = box.querySelectorAll("img");
  const captions = box.querySelectorAll("figcaption");
  if (!after || captions.length !== 2) continue;
  const laid = document.createElement("div");
  laid.className = "laid";
  laid.append(after, before);
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: 100, value: 50 });
  slider.setAttribute("aria-label", box.dataset.label);
  const words = document.createElement("p");
  words.className = "captions";
  for (const caption of captions) {
    const word = document.createElement("span");
    word.append(...caption.childNodes);
    words.append(word);
  }
  const show = () => box.style.setProperty("--share", `${slider.value}%`);
  slider.addEventListener("input", show);
  box.replaceChildren(laid, slider, words);
  box.classList.add("is-laid");
  show();
}
