/**
 * What pages of the platforms' documentation are called, by the end of their address. The pages are read in English; their
 * names are said in the reader's language. A page without a line here is called by its address, which a test forbids.
 */
import type { Language } from '../i18n/words.svelte';

type Names = Readonly<Record<string, readonly [en: string, ko: string]>>;

const NAMES: Names = {
  'developerguide/ecs_services.html': ['Amazon ECS services', 'Amazon ECS 서비스'],
  'developerguide/deployment-type-ecs.html': [
    'Rolling updates of a service',
    '서비스의 롤링 업데이트',
  ],
  'developerguide/deployment-circuit-breaker.html': [
    'How the deployment circuit breaker detects failures',
    '배포 서킷 브레이커가 실패를 알아보는 법',
  ],
  'developerguide/load-balancer-healthcheck.html': [
    'Load balancer health checks for ECS',
    'ECS와 로드 밸런서 헬스 체크',
  ],
  'developerguide/task-lifecycle-explanation.html': ['The task lifecycle', '태스크 수명 주기'],
  'developerguide/task_definition_parameters.html': [
    'Task definition parameters',
    '태스크 정의 파라미터',
  ],
  'developerguide/task-placement-strategies.html': [
    'Task placement strategies',
    '태스크 배치 전략',
  ],
  'developerguide/task-placement-constraints.html': [
    'Task placement constraints',
    '태스크 배치 제약 조건',
  ],
  'developerguide/service-auto-scaling.html': ['Service auto scaling', '서비스 오토 스케일링'],
  'developerguide/service-autoscaling-targettracking.html': [
    'Target tracking for a service',
    '서비스의 대상 추적',
  ],
  'developerguide/service-autoscaling-stepscaling.html': [
    'Step scaling for a service',
    '서비스의 단계 스케일링',
  ],
  'developerguide/cluster-auto-scaling.html': [
    'Cluster auto scaling with capacity providers',
    '용량 공급자로 하는 클러스터 오토 스케일링',
  ],
  'developerguide/managed-scaling-behavior.html': [
    'How managed scaling decides',
    '관리형 스케일링의 판단',
  ],
  'developerguide/capacity-provider-spot.html': [
    'Fargate capacity providers',
    'Fargate 용량 공급자',
  ],
  'developerguide/managed-instance-draining.html': [
    'Managed instance draining',
    '관리형 인스턴스 드레이닝',
  ],
  'APIReference/API_ContainerDefinition.html': [
    'ContainerDefinition in the API reference',
    'API 레퍼런스의 ContainerDefinition',
  ],
  'ec2/userguide/auto-scaling-benefits.html': [
    'Balance across zones in Auto Scaling groups',
    'Auto Scaling 그룹과 가용 영역의 균형',
  ],
  'ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html': [
    'Instance maintenance policies',
    '인스턴스 유지 관리 정책',
  ],
  'application/userguide/application-auto-scaling-target-tracking.html': [
    'Target tracking in Application Auto Scaling',
    'Application Auto Scaling의 대상 추적',
  ],
  'application/userguide/application-auto-scaling-scheduled-scaling.html': [
    'Scheduled scaling in Application Auto Scaling',
    'Application Auto Scaling의 예약 스케일링',
  ],
  'application/userguide/scheduled-scaling-using-cron-expressions.html': [
    'Recurring schedules with cron expressions',
    'cron 식으로 되풀이하는 일정',
  ],
  'application/userguide/application-auto-scaling-target-tracking-metric-math.html': [
    'Target tracking with metric math',
    '지표 수식으로 하는 대상 추적',
  ],
  'SQSDeveloperGuide/sqs-visibility-timeout.html': [
    'The visibility timeout of a message',
    '메시지의 표시 제한 시간',
  ],
  'developerguide/task-scale-in-protection.html': [
    'Protecting tasks from scale-in',
    '스케일 인에서 태스크 보호하기',
  ],
  'monitoring/AlarmThatSendsEmail.html': ['CloudWatch alarms', 'CloudWatch 경보'],
  'ec2/userguide/ec2-auto-scaling-scaling-manually.html': [
    'Manual scaling of an Auto Scaling group',
    'Auto Scaling 그룹을 손으로 늘리고 줄이기',
  ],
  'fargate/pricing/': ['AWS Fargate pricing', 'AWS Fargate 요금'],
  'userguide/fargate-pod-configuration.html': ['Sizes of Fargate pods', 'Fargate 파드의 크기'],
  'developerguide/fargate-tasks-services.html': [
    'Task definitions for Fargate',
    'Fargate의 태스크 정의',
  ],
  'userguide/fargate-profile.html': ['Fargate profiles', 'Fargate 프로필'],
  'userguide/managed-node-groups.html': ['Managed node groups', '관리형 노드 그룹'],
  'userguide/autoscaling.html': ['Node autoscaling on EKS', 'EKS의 노드 오토 스케일링'],
  'awslabs/amazon-eks-ami': ['The AMI of EKS nodes', 'EKS 노드의 AMI'],
  'controllers/deployment/': ['Deployments', '디플로이먼트'],
  'controllers/deployment/#failed-deployment': ['A failed Deployment', '실패한 디플로이먼트'],
  'controllers/deployment/#rolling-update-deployment': [
    'Rolling update of a Deployment',
    '디플로이먼트의 롤링 업데이트',
  ],
  'controllers/job/': ['Jobs', '잡'],
  'controllers/cron-jobs/': ['CronJobs', '크론잡'],
  'controllers/cron-jobs/#time-zones': ['Time zones of CronJobs', '크론잡의 시간대'],
  'pods/pod-lifecycle/': ['Pod lifecycle', '파드 수명 주기'],
  'pods/disruptions/': ['Disruptions and disruption budgets', '중단과 중단 예산'],
  'configuration/manage-resources-containers/': [
    'Requests and limits of containers',
    '컨테이너의 요청량과 한도',
  ],
  'architecture/nodes/#heartbeats': ['Node heartbeats', '노드 하트비트'],
  'taint-and-toleration/#taint-based-evictions': ['Taint-based evictions', '테인트에 따른 축출'],
  'scheduling-eviction/pod-priority-preemption/': [
    'Pod priority and preemption',
    '파드 우선순위와 선점',
  ],
  'concepts/nodepools/': ['NodePools of Karpenter', 'Karpenter의 NodePool'],
  'scheduling-eviction/topology-spread-constraints/': [
    'Topology spread constraints',
    '토폴로지 분배 제약 조건',
  ],
  'run-application/horizontal-pod-autoscale/': [
    'Horizontal Pod Autoscaling',
    'Horizontal Pod Autoscaling',
  ],
  'run-application/horizontal-pod-autoscale/#algorithm-details': [
    'The algorithm of the HorizontalPodAutoscaler',
    'HorizontalPodAutoscaler의 알고리즘',
  ],
  'horizontal-pod-autoscale-walkthrough/#autoscaling-on-metrics-not-related-to-kubernetes-objects':
    ['Autoscaling on metrics from outside', '클러스터 바깥 지표로 하는 오토 스케일링'],
  'run-application/configure-pdb/': ['Specifying a disruption budget', '중단 예산 정하기'],
  'cluster-administration/node-autoscaling/': ['Node autoscaling', '노드 오토 스케일링'],
};

