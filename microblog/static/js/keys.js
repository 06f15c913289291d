// Keys of the keyboard. Single letters can be turned off in the settings, and are dead inside fields.
(() => {
  const dialog = document.getElementById("dialog");
  const cards = () => [...document.querySelectorAll("#posts article[id], main article.post[id]")];
  const isField = (element) => element.closest("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]");
  const current = () => document.activeElement.closest("article[id]");
  let isAfterG = false;

  const step = (by) => {
    const all = cards();
    const at = all.indexOf(current());
    (all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by])?.focus();
  };
  const write = () => {
    const field = document.querySelector("#skriv textarea");
    if (field?.offsetParent) field.focus();
    else location.assign("/posts/new/");
  };
  const answer = () => {
    const link = (current() ?? cards()[0])?.querySelector("a.keep");
    if (link) link.click();
    else document.querySelector("#svar textarea")?.focus();
  };
  const list = async () => {
    await htmx.ajax("GET", "/shortcuts/", { target: dialog, swap: "innerHTML" });
    dialog.showModal();
  };
  const search = () => {
    const field = document.querySelector("[data-key-search]");
    if (field) field.focus();
    else location.assign("/search/");
  };

  const plain = {
    j: () => step(1),
    k: () => step(-1),
    n: write,
    r: answer,
    e: () => current()?.querySelector("button[id$=agree]")?.click(),
    v: () => current()?.querySelector("button.vote")?.click(),
    "/": search,
    ".": () => document.querySelector("#pill:not([hidden])")?.click(),
    "?": list,
  };
  const afterG = { h: "/", i: "/ideas/", u: "/letters/" };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.closest("form[data-composer]")?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    if (document.documentElement.dataset.keys === "off" || dialog?.open) return;
    const go = isAfterG && afterG[event.key];
    isAfterG = event.key === "g";
    // Only leaders have a letter, and only they have the link.
    if (go && (go === "/" || document.querySelector(`a[href="${go}"]`))) location.assign(go);
    else if (!go && plain[event.key]) {
      event.preventDefault();
      plain[event.key]();
    }
  });

  const feed = document.getElementById("posts");
  feed?.addEventListener("keydown", (event) => {
    if (event.key !== "PageDown" && event.key !== "PageUp") return;
    event.preventDefault();
    step(event.key === "PageDown" ? 1 : -1);
  });
})();
