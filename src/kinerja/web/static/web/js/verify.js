// The verification page: compares a file that somebody holds with the hashes on record. The file stays here.
const place = document.querySelector("[data-verify]");
const known = new Set([...document.querySelectorAll("[data-sha256]")].map((row) => row.dataset.sha256));

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file) {
  const says = place.querySelector("[data-verify-says]");
  says.className = "strong";
  says.textContent = place.dataset.reading;
  const same = known.has(await sha256(file));
  says.textContent = same ? place.dataset.same : place.dataset.other;
  says.className = `meaning ${same ? "is-good" : "is-wrong"}`;
}

// Browsers offer hashing on safe origins only; elsewhere the hashes on the page are compared by hand.
if (place && globalThis.crypto?.subtle) {
  place.hidden = false;
  place.querySelector("input").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) compare(file);
  });
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("is-over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("is-over");
    const [file] = event.dataTransfer.files;
    if (file) compare(file);
  });
}
