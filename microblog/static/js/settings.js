// Settings save themselves; what belongs to this device is kept on it.
(() => {
  document.querySelectorAll("form[data-saves]").forEach((form) => {
    form.addEventListener("change", () => form.requestSubmit());
  });
  const row = document.getElementById("keysrow");
  const keys = document.querySelector("[data-keys-switch]");
  row.hidden = false;
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => {
    if (keys.checked) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  });
  document.querySelector("form[data-forgets]").addEventListener("submit", () => {
    Object.keys(localStorage).filter((name) => name.startsWith("draft ")).forEach((name) => localStorage.removeItem(name));
  });
})();
