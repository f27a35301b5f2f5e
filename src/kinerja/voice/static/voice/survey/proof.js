// Looks for the number that makes SHA-256 of "challenge|number" begin with enough zero bits: a second of
// work for one answer, hours for thousands. Runs beside the page while a person fills it in.
"use strict";

self.addEventListener("message", async ({ data }) => {
  const letters = new TextEncoder();
  for (let nonce = 0; ; nonce += 1) {
    const found = await crypto.subtle.digest("SHA-256", letters.encode(`${data.challenge}|${nonce}`));
    if (new DataView(found).getUint32(0) >>> (32 - data.bits) === 0) {
      self.postMessage(String(nonce));
      return;
    }
  }
});
