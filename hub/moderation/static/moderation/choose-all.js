// "Choose all on this page": ticks every box of the list. Without this script each is ticked by itself.
const all = document.querySelector("[data-choose-all]");
const boxes = [...document.querySelectorAll("input[name=items][form=many]")];

if (all && boxes.length) {
  const box = all.querySelector("input");
  const follow = () => {
    const ticked = boxes.filter((each) => each.checked).length;
    box.checked = ticked === boxes.length;
    box.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.hidden = false;
  box.addEventListener("change", () => {
    for (const each of boxes) each.checked = box.checked;
  });
  for (const each of boxes) each.addEventListener("change", follow);
  follow();
}
