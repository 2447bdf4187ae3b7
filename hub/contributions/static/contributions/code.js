// The sixth digit sends the code: one press less. The hint says so before.
const form = document.querySelector("[data-code-form]");
const field = form?.elements.code;

if (field) {
  const hint = form.querySelector("[data-code-hint]");
  if (hint) hint.hidden = false;
  let sent = false;
  field.addEventListener("input", () => {
    const digits = field.value.match(/\p{Nd}/gu) ?? [];
    if (digits.length !== 6 || sent) return;
    sent = true;
    form.requestSubmit();
  });
}
