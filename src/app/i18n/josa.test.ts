import { expect, it } from 'vitest';
import { josa } from './josa';

it.each([
  ['태스크', '은/는', '태스크는'],
  ['노드 여섯', '이/가', '노드 여섯이'],
  [6, '을/를', '6을'],
  [2, '을/를', '2를'],
  [10, '으로/로', '10으로'],
  [8, '으로/로', '8로'],
  [3, '으로/로', '3으로'],
  ['ECS', '은/는', 'ECS는'],
  ['ECR', '으로/로', 'ECR로'],
  ['IAM', '으로/로', 'IAM으로'],
  ['YAML', '을/를', 'YAML을'],
  ['RUNNING', '으로/로', 'RUNNING으로'],
  ['replicas', '을/를', 'replicas를'],
  ['web:2', '으로/로', 'web:2로'],
  ['`web:43`', '은/는', '`web:43`은'],
] as const)('%s %s', (value, pair, expected) => {
  expect(josa(value, pair)).toBe(expected);
});
