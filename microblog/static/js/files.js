// Chosen files: each is named, and a picture gets a field for what it shows, in the order in which they are sent.
(() => {
  const rowOf = (file, ask) => {
    const row = document.createElement("div");
    row.className = "filefield";
    const words = document.createElement("input");
    words.name = "descriptions";
    const label = document.createElement("label");
    label.className = "grow";
    if (file.type.startsWith("image/")) {
      words.className = "input";
      words.maxLength = 500;
      label.append(`${file.name}: ${ask}`, words);
    } else {
      words.type = "hidden";
      label.append(file.name, words);
    }
    row.append(label);
    return row;
  };
  const list = (place, files) => {
    place.querySelectorAll("[data-chosen]").forEach((row) => row.remove());
    const pick = place.querySelector("label.pick");
    [...files].forEach((file) => {
      const row = rowOf(file, place.dataset.describe);
      row.dataset.chosen = "";
      pick.before(row);
    });
  };
  const start = (root) => {
    root.querySelectorAll("[data-files]").forEach((place) => (place.dataset.filesReady = ""));
  };

  document.addEventListener("change", (event) => {
    const place = event.target.closest("[data-files]");
    if (place && event.target.type === "file") list(place, event.target.files);
  });
  // A picture that is pasted or dropped into the words is a file too.
  ["paste", "drop"].forEach((kind) =>
    document.addEventListener(kind, (event) => {
      const form = event.target.closest?.("form[data-composer]");
      const files = (event.clipboardData || event.dataTransfer)?.files;
      const input = form?.querySelector("[data-files] input[type=file]");
      if (!input || !files?.length) return;
      event.preventDefault();
      input.files = files;
      list(input.closest("[data-files]"), files);
    }),
  );
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
})();
