// Text fields grow with their text where the browser cannot do it by itself (field-sizing in the style sheet).
if (!CSS.supports("field-sizing", "content")) {
  for (const field of document.querySelectorAll("textarea")) {
    const grow = () => {
      field.rows = Math.min(30, Math.max(Number(field.getAttribute("rows")) || 6, field.value.split("\n").length + 1));
      while (field.scrollHeight > field.clientHeight && field.rows < 30) field.rows += 1;
    };
    field.addEventListener("input", grow);
    grow();
  }
}
