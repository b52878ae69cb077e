/** Traffic and limits by hand: what each field becomes as a request, and the line that does the same from a shell. */
import type { Request } from '../../host/protocol';
import type { HorizontalPodAutoscaler } from '../../models/kubernetes/autoscaling/types';
import type { Limits } from '../../stage/view';

export const SHAPES = ['steady', 'ramp', 'wave', 'spike'] as const;
export type Shape = (typeof SHAPES)[number];

export type FieldName =
  | 'requestsPerSecond'
  | 'from'
  | 'to'
  | 'over'
  | 'low'
  | 'high'
  | 'period'
  | 'base'
  | 'peak'
  | 'after'
  | 'for';

/** What each shape asks for, in order; those that are lengths of time are written in seconds. */
export const FIELDS: Readonly<Record<Shape, readonly FieldName[]>> = {
  steady: ['requestsPerSecond'],
  ramp: ['from', 'to', 'over'],
  wave: ['low', 'high', 'period'],
  spike: ['base', 'peak', 'after', 'for'],
};
const SECONDS: ReadonlySet<FieldName> = new Set(['over', 'period', 'after', 'for']);

export type Values = Readonly<Record<FieldName, number>>;

/** Numbers to begin with, around what comes now. */
export const valuesAround = (rate: number): Values => ({
  requestsPerSecond: rate,
  from: rate,
  to: rate * 3,
  over: 120,
  low: Math.round(rate / 2),
  high: rate * 2,
  period: 300,
  base: rate,
  peak: rate * 3,
  after: 10,
  for: 480,
});

export function trafficRequest(loadBalancer: string, shape: Shape, values: Values): Request {
  const of = (name: FieldName) => (SECONDS.has(name) ? `${values[name]}s` : values[name]);
  const fields = Object.fromEntries(FIELDS[shape].map((name) => [name, of(name)]));
  const input = shape === 'steady' ? fields : { [shape]: fields };
  return { api: 'quayside', action: 'setTraffic', input: { loadBalancer, ...input } };
}

export interface Change {
  readonly request: Request;
  readonly command: string;
}

export function limitsChange({ ref }: Limits, min: number, max: number): Change {
  return ref.kind === 'applicationautoscaling/ScalableTarget'
    ? targetChange(ref.key, min, max)
    : autoscalerChange(ref.key, min, max);
}

function targetChange(ResourceId: string, MinCapacity: number, MaxCapacity: number): Change {
  const of = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;
  return {
    request: {
      api: 'application-autoscaling',
      action: 'RegisterScalableTarget',
      input: { ...of, ResourceId, MinCapacity, MaxCapacity },
    },
    command: [
      'aws application-autoscaling register-scalable-target --service-namespace ecs',
      `--scalable-dimension ${of.ScalableDimension} --resource-id ${ResourceId}`,
      `--min-capacity ${MinCapacity} --max-capacity ${MaxCapacity}`,
    ].join(' '),
  };
}

function autoscalerChange(key: string, minReplicas: number, maxReplicas: number): Change {
  const [namespace = '', name = ''] = key.split('/');
  const spec: Pick<HorizontalPodAutoscaler['spec'], 'minReplicas' | 'maxReplicas'> = {
    minReplicas,
    maxReplicas,
  };
  const where = namespace === 'default' ? '' : ` -n ${namespace}`;
  return {
    request: {
      api: 'kubernetes',
      verb: 'patch',
      group: 'autoscaling',
      version: 'v2',
      resource: 'horizontalpodautoscalers',
      namespace,
      name,
      body: { spec },
    },
    command: `kubectl patch hpa ${name}${where} --patch '${JSON.stringify({ spec })}'`,
  };
}
