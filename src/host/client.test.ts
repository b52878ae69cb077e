import { expect, it } from 'vitest';
import { connectWorld, WorldDied } from './client';

it('asks nothing of a world that has died, not even one that died in silence', async () => {
  let die: (why: string) => void = () => {};
  const posted: unknown[] = [];
  const world = connectWorld({
    post: (message) => posted.push(message),
    onAnswer() {},
    onDeath: (handler) => (die = handler),
    close() {},
  });
  const waiting = world.digest();
  die('killed');
  await expect(waiting).rejects.toBeInstanceOf(WorldDied);
  await expect(world.digest()).rejects.toBeInstanceOf(WorldDied);
  expect(posted).toHaveLength(1);
});
