/** STATUS, READY and RESTARTS as kubectl shows them, case by case of printPod. */
import { describe, expect, it } from 'vitest';
import type { ContainerState, ContainerStatus, Pod } from '../types';
import { podCells } from './podCells';

const running: ContainerState = { running: { startedAt: 0 } };
const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string): ContainerState => ({
  terminated: { exitCode, finishedAt: 1000, ...(reason ? { reason } : {}) },
});
const status = (state: ContainerState, over: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'c',
  state,
  lastState: {},
  ready: state.running !== undefined,
  restartCount: 0,
  image: 'x',
  imageID: '',
  ...over,
});
const pod = (over: {
  readonly meta?: object;
  readonly spec?: object;
  readonly status?: object;
}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', uid: 'u', creationTimestamp: 0, ...over.meta },
  spec: { containers: [{ name: 'c' }], ...over.spec },
  status: { phase: 'Running', ...over.status },
});
const init = (statuses: readonly ContainerStatus[], sidecars: readonly string[] = []) => ({
  spec: {
    initContainers: statuses.map(({ name }) => ({
      name,
      ...(sidecars.includes(name) ? { restartPolicy: 'Always' } : {}),
    })),
  },
  status: { phase: 'Pending', initContainerStatuses: statuses },
});
const ready = { conditions: [{ type: 'Ready', status: 'True' }] };

describe('podCells', () => {
  it.each<[string, Pod, string, string]>([
    ['no status yet', pod({ status: { phase: 'Pending' } }), 'Pending', '0/1'],
    [
      'gated',
      pod({
        status: {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
        },
      }),
      'SchedulingGated',
      '0/1',
    ],
    [
      'creating',
      pod({
        status: { phase: 'Pending', containerStatuses: [status(waiting('ContainerCreating'))] },
      }),
      'ContainerCreating',
      '0/1',
    ],
    ['running', pod({ status: { containerStatuses: [status(running)] } }), 'Running', '1/1'],
    [
      'crash loop',
      pod({ status: { containerStatuses: [status(waiting('CrashLoopBackOff'))] } }),
      'CrashLoopBackOff',
      '0/1',
    ],
    [
      'ended without reason',
      pod({ status: { phase: 'Failed', containerStatuses: [status(ended(3))] } }),
      'ExitCode:3',
      '0/1',
    ],
    [
      'completed',
      pod({ status: { phase: 'Succeeded', containerStatuses: [status(ended(0, 'Completed'))] } }),
      'Completed',
      '0/1',
    ],
    [
      'one completed, one running and ready',
      pod({
        spec: { containers: [{ name: 'a' }, { name: 'b' }] },
        status: {
          ...ready,
          containerStatuses: [status(ended(0, 'Completed')), status(running)],
        },
      }),
      'Running',
      '1/2',
    ],
    ['first init', pod(init([status(running, { name: 'i' })])), 'Init:0/1', '0/1'],
    ['init failed', pod(init([status(ended(1, 'Error'), { name: 'i' })])), 'Init:Error', '0/1'],
    [
      'init crash loop',
      pod(init([status(waiting('CrashLoopBackOff'), { name: 'i' })])),
      'Init:CrashLoopBackOff',
      '0/1',
    ],
    [
      'second init',
      pod(init([status(ended(0, 'Completed'), { name: 'i' }), status(running, { name: 'j' })])),
      'Init:1/2',
      '0/1',
    ],
    [
      'sidecar started, next init runs',
      pod(
        init(
          [status(running, { name: 's', started: true }), status(running, { name: 'i' })],
          ['s'],
        ),
      ),
      'Init:1/2',
      '1/2',
    ],
    ['evicted', pod({ status: { phase: 'Failed', reason: 'Evicted' } }), 'Evicted', '0/1'],
    [
      'terminating',
      pod({ meta: { deletionTimestamp: 1 }, status: { containerStatuses: [status(running)] } }),
      'Terminating',
      '1/1',
    ],
    [
      'terminating on a lost node',
      pod({ meta: { deletionTimestamp: 1 }, status: { reason: 'NodeLost' } }),
      'Unknown',
      '0/1',
    ],
  ])('%s', (_, of, text, readyText) => {
    const cells = podCells(of, 0);
    expect([cells.status, cells.ready]).toEqual([text, readyText]);
  });

  it('says how long ago the last restart was', () => {
    const crashed = status(waiting('CrashLoopBackOff'), {
      restartCount: 3,
      lastState: ended(1, 'Error'),
    });
    const of = pod({ status: { containerStatuses: [crashed] } });
    expect(podCells(of, 13_000).restarts).toBe('3 (12s ago)');
  });
});
