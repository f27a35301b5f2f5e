// <form data-autosave>: what one types is posted a moment later with autosave=1. The server answers 204 when it
// kept the draft. When that fails the words stay in this browser, under the name of the person signed in, and come
// back when the form is opened again. Without this file the form is an ordinary form.
// data-autosave-stamps names hidden fields that say what the writer has seen: they come back with the words, so that
// the server still knows. It answers 409 with a sentence when somebody else saved meanwhile. On a form with
// data-autosave-held words are kept here and sent by a button only.
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

function show(form, state, time = "", told = "") {
  const place = form.querySelector("[data-autosave-status]");
  if (!place) return;
  place.dataset.state = state;
  place.textContent = told || [place.dataset[state], time].filter(Boolean).join(" ");
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
  const stamps = new Set((form.dataset.autosaveStamps ?? "").split(" "));
  const typed = (pairs) => JSON.stringify(pairs.filter(([name]) => !stamps.has(name)));
  if (typed(wordsOf(form)) === typed(words)) {
    localStorage.removeItem(keyOf(form));
    return false;
  }
  const byName = group(words);
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || NEVER_KEPT.has(field.name)) continue;
    if (field.type === "hidden" && !stamps.has(field.name)) continue;
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
  const held = form.hasAttribute("data-autosave-held");
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
        if (!again) {
          localStorage.removeItem(keyOf(form));
          show(form, "saved", clock());
        }
      } else if (answer.status === 409) show(form, "failed", "", await answer.text());
      else show(form, answer.redirected || answer.status === 403 ? "ended" : "failed");
    } catch {
      show(form, "offline");
      timer = setTimeout(send, RETRY);
    } finally {
      sending = false;
    }
    if (again) {
      again = false;
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    }
  }

  function soon() {
    clearTimeout(timer);
    keep(form);
    if (held) return;
    if (form.querySelector("[data-autosave-status]")?.dataset.state === "saved") show(form, "saving");
    if (sending) again = true;
    else timer = setTimeout(send, PAUSE);
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
    sessionStorage.setItem(SENT, JSON.stringify({ key: keyOf(form), page: location.href.split("#")[0] }));
  });
  addEventListener("online", () => {
    if (!held && localStorage.getItem(keyOf(form)) !== null) send();
  });
  if (!held && restore(form)) {
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
