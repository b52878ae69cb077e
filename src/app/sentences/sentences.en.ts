/** Every fact in English. */
import { aws } from './aws.en';
import { ecs } from './ecs.en';
import { eks } from './eks.en';
import { kubernetes } from './kubernetes.en';
import { lesson } from './lesson.en';
import { requested } from './request.en';
import type { Sentences } from './types';
import { workload } from './workload.en';

export const sentences: Sentences = {
  aws,
  ecs,
  eks,
  kubernetes,
  lesson,
  workload,
  request: { requested },
};
