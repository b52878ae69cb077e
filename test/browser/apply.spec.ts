/** Edit a real file, apply it, and watch the platform come to what was asked. */
import { expect, test } from './quayside';

test('a service asked for eight tasks comes to eight', async ({ quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('service.json');
  await expect(quayside.applyButton()).toBeDisabled();
  await quayside.retype(5, '6', '8', ',');
  await expect(quayside.status()).toHaveText('1 line differs from live');
  await expect(quayside.applyButton()).toHaveText(/UpdateService web/);
  await quayside.applyButton().click();

  await quayside.figures('ecs', /^Asked 8 desiredCount\. True 6 RUNNING/);
  await expect(quayside.status()).toHaveText(/^Same as live at /);
  await expect(quayside.applyButton()).toBeDisabled();
  await quayside.chooseSpeed(60);
  await quayside.play();
  await quayside.figures('ecs', 'Asked 8 desiredCount. True 8 RUNNING');
  await quayside.figures('kubernetes', /^Asked 6 replicas\./);
});

test('a Deployment with another image and more replicas rolls out', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('deployment.yaml');
  await quayside.retype(6, '6', '7');
  await quayside.retype(23, '4', '5');
  await expect(quayside.status()).toHaveText('2 lines differ from live');
  await page.keyboard.press('ControlOrMeta+Enter');

  await quayside.figures('kubernetes', /^Asked 7 replicas\./);
  await quayside.chooseSpeed(60);
  await quayside.play();
  await quayside.logs(/Rollout of web complete: 7 at revision 2/);
  await quayside.figures('kubernetes', 'Asked 7 replicas. True 7 Ready');
  await quayside.figures('ecs', /^Asked 6 desiredCount\./);
});

test('a new task definition revision runs only after the service is updated to it', async ({
  page,
  quayside,
}) => {
  await quayside.openPaused();
  await quayside.openFile('taskdef.json');
  await quayside.retype(10, '4', '5', '",');
  await expect(quayside.applyButton()).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(quayside.status()).toHaveText('web:2 is registered. Nothing runs it yet.');

  await quayside.documents.getByRole('button', { name: 'Update service web to web:2' }).click();
  await quayside.chooseSpeed(60);
  await quayside.play();
  await quayside.logs(/Deployment of service web completed/);
  await quayside.figures('ecs', 'Asked 6 desiredCount. True 6 RUNNING');
});

test('what was typed survives a reload', async ({ page, quayside }) => {
  await quayside.openPaused();
  await quayside.openFile('deployment.yaml');
  await quayside.retype(6, '6', '9');
  await expect(quayside.status()).toHaveText('1 line differs from live');
  await page.reload();
  await quayside.openFile('deployment.yaml');
  await expect(quayside.line('replicas: 9')).toBeVisible();
  await expect(
    quayside.documents.getByRole('tab', { name: /deployment\.yaml.*differs/ }),
  ).toBeVisible();
  await quayside.figures('kubernetes', /^Asked 6 replicas\./);
});
