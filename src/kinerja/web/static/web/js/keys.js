// Keyboard for queues. [data-keys-item] are the things j and k walk through; an element with data-key="s" is
// pressed (button, link) or focused (input) by that letter; "?" opens <dialog data-keys-help>, which also lists
// those letters and can switch all of this off for the device.
const OFF = "kinerja-pintasan-mati";

function typing(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function walk(step) {
  const items = [...document.querySelectorAll("[data-keys-item]")];
  if (!items.length) return;
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(here + step, 0), items.length - 1);
  const item = items[next];
  if (!item.matches("a, button, input, [tabindex]")) item.tabIndex = -1;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

function press(letter) {
  const target = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
  if (!target || target.disabled) return false;
  if (target.matches("button, a, summary, input[type=radio], input[type=checkbox]")) target.click();
  else target.focus();
  return true;
}

function listLetters(help) {
  const list = help.querySelector("[data-keys-list-of]");
  for (const target of document.querySelectorAll("[data-key]")) {
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.textContent = target.dataset.key;
    term.append(key);
    const words = document.createElement("dd");
    const copy = target.cloneNode(true);
    for (const extra of copy.querySelectorAll("kbd, svg")) extra.remove();
    words.textContent = target.dataset.keyLabel ?? target.getAttribute("aria-label") ?? copy.textContent.trim();
    list.append(term, words);
  }
}

export function startKeys() {
  const help = document.querySelector("[data-keys-help]");
  if (!help) return;
  listLetters(help);
  const toggle = help.querySelector("[data-keys-switch]");
  toggle.checked = localStorage.getItem(OFF) === null;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (help.open || !toggle.checked) return;
    const moves = { j: 1, k: -1 };
    if (event.key === "?") help.showModal();
    else if (event.key in moves) walk(moves[event.key]);
    else if (!press(event.key)) return;
    event.preventDefault();
  });
}
