// Short messages go away by themselves; what failed on its way says so; what is being fetched is marked as busy.
(() => {
  const fade = (toast) => {
    if (toast.dataset.fading) return;
    toast.dataset.fading = "yes";
    setTimeout(() => toast.remove(), Number(toast.dataset.fades || 5) * 1000);
  };
  const fadeAll = () => document.querySelectorAll("[data-fades]").forEach(fade);
  document.addEventListener("DOMContentLoaded", fadeAll);
  document.addEventListener("htmx:afterSettle", fadeAll);

  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

  document.addEventListener("htmx:sendError", () => {
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.dataset.fades = "10";
    toast.textContent = document.body.dataset.failed;
    document.getElementById("toasts").append(toast);
    fade(toast);
  });

  // A menu closes when something else is pressed, and by Escape.
  const close = (except) =>
    document.querySelectorAll("details.cardmenu[open]").forEach((menu) => menu !== except && (menu.open = false));
  document.addEventListener("click", (event) => close(event.target.closest("details.cardmenu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.activeElement.closest("details.cardmenu")?.querySelector("summary").focus();
    close(null);
  });
})();
