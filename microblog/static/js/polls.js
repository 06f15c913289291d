// The result of a poll follows the votes while it is looked at. Spread, so that one vote does not bring all readers at once.
(() => {
  const waiting = new Set();

  document.addEventListener("lest:poll", (event) => {
    const key = event.detail;
    if (waiting.has(key) || !document.querySelector(`[data-poll="${key}"]`)) return;
    waiting.add(key);
    setTimeout(() => {
      waiting.delete(key);
      const poll = document.querySelector(`[data-poll="${key}"]`);
      // Whoever is about to vote anew is not disturbed.
      if (!poll || poll.querySelector("details[open]")) return;
      htmx.ajax("GET", `/posts/${key}/poll/`, { target: poll, swap: "outerHTML", select: ".poll" });
    }, 1000 + 3000 * Math.random());
  });
})();
