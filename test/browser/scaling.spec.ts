/** Two loops in sight: needles and bounds, the arithmetic of a decision, and traffic and limits changed while it runs. */
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, PATIENCE_MS, test, type Quayside } from './quayside';

const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 3
  maxReplicas: 9
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } }
`;
const OF = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/harbour/web',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const TARGET = { ...OF, MinCapacity: 3, MaxCapacity: 9 };
const POLICY = {
  ...OF,
  PolicyName: 'cpu50',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 50,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  },
};

/** Brings a file in from disk, as one does, and applies it. */
async function bring(page: Page, quayside: Quayside, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.locator('input[type=file][accept*=yaml]').setInputFiles(file);
  await expect(quayside.documents.getByRole('tab', { name })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await quayside.applyButton().click();
  await expect(quayside.status()).toContainText(/Same as live|Applied|at 0:/);
}

async function scaled(page: Page, quayside: Quayside): Promise<void> {
  await quayside.openPaused();
  await bring(page, quayside, 'hpa.yaml', HPA);
  await bring(page, quayside, 'target.json', JSON.stringify(TARGET));
  await bring(page, quayside, 'policy.json', JSON.stringify(POLICY));
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'Traffic and limits' });
const openPanel = (page: Page) =>
  page.getByRole('button', { name: 'Traffic', exact: true }).click();
const rates = (page: Page) => page.locator('svg.stage-half').getByText(/^\d[\d,]*$/);

test('needles follow a scale-out, and each decision opens to its arithmetic', async ({
  page,
  quayside,
}) => {
  test.setTimeout(120_000);
  await scaled(page, quayside);
  const bounds = page.getByRole('button', { name: 'HPA: from 3 to 9' });
  await expect(bounds).toBeVisible();
  await expect(page.getByRole('button', { name: 'scalable target: from 3 to 9' })).toBeVisible();
  await expect(page.locator('.gauge .limits')).toHaveCount(2);

  await openPanel(page);
  await panel(page).getByLabel('req/s').fill('700');
  await panel(page).getByRole('button', { name: 'Send' }).click();
  await page.keyboard.press('Escape');
  await quayside.chooseSpeed(60);
  await quayside.play();
  await quayside.figures('kubernetes', /Asked 9 replicas/);
  await quayside.figures('ecs', /Asked 9 desiredCount/, 60_000);
  await page.getByRole('button', { name: 'Pause' }).click();

  const scaling = quayside.inspector.locator('#inspector-scaling');
  await bounds.click();
  await expect(scaling.locator('.formula')).toContainText('%', { timeout: PATIENCE_MS });
  await expect(scaling.locator('.metric-bar').first()).toBeVisible();
  await expect(scaling).toContainText('3–9');
  await expect(quayside.inspector.getByText('scalable target', { exact: true })).toBeVisible();

  // The decision of then, out of the log: six tasks became nine, by the formula with its numbers.
  await page.getByRole('button', { name: 'scalable target: from 3 to 9' }).click();
  await quayside.inspector
    .getByRole('button', { name: /is to have 9, had 6/ })
    .first()
    .click();
  await expect(scaling.locator('.formula')).toContainText(/ceil\(6 × [\d.]+ ÷ 50\)/);
  await expect(scaling.locator('.sentence')).toContainText('6 to 9');
  await expect(scaling.locator('.metric-point').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('traffic and bounds are changed on one half or both while it runs', async ({
  page,
  quayside,
}) => {
  await scaled(page, quayside);
  await openPanel(page);
  await panel(page).getByLabel('req/s').fill('450');
  await panel(page).getByRole('button', { name: 'Send' }).click();
  await expect(rates(page).filter({ hasText: /^450$/ })).toHaveCount(2);

  await panel(page).getByRole('checkbox', { name: 'both halves' }).uncheck();
  const kubernetes = panel(page).getByRole('form', { name: 'Traffic: Kubernetes' });
  await kubernetes.getByRole('button', { name: 'spike' }).click();
  await kubernetes.getByLabel('base').fill('120');
  await kubernetes.getByRole('button', { name: 'Send' }).click();
  await expect(rates(page).filter({ hasText: /^450$/ })).toHaveCount(1);
  await expect(rates(page).filter({ hasText: /^120$/ })).toHaveCount(1);

  const limits = panel(page).getByRole('form', { name: 'Bounds: web, HPA' });
  await limits.getByLabel('max').fill('14');
  await expect(limits.getByText('kubectl patch hpa web')).toContainText('"maxReplicas":14');
  await limits.getByRole('button', { name: 'Set' }).click();
  await expect(page.getByRole('button', { name: 'HPA: from 3 to 14' })).toBeVisible();

  const service = panel(page).getByRole('form', { name: 'Bounds: web, scalable target' });
  await service.getByLabel('min').fill('20');
  await service.getByRole('button', { name: 'Set' }).click();
  await expect(service.getByRole('alert')).toContainText(/[Mm]inimum/);
  await expect(service.getByLabel('min')).toHaveAttribute('aria-invalid', 'true');
  expect(await violations(page)).toEqual([]);
});

test('a group is its boxes: pressed, it opens and they are ringed', async ({ page, quayside }) => {
  await page.goto('./#lesson/a-zone-goes-dark');
  const group = page.getByRole('button', { name: /^boxes: 3 instances in service, 3 wanted/ });
  await group.click({ timeout: PATIENCE_MS });
  await expect(quayside.inspector.getByRole('heading', { level: 2 })).toContainText('boxes');
  await expect(quayside.half('ecs').locator('.ring')).toHaveCount(3);
  await expect(quayside.inspector).toContainText('3 InService');
});

test('machines have bounds too: changed while it runs, refused at the field, and with a thumb', async ({
  page,
  quayside,
}) => {
  await page.goto('./#lesson/fargate-or-instances');
  await expect(quayside.half('kubernetes')).toContainText('m5.large', { timeout: PATIENCE_MS });
  await openPanel(page);
  const nodes = panel(page).getByRole('form', { name: 'Bounds: nodes, node group' });
  await nodes.getByLabel('max').fill('0');
  await nodes.getByRole('button', { name: 'Set' }).click();
  await expect(nodes.getByRole('alert')).toContainText("can't be less than 1");
  await expect(nodes.getByLabel('max')).toHaveAttribute('aria-invalid', 'true');
  await nodes.getByLabel('max').fill('6');
  await expect(nodes.getByText('aws eks update-nodegroup-config')).toContainText('maxSize=6');
  await nodes.getByRole('button', { name: 'Set' }).click();
  await expect(
    page.getByRole('button', { name: /^nodes: 4 nodes in service, .* to 6$/ }),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  const controls = panel(page).locator('button, input:not([type=checkbox]), .both');
  for (const box of await Promise.all((await controls.all()).map((each) => each.boundingBox()))) {
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
  expect(await panel(page).evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
});
