// Push messages on this device: the browser asks its push service for an address, and the house keeps it.
(() => {
  const row = document.querySelector("[data-push]");
  if (!row || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const button = row.querySelector("button");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const call = (method, path, body) =>
    fetch(`/rest/v1/push-subscriptions${path}`, {
      method,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: body && JSON.stringify(body),
    });
  const show = (isOn) => {
    button.textContent = isOn ? row.dataset.on : row.dataset.off;
    row.hidden = false;
  };
  const turnOn = async (worker) => {
    const subscription = await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: row.dataset.push,
    });
    const { endpoint, keys } = subscription.toJSON();
    const answer = await call("POST", "", { endpoint, keys });
    if (!answer.ok) throw new Error(answer.status);
    localStorage.setItem("push", (await answer.json()).id);
    show(true);
  };
  const turnOff = async (subscription) => {
    await subscription.unsubscribe();
    const key = localStorage.getItem("push");
    if (key) await call("DELETE", `/${key}`);
    localStorage.removeItem("push");
    show(false);
  };
  const start = async () => {
    const worker = await navigator.serviceWorker.ready;
    show((await worker.pushManager.getSubscription()) !== null && localStorage.getItem("push") !== null);
    button.addEventListener("click", async () => {
      try {
        const subscription = localStorage.getItem("push") && (await worker.pushManager.getSubscription());
        if (subscription) await turnOff(subscription);
        else await turnOn(worker);
      } catch {
        row.querySelector("[data-push-hint]").textContent = row.dataset.refused;
      }
    });
  };
  start();
})();
