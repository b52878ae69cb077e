import type { HeldBack } from '../../models/aws/applicationautoscaling/table';
import type { HeldBackBy, ScalingExplanation } from '../../models/kubernetes/autoscaling/table';
import { groupName } from '../sentences/shortName';
import { num } from './numbers';
import { RESOURCES, type ScalingWords } from './words.en';

const held: Readonly<Record<HeldBack, string>> = {
  nothing: '',
  onTarget: '바꾸라는 경보가 없습니다',
  noData: '경보에 쓸 데이터가 없습니다',
  cooldown: '쿨다운이 아직 끝나지 않았습니다',
  warmUp: '인스턴스가 아직 준비 중입니다',
  maxCapacity: '최댓값에 닿았습니다',
  minCapacity: '최솟값에 닿았습니다',
  suspended: '이 방향의 스케일링을 멈춰 두었습니다',
  deployment: '배포하는 동안에는 줄이지 않습니다',
  otherPolicy: '다른 정책이 더 많이 원해서 큰 쪽을 따릅니다',
  scaleInDisabled: '이 정책은 줄이지 않습니다',
  noPolicy: '범위만 있고 정책이 없습니다',
};

const heldPods: Readonly<Record<HeldBackBy, string>> = {
  nothing: '',
  tolerance: '모든 비율이 허용 오차 안에 있습니다',
  sameSize: '지금 크기와 같습니다',
  stabilization: '안정화 구간이 붙잡고 있습니다',
  policy: '정책이 한 번에 갈 수 있는 만큼만 갑니다',
  maxReplicas: 'maxReplicas에서 멈춥니다',
  minReplicas: 'minReplicas에서 멈춥니다',
  metric: '읽지 못한 지표가 있어 줄이지 않습니다',
  scale: '대상의 크기를 읽지 못했습니다',
  selector: '대상에 쓸 수 있는 셀렉터가 없습니다',
  disabled: '대상의 레플리카가 0이라 꺼져 있습니다',
};

const sentence = (head: string, why: string): string =>
  why === '' ? `${head}.` : `${head}. ${why}.`;
const joined = (...parts: readonly string[]): string =>
  parts.filter((each) => each !== '').join('. ');

const becauseHeld = {
  warmUp: '가장 새 인스턴스가 아직 준비 중이라',
  limit: '범위에 막혀',
  half: '한 번에 절반까지만 줄이므로',
};

const windowHolds = (
  { result, downSeconds, upSeconds }: NonNullable<ScalingExplanation['stabilization']>,
  recommended: number,
): string =>
  result >= recommended
    ? `지난 ${downSeconds}초의 최고 권고가 ${result}개입니다`
    : `지난 ${upSeconds}초의 최저 권고가 ${result}개입니다`;

