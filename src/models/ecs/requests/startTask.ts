/** StartTask: one task on each container instance that the request names, without a choice by the service. */
import type { Admission, Context } from '../../../engine/model';
import { nameOf } from '../arn';
import type { StartTaskRequest } from '../validation/requestTypes';
import { startTaskErrors } from '../validation/task';
import { refuseErrors } from './answers';
import { clusterNamed } from './lookups';
import { launched, launchFrom } from './taskLaunch';

export function startTask(input: StartTaskRequest, ctx: Context): Admission {
  refuseErrors(startTaskErrors(input));
  const cluster = clusterNamed(ctx, input.cluster);
  const launch = launchFrom(input, cluster, 'EC2', ctx);
  const { containerInstances } = input;
  return launched(ctx, {
    ...launch,
    count: containerInstances.length,
    containerInstances: containerInstances.map((name) => `${cluster.clusterName}/${nameOf(name)}`),
  });
}
