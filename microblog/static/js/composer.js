// The composer: words that follow the kind of post, and a draft kept on this device until it is posted.
(() => {
  const nameOf = (form) => {
    const place = form.querySelector("[name=community]");
    return `draft ${form.getAttribute("action")} ${place ? place.value : ""}`;
  };
  const textOf = (form) => form.querySelector("textarea[name=text]");

  const follow = (form) => {
    const label = form.querySelector("label:has(input[name=kind]:checked)");
    if (!label) return;
    form.querySelector(".btn.primary").textContent = label.dataset.button;
    textOf(form).placeholder = label.dataset.hint;
  };
  const restore = (form) => {
    const field = textOf(form);
    const draft = localStorage.getItem(nameOf(form));
    if (draft && !field.value) field.value = draft;
  };
  const keep = (form) => {
    const text = textOf(form).value;
    if (text.trim()) localStorage.setItem(nameOf(form), text);
    else localStorage.removeItem(nameOf(form));
  };
  const start = (root) => {
    const forms = [...root.querySelectorAll("form[data-composer]")];
    if (root.matches?.("form[data-composer]")) forms.push(root);
    forms.forEach((form) => {
      follow(form);
      restore(form);
    });
    root.querySelector(location.hash === "#svar" ? "#svar textarea" : "textarea[data-write]")?.focus();
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-composer]");
    if (!form) return;
    if (event.target.name === "kind") follow(form);
    if (event.target.name === "community") restore(form);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-composer]");
    if (form && event.target.name === "text") keep(form);
  });
  // A plain form leaves the page before it is known whether it was taken. The next page tells: it was, unless the form
  // came back with what is wrong, or one had to sign in again in between.
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  const cameBack = document.querySelector("form[data-composer] .errsum") || document.referrer.includes("/accounts/");
  if (sent && !cameBack) localStorage.removeItem(sent);
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-composer]");
    if (form && !form.hasAttribute("hx-post")) sessionStorage.setItem("sent", nameOf(form));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig?.elt;
    if (form?.matches?.("form[data-composer]") && event.detail.xhr.status === 200) localStorage.removeItem(nameOf(form));
  });
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
})();
