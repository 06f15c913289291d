// What this device keeps belongs to one account: the worker that keeps pages is started here, and what another account
// left behind is forgotten before anything reads it.
(() => {
  const { account, fetched } = document.documentElement.dataset;
  const forget = (mark) =>
    Object.keys(localStorage).filter((name) => name.startsWith(mark)).forEach((name) => localStorage.removeItem(name));

  if (account && localStorage.getItem("account") !== account) {
    if (localStorage.getItem("account")) ["draft ", "unsent", "push"].forEach(forget);
    localStorage.setItem("account", account);
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/accounts/logout/") ["draft ", "unsent", "push"].forEach(forget);
  });
  const note = document.querySelector("#offline span");
  if (note && fetched && !navigator.onLine) note.append(` ${fetched}`);

  if (!("serviceWorker" in navigator)) return;
  if (!account) {
    // The page for signing in: nobody is here.
    caches.keys().then((names) => names.filter((name) => name.startsWith("private-")).forEach((name) => caches.delete(name)));
    return;
  }
  const start = async () => {
    const isFirst = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    const parts = loaded.filter((address) => address.pathname.startsWith("/static/")).map((address) => address.href);
    if (isFirst) active.postMessage({ parts, keepStream: true });
  };
  addEventListener("load", () => start().catch(() => null));
})();
