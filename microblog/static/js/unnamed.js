// Writing without a name: the receipt is made here, and the server is told its hash alone.
(() => {
  const KEPT = "lest receipts";
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let last = "";

  const make = async (form) => {
    const field = form.querySelector("[name=receipt_hash]");
    // Only a page that came safely may do this; else the server makes the receipt and shows it once.
    if (!field || !window.crypto?.subtle) return;
    const secret = crypto.getRandomValues(new Uint8Array(16));
    field.value = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", secret)));
    last = hex(secret);
  };
  const show = (root) => {
    const place = root.querySelector?.("[data-receipt]");
    if (!place) return;
    if (!place.textContent) place.textContent = last || sessionStorage.getItem("lest receipt") || "";
    sessionStorage.removeItem("lest receipt");
    last = "";
    const choice = root.querySelector("[data-keeps]");
    if (!choice) return;
    choice.hidden = false;
    choice.querySelector("input").addEventListener("change", (event) => {
      const others = kept().filter((one) => one !== place.textContent);
      localStorage.setItem(KEPT, JSON.stringify(event.target.checked ? [...others, place.textContent] : others));
    });
  };
  const kept = () => JSON.parse(localStorage.getItem(KEPT) || "[]");
  const offer = (field) => {
    if (!field || !kept().length) return;
    const list = document.createElement("datalist");
    list.id = "kept-receipts";
    kept().forEach((secret) => list.append(new Option(secret, secret)));
    field.after(list);
    field.setAttribute("list", list.id);
  };

  document.addEventListener("change", (event) => {
    if (event.target.name === "anonymous" && event.target.checked) make(event.target.form);
  });
  // A plain form leaves the page: its receipt waits for the next one and is forgotten there.
  document.addEventListener("submit", (event) => {
    if (last && event.target.querySelector?.("[name=anonymous]:checked") && !event.target.hasAttribute("hx-post"))
      sessionStorage.setItem("lest receipt", last);
  });
  document.addEventListener("htmx:load", (event) => show(event.detail.elt.parentElement || event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => {
    show(document);
    offer(document.querySelector("[data-kept-receipts]"));
    document.querySelectorAll("[name=anonymous]:checked").forEach((box) => make(box.form));
  });
})();
