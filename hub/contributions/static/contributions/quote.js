// Mark words in the text, press "Quote this", and they are chosen in the form. The list of sentences does the same by keyboard.
const box = document.querySelector("[data-quote]");
const source = document.querySelector("[data-quotable], [data-clause-page] .clause-text");
const button = document.querySelector("[data-quote-button]");

if (box && source && button) {
  const form = box.closest("form");
  const { quote_words: words, quote_before: before } = form.elements;
  const hint = box.querySelector("[data-quote-hint]");
  if (hint) hint.hidden = false;

  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const text = selection.toString().trim();
    if (!source.contains(range.commonAncestorContainer) || text.length < 2 || text.length > 2000) return null;
    const ahead = document.createRange();
    ahead.setStart(source, 0);
    ahead.setEnd(range.startContainer, range.startOffset);
    return { text, ahead: ahead.toString().slice(-200) };
  };

  const choose = (text) => {
    let radio = form.querySelector("input[name=quote][value=words]");
    if (!radio) {
      const choice = box.querySelector("[data-quote-choice]").content.cloneNode(true);
      const first = box.querySelector(".choice");
      first.after(choice);
      radio = first.nextElementSibling.querySelector("input");
    }
    radio.closest("label").querySelector("span").textContent = text;
    radio.checked = true;
    box.open = true;
    return radio;
  };

  let waiting;
  // Somebody may have marked words before this script was there.
  button.hidden = !marked();
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      button.hidden = !marked();
    }, 150);
  });
  // The press itself must not take the marking away.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const found = marked();
    if (!found) return;
    words.value = found.text;
    before.value = found.ahead;
    const radio = choose(found.text);
    getSelection().removeAllRanges();
    button.hidden = true;
    radio.focus();
    radio.scrollIntoView({ block: "center" });
    radio.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // A draft that was kept on the device brings the words back; the script that keeps it ran before this one.
  if (words.value && !form.querySelector("input[name=quote][value=words]")) choose(words.value);
}
