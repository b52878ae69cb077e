/** The page's only use of requestAnimationFrame. A hidden page gets no frames; the time it was away does not count. */
export type Frame = (elapsedMs: number) => void;

/** A frame that took longer than this (a hidden page, a sleeping computer) counts as this much. */
const LONGEST_FRAME_MS = 100;

export function runFrames(frame: Frame): () => void {
  let lastMs: number | undefined;
  let handle = requestAnimationFrame(tick);
  function tick(atMs: number): void {
    const elapsedMs = lastMs === undefined ? 0 : Math.min(LONGEST_FRAME_MS, atMs - lastMs);
    lastMs = atMs;
    // Before the frame: what fails in one does not stop those after it.
    handle = requestAnimationFrame(tick);
    frame(elapsedMs);
  }
  return () => {
    cancelAnimationFrame(handle);
  };
}
