/** A whole small lesson around what a test is about: one ECS service and one Deployment with a copy each. */
import { LessonFolder, readDraft } from '../../src/lessons/read';
import type { Lesson } from '../../src/lessons/types';

const SCENARIO = `
version: 1
minutes: 10
seeds: [7, 8, 9]
scenario:
  opensAt: 2m
  ground:
    zones: [us-east-1a]
    instances:
      - { count: 2, instanceType: m5.large, bootstrap: { as: ecs-container-instance, cluster: harbour } }
      - { count: 2, instanceType: m5.large, bootstrap: { as: eks-node, cluster: harbour } }
  clusters: [harbour]
  images: [{ name: 'shop/web:*', sizeMB: 60, startUp: 1s, ready: 1s }]
  loadBalancers: [{ name: web-alb, targetGroup: web, targetType: instance }]
  traffic: [{ loadBalancer: web-alb, requestsPerSecond: 10 }]
  steps:
    - apply: taskdef.json
    - apply: service.json
    - apply: deployment.yaml
`;

const TASK_DEFINITION = JSON.stringify({
  family: 'web',
  networkMode: 'bridge',
  requiresCompatibilities: ['EC2'],
  cpu: '128',
  memory: '64',
  containerDefinitions: [
    {
      name: 'app',
      image: 'shop/web:1',
      essential: true,
      portMappings: [{ containerPort: 8080, hostPort: 0 }],
    },
  ],
});

export const service = (desiredCount: number) => ({
  cluster: 'harbour',
  serviceName: 'web',
  taskDefinition: 'web',
  desiredCount,
  launchType: 'EC2',
});

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: 'shop/web:1' }] }
`;

export function folderOf(text: string): LessonFolder {
  const files = [
    { name: 'lesson.yaml', text },
    { name: 'start/taskdef.json', text: TASK_DEFINITION },
    { name: 'start/service.json', text: JSON.stringify(service(1)) },
    { name: 'start/deployment.yaml', text: DEPLOYMENT },
    { name: 'solution/service.json', text: JSON.stringify(service(3)) },
  ];
  return new LessonFolder('lessons/01-test/01-test', files, () => undefined);
}

/** `text`: goals, measures, solution and what else the test needs, as lesson.yaml has it. */
export const lessonOf = (text: string): Lesson => readDraft(folderOf(withBasics(text))).lesson;

export function withBasics(text: string): string {
  const solution = /^solution:/m.test(text) ? '' : 'solution: [{ at: 10s, apply: service.json }]\n';
  const goals = /^goals:/m.test(text)
    ? ''
    : 'goals: [{ id: three, of: ecs/service/web, path: runningCount, is: 3 }]\n';
  return SCENARIO + goals + text + '\n' + solution;
}
