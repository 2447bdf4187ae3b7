// Many texts came from this network: the device solves a small puzzle before it sends. Nobody else takes part.
const place = document.querySelector("[data-puzzle]");
const form = place?.closest("form");

if (form && globalThis.crypto?.subtle) {
  const says = place.querySelector("[data-puzzle-status]");
  const button = form.querySelector("button[type=submit]");
  const wait = (event) => event.preventDefault();
  const puzzle = JSON.parse(place.dataset.puzzle);
  // In a thread of its own, so that the page stays quick.
  const worker = new Worker(place.dataset.worker);
  place.hidden = false;
  button.setAttribute("aria-disabled", "true");
  form.addEventListener("submit", wait, { capture: true });
  const free = () => {
    button.removeAttribute("aria-disabled");
    form.removeEventListener("submit", wait, { capture: true });
    worker.terminate();
  };
  worker.onmessage = (event) => {
    form.elements.puzzle.value = btoa(JSON.stringify({ ...puzzle, number: event.data }));
    says.textContent = says.dataset.done;
    free();
  };
  // A device that cannot: the form may be sent again, and the server says what else one can do.
  worker.onerror = () => {
    place.hidden = true;
    free();
  };
  worker.postMessage(puzzle);
}
