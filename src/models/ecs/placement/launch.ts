/**
 * Starts tasks: each is placed on a container instance or in one of Fargate's zones, and its records and machine begin.
 * RunTask, StartTask and the service scheduler all come through here. Partial success is normal.
 */
import type { Context, Effect } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { FARGATE_SPOT, hasCapacity } from '../../aws/ec2/capacity';
import { waitsForCapacity } from '../capacityProviders/lookups';
import { clusterArn as arnOfCluster, containerInstanceArn, nameOf } from '../arn';
import type {
  ContainerInstance,
  LaunchType,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  Tag,
  Task,
  TaskDefinition,
} from '../types';
import { firstFailure } from './checks';
import { withInstance, withTask, type ClusterView } from './clusterView';
import { clusterView } from './decision';
import { failuresOf, type InstanceFailure } from './failures';
import { placementInput } from './input';
import { launchEffects, type Placement } from './launchEffects';
import { newTask, newTaskId, taskKeyOf, type Place } from './newTask';
import { place, type PlacementInput } from './place';
import { requirementsOf, type TaskRequirements } from './requirements';
import { reserve } from './resources';
import { getEntry } from './sortedChunks';
import { chooseZone, measureZones, type ZoneMeasure } from './zones';

export interface TaskLaunch {
  readonly cluster: string;
  readonly taskDefinition: TaskDefinition;
  readonly count: number;
  /** `service:<name>` or, for RunTask without a group, `family:<family>`. */
  readonly group: string;
  readonly startedBy?: string;
  readonly launchType: LaunchType;
  readonly platformVersion?: string;
  readonly networkConfiguration?: NetworkConfiguration;
  /** The call's or the service's; the definition's own are added here. */
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly tags: readonly Tag[];
  /** StartTask and DAEMON: one task on each of these (keys), without a choice. */
  readonly containerInstances?: readonly string[];
  /** One a task, as the strategy shares them out. */
  readonly capacityProviders?: readonly string[];
  /** false: a task without room is not started, though its provider would let it wait. */
  readonly mayWait?: boolean;
  /** Set by the service scheduler. */
  readonly service?: { readonly key: string; readonly loadBalanced: boolean };
}

export interface LaunchFailure {
  readonly arn?: string;
  readonly reason: string;
  readonly detail?: string;
}

export interface Launched {
  readonly tasks: readonly Task[];
  /** As RunTask answers. */
  readonly failures: readonly LaunchFailure[];
  /** Why each instance refused the first task that found no place. */
  readonly refusals: readonly InstanceFailure[];
  /** More tasks would wait for capacity than a cluster may have waiting. */
  readonly overLimit: boolean;
  readonly effects: readonly Effect[];
}

/** Tasks of a cluster that wait for capacity at a time (ECS quotas, tasks in the PROVISIONING state per cluster). */
const WAITING_AT_MOST = 500;
export const OVER_WAITING_LIMIT = 'Tasks provisioning capacity limit exceeded.';
/** Developer Guide, "API failure reasons". */
export const EMPTY_CAPACITY_PROVIDER = 'EMPTY CAPACITY PROVIDER';
export const NO_INSTANCES = 'No Container Instances were found in your cluster.';
export const NO_FARGATE_CAPACITY =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

export function launchTasks(ctx: Context, launch: TaskLaunch): Launched {
  const needs = requirementsOf(launch.taskDefinition, launch.overrides);
  const run = new Launching(ctx, launch, needs);
  if (launch.launchType === 'FARGATE') run.onFargate();
  else if (launch.containerInstances) run.onNamedInstances(launch.containerInstances);
  else run.onChosenInstances();
  return run.result();
}

/** One launch under way: every task is placed on the view that the ones before it have left. */
class Launching {
  private view: ClusterView;
  private readonly tasks: Task[] = [];
  private readonly effects: Effect[] = [];
  private failures: readonly LaunchFailure[] = [];
  private refusals: readonly InstanceFailure[] = [];
  private overLimit = false;
  /** Providers that have no room for another such task. */
  private readonly full = new Set<string>();
  private waiting: number;
  private readonly clusterArn: string;
  private readonly stream: string;

  constructor(
    private readonly ctx: Context,
    private readonly launch: TaskLaunch,
    private readonly needs: TaskRequirements,
  ) {
    const { cluster, group } = launch;
    this.view = clusterView(ctx, cluster);
    this.stream = `ecs/tasks/${cluster}/${group}`;
    this.waiting = ctx.count('ecs/Task', 'waiting', cluster);
    this.clusterArn =
      ctx.get('ecs/Cluster', cluster)?.clusterArn ?? arnOfCluster(regionOf(ctx), cluster);
  }

  result(): Launched {
    const { tasks, failures, refusals, overLimit, effects } = this;
    return { tasks, failures, refusals, overLimit, effects };
  }

