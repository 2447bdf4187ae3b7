/* The editor of a document: split a clause at the cursor, merge it with the clause above, see the number it has.
   Ancestry goes into the hidden field `came_from`, as services/restructuring.py does for a saved draft. */
(function () {
  "use strict";
  const CLAUSE = "clause";
  const ATTACHED = new Set(["continuation", "table", "figure", "footnote"]);
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;

  // --- what is said to people who do not see it

  let status = null;
  function say(text) {
    if (!status) {
      status = document.createElement("div");
      status.setAttribute("role", "status");
      status.className = "clause-status";
      document.body.append(status);
    }
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50);
  }

  // --- rich text: Draft.js classes are reached through the values themselves

  const newKey = () => Math.random().toString(36).slice(2, 7).padEnd(5, "0");
  const blocksOf = (state) => state.getCurrentContent().getBlocksAsArray();
  const isBlank = (blocks) => !blocks.some((block) => block.getText().trim());

  function withBlocks(state, blocks) {
    const content = state.getCurrentContent();
    const seen = new Set();
    const unique = blocks.map((block) => {
      const key = seen.has(block.getKey()) ? newKey() : block.getKey();
      seen.add(key);
      return key === block.getKey() ? block : block.set("key", key);
    });
    return state.constructor.push(state, content.constructor.createFromBlockArray(unique), "insert-fragment");
  }

  /* As the form sends it. The editor itself writes its field only after a pause, and an automatic save in that pause
     would store an empty text. */
  const asValue = (state) => JSON.stringify(window.Draftail.serialiseEditorStateToRaw(state));

  function setText(child, state) {
    const field = fieldsOf(child).text;
    field.setState(state);
    field.widget.input.value = asValue(state);
    field.widget.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function part(block, start, end, key) {
    return block.merge({
      key,
      text: block.getText().slice(start, end),
      characterList: block.getCharacterList().slice(start, end),
    });
  }

  /* Both halves at the cursor, or null where nothing would be left of one. */
  function halves(state) {
    const selection = state.getSelection();
    const blocks = blocksOf(state);
    const at = blocks.findIndex((block) => block.getKey() === selection.getStartKey());
    if (at < 0) return null;
    const block = blocks[at];
    const offset = selection.getStartOffset();
    const first = blocks.slice(0, at);
    const second = blocks.slice(at + 1);
    if (offset >= block.getLength()) {
      first.push(block);
    } else if (offset === 0) {
      second.unshift(block);
    } else {
      first.push(part(block, 0, offset, block.getKey()));
      second.unshift(part(block, offset, undefined, newKey()));
    }
    return isBlank(first) || isBlank(second) ? null : [first, second];
  }

  function headingBlock(state, text) {
    const made = state.getCurrentContent().constructor.createFromText(text).getFirstBlock();
    const bold = made.getCharacterList().map((letter) => letter.constructor.applyStyle(letter, "BOLD"));
    return made.merge({ key: newKey(), characterList: bold });
  }

  // --- the stream

  const fieldsOf = (child) => child.block.childBlocks;
  const valueOf = (child, name) => fieldsOf(child)[name].getState() || "";
  const setValue = (child, name, value) => fieldsOf(child)[name].setState(value);

  function ancestry(ids, butNot) {
    return [...new Set(ids.flatMap((value) => value.split(",")).map((id) => id.trim()))]
      .filter((id) => id && id !== butNot).join(",");
  }

  function clauseAbove(stream, index) {
    for (let at = index - 1; at >= 0; at -= 1) {
      if (stream.children[at].type === CLAUSE) return at;
      if (!ATTACHED.has(stream.children[at].type)) return null;
    }
    return null;
  }

  function split(stream, child, words) {
    const state = valueOf(child, "text");
    const cut = halves(state);
    if (!cut) {
      say(words.noCursor);
      child.focus();
      fieldsOf(child).text.focus();
      showHint(child, words.noCursor);
      return;
    }
    const value = child.getDuplicatedState().value;
    Object.assign(value, { number: "", heading: "", summary: "", came_from: child.id });
    value.text = asValue(withBlocks(state, cut[1]));
    setText(child, withBlocks(state, cut[0]));
    const made = stream.insert({ type: CLAUSE, value, id: crypto.randomUUID() }, child.index + 1, { focus: true });
    made.element.scrollIntoView({ block: "nearest" });
    say(words.splitDone);
  }

  function merge(stream, child, words) {
    const at = clauseAbove(stream, child.index);
    if (at === null) {
      say(words.noClauseAbove);
      showHint(child, words.noClauseAbove);
      return;
    }
    const above = stream.children[at];
    const state = valueOf(child, "text");
    const heading = valueOf(child, "heading").trim();
    const blocks = isBlank(blocksOf(state)) ? [] : blocksOf(state);
    if (heading) blocks.unshift(headingBlock(state, heading));
    const summary = [valueOf(above, "summary").trim(), valueOf(child, "summary").trim()].filter(Boolean).join(" ");
    setValue(above, "summary", summary);
    setValue(above, "came_from", ancestry([valueOf(above, "came_from"), child.id, valueOf(child, "came_from")], above.id));
    if (blocks.length && child.index - at === 1) {
      const own = valueOf(above, "text");
      setText(above, withBlocks(own, isBlank(blocksOf(own)) ? blocks : [...blocksOf(own), ...blocks]));
    } else if (blocks.length) {
      const value = { text: asValue(withBlocks(state, blocks)) };
      stream.insert({ type: "continuation", value, id: crypto.randomUUID() }, child.index, {});
    }
    stream.deleteBlock(child.index, { animate: false });
    above.focus();
    above.element.scrollIntoView({ block: "nearest" });
    say(words.mergeDone);
  }

  function showHint(child, text) {
    let hint = child.element.querySelector(".clause-hint");
    if (!hint) {
      hint = document.createElement("p");
      hint.className = "clause-hint help-block help-warning";
      child.element.querySelector("[data-panel-heading]").closest("section").querySelector(".w-panel__content").prepend(hint);
    }
    hint.textContent = text;
    setTimeout(() => hint.remove(), 12000);
  }

  function action(label, icon, name, run) {
    return {
      render(container) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--icon text-replace white";
        button.title = label;
        button.setAttribute("aria-label", label);
        button.dataset.streamfieldAction = name;
        button.innerHTML = `<svg class="icon icon-${icon}" aria-hidden="true"><use href="#icon-${icon}"></use></svg>`;
        button.addEventListener("click", run);
        container.prepend(button);
      },
    };
  }

  function equip(stream, child, words) {
    if (child.type !== CLAUSE || child.isEquipped) return;
    child.isEquipped = true;
    // A copy is a new clause: it did not come from where its model came from.
    const duplicated = child.getDuplicatedState.bind(child);
    child.getDuplicatedState = () => {
      const copy = duplicated();
      return { ...copy, value: { ...copy.value, text: asValue(copy.value.text), came_from: "" } };
    };
    child.addActionButton(action(words.merge, "collapse-up", "MERGE_CLAUSE", () => merge(stream, child, words)));
    child.addActionButton(action(words.split, "cut", "SPLIT_CLAUSE", () => split(stream, child, words)));
  }

  // --- numbers beside the blocks

  function showNumbers(stream, numbers) {
    stream.children.forEach((child) => {
      const heading = child.element.querySelector("[data-panel-heading]");
      const number = numbers[child.id];
      let chip = heading && heading.querySelector(".clause-chip");
      if (!heading || (!number && !chip)) return;
      if (!chip) {
        chip = document.createElement("bdi");
        chip.className = "clause-chip";
        heading.prepend(chip);
      }
      chip.textContent = number || "";
    });
  }

  function keepNumbers(stream, url) {
    const page = window.location.pathname.match(/\/pages\/(\d+)\/edit\//);
    if (!page) return;
    const load = () => fetch(url.replace("/0/", `/${page[1]}/`), { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { numbers: {} }))
      .then((answer) => showNumbers(stream, answer.numbers))
      // Without a connection the labels stay as they are; saving will say so.
      .catch(() => undefined);
    load();
    document.addEventListener("w-autosave:success", load);
  }

  class DocumentBodyDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const stream = super.render(placeholder, prefix, initialState, initialError);
      const words = this.meta.clauseWords;
      stream.children.forEach((child) => equip(stream, child, words));
      const insert = stream._insert.bind(stream);
      stream._insert = (...given) => {
        const child = insert(...given);
        equip(stream, child, words);
        return child;
      };
      keepNumbers(stream, this.meta.numbersUrl);
      return stream;
    }
  }

  if (StreamBlock) window.telepath.register("whitepapers.DocumentBody", DocumentBodyDefinition);
})();
