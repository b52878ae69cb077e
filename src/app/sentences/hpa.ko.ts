/** HPA와 HPA가 읽는 지표가 남기는 기록. */
import type { AutoscalingFact, MetricInFact } from '../../models/kubernetes/autoscaling/facts';
import type { MetricsFact } from '../../models/kubernetes/metrics/facts';
import { figure } from '../../stage/clock';
import type { ModelSentences } from './types';

const LIMITS: Readonly<Record<string, string>> = {
  ScaleUpLimit: '한 번에 늘릴 수 있는 만큼만 늘립니다',
  ScaleDownLimit: '한 번에 줄일 수 있는 만큼만 줄입니다',
  TooManyReplicas: '최댓값에서 멈춥니다',
  TooFewReplicas: '최솟값에서 멈춥니다',
};

const API = { custom: '사용자 지정 지표 API', external: '외부 지표 API' } as const;

const amount = (milli: number): string =>
  milli % 1000 === 0 || milli >= 100_000 ? figure(milli / 1000) : String(milli / 1000);

function measure({ name, current, target, isPercent }: MetricInFact): string {
  const unit = (value: number) => (isPercent ? `${value}%` : amount(value));
  return `${name}: 지금 \`${unit(current)}\`, 목표 \`${unit(target)}\``;
}

export const hpa: Pick<
  ModelSentences<'kubernetes'>,
  AutoscalingFact['type'] | MetricsFact['type']
> = {
  autoscalerRescaled: (d, name) => ({
    head: `HPA ${name}: \`${d.target}\` ${d.from}개 → ${d.to}개`,
    why: [
      d.metric ? measure(d.metric) : d.reason,
      d.recommended !== null ? `지표가 바란 수 ${d.recommended}개` : '',
      d.stabilized !== null && d.stabilized !== d.recommended
        ? `안정화 구간을 거치면 ${d.stabilized}개`
        : '',
      LIMITS[d.limit ?? ''] ?? '',
      `허용 범위 ${d.minReplicas}~${d.maxReplicas}개`,
    ]
      .filter(Boolean)
      .join('. '),
    because: LIMITS[d.limit ?? ''] ?? d.reason,
  }),
  autoscalerConditionChanged: (d, name) => ({
    head: `HPA ${name}: \`${d.condition}\` ${d.status}, ${d.reason}`,
    why: d.message,
    because: d.reasonBefore === null ? undefined : `전에는 ${d.reasonBefore}`,
  }),
  metricPublished: (d) => ({
    head: `지표 \`${d.metric}\` 값이 ${API[d.metricsApi]}에 올라왔습니다`,
    because: d.valueMilli === null ? '파드마다 값 하나' : amount(d.valueMilli),
  }),
  metricWithdrawn: (d) => ({
    head: `지표 \`${d.metric}\` 값이 ${API[d.metricsApi]}에서 사라졌습니다`,
  }),
  metricsApiStopped: () => ({ head: '지표 API가 답하지 않습니다' }),
  metricsApiStarted: () => ({ head: '지표 API가 다시 답합니다' }),
};
