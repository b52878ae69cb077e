/** 모든 사실을 한국어로. */
import { aws } from './aws.ko';
import { ecs } from './ecs.ko';
import { eks } from './eks.ko';
import { kubernetes } from './kubernetes.ko';
import { lesson } from './lesson.ko';
import { requested } from './request.ko';
import type { Sentences } from './types';
import { workload } from './workload.ko';

export const sentences: Sentences = {
  aws,
  ecs,
  eks,
  kubernetes,
  lesson,
  workload,
  request: { requested },
};
