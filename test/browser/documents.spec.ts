/** Files: brought in, laid out, compared with what is live, applied together, kept over a reload, and let go. */
import { violations } from './axe';
import { expect, test } from './quayside';

test('a file is dropped in, compared, applied with the others and kept', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await quayside.retype(5, '6', '8', ',');
  await expect(quayside.status()).toHaveText(/differ/);
  await quayside.documents.getByRole('button', { name: 'Diff' }).click();
  const diff = quayside.documents.getByRole('region', { name: 'service.json beside what is live' });
  await expect(diff.getByRole('listitem').filter({ hasText: 'live:' })).toHaveText(
    /"desiredCount": 6/,
  );
  await expect(diff.getByRole('listitem').filter({ hasText: 'asked:' })).toHaveText(
    /"desiredCount": 8/,
  );
  await quayside.documents.getByRole('button', { name: 'Diff' }).click();

  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    const text =
      'apiVersion: v1\nkind:   Pod\nmetadata: {name: mine}\nspec: {containers: [{name: a, image: nginx}]}\n';
    transfer.items.add(new File([text], 'mine.yaml'));
    return transfer;
  });
  await quayside.documents.dispatchEvent('drop', { dataTransfer: dropped });
  await expect(quayside.documents.getByRole('tab', { name: /mine\.yaml/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await files(page).click();
  await page.getByRole('menuitem', { name: 'Lay out' }).click();
  await expect(quayside.line(/^kind:\sPod/)).toBeVisible();

  await files(page).click();
  await page.getByRole('menuitem', { name: 'Apply all files' }).click();
  await quayside.figures('ecs', /Asked 8/);
  await quayside.play();
  await quayside.logs(/Pod mine/);

  await page.reload();
  await quayside.openFile('mine.yaml');
  await files(page).click();
  await page.getByRole('menuitem', { name: 'Close this file' }).click();
  await expect(quayside.documents.getByRole('tab', { name: /mine\.yaml/ })).toHaveCount(0);
});

test('an example opens, and a problem in any file leads to its place', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await files(page).click();
  await page.getByRole('menuitem', { name: 'Deployment: hard spread over zones' }).click();
  await expect(quayside.line(/^kind:\sDeployment/)).toBeVisible();
  await quayside.retype(6, '6', 'six');
  await quayside.documents.getByRole('tab', { name: 'service.json' }).click();
  await quayside.documents.getByRole('button', { name: '1 problem' }).click();
  await quayside.documents
    .getByRole('list', { name: 'Problems in all files' })
    .getByRole('button', { name: /k8s-spread-over-zones\.yaml:6/ })
    .click();
  await expect(quayside.editor()).toHaveAccessibleName(/k8s-spread-over-zones/);
});

const files = (page: import('@playwright/test').Page) =>
  page.getByRole('button', { name: 'Files', exact: true });

test('an AWS file brings what it needs, is applied in order, and is refused at its place', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await files(page).click();
  await page.getByRole('menuitem', { name: 'Warm pool: two stopped machines in reserve' }).click();
  for (const name of ['aws-launch-template.json', 'aws-group.json', 'aws-group-warm-pool.json'])
    await expect(quayside.documents.getByRole('tab', { name })).toBeVisible();
  await expect(quayside.documents).toContainText('PutWarmPool workers');
  await files(page).click();
  await page.getByRole('menuitem', { name: 'Apply all files' }).click();
  await expect(quayside.status()).toContainText(/Same as live|Applied|at 0:/);
  await quayside.logs(/workers/);

  await quayside.openFile('aws-group.json');
  await expect(quayside.status()).toContainText('Same as live');
  await quayside.retype(4, '8', '80', ',');
  await expect(quayside.documents).toContainText('UpdateAutoScalingGroup workers');
  await expect(quayside.documents).toContainText('--max-size 80');
  await quayside.retype(3, '0', '90', ',');
  await expect(
    page.getByText('Max bound, 80, must be greater than or equal to min bound, 90').first(),
  ).toBeVisible();
  await quayside.applyButton().click();
  await expect(quayside.status()).toContainText(/Not applied/);
  expect(await violations(page)).toEqual([]);
});
