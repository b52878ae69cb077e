/** A question with other numbers, played: from 0:00 in a fresh run or on from here, fast; what was measured at its end. */
import type { Fork, MeasureState } from '../../lessons/types';
import type { Session } from '../session.svelte';
import { Player, Stopped } from './player';

const SPEED = 60;

/** null: somebody went back in time meanwhile. */
export async function tryOut(
  { from, steps, forMs }: Fork,
  session: Session,
): Promise<Readonly<Record<string, MeasureState>> | null> {
  const { playback } = session;
  const speed = playback.speed;
  playback.waits = null;
  if (from === 'open') await session.open(session.seed, { play: false });
  playback.speed = SPEED;
  const player = new Player(session);
  try {
    await player.playAll(steps, session.world.nowMs);
    await player.until(session.world.nowMs + forMs);
    return Object.fromEntries(session.world.records.all('lesson/Measure'));
  } catch (error) {
    if (error instanceof Stopped) return null;
    throw error;
  } finally {
    playback.pause();
    playback.speed = speed;
  }
}