  onFargate(): void {
    const { group, networkConfiguration, count } = this.launch;
    for (let n = 0; n < count; n++) {
      const all = measureZones(this.ctx, this.view, group, networkConfiguration);
      const measures =
        this.providerOf(n) === FARGATE_SPOT ? all.map((m) => this.withSpotStock(m)) : all;
      const zone = chooseZone(measures);
      if (zone === undefined) {
        this.failures = [{ reason: 'RESOURCE:FARGATE', detail: NO_FARGATE_CAPACITY }];
        if (this.launch.capacityProviders) continue;
        return;
      }
      const eligible = measures.filter((m) => m.available).length;
      const placement = { candidates: measures.length, eligible, draws: [] };
      this.start({ availabilityZone: zone }, undefined, placement, this.providerOf(n));
    }
  }

  private withSpotStock(measure: ZoneMeasure): ZoneMeasure {
    const { zone, available } = measure;
    return { ...measure, available: available && hasCapacity(FARGATE_SPOT, zone, this.ctx) };
  }

  onChosenInstances(): void {
    for (let n = 0; n < this.launch.count && !this.overLimit; n++) {
      const provider = this.providerOf(n);
      if (this.placeOne(provider)) continue;
      if (provider === undefined) return;
      if (this.mayWait(provider)) this.wait(provider);
    }
  }

  private providerOf(n: number): string | undefined {
    return this.launch.capacityProviders?.[n];
  }

  /** false: no instance takes it. */
  private placeOne(provider: string | undefined): boolean {
    if (provider !== undefined && this.full.has(provider)) return false;
    const input = this.input(provider);
    const draws: number[] = [];
    const { chosen, eligible, candidates } = place(this.view, input, (size) => {
      const drawn = this.ctx.random(`ecs/placement/${this.launch.group}`).integer(size);
      draws.push(drawn);
      return drawn;
    });
    if (chosen) {
      const { availabilityZone } = chosen;
      const placement = { candidates, eligible, draws };
      this.start({ availabilityZone }, chosen.instance, placement, provider);
      return true;
    }
    if (provider !== undefined) this.full.add(provider);
    if (provider === undefined || !this.mayWait(provider)) this.refuse(candidates, input);
    return false;
  }

  private mayWait(provider: string): boolean {
    return (this.launch.mayWait ?? true) && waitsForCapacity(this.ctx, provider);
  }

  private wait(provider: string): void {
    this.overLimit = this.waiting >= WAITING_AT_MOST;
    if (this.overLimit) return;
    this.waiting += 1;
    this.start(null, undefined, { candidates: 0, eligible: 0, draws: [] }, provider);
  }

  onNamedInstances(keys: readonly string[]): void {
    const input = this.input();
    for (const key of keys) {
      const arn = containerInstanceArn(this.clusterArn, nameOf(key));
      const candidate = getEntry(this.view.instances, arn);
      const failure = candidate && firstFailure(candidate, input);
      if (!candidate || failure) {
        const reason = failure?.failure.reason ?? 'MISSING';
        this.failures = [...this.failures, { arn, reason }];
        continue;
      }
      const { availabilityZone } = candidate;
      const placement = { candidates: 1, eligible: 1, draws: [] };
      this.start({ availabilityZone }, candidate.instance, placement);
    }
  }

  private input(capacityProvider?: string): PlacementInput {
    const { ctx, launch, needs } = this;
    return placementInput(ctx, launch.taskDefinition, needs, { ...launch, capacityProvider });
  }

  private refuse(candidates: number, input: PlacementInput): void {
    this.refusals = failuresOf(this.view, input);
    this.failures =
      candidates === 0
        ? [{ reason: input.capacityProvider === null ? NO_INSTANCES : EMPTY_CAPACITY_PROVIDER }]
        : this.refusals.map(({ containerInstanceArn: arn, reason }) => ({ arn, reason }));
  }

  private start(
    zone: Place | null,
    instance: ContainerInstance | undefined,
    placement: Placement,
    provider?: string,
  ): void {
    const { ctx, launch, needs } = this;
    const random = ctx.random(this.stream);
    const place =
      zone && instance ? { ...zone, containerInstanceArn: instance.containerInstanceArn } : zone;
    const id = newTaskId(random);
    const task = newTask(id, this.clusterArn, launch, needs, place, provider, random, ctx.nowMs);
    const key = taskKeyOf(launch.cluster, task);
    const taken = instance && this.taken(instance);
    this.tasks.push(task);
    this.effects.push(...launchEffects(ctx, launch, key, task, taken, placement));
    this.view = withTask(this.view, key, undefined, task);
    if (taken) this.view = withInstance(this.view, taken.containerInstanceArn, taken);
  }

  private taken(instance: ContainerInstance): ContainerInstance {
    return {
      ...instance,
      remainingResources: reserve(instance.remainingResources, this.needs),
      pendingTasksCount: instance.pendingTasksCount + 1,
      version: instance.version + 1,
    };
  }
}
