/** The parts fit together: one world from Apply to ready pods, through the model that the host uses. */
import { describe, expect, it } from 'vitest';
import type { AnyRequest } from '../../engine/model';
import { Simulation } from '../../engine/simulation';
import { workloadModel } from '../workload/model';
import { deployment } from './api/fixtures/apiServer';
import { kubernetesModel } from './model';

const request = (fields: object) => ({ api: 'kubernetes', ...fields }) as AnyRequest;

describe('kubernetesModel', () => {
  it.each([
    [{ api: 'kubernetes', verb: 'list' }, true],
    [{ api: 'quayside', action: 'drainNode', input: { node: 'a' } }, true],
    [{ api: 'quayside', action: 'crashContainer', input: { kind: 'kubernetes/Pod' } }, true],
    [{ api: 'quayside', action: 'crashContainer', input: { kind: 'ecs/Task' } }, false],
    [{ api: 'quayside', action: 'setTraffic', input: {} }, false],
    [{ api: 'ecs', action: 'UpdateService' }, false],
  ])('%j', (asked, expected) => expect(kubernetesModel.accepts(asked)).toBe(expected));

  it('takes a Deployment as far as it goes without nodes', () => {
    const simulation = new Simulation({
      models: [workloadModel, kubernetesModel],
      seed: 1,
      freeze: true,
    });
    const answer = simulation.submit(request({ verb: 'apply', body: deployment() }), 'test');
    expect(answer.ok).toBe(true);
    simulation.runUntil(5_000);
    const pods = simulation.context.list('kubernetes/Pod');
    expect(pods.map((pod) => pod.status.phase)).toEqual(['Pending', 'Pending', 'Pending']);
    expect(simulation.brokenInvariants()).toEqual([]);
    const table = simulation.query(
      request({
        verb: 'list',
        group: '',
        version: 'v1',
        resource: 'events',
        query: { as: 'Table' },
      }),
    );
    const { rows } = (table?.ok ? table.output : {}) as { rows: { cells: unknown[] }[] };
    expect(rows.map(({ cells }) => cells[2])).toEqual(
      expect.arrayContaining(['ScalingReplicaSet', 'SuccessfulCreate', 'FailedScheduling']),
    );
  });
});
