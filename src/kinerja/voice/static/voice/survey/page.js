// With this file the survey keeps a draft, survives a lost connection and is sent once; without it the page
// is a plain form.
const PROOF_PATIENCE_MS = 8000;

function start(form) {
  const key = `kinerja-survei:${location.pathname}`;
  const field = (name) => form.elements.namedItem(name);
  const questions = [...form.querySelectorAll("fieldset[data-question]")];
  const here = location.href.split("#")[0];

  // Draft: everything filled in, with the id and the first opening, so that going on later is no new answer.
  const draft = JSON.parse(localStorage.getItem(key) || "null") || {
    id: crypto.randomUUID ? crypto.randomUUID() : field("id").value,
    opened: field("opened").value,
    started: Date.now(),
    fields: [],
  };
  field("id").value = draft.id;
  field("opened").value = draft.opened;
  for (const [name, value] of draft.fields) {
    const control = field(name);
    if (control) control.value = value;
  }
  const save = () => {
    const mine = ["id", "opened", "seconds", "proof"];
    draft.fields = [...new FormData(form)].filter(([name, value]) => value && !mine.includes(name));
    localStorage.setItem(key, JSON.stringify(draft));
  };

  // Progress.
  const bar = form.querySelector("[data-progress-bar]");
  const isAnswered = (question) => question.querySelector(":checked") !== null;
  const progress = () => {
    const done = questions.filter(isAnswered).length;
    bar.querySelector("progress").value = done;
    const words = form.dataset.progress.replace("{n}", done).replace("{all}", questions.length);
    bar.querySelector("[data-progress-words]").textContent = words;
  };
  bar.hidden = false;
  progress();
  form.addEventListener("input", () => {
    save();
    progress();
  });

  // A tap leads on to the next question; keys stay where they are.
  let tapped = false;
  form.addEventListener("pointerdown", () => (tapped = true));
  form.addEventListener("keydown", () => (tapped = false));
  form.addEventListener("change", (event) => {
    const question = event.target.closest("fieldset[data-question]");
    if (!question || !tapped) return;
    question.classList.remove("field-has-error");
    const next = question.nextElementSibling;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (next) next.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  });

  // Proof of work, for posters only.
  const bits = Number(form.dataset.bits);
  let proof = Promise.resolve("");
  if (bits && window.Worker && crypto.subtle) {
    const worker = new Worker(form.dataset.proof);
    proof = new Promise((resolve) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", () => resolve(""));
    });
    worker.postMessage({ challenge: `${draft.opened}|${draft.id}`, bits });
  }
  const patience = () => new Promise((resolve) => setTimeout(resolve, PROOF_PATIENCE_MS, ""));

  const show = (state, why = "") => {
    for (const part of document.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
    document.querySelector("[data-why]").textContent = why;
    const shown = document.querySelector(`[data-state="${state}"]`);
    if (state !== "form") shown.focus();
    scrollTo(0, 0);
  };
  const tell = (told) => {
    const mine = told.find((outcome) => outcome.url === here);
    if (!mine) return;
    if (mine.state !== "later") localStorage.removeItem(key);
    if (mine.state === "refused") waiting.remove(mine.id);
    show({ taken: "sent", refused: "refused", later: "waiting" }[mine.state], mine.why);
  };
  const sendNow = async () => tell(await sendWaiting());

  const missing = () => {
    const notice = form.querySelector("[data-errors]");
    const list = notice.querySelector("[data-errors-list]");
    const open = questions.filter((question) => !isAnswered(question));
    list.replaceChildren(
      ...open.map((question) => {
        const link = document.createElement("a");
        link.href = `#${question.querySelector("input").id}`;
        link.textContent = question.dataset.question;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    for (const question of questions) question.classList.toggle("field-has-error", open.includes(question));
    notice.hidden = open.length === 0;
    if (open.length) notice.focus();
    return open.length > 0;
  };

  form.noValidate = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (missing()) return;
    const button = form.querySelector("button");
    const words = button.textContent;
    button.disabled = true;
    button.textContent = form.dataset.sending;
    field("seconds").value = Math.round((Date.now() - draft.started) / 1000);
    field("proof").value = await Promise.race([proof, patience()]);
    const body = new URLSearchParams(new FormData(form)).toString();
    try {
      await waiting.put({ id: draft.id, url: here, body });
    } catch {
      form.submit(); // a phone that keeps nothing: as a plain form
      return;
    }
    await sendNow();
    button.disabled = false;
    button.textContent = words;
    const worker = await navigator.serviceWorker?.getRegistration(form.dataset.worker);
    if ((await waiting.all()).length) await worker?.sync?.register(SYNC).catch(() => {});
  });

  addEventListener("online", sendNow);
  document.querySelector("[data-retry]").addEventListener("click", sendNow);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => tell(data));
  resume(here, show).then(sendNow, () => {}); // a phone that keeps nothing has nothing waiting
  keepPage(form, here);
}

// An answer from an earlier visit still waits, or its refusal has not been told yet.
async function resume(here, show) {
  const mine = (await waiting.all()).find((row) => row.url === here);
  if (!mine) return;
  show(mine.why ? "refused" : "waiting", mine.why);
  if (mine.why) await waiting.remove(mine.id);
}

// Opened once, this page opens again without a connection.
async function keepPage(form, here) {
  if (!navigator.serviceWorker || !self.caches) return;
  await navigator.serviceWorker.register(form.dataset.worker);
  const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
  const addresses = parts.map((part) => part.href || part.src);
  await (await caches.open(PAGES)).addAll([here, ...addresses]);
}

start(document.querySelector("[data-survey]"));
