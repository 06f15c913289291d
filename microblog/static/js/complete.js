// Completion in a text field: people after @ and topics after #. Arrows choose, Enter or Tab takes, Escape closes.
(() => {
  const BEGUN = /(?<![\p{L}\p{N}_@#/&])[@#][\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,48})$/u;
  let list = null;
  let field = null;
  let asking = 0;
  let timer;

  const close = () => {
    list?.remove();
    list = null;
    asking += 1;
    for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) field?.removeAttribute(name);
  };
  const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[0];
  const choose = (option) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    const end = field.selectionStart;
    field.setRangeText(`${option.dataset.text} `, end - begun().length, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const optionOf = (item, index) => {
    const option = document.createElement("li");
    option.id = `complete-${index}`;
    option.setAttribute("role", "option");
    option.dataset.text = item.text;
    const name = document.createElement("b");
    name.textContent = item.name;
    const about = document.createElement("small");
    about.textContent = item.about;
    option.append(name, about);
    return option;
  };
  const show = (items) => {
    close();
    if (!items.length) return;
    list = document.createElement("ul");
    list.className = "complete";
    list.id = "complete";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.body.dataset.proposals);
    list.append(...items.map(optionOf));
    field.after(list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "complete");
    choose(list.firstElementChild);
    document.getElementById("told").textContent = `${document.body.dataset.proposals}: ${items.length}`;
  };
  const ask = async () => {
    const q = begun();
    if (!q) return close();
    const mine = (asking += 1);
    const form = field.form;
    const c = form.dataset.community ?? form.querySelector("[name=community]")?.value ?? "";
    try {
      const answer = await fetch(`/complete/?${new URLSearchParams({ q, c })}`);
      if (answer.ok && mine === asking && document.activeElement === field) show((await answer.json()).items);
    } catch {
      close();
    }
  };
  const step = (by) => {
    const options = [...list.children];
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    choose(options[(now + by + options.length) % options.length]);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea[name=text]")) return;
    if (field !== event.target) close();
    field = event.target;
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== field || event.isComposing) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" || event.key === "Tab") take(list.querySelector("[aria-selected=true]"));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#complete [role=option]");
    if (!option) return;
    event.preventDefault();
    take(option);
  });
  document.addEventListener("focusout", (event) => event.target === field && close());
})();