export const ko: ScalingWords = {
  groupOf: { group: 'ASG', nodegroup: '노드 그룹', nodepool: 'NodePool' },
  groups: (n) => `그룹 ${n}개`,
  capacity: ({ have, asked, min, max }, platform, names) =>
    `${names}: ${platform === 'ecs' ? '인스턴스' : '노드'} ${have}대 서비스 중, 의도 ${asked}대, ${max === null ? '개수 한도 없음' : `범위 ${min}~${max}대`}`,
  noLimit: '한도 없음',
  limitOf: (used, limit, resource) => `${used}/${limit} ${RESOURCES[resource] ?? resource}`,
  limits: (name, min, max) => `${name}: ${min}~${max}개`,

  scaledBy: '크기를 정하는 것',
  kinds: {
    'autoscaling/AutoScalingGroup': 'Auto Scaling 그룹',
    'eks/Nodegroup': '노드 그룹',
    'eks/ClusterAutoscaler': 'Cluster Autoscaler',
    'applicationautoscaling/ScalableTarget': '스케일링 대상',
    'applicationautoscaling/ScalingPolicy': '스케일링 정책',
    'kubernetes/HorizontalPodAutoscaler': 'HPA',
    'ecs/CapacityProvider': '용량 공급자',
    'sqs/Queue': '대기열',
    'cloudwatch/MetricAlarm': '경보',
  },
  scaling: '스케일링',
  least: '최소',
  most: '최대',
  scales: {
    group: 'Auto Scaling 그룹',
    nodegroup: '관리형 노드 그룹',
    nodepool: 'NodePool',
    provider: '용량 공급자',
    scalableTarget: '스케일링 대상, 서비스',
    autoscaler: 'HPA',
    fargateProfile: 'Fargate 프로필',
  },
  now: '지금 판단한다면',
  then: '그때 판단한 대로',
  held,
  capacitySentence({ resourceId, capacity, result, wanted, winner, outcome, heldBackBy, cause }) {
    const each = resourceId.startsWith('service/') ? '개' : '대';
    if (cause !== null && winner === null) return `${capacity} → ${result}: ${cause}`;
    const asks =
      wanted === null || winner === null ? '' : `${winner}의 계산은 ${wanted}${each}입니다`;
    const why = joined(asks, held[heldBackBy]);
    return outcome === 'kept'
      ? sentence(`${capacity}${each} 그대로 둡니다`, why)
      : sentence(`${capacity}${each}에서 ${result}${each}로 바꿉니다`, why);
  },
  podSentence({ specReplicas, result, recommended, heldBackBy, outcome, metrics, stabilization }) {
    const chosen = metrics.find((row) => row.chosen);
    const asks =
      recommended === null ? '' : `${chosen?.metric ?? '범위'} 계산은 ${recommended}개입니다`;
    const window = heldBackBy === 'stabilization' ? stabilization : null;
    const held = window ? windowHolds(window, recommended ?? 0) : heldPods[heldBackBy];
    const why = joined(asks, held);
    if (outcome === 'rescaled')
      return sentence(`${specReplicas}개에서 ${result}개로 바꿉니다`, why);
    if (outcome === 'disabled') return `${heldPods[heldBackBy]}.`;
    return sentence(`${specReplicas ?? '–'}개 그대로 둡니다`, why);
  },
  providerSentence(told) {
    const { reservation, managedScaling, action, desiredCapacity, target, groups, result, heldBy } =
      told;
    const waiting = groups.reduce((sum, { tasks }) => sum + tasks, 0);
    const tasks = waiting === 0 ? '기다리는 태스크가 없습니다' : `태스크 ${waiting}개가 기다립니다`;
    const aim = `예약률 ${num(reservation)}%, 목표 ${managedScaling.targetCapacity}%`;
    const kept = `${desiredCapacity}대 그대로 둡니다.`;
    if (action === 'NONE') return `${tasks}. ${aim}: ${kept}`;
    const moves =
      result === desiredCapacity ? kept : `${desiredCapacity}대에서 ${result}대로 바꿉니다.`;
    return heldBy === null
      ? `${tasks}. ${aim}: ${moves}`
      : `${tasks}. ${aim}: ${target}대라야 맞지만 ${becauseHeld[heldBy]} ${moves}`;
  },
  nodeSentence({ scaleUp: { pending, plan, by }, cooldown, nodes }) {
    if (plan.length > 0) {
      const moves = plan
        .map(({ group, from, to }) => `${groupName(group)} ${from} → ${to}`)
        .join(', ');
      return `파드 ${pending}개가 들어갈 노드가 없습니다. ${moves}${by && by !== 'only' ? ` (${by})` : ''}.`;
    }
    if (pending > 0)
      return `파드 ${pending}개가 들어갈 노드가 없고, 늘려서 도움이 될 그룹도 없습니다.`;
    const unneeded = nodes.filter(({ verdict }) => verdict === 'unneeded').length;
    if (unneeded === 0) return '모든 파드에 노드가 있고, 남는 노드는 없습니다.';
    const waits = Object.values(cooldown).some((each) => each !== null);
    return `남는 노드가 ${unneeded}대입니다.${waits ? ' 쿨다운이 끝나야 줄입니다.' : ''}`;
  },
  karpenterSentence({ waiting, plan, claims }) {
    if (waiting > 0) {
      const pods = `노드를 기다리는 파드가 ${waiting}개입니다.`;
      if (plan.length === 0) return `${pods} 새로 살 노드는 없습니다.`;
      const bought = plan.map(({ choices }) => choices[0]?.instanceType ?? '–').join(', ');
      return `${pods} 지금이라면 ${bought} 노드를 삽니다.`;
    }
    const going = claims.filter(({ verdict }) => verdict === 'goes').length;
    return going === 0
      ? '모든 파드에 노드가 있고, 없애거나 더 싸게 바꿀 노드는 없습니다.'
      : `모든 파드에 노드가 있습니다. 없애거나 더 싸게 바꿀 노드는 ${going}대입니다.`;
  },
  proposal: '곧 없앨 것',
  planned: (pods, cpu, memory) => `노드 하나에 파드 ${pods}개: 요청 ${cpu}, ${memory}`,
  moreTypes: (n) => `더 비싸지만 들어가는 타입 ${n}개`,
  market: '구매 방식',
  price: '가격',
  types: '타입',
  nodes: '노드',
  pods: '파드',
  mayGoAtOnce: '한 번에 없앨 수 있는 수',
  claimVerdicts: { goes: '없앰', stays: '유지' },
  claimStates: {
    launching: '시작하는 중',
    registered: '등록됨, 아직 준비 안 됨',
    ready: '준비됨',
    terminating: '나가는 중',
  },
  judgedFrom: (at) => `${at}부터 판단`,
  heldProvider: {
    warmUp: '가장 새 인스턴스가 아직 준비 중',
    limit: '범위에서 멈춤',
    half: '한 번에 절반까지만',
  },
  chartTitle: { offered: '부하', machines: '인스턴스·노드', queued: '대기열' },
  chartNote: { offered: 'req/s', machines: '점선: 의도', queued: '기다리는 메시지' },
  formulaNote: {
    proportional: '지금 개수 × 지표 ÷ 목표, 소수점은 올림',
    careful: '낮은 임곗값을 넘지 않을 개수, 다만 한 번에 줄이는 한도까지만',
    step: '지표가 임곗값에서 벗어난 만큼, 그 값이 들어가는 단계',
    pods: '평균 ÷ 목표 = 비율, 비율 × 파드 수, 소수점은 올림',
    provider: 'M: 태스크에 필요한 인스턴스, N: 지금 있는 인스턴스',
  },
  noAlarm: 'AlarmActions에 이 정책을 적은 경보가 없어서 부르는 것이 없습니다.',
  breaching: (n) => `지금 ${n}개`,
  wanted: '계산',
  bounds: '범위',
  result: '결과',
  runningNow: (n) => `실행 중 ${n}`,
  desiredNow: (n) => `지금 원하는 개수 ${n}`,
  target: '목표',
  average: '평균',
  alarm: '경보',
  state: '상태',
  rule: '규칙',
  out: '높음: 늘리기',
  in: '낮음: 줄이기',
  datapoints: (m, of, seconds) => `${seconds}초 데이터 포인트 ${of}개 중 ${m}개`,
  pictureOf: (metric) => `${metric}, 목표와 견줌`,
  wants: '원하는 값',
  heldBack: '막은 것',
  cooldown: '쿨다운',
  cooldownLeft: (out, into) => `늘리기 ${out}초, 줄이기 ${into}초 남음`,
  pass: '판단',
  nextPass: (at) => `다음은 ${at}`,
  recommended: '권고',
  stabilized: '안정화 뒤',
  windows: (up, down) => `구간: 늘리기 ${up}초, 줄이기 ${down}초`,
  policies: '정책',
  upTo: (n) => `${n}개까지`,
  tolerance: '허용 오차',
  within: '안',
  outside: '밖',
  notCounted: '빼고 셈',
  leftOut: (unready, missing, ignored) =>
    [
      ...(unready > 0 ? [`준비 안 됨 ${unready}`] : []),
      ...(missing > 0 ? [`측정값 없음 ${missing}`] : []),
      ...(ignored > 0 ? [`실패하거나 나가는 중 ${ignored}`] : []),
    ].join(', '),
  recounted: (pods, ratio) => `빠진 파드는 0으로 놓고 ${pods}개로 다시: ${ratio}`,
  queue: (name, visible, inFlight) =>
    `대기열 ${name}: 기다리는 메시지 ${visible}개, 처리 중 ${inFlight}개`,
  remembered: '안정화 구간 안의 지난 권고',
  used: '태스크가 있는 인스턴스',
  forWaiting: '기다리는 태스크 몫',
  stepLimits: (least, most, step) => `한 번에 ${least}~${most}대: ${step}대`,
  warmUp: '준비 중',
  secondsLeft: (s) => `${s}초 남음`,
  waitingTasks: '용량을 기다리는 태스크',
  taskDefinition: '태스크 정의',
  memory: '메모리',
  tasks: '태스크',
  instances: '인스턴스',
  fitsNone: '맞는 것 없음',
  unneeded: '남는 노드',
  unneededRule: (percent, seconds) => `${percent} 아래로 ${seconds}초`,
  group: '그룹',
  type: '유형',
  ready: 'Ready',
  mayGo: '어느 노드가 나갈 수 있나',
  node: '노드',
  verdict: '판정',
  verdicts: { kept: '유지', unneeded: '남음', deleting: '내보내는 중' },
  goesAt: (at) => `${at}에 나감`,

  load: '트래픽과 범위',
  loadHint: '돌아가는 동안 트래픽과 범위 바꾸기',
  both: '양쪽 함께',
  traffic: '트래픽',
  trafficNow: (rate) => `지금 ${rate} req/s`,
  shape: '모양',
  shapes: { steady: '일정', ramp: '오르막', wave: '물결', spike: '급증' },
  fields: {
    requestsPerSecond: 'req/s',
    from: '처음',
    to: '끝',
    over: '동안(초)',
    low: '낮을 때',
    high: '높을 때',
    period: '주기(초)',
    base: '평소',
    peak: '급증',
    after: '뒤에(초)',
    for: '동안(초)',
  },
  send: '보내기',
  set: '적용',
  boundNames: { min: '최소', max: '최대', desired: '원하는 수', cpu: 'cpu', memory: 'memory' },
  unbounded: '제한 없음',
  noBalancer: '이쪽에는 트래픽을 받는 로드 밸런서가 없습니다.',
  noLimits: {
    ecs: '태스크를 늘리고 줄이는 것이 아직 없습니다. 스케일링 대상을 적용하세요.',
    kubernetes: '파드를 늘리고 줄이는 것이 아직 없습니다. HorizontalPodAutoscaler를 적용하세요.',
  },
  close: '닫기',
};
