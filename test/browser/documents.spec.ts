/** Files: brought in, laid out, compared with what is live, applied together, kept over a reload, and let go. */
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
