// Answers that wait for a connection. The page and the service worker share this store and this way of
// sending. The server keeps an answer once by its id, so both may try at the same time.
"use strict";

const SYNC = "kirim-survei";
const PAGES = "kinerja-survei";

const waiting = {
  open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open("kinerja-survei", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("jawaban", { keyPath: "id" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  },
  async act(mode, work) {
    const base = await this.open();
    try {
      return await new Promise((resolve, reject) => {
        const change = base.transaction("jawaban", mode);
        const asked = work(change.objectStore("jawaban"));
        change.oncomplete = () => resolve(asked.result);
        change.onerror = change.onabort = () => reject(change.error);
      });
    } finally {
      base.close();
    }
  },
  put(row) {
    return this.act("readwrite", (rows) => rows.put(row));
  },
  remove(id) {
    return this.act("readwrite", (rows) => rows.delete(id));
  },
  all() {
    return this.act("readonly", (rows) => rows.getAll());
  },
};

// {state: "taken" | "refused" | "later", why}; "later" is everything that may still come right.
async function send(row) {
  try {
    const answer = await fetch(row.url, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: row.body,
    });
    if (answer.status === 201) return { state: "taken" };
    if (answer.status >= 500 || answer.status === 429) return { state: "later" };
    const said = await answer.json();
    return { state: "refused", why: said.refused || Object.values(said.errors || {}).join(" ") };
  } catch {
    return { state: "later" };
  }
}

// Sends what waits. What was taken is forgotten; what was refused stays, without its words, to be told.
async function sendWaiting() {
  const told = [];
  for (const row of await waiting.all()) {
    if (row.why) continue;
    const outcome = await send(row);
    if (outcome.state === "taken") {
      await waiting.remove(row.id);
      if (self.caches) await (await caches.open(PAGES)).delete(row.url); // there is none without TLS
    }
    if (outcome.state === "refused") await waiting.put({ id: row.id, url: row.url, why: outcome.why });
    told.push({ ...outcome, id: row.id, url: row.url });
  }
  return told;
}
