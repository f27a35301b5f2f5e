// <form data-autosave>: what one types is posted a moment later with autosave=1. The server answers 204 when it
// kept the draft. When that fails the words stay in this browser, under the name of the person signed in, and come
// back when the form is opened again. Without this file the form is an ordinary form.
const PREFIX = "kinerja-draf:";
const SENT = "kinerja-terkirim";
const PAUSE = 900;
const RETRY = 15000;
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "autosave", "password"]);

const person = () => document.body.dataset.user ?? "";
const keyOf = (form) => `${PREFIX}${person()}:${form.dataset.autosave || form.getAttribute("action") || location.pathname}`;

function drafts() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function forgetOthers() {
  for (const key of drafts()) if (person() && !key.startsWith(`${PREFIX}${person()}:`)) localStorage.removeItem(key);
}

// After a form was sent, the page that answers it ends the draft: the server now has the words. Coming back with
// the browser's own button, as after a lost connection, keeps it.
function forgetSent() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  if (sent === null) return;
  sessionStorage.removeItem(SENT);
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type === "navigate" && document.referrer === sent.page) localStorage.removeItem(sent.key);
}

function wordsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER_KEPT.has(name));
}

function show(form, state, time = "") {
  const place = form.querySelector("[data-autosave-status]");
  if (!place) return;
  place.dataset.state = state;
  place.textContent = [place.dataset[state], time].filter(Boolean).join(" ");
}

function clock() {
  const now = new Date();
  return `${now.getHours()}`.padStart(2, "0") + "." + `${now.getMinutes()}`.padStart(2, "0");
}

function keep(form) {
  localStorage.setItem(keyOf(form), JSON.stringify(wordsOf(form)));
}

function restore(form) {
  const kept = localStorage.getItem(keyOf(form));
  if (kept === null) return false;
  const words = JSON.parse(kept);
  if (JSON.stringify(wordsOf(form)) === kept) {
    localStorage.removeItem(keyOf(form));
    return false;
  }
  const byName = group(words);
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.type === "hidden" || NEVER_KEPT.has(field.name)) continue;
    const values = (byName.get(field.name) ?? []).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else if (values.length) field.value = values[0];
  }
  return true;
}

function group(pairs) {
  const found = new Map();
  for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
  return found;
}

function watch(form) {
  let timer = 0;
  let sending = false;
  let again = false;

  async function send() {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    show(form, "saving");
    const body = new FormData(form);
    body.set("autosave", "1");
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body, credentials: "same-origin" });
      if (answer.status === 204) {
        if (!again) localStorage.removeItem(keyOf(form));
        show(form, "saved", clock());
      } else show(form, answer.redirected || answer.status === 403 ? "ended" : "failed");
    } catch {
      show(form, "offline");
      timer = setTimeout(send, RETRY);
    } finally {
      sending = false;
    }
    if (again) {
      again = false;
      timer = setTimeout(send, PAUSE);
    }
  }

  function soon() {
    clearTimeout(timer);
    if (sending) again = true;
    keep(form);
    timer = setTimeout(send, PAUSE);
  }

  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    again = false;
    keep(form);
    if (!navigator.onLine) {
      event.preventDefault();
      show(form, "offline");
      return;
    }
    sessionStorage.setItem(SENT, JSON.stringify({ key: keyOf(form), page: location.href }));
  });
  addEventListener("online", () => {
    if (localStorage.getItem(keyOf(form)) !== null) send();
  });
  if (restore(form)) {
    show(form, "restored");
    timer = setTimeout(send, PAUSE);
  }
}

export function startAutosave(root) {
  forgetOthers();
  forgetSent();
  const forms = root.matches?.("form[data-autosave]") ? [root] : root.querySelectorAll("form[data-autosave]");
  for (const form of forms) {
    if (form.dataset.watched) continue;
    form.dataset.watched = "yes";
    watch(form);
  }
  for (const leaving of root.querySelectorAll("form[data-logout]")) {
    leaving.addEventListener("submit", () => drafts().forEach((key) => localStorage.removeItem(key)));
  }
}
