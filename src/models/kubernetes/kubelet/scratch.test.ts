import { it } from 'vitest';
import { composeModel } from '../../../engine/composeModel';
import { Simulation } from '../../../engine/simulation';
import { workloadModel } from '../../workload/model';
import { indexes, tallies } from '../api/indexes';
import { EVENT_SWEEPER } from '../api/recordEvent';
import { registerNode } from '../commands';
import { kubeletPart } from './part';
import type { Pod } from '../types';

const pod = (name: string, extra: object = {}, node = 'n1') => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: 'uid-' + name, creationTimestamp: 0 }, spec: { nodeName: node, restartPolicy: 'Always', terminationGracePeriodSeconds: 30, containers: [{ name: 'c', image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent', ports: [{ containerPort: 80 }] }], ...extra }, status: { phase: 'Pending' } }) as unknown as Pod;

it('x', () => {
  const model = composeModel('kubernetes', (r) => r.api === 'kubernetes' || r.api === 'quayside', [kubeletPart, { indexes, tallies, controllers: [{ name: EVENT_SWEEPER, latencyMs: 0, sync: () => undefined }],
    admit: (r, ctx) => { const { effects } = r as any; return { ok: true, output: null, effects: typeof effects === 'function' ? effects(ctx) : effects }; } }]);
  const sim = new Simulation({ models: [{...workloadModel, accepts: () => false}, model], seed: 1, freeze: true });
  const go = (effects: any) => sim.submit({ api: 'kubernetes', effects } as any, 'test');
  const put = (p: Pod) => ({ do: 'put', kind: 'kubernetes/Pod', key: `default/${p.metadata.name}`, value: p });
  go([{ do: 'command', command: registerNode({ name: 'n1', providerID: 'aws:///us-east-1a/i-1', zone: 'us-east-1a', instanceType: 'm5.large', instanceId: 'i-1', labels: {}, taints: [], capacity: { cpu: '2', memory: '8Gi', pods: '29' }, allocatable: { cpu: '1930m', memory: '7Gi', pods: '29' }, ip: '10.0.1.10' }) }]);
  go([put(pod('web')), put(pod('crash', { containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'exit 1'] }] })), put(pod('bad', { containers: [{ name: 'c', image: 'nginx:nope' }] })),
    put(pod('init', { restartPolicy: 'Never', initContainers: [{ name: 'i1', image: 'busybox', command: ['sleep', '3'] }, { name: 's1', image: 'envoy', restartPolicy: 'Always' }], containers: [{ name: 'main', image: 'busybox', command: ['sleep', '5'] }] })),
    put(pod('live', { containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 81 }, periodSeconds: 5 }, readinessProbe: { httpGet: { port: 80 }, periodSeconds: 5 } }] })),
    { do: 'put', kind: 'workload/Image', key: 'nginx:nope', value: { name: 'nginx:nope', sizeMB: 1, startUpMs: 0, readyMs: 0, cpuPerRequestMs: 0, memoryMiB: 1, leakMiBPerMinute: 0, exits: null, listens: [], fails: 'pull', stopsAfterMs: 100 } }]);
  sim.runUntil(120_000);
  for (const f of sim.facts.last(500)) if (f.model === 'kubernetes') console.log(f.atMs, f.about.key, f.type, JSON.stringify(f.data));
  const w = sim.records.entry('kubernetes/Pod', 'default/web')!.value as Pod;
  console.log(JSON.stringify(w.status, null, 1));
  go([put({ ...w, metadata: { ...w.metadata, deletionTimestamp: 150_000, deletionGracePeriodSeconds: 30 } })]);
  sim.runUntil(130_000);
  for (const f of sim.facts.last(30)) if (f.model === 'kubernetes') console.log(f.atMs, f.about.key, f.type, JSON.stringify(f.data));
  console.log(JSON.stringify([...sim.records.table('workload/Listener').entries.values()].map((x) => x.value)));
  for (const p of ['init', 'bad', 'crash', 'live']) console.log(p, JSON.stringify((sim.records.entry('kubernetes/Pod', 'default/' + p)!.value as Pod).status));
  console.log(JSON.stringify([...sim.records.table('kubernetes/Event').entries.values()].map((x: any) => [x.value.reason, x.value.message, x.value.count])));
  console.log(sim.brokenInvariants(), sim.work);
});
