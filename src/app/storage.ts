/** Small things kept between visits. Storage may be full or forbidden: then nothing is kept, and `kept()` says so. */
const PREFIX = 'quayside/';

let refused = false;

export function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    refused = true;
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    refused = true;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    refused = true;
  }
}

/** false once the browser has refused: what is typed lives until the tab is closed. */
export const kept = (): boolean => !refused;
