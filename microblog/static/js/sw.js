// Without a net: the shell, the last stream, else a page that says so. With one: push messages.
// The last stream is kept under the mark of its account, and goes as soon as another account, or nobody, is seen.
const SHELL = "shell";
const PRIVATE = "private-";

const forgetOthers = async (account) => {
  const others = (await caches.keys()).filter((name) => name.startsWith(PRIVATE) && name !== PRIVATE + account);
  await Promise.all(others.map((name) => caches.delete(name)));
};

const keepPage = async (address, answer) => {
  // What was redirected, or failed in the house, says nothing about who is signed in.
  if (answer.type === "opaqueredirect" || !answer.ok) return;
  const account = answer.headers.get("Lest-Account");
  await forgetOthers(account ?? "");
  if (account && address.pathname === "/" && !address.search) {
    await (await caches.open(PRIVATE + account)).put("/", answer.clone());
  }
};

const page = async (request, address) => {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    const stream = address.pathname === "/" && (await caches.match("/", { ignoreVary: true }));
    return stream || caches.match("/offline/", { ignoreVary: true });
  }
  await keepPage(address, answer);
  return answer;
};

const part = async (request) => {
  const shell = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await shell.put(request, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await shell.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw failure;
  }
};

addEventListener("install", (event) => {
  const ready = caches.open(SHELL).then((shell) => shell.addAll(["/offline/", "/icons.svg"]));
  event.waitUntil(ready.then(() => skipWaiting()));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, address));
  else if (address.pathname.startsWith("/static/") || address.pathname === "/icons.svg") {
    event.respondWith(part(event.request));
  }
});

// The first page came before this worker: it says what it has loaded, and asks for the stream to be kept.
addEventListener("message", (event) => {
  const { parts = [], keepStream } = event.data;
  const all = parts.map((address) => part(new Request(address)).catch(() => null));
  if (keepStream) all.push(page(new Request("/", { credentials: "same-origin" }), new URL("/", location.origin)));
  event.waitUntil(Promise.all(all));
});

addEventListener("push", (event) => {
  const { title, body, url } = event.data.json();
  event.waitUntil(registration.showNotification(title, { body, tag: "lest", icon: "/static/icons/icon-512.png", data: url }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data));
});