const BOOKS: Readonly<Record<string, readonly [en: string, ko: string]>> = {
  'aws.amazon.com/fargate': ['AWS Fargate', 'AWS Fargate'],
  'docs.aws.amazon.com/AWSSimpleQueueService': ['Amazon SQS', 'Amazon SQS'],
  'docs.aws.amazon.com/AmazonECS': ['Amazon ECS', 'Amazon ECS'],
  'docs.aws.amazon.com/autoscaling': ['AWS Auto Scaling', 'AWS Auto Scaling'],
  'docs.aws.amazon.com/AmazonCloudWatch': ['Amazon CloudWatch', 'Amazon CloudWatch'],
  'docs.aws.amazon.com/eks': ['Amazon EKS', 'Amazon EKS'],
  'karpenter.sh/docs': ['Karpenter', 'Karpenter'],
  'kubernetes.io/docs': ['Kubernetes', 'Kubernetes'],
};

/** `book`: whose documentation it stands in. `isNamed`: false where only the address is known. */
export function pageName(
  href: string,
  language: Language,
): { readonly name: string; readonly book: string; readonly isNamed: boolean } {
  const { hostname, pathname, hash } = new URL(href);
  const address = hostname + pathname;
  const nth = language === 'ko' ? 1 : 0;
  const book = Object.entries(BOOKS).find(([start]) => address.startsWith(start))?.[1];
  const whole = address + hash;
  const known = Object.entries(NAMES).find(([end]) => whole.endsWith(`/${end}`))?.[1];
  const last = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  const name = known?.[nth] ?? last.replace(/\.html?$/, '').replaceAll(/[-_]/g, ' ');
  return { name, book: book?.[nth] ?? hostname, isNamed: known !== undefined };
}
