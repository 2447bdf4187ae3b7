// Puts the form for a comment where its link stands. It comes from the form's own address; when it does not, the link stays.
for (const place of document.querySelectorAll("[data-form-in-place]")) {
  try {
    const response = await fetch(place.dataset.formInPlace, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    const part = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!part.querySelector("form")) continue;
    const scripts = [...part.querySelectorAll("script[src]")].map((script) => new URL(script.getAttribute("src"), location.href).href);
    for (const script of part.querySelectorAll("script")) script.remove();
    place.replaceChildren(...[...part.body.childNodes].map((node) => document.importNode(node, true)));
    // After the form stands: each behaviour looks for its form when it starts.
    await Promise.all(scripts.map((address) => import(address)));
    // Somebody came for one comment further down: keep it in view.
    if (location.hash.length > 1) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  } catch {
    place.dataset.formInPlace = "";
  }
}
