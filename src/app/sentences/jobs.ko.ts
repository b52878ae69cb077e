/** 잡과 크론잡이 남기는 기록. */
import type { JobFact } from '../../models/kubernetes/controllers/job/facts';
import { durationKo as duration } from '../../stage/clock';
import type { ModelSentences } from './types';

const CLEANED = {
  ttl: '끝난 뒤 남겨 두는 시간이 지났습니다',
  history: '끝난 실행을 남겨 두는 개수를 넘었습니다',
  replaced: '다음 실행이 대신합니다',
} as const;
const SKIPPED = {
  alreadyActive: '앞 실행이 끝나지 않았고 `concurrencyPolicy`: `Forbid`',
  tooLate: '`startingDeadlineSeconds` 안에 시작하지 못했습니다',
} as const;

export const jobs: Pick<ModelSentences<'kubernetes'>, JobFact['type']> = {
  jobPodFailed: (d, name) => ({
    head: `잡 ${name}: 파드 하나가 실패했습니다. 모두 ${d.failed}개`,
    why: `연달아 ${d.failures}번 실패해 다음 파드는 기다렸다 만듭니다. 실패는 ${d.backoffLimit}번까지입니다`,
    because: `backoffLimit ${d.backoffLimit}`,
  }),
  jobCompleted: (d, name) => ({
    head: `잡 ${name} **Complete**`,
    because: `성공 ${d.succeeded}, 실패 ${d.failed}, ${duration(d.tookMs)}`,
  }),
  jobFailed: (d, name) => ({
    head: `잡 ${name} **Failed**`,
    why: d.message,
    because: d.reason,
  }),
  jobSuspended: (_, name) => ({ head: `잡 ${name} 멈춰 두었습니다` }),
  jobResumed: (_, name) => ({ head: `잡 ${name} 다시 시작했습니다` }),
  jobCleanedUp: (d, name) => ({ head: `잡 ${name} 삭제했습니다`, because: CLEANED[d.because] }),
  cronJobStarted: (d, name) => ({
    head: `크론잡 ${name} → 잡 \`${d.job}\` 시작했습니다`,
    because: `\`${d.schedule}\` ${d.timeZone ?? 'UTC'}`,
  }),
  cronJobSkipped: (d, name) => ({
    head: `크론잡 ${name} 이번 실행을 건너뜁니다`,
    because: SKIPPED[d.because],
  }),
  cronJobCannotRun: (d, name) => ({
    head: `크론잡 ${name} 실행할 수 없습니다`,
    why: d.message,
    because: d.reason,
  }),
};
