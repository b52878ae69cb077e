/** 대기열과 워커가 남기는 기록. */
import type { SqsFact } from '../../models/aws/sqs/facts';
import { durationKo as duration, figure } from '../../stage/clock';
import type { ModelSentences } from './types';

const messages = (count: number): string => `메시지 ${figure(count)}개`;

export const sqs: Pick<ModelSentences<'aws'>, SqsFact['type']> = {
  queueCreated: (d, name) => ({
    head: `대기열 ${name} 만들었습니다`,
    because: `표시 제한 시간 ${d.VisibilityTimeout}초`,
  }),
  queueDeleted: (d, name) => ({
    head: `대기열 ${name} 삭제했습니다`,
    ...(d.messages > 0 ? { because: `남아 있던 ${messages(d.messages)}` } : {}),
  }),
  queueAttributesSet: (d, name) => ({
    head: `대기열 ${name} 설정을 바꿨습니다`,
    because: d.names.join(', '),
  }),
  queuePurged: (d, name) => ({
    head: `대기열 ${name} 비웠습니다`,
    because: `버린 ${messages(d.messages)}`,
  }),
  producersSet: (d, name) => ({
    head: `${name} 대기열에 초당 ${messages(d.messagesPerSecond)} 들어옵니다`,
    ...(d.shape === undefined ? {} : { because: `모양 \`${d.shape}\`` }),
  }),
  messagesSent: (d, name) => ({ head: `${name} 대기열에 ${messages(d.count)} 보냈습니다` }),
  queueDrained: (d, name) => ({
    head: `대기열 ${name} 다 비었습니다`,
    because: `${duration(d.tookMs)} 동안 ${messages(d.deleted)}`,
  }),
  messagesAbandoned: (d, name) => ({
    head: `${name} 대기열의 워커가 ${messages(d.count)} 쥔 채 사라졌습니다`,
    because: `${duration(d.visibleInMs)} 뒤에 돌아옵니다`,
  }),
  messagesReturned: (d, name) => ({
    head: `${messages(d.count)} ${name} 대기열로 돌아와 다시 받습니다`,
    because: '표시 제한 시간이 지났습니다',
  }),
  messagesExpired: (d, name) => ({
    head: `${name} 대기열에서 ${messages(d.count)} 버렸습니다`,
    because: '보존 기간이 지났습니다',
  }),
  messagesMovedToDeadLetterQueue: (d, name) => ({
    head: `${messages(d.count)} ${name} → \`${d.to}\``,
    because: '너무 여러 번 받은 메시지입니다',
  }),
};
