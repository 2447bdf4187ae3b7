// <details data-dialog> becomes a button that opens a native <dialog>; without this file it stays a fold in the page.
for (const fold of document.querySelectorAll("details[data-dialog]")) {
  const summary = fold.querySelector("summary");
  const body = fold.querySelector(":scope > div");
  const button = document.createElement("button");
  button.type = "button";
  button.className = summary.className;
  button.append(...summary.childNodes);
  button.setAttribute("aria-haspopup", "dialog");
  const dialog = document.createElement("dialog");
  const title = body.querySelector("h2");
  if (title?.id) dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(body);
  const wasOpen = fold.open;
  fold.replaceWith(button, dialog);
  button.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-dialog-close]")) dialog.close();
  });
  // The server opens the fold when what it holds needs attention, such as a form with an error.
  if (wasOpen) dialog.showModal();
}
