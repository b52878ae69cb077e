/** Any task or pod, reached and opened with the keyboard, says what it is, where it stands, why there, and why now. */
import { expect, test, type Platform } from './quayside';

const CASES: readonly {
  platform: Platform;
  lit: string;
  record: RegExp;
  chosen: RegExp;
  cause: RegExp;
}[] = [
  {
    platform: 'ecs',
    lit: 'Machine, in state RUNNING',
    record: /"taskArn": "arn:aws:ecs:us-east-1:.*"lastStatus": "RUNNING"/s,
    chosen: /i-[0-9a-f]{4}.*us-east-1/,
    cause: /CreateService/,
  },
  {
    platform: 'kubernetes',
    lit: 'Machine, in state Running',
    record: /kind: Pod.*nodeName: ip-.*phase: Running/s,
    chosen: /ip-10-1-/,
    cause: /Deployment/,
  },
];

for (const { platform, lit, record, chosen, cause } of CASES)
  test(`a ${platform} replica explains itself`, async ({ page, quayside }) => {
    await quayside.openPaused();
    await page.getByRole('link', { name: 'Skip to the stage' }).focus();
    for (const key of ['Enter', 'Tab']) await page.keyboard.press(key);
    if (platform === 'kubernetes') await page.keyboard.press('Tab');
    await expect(quayside.boxes(platform).first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    const tile = quayside.tiles(platform).and(page.locator(':focus'));
    await expect(tile).toHaveCount(1);
    const name = (await tile.getAttribute('aria-label')) ?? '';
    await page.keyboard.press('Enter');

    const { inspector } = quayside;
    const [, kind, , id] = /^(\w+) (\w+) (\w+)/.exec(name) ?? [];
    await expect(
      inspector.getByRole('heading', { level: 2, name: new RegExp(`${kind} .*${id}`) }),
    ).toBeFocused();
    await expect(inspector.locator('#inspector-record')).toContainText(record);
    await expect(inspector.getByRole('img', { name: lit }).first()).toBeVisible();
    await expect(inspector.locator('.state[data-status=lit]').first()).toBeVisible();
    const index = inspector.getByRole('button', { name: 'Record', exact: true });
    await index.click();
    await expect(inspector.locator('#inspector-record')).toBeInViewport();
    await expect(index).toHaveAttribute('aria-current', 'true');
    const winner = inspector.locator('#inspector-placement tr[data-chosen=true]').first();
    await expect(winner).toHaveText(chosen);
    const causes = inspector.locator('#inspector-why').getByRole('listitem');
    await expect(causes.first()).toContainText(/Scenario/);
    await expect(causes.filter({ hasText: cause }).first()).toBeVisible();
    expect(await causes.count()).toBeGreaterThan(2);

    await page.keyboard.press('Escape');
    await expect(inspector).toBeHidden();
    await expect(quayside.half(platform).getByRole('button', { name, exact: true })).toBeFocused();
  });

test('the placement table names the winner that the log names', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.chooseSpeed(5);
  await quayside.play();
  await quayside.logs(/Task \w+ placed in us-east-1\w/);
  await page.keyboard.press(' ');
  const placed = quayside.log
    .getByRole('listitem')
    .getByRole('button', { name: /^Task \w+ placed in us-east-1\w$/ });
  const zone = /us-east-1\w/.exec(await placed.first().innerText())?.[0] ?? '';
  await placed.first().click();
  await page.keyboard.press('w');
  const winner = quayside.inspector.locator('#inspector-placement tr[data-chosen=true]').first();
  await expect(winner).toContainText(zone);
});
