// The service worker of /survei/: opens a survey page again without a connection and sends what waits.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(
    fetch(event.request).catch(async () => (await caches.match(event.request)) || Response.error()),
  );
});

self.addEventListener("sync", (event) => {
  if (event.tag === SYNC) event.waitUntil(sendAndTell());
});

async function sendAndTell() {
  const told = await sendWaiting();
  for (const page of await self.clients.matchAll()) page.postMessage(told);
  // A rejected sync is tried again by the browser, later and later.
  if (told.some((outcome) => outcome.state === "later")) throw new Error("later");
}
