/** A cluster that is nothing but its API server, for tests: requests in, answers and records out. */
import { composeModel } from '../../../engine/composeModel';
import type { Rejection } from '../../../engine/model';
import { Simulation } from '../../../engine/simulation';
import type { KubernetesRequest } from '../../../host/protocol';
import type { KubernetesAnswer } from '../types';
import { apiPart } from './part';

export class ApiServer {
  readonly simulation = new Simulation({
    models: [composeModel('kubernetes', (r) => r.api === 'kubernetes', [apiPart])],
    seed: 1,
    freeze: true,
  });

  submit(request: Partial<KubernetesRequest>): KubernetesAnswer {
    const answer = this.simulation.submit(whole(request), 'test');
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.output as KubernetesAnswer;
  }

  refused(request: Partial<KubernetesRequest>): Rejection {
    const answer = this.simulation.submit(whole(request), 'test');
    if (answer.ok) throw new Error(`accepted: ${JSON.stringify(answer.output)}`);
    return answer;
  }

  query(request: Partial<KubernetesRequest>): Readonly<Record<string, unknown>> {
    const answer = this.simulation.query(whole(request));
    if (!answer?.ok) throw new Error(answer?.error.message ?? 'not a query');
    return answer.output as Readonly<Record<string, unknown>>;
  }

  apply = (body: unknown): KubernetesAnswer => this.submit({ verb: 'apply', body });

  factTypes(): readonly string[] {
    return this.simulation.facts.since(0).map((fact) => fact.type);
  }
}

const whole = (request: Partial<KubernetesRequest>): KubernetesRequest => ({
  api: 'kubernetes',
  verb: 'get',
  group: '',
  version: 'v1',
  resource: '',
  ...request,
});

export const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' } as const;

/** A whole manifest; `spec` and `metadata` are merged over it. */
export const deployment = (
  over: {
    readonly metadata?: object;
    readonly spec?: object;
    readonly container?: object;
  } = {},
) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...over.metadata },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.27', ...over.container }] },
    },
    ...over.spec,
  },
});
