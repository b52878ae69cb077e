/** Keeps the built page for visits without a network, once everything that this visit needs has been fetched. */
const IDLE_MS = 4_000;

export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => {
    // Refused, as in a private window: the page works as long as there is a network.
    navigator.serviceWorker.register('./sw.js').catch(() => {});
  }, IDLE_MS);
}
