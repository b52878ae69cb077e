/** The same instance loss on both sides, from the menu on the thing itself, until both are whole again. */
import { expect, test } from './quayside';

test('an instance is terminated under both, and both recover', async ({ quayside }) => {
  // The scenario's own crash is over by then.
  await quayside.openPaused();
  await quayside.goTo('End', '0:30.0');
  await quayside.choose(quayside.boxes('ecs').last(), 'TerminateInstances');
  await quayside.choose(quayside.boxes('kubernetes').last(), 'TerminateInstances');
  await quayside.chooseSpeed(60);
  await quayside.play();

  await quayside.logs(/has started \d tasks/);
  await expect(quayside.boxes('ecs')).toHaveCount(2);
  await expect(quayside.boxes('kubernetes')).toHaveCount(2);
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
  await quayside.figures('kubernetes', 'Asked 6 replicas. True 6 Ready');
  const race = await quayside.recovered();
  expect(race.ecs, 'how long ECS took').not.toBeNull();
  expect(race.kubernetes, 'how long Kubernetes took').not.toBeNull();
  console.log(`an instance terminated: ECS ${race.ecs}, Kubernetes ${race.kubernetes}`);
});

test('what can be done depends on the thing', async ({ page, quayside }) => {
  await quayside.openPaused();
  const offered = async (thing: Parameters<typeof quayside.menuOf>[0]) => {
    const menu = await quayside.menuOf(thing);
    const items = await menu.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    return items;
  };
  expect(await offered(quayside.tiles('ecs').first())).toEqual([
    'StopTask',
    'Crash: the process exits with 1',
    'Open the inspector',
  ]);
  expect(await offered(quayside.tiles('kubernetes').first())).toEqual([
    'Delete the pod',
    'Crash: the process exits with 1',
    'Evict the pod',
    'Open the inspector',
  ]);
  expect(await offered(quayside.boxes('ecs').first())).toContain(
    'Drain: UpdateContainerInstancesState',
  );
  expect(await offered(quayside.boxes('kubernetes').first())).toContain('Cordon');
});
