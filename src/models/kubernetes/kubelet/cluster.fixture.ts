/** A cluster on the real engine for tests: nodes joined by command, objects sent through the API. */
import { composeModel } from '../../../engine/composeModel';
import type { Command, Fact } from '../../../engine/model';
import { Simulation } from '../../../engine/simulation';
import type { KubernetesRequest } from '../../../host/protocol';
import { workloadModel } from '../../workload/model';
import { apiPart } from '../api/part';
import { autoscalingPart } from '../autoscaling/part';
import { registerNode } from '../commands';
import { controllersPart } from '../controllers/part';
import { metricsPart } from '../metrics/part';
import { schedulerPart } from '../scheduler/part';
import type { Deployment, Node, Pod, ReplicaSet } from '../types';
import { kubeletPart } from './part';

/** Carries out a command as another model would. */
const commandDoor = {
  admit: (request: object) => {
    const { command } = request as { readonly command?: Command };
    return (
      command && { ok: true as const, output: null, effects: [{ do: 'command' as const, command }] }
    );
  },
};

export class Cluster {
  readonly simulation: Simulation;

  constructor(nodes: number, seed = 7, freeze = true) {
    const kubernetes = composeModel('kubernetes', (r) => !isImage(r), [
      commandDoor,
      controllersPart,
      kubeletPart,
      schedulerPart,
      metricsPart,
      autoscalingPart,
      apiPart,
    ]);
    this.simulation = new Simulation({
      models: [{ ...workloadModel, accepts: isImage }, kubernetes],
      seed,
      freeze,
    });
    for (let i = 0; i < nodes; i++) this.carryOut(registerNode(machine(i)));
  }

  carryOut(command: Command): void {
    this.submit({ api: 'kubernetes', command });
  }
  request(
    request: Omit<KubernetesRequest, 'api' | 'version'> & { readonly version?: string },
  ): void {
    this.submit({ api: 'kubernetes', version: 'v1', ...request });
  }
  quayside(action: string, input: object): void {
    this.submit({ api: 'quayside', action, input });
  }
  apply(object: {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  }): void {
    const { group, resource } = RESOURCES[object.kind] ?? { group: '', resource: '' };
    const { name, namespace = 'default' } = object.metadata;
    this.request({ verb: 'apply', group, resource, namespace, name, body: object });
  }
  submit(request: object): void {
    const answer = this.simulation.submit(request as { api: string }, 'test');
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  }

  get pods(): readonly Pod[] {
    return this.simulation.context.list('kubernetes/Pod');
  }
  get readyPods(): readonly Pod[] {
    return this.pods.filter((pod) =>
      pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
    );
  }
  pod = (name: string): Pod | undefined =>
    this.simulation.context.get('kubernetes/Pod', `default/${name}`);
  node = (i: number): Node | undefined =>
    this.simulation.context.get('kubernetes/Node', machine(i).name);
  deployment = (name: string): Deployment | undefined =>
    this.simulation.context.get('kubernetes/Deployment', `default/${name}`);
  get replicaSets(): readonly ReplicaSet[] {
    return this.simulation.context.list('kubernetes/ReplicaSet');
  }
  facts = (type: string): readonly Fact[] =>
    this.simulation.facts.last(100_000).filter((fact) => fact.type === type);
  /** Runs to `toMs` and asks every invariant after each step. */
  runChecked(toMs: number, also: () => readonly string[] = () => []): void {
    while (this.simulation.runNext(toMs)) {
      const broken = [...this.simulation.brokenInvariants(), ...also()];
      if (broken.length > 0) throw new Error(`${this.simulation.nowMs} ms: ${broken.join('; ')}`);
    }
    this.simulation.runUntil(toMs);
  }
}

export function machine(i: number) {
  const zone = `us-east-1${'abc'.charAt(i % 3)}`;
  const instanceId = `i-${String(i).padStart(17, '0')}`;
  return {
    name: `ip-10-0-${i % 3}-${10 + i}.ec2.internal`,
    providerID: `aws:///${zone}/${instanceId}`,
    zone,
    instanceType: 'm5.2xlarge',
    instanceId,
    labels: {},
    taints: [],
    capacity: { cpu: '8', memory: '32Gi', pods: '58' },
    allocatable: { cpu: '7910m', memory: '30Gi', pods: '58', 'ephemeral-storage': '80Gi' },
    ip: `10.0.${i % 3}.${10 + i}`,
  };
}

export interface WebOptions {
  readonly name?: string;
  readonly replicas?: number;
  readonly image?: string;
  readonly container?: object;
  readonly spec?: object;
  readonly podSpec?: object;
}

export function web(options: WebOptions = {}) {
  const { name = 'web', replicas = 3, image = 'nginx:1.27', container, spec, podSpec } = options;
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image, ports: [{ containerPort: 80 }], ...container }],
          ...podSpec,
        },
      },
      ...spec,
    },
  };
}

export function barePod(name: string, container: object, spec: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'busybox:1.36', ...container }], ...spec },
  };
}

const isImage = (request: object): boolean =>
  (request as { readonly action?: unknown }).action === 'describeImage';

const RESOURCES: Readonly<Record<string, { group: string; resource: string }>> = {
  Deployment: { group: 'apps', resource: 'deployments' },
  Pod: { group: '', resource: 'pods' },
  Service: { group: '', resource: 'services' },
  PodDisruptionBudget: { group: 'policy', resource: 'poddisruptionbudgets' },
  DaemonSet: { group: 'apps', resource: 'daemonsets' },
  Namespace: { group: '', resource: 'namespaces' },
};
