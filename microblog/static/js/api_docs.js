// Shows the description of the REST face. "Try it out" uses the reader's own session.
const place = document.getElementById("api");
const csrf = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";
SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
  requestInterceptor: (request) => ({ ...request, headers: { ...request.headers, "X-CSRFToken": csrf() } }),
});
