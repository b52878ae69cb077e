/** RunTask: up to ten tasks, placed as far as there is room; what could not be placed comes back in `failures`. */
import type { Admission, Context } from '../../../engine/model';
import { providersForNext } from '../capacityProviders/shares';
import type { RunTaskRequest } from '../validation/requestTypes';
import { runTaskErrors } from '../validation/task';
import { refuseErrors } from './answers';
import { resolveLaunch } from './launchType';
import { clusterNamed } from './lookups';
import { launched, launchFrom, refuseEmptyCluster } from './taskLaunch';

export function runTask(input: RunTaskRequest, ctx: Context): Admission {
  refuseErrors(runTaskErrors(input));
  const cluster = clusterNamed(ctx, input.cluster);
  const { launchType, capacityProviderStrategy: strategy } = resolveLaunch(input, cluster);
  const launch = launchFrom(input, cluster, launchType, ctx);
  if (launchType !== 'FARGATE' && !strategy) refuseEmptyCluster(cluster, ctx);
  const { count = 1 } = input;
  return launched(ctx, {
    ...launch,
    count,
    ...(strategy ? { capacityProviders: providersForNext(strategy, count, null) } : {}),
  });
}
