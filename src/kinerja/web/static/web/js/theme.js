// Shows the chosen theme at once and remembers it on the server, without loading the page again.
export function startTheme() {
  for (const form of document.querySelectorAll("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = event.submitter?.value ?? "auto";
      const root = document.documentElement;
      if (chosen === "auto") root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", chosen);
      for (const button of form.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.value === chosen));
      }
      const body = new FormData(form);
      body.set("theme", chosen);
      fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
    });
  }
}
