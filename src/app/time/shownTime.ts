/** A moment as the page writes it: from the one it opened at; what came before has a minus. */
import { clock, clockTenths } from '../../stage/clock';

export function shownTime(atMs: number, originMs: number): string {
  const ms = atMs - originMs;
  return ms < 0 ? `−${clock(-ms)}` : clockTenths(ms);
}
