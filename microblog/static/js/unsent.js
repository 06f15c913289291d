// What is posted without a net waits on this device and is sent when there is one: each with a key, so that it is
// posted once however often it is sent. Anonymous posts are never kept, and files cannot be.
(() => {
  const { account } = document.documentElement.dataset;
  const name = `unsent ${account}`;
  const read = () => JSON.parse(localStorage.getItem(name) ?? "[]");
  const write = (waiting) => {
    if (waiting.length) localStorage.setItem(name, JSON.stringify(waiting));
    else localStorage.removeItem(name);
  };
  const tell = (words) => {
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.dataset.fades = "8";
    toast.textContent = words;
    document.getElementById("toasts").append(toast);
    document.dispatchEvent(new Event("htmx:afterSettle"));
  };
  const words = document.getElementById("unsent").dataset;
  const PLAIN = ["update", "question", "pain", "announcement"];
  const thread = /^\/posts\/(\d+)\/replies\/$/;

  // A post or a reply as the REST face takes it, or null for what can't wait.
  const postIn = (form) => {
    const data = new FormData(form);
    const text = String(data.get("text") ?? "").trim();
    const hasFile = [...data.values()].some((value) => value instanceof File && value.size);
    const hasMore = ["anonymous", "since", "would_help", "publish_at"].some((field) => data.get(field));
    if (!text || hasFile || hasMore) return null;
    const root = thread.exec(form.getAttribute("action"))?.[1];
    if (root) return { path: `/posts/${data.get("parent") || root}/replies`, body: { text } };
    if (form.getAttribute("action") !== "/posts/new/" || !PLAIN.includes(data.get("kind"))) return null;
    return { path: "/posts", community: data.get("community"), body: { kind: data.get("kind"), text } };
  };

  addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-composer]");
    const post = form && !navigator.onLine && postIn(form);
    if (!post) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    write([...read(), { ...post, key: crypto.randomUUID() }]);
    const field = form.querySelector("textarea[name=text]");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    tell(words.waits);
  }, true);

  const idOf = async (slug) => {
    let address = "/rest/v1/communities?limit=100";
    while (address) {
      const found = await (await fetch(address)).json();
      const community = found.items.find((item) => item.slug === slug);
      if (community) return community.id;
      address = found.next && `/rest/v1/communities?limit=100&cursor=${encodeURIComponent(found.next)}`;
    }
    return null;
  };
  const send = async ({ path, community, body, key }) => {
    const place = community ? { community: await idOf(community) } : {};
    return fetch(`/rest/v1${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "X-CSRFToken": document.querySelector("#act [name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify({ ...body, ...place }),
    });
  };
  const sendAll = async () => {
    for (const waiting of read()) {
      const answer = await send(waiting);
      if ([401, 403, 429].includes(answer.status) || answer.status >= 500) return;
      write(read().filter((other) => other.key !== waiting.key));
      if (answer.ok) tell(words.sent);
      else {
        localStorage.setItem(`draft ${waiting.community ? "/posts/new/" : ""} ${waiting.community ?? ""}`, waiting.body.text);
        tell(words.refused);
      }
    }
  };
  // Only one page of this device sends at a time.
  const start = () => navigator.onLine && navigator.locks.request(name, sendAll).catch(() => null);
  addEventListener("online", start);
  addEventListener("load", start);
})();
