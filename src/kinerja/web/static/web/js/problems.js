// When a part of a page could not be fetched or saved, the reason stands at the top, in the server's own words.
export function startProblems() {
  const place = document.querySelector("[data-problem]");
  if (!place) return;
  const words = place.querySelector("[data-problem-words]");

  function tell(text) {
    words.textContent = text;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const said = page.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim();
    tell(said || place.dataset.problem);
  });
  document.addEventListener("htmx:sendError", () => tell(place.dataset.offline));
  document.addEventListener("htmx:beforeRequest", () => {
    place.hidden = true;
  });
}
