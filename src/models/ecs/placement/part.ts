/** Placement: the views that decisions are made on, and why a decision went as it did. */
import type { ModelPart } from '../../../engine/composeModel';
import type { Admission, AnyRequest, Read } from '../../../engine/model';
import { taskDefinitionKey } from '../arn';
import { providersForNext } from '../capacityProviders/shares';
import { primaryOf } from '../controllers/deployments';
import { TASK_LIFECYCLE } from '../lifecycles/task';
import type { TaskLife } from '../lifecycles/task.machine';
import type { TaskDefinition } from '../types';
import { clusterOfKey, type ClusterView } from './clusterView';
import { clusterView, placementsProjection, viewOfDecision } from './decision';
import { explainPlacement, explainZone } from './explain';
import { placementInput, type PlacementWish } from './input';
import { requirementsOf, type SizeOverride } from './requirements';
import type { PlacementTable } from './table';
import { measureZones } from './zones';

type Explain = AnyRequest & {
  readonly action?: string;
  readonly input?: { readonly kind?: unknown; readonly key?: unknown };
};

/** `quayside explainPlacement { kind: 'ecs/Task' | 'ecs/Service', key }` */
export const isExplanation = (request: AnyRequest): boolean => {
  const { api, action, input } = request as Explain;
  const ours = input?.kind === 'ecs/Task' || input?.kind === 'ecs/Service';
  return api === 'quayside' && action === 'explainPlacement' && ours;
};

export const placementPart: ModelPart = {
  query(request, read): Admission | undefined {
    if (!isExplanation(request)) return undefined;
    const { kind, key } = (request as Explain).input ?? {};
    const table =
      typeof key !== 'string'
        ? undefined
        : kind === 'ecs/Task'
          ? explainTask(key, read)
          : explainNextTask(key, read);
    if (table) return { ok: true, output: table, effects: [] };
    const message = 'Nothing is known of how this was placed.';
    return { ok: false, status: 404, error: { name: 'NotFound', message, causes: [] } };
  },
  projections: [placementsProjection],
};

/** On the inputs that its decision had. Fargate's zones are shown as they are now, with the counts of then. */
function explainTask(key: string, read: Read): PlacementTable | undefined {
  const task = read.get('ecs/Task', key);
  const view = viewOfDecision(read, key);
  const life = read.lifecycle(TASK_LIFECYCLE, key)?.context as TaskLife | undefined;
  const definition =
    task && read.get('ecs/TaskDefinition', taskDefinitionKey(task.taskDefinitionArn));
  if (!definition || !view || !life) return undefined;
  const { constraints, strategies, draws, networkConfiguration } = life.placement;
  const wish: PlacementWish = {
    group: task.group,
    placementConstraints: constraints,
    placementStrategy: strategies,
    capacityProvider: task.capacityProviderName,
    ...(networkConfiguration === null ? {} : { networkConfiguration }),
  };
  const override = task.overrides as SizeOverride | undefined;
  return explain(key, task.launchType, view, definition, wish, override, draws, read);
}

/** What would happen to the service's next task, now. */
function explainNextTask(key: string, read: Read): PlacementTable | undefined {
  const service = read.get('ecs/Service', key);
  const primary = service && primaryOf(service);
  const definition =
    primary && read.get('ecs/TaskDefinition', taskDefinitionKey(primary.taskDefinition));
  if (!definition) return undefined;
  const strategy = primary.capacityProviderStrategy ?? [];
  const [capacityProvider] = providersForNext(strategy, 1, { read, deployment: primary.id });
  const wish: PlacementWish = {
    ...service,
    group: `service:${service.serviceName}`,
    capacityProvider: capacityProvider === '' ? undefined : capacityProvider,
  };
  const launchType = primary.launchType ?? 'EC2';
  return explain(
    null,
    launchType,
    clusterView(read, clusterOfKey(key)),
    definition,
    wish,
    undefined,
    [],
    read,
  );
}

function explain(
  task: string | null,
  launchType: string,
  view: ClusterView,
  definition: TaskDefinition,
  wish: PlacementWish,
  override: SizeOverride | undefined,
  draws: readonly number[],
  read: Read,
): PlacementTable {
  const needs = requirementsOf(definition, override);
  if (launchType === 'FARGATE')
    return explainZone(
      task,
      wish.group,
      needs,
      measureZones(read, view, wish.group, wish.networkConfiguration),
    );
  const input = placementInput(read, definition, needs, wish);
  return explainPlacement(task, launchType, view, input, draws);
}
