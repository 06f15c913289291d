// New posts wait behind a pill: the socket tells that there is something, the page fetches it when the reader presses.
(() => {
  const main = document.querySelector("main[data-stream]");
  const offline = document.getElementById("offline");
  const showNet = () => { if (offline) offline.hidden = navigator.onLine; };
  addEventListener("online", showNet);
  addEventListener("offline", showNet);
  showNet();
  if (!main) return;

  const stream = main.dataset.stream;
  const isThread = stream.startsWith("thread:");
  const list = document.getElementById(isThread ? "replies" : "posts");
  const pill = document.getElementById("pill");
  const told = document.getElementById("told");
  const articles = () => [...list.querySelectorAll("article[id]")];
  const waiting = new Set();
  let seq = Number(main.dataset.seq);
  let isSome = false;
  let pause = 1000;

  // Keys are larger than JavaScript's whole numbers, so they are compared as texts of equal length.
  const higher = (a, b) => (a.length === b.length ? a > b : a.length > b.length);
  // What the reader writes stands here already, but what came before it may not: the edge is kept apart.
  const edgeOf = () => articles().map((card) => card.id.slice(1)).reduce((a, b) => (higher(b, a) ? b : a), "0");
  let edge = edgeOf();

  const words = () => {
    if (isSome) return pill.dataset.some;
    return (waiting.size === 1 ? pill.dataset.one : pill.dataset.many).replace("%n", waiting.size);
  };
  const show = () => {
    pill.hidden = !isSome && waiting.size === 0;
    if (pill.hidden) return;
    pill.querySelector("span").textContent = told.textContent = words();
  };

  const hear = (hint) => {
    if (hint.stream === "notifications") {
      document.dispatchEvent(new CustomEvent("lest:notification"));
      return;
    }
    if (hint.seq) seq = Math.max(seq, hint.seq);
    if (hint.type === "resync") isSome = true;
    else if (hint.type === "post.deleted" || hint.type === "post.hidden") waiting.delete(hint.id);
    else if (hint.type.startsWith("poll.")) document.dispatchEvent(new CustomEvent("lest:poll", { detail: hint.id }));
    else if (hint.type === "post.published" && !document.getElementById(`p${hint.id}`)) waiting.add(hint.id);
    show();
  };

  const connect = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    socket.onopen = () => {
      pause = 1000;
      socket.send(JSON.stringify({ type: "subscribe", stream, after: seq }));
      socket.send(JSON.stringify({ type: "subscribe", stream: "notifications", after: seq }));
    };
    socket.onmessage = (event) => hear(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (event.code === 4401 || event.code === 4403) return;
      // Spread, so that all pages do not come back at the same moment after a restart.
      setTimeout(connect, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, 30000);
    };
  };

  const settle = () => {
    const seen = new Set();
    articles().forEach((card) => (seen.has(card.id) ? card.remove() : seen.add(card.id)));
    if (!isThread) articles().forEach((card, place) => card.setAttribute("aria-posinset", place + 1));
    document.getElementById("empty")?.toggleAttribute("hidden", seen.size > 0);
  };
  document.addEventListener("htmx:afterSettle", settle);

  pill.addEventListener("click", async (event) => {
    event.preventDefault();
    const before = new Set(articles().map((card) => card.id));
    const swap = isThread ? "beforeend" : "afterbegin";
    await htmx.ajax("GET", `${location.pathname}?after=${edge}`, { target: list, swap, select: "article" });
    const fresh = articles().find((card) => !before.has(card.id));
    edge = edgeOf();
    waiting.clear();
    isSome = false;
    show();
    fresh?.focus();
  });
  connect();
})();
