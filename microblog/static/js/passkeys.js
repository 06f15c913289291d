// What a passkey could not do stands on the page; the browser itself says little.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-passkey-error]");
  if (place) place.hidden = false;
});
