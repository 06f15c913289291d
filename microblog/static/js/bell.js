// The bell rings for what comes while a page is open: the socket says that there is something, the page asks how many.
// A page with a stream has a socket, and `live.js` passes on what it hears; a page without one gets a socket here.
(() => {
  const bells = document.querySelectorAll("[data-bell]");
  if (!bells.length) return;
  let waiting = null;

  const show = async () => {
    waiting = null;
    const answer = await fetch("/notifications/bell/", { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const html = await answer.text();
    bells.forEach((bell) => { bell.innerHTML = html; });
    document.getElementById("newer")?.removeAttribute("hidden");
  };
  // One question for a burst of hints.
  const hear = () => { waiting ??= setTimeout(show, 500); };
  document.addEventListener("lest:notification", hear);
  if (document.querySelector("main[data-stream]")) return;

  let pause = 1000;
  const connect = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    socket.onopen = () => {
      pause = 1000;
      socket.send(JSON.stringify({ type: "subscribe", stream: "notifications" }));
    };
    socket.onmessage = hear;
    socket.onclose = (event) => {
      if (event.code === 4401 || event.code === 4403) return;
      setTimeout(connect, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, 30000);
    };
  };
  connect();
})();
