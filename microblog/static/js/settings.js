// Settings save themselves, and a browser that can put Lest on the start screen is asked to.
(() => {
  document.querySelectorAll("form[data-saves]").forEach((form) => {
    form.addEventListener("change", () => form.requestSubmit());
  });
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const row = document.getElementById("install");
    row.hidden = false;
    row.querySelector("button").addEventListener("click", () => event.prompt(), { once: true });
  });
})();
