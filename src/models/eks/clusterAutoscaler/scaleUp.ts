/**
 * What a look does about pods that have no node (cluster-autoscaler/core/scaleup/orchestrator, 1.34). Those that fit on nodes
 * that are there or on their way are left to the scheduler. For the rest, every group is asked how many of its nodes would
 * take how many of them; an expander chooses one group, and only that one grows in this look.
 */
import {
  Packer,
  reasonsAgainst,
  type Cluster,
  type PodInfo,
  type Profile,
} from '../../kubernetes/scheduler/simulation';
import { balanced, isSimilar, type Growth } from './balance';
import { estimate, withFresh, type PodGroup } from './estimator';
import { bestOption, waste, type Choice, type Option } from './expander';
import type { AutoscalerOptions } from './options';
import type { TemplateNode } from './templateNode';

export interface CandidateGroup {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly target: number;
  readonly upcoming: number;
  readonly isBackedOff: boolean;
  readonly template: TemplateNode;
  fresh(name: string): TemplateNode;
}

export interface ScaleUpInput {
  /** Waiting pods that the scheduler could not place, the longest waiting first. */
  readonly pods: readonly { readonly pod: PodInfo; readonly profile: Profile }[];
  /** As it is, without what is on its way. */
  readonly cluster: Cluster;
  readonly groups: readonly CandidateGroup[];
  readonly options: AutoscalerOptions;
  readonly priorities: string | undefined;
  draw(n: number): number;
}

export interface ScaleUpDecision {
  /** With the upcoming nodes, and with the pods that will go onto what is there. */
  readonly cluster: Cluster;
  readonly waiting: number;
  readonly pending: readonly PodInfo[];
  readonly offers: readonly Option[];
  readonly choice: Choice | undefined;
  readonly plan: readonly Growth[];
  /** Pods that get a node by it. */
  readonly triggered: readonly PodInfo[];
  readonly helpless: readonly { readonly pod: PodInfo; readonly message: string }[];
}

export function decideScaleUp(input: ScaleUpInput): ScaleUpDecision {
  const { cluster, pending } = filterOutSchedulable(input);
  const waiting = input.pods.length - pending.length;
  const none = { cluster, waiting, offers: [], choice: undefined, plan: [], triggered: [] };
  const pods = pending.map(({ pod }) => pod);
  if (pods.length === 0) return { ...none, pending: pods, helpless: [] };
  const alike = equivalenceGroups(pending);
  const asked = input.groups.map((group) => ask(group, alike, cluster, input.options));
  const offers = asked.flatMap(({ option }) => option ?? []);
  const choice = bestOption(offers, input.options.expanders, input.priorities, (n) =>
    input.draw(n),
  );
  if (!choice) {
    const helpless = alike.flatMap((group, i) =>
      group.pods.map((pod) => ({ pod, message: reasonsMessage(asked, i) })),
    );
    return { ...none, pending: pods, offers, helpless };
  }
  const plan = planFor(choice, asked, input);
  const triggered = plan.length > 0 ? choice.option.estimate.pods : [];
  return { cluster, waiting, pending: pods, offers, choice, plan, triggered, helpless: [] };
}

/** core/podlistprocessor filterOutSchedulable: by priority, onto any node that takes it, those on their way included. */
function filterOutSchedulable({ pods, cluster, groups }: ScaleUpInput) {
  let full = cluster;
  for (const group of groups)
    for (let i = 0; i < group.upcoming; i++)
      full = withFresh(full, group.fresh(`template-node-for-${group.name}-upcoming-${i}`)).cluster;
  const packer = new Packer(
    full,
    full.nodes.toArray().map(({ name }) => name),
  );
  const byPriority = [...pods].sort((a, b) => b.pod.priority - a.pod.priority);
  const pending = byPriority.filter(({ pod, profile }) => packer.place(pod, profile) === undefined);
  return { cluster: packer.cluster, pending };
}

function equivalenceGroups(pods: ScaleUpInput['pods']): readonly PodGroup[] {
  const groups = new Map<unknown, { pods: PodInfo[]; profile: Profile }>();
  for (const { pod, profile } of pods) {
    const key = pod.controller ? pod.spec : pod;
    const known = groups.get(key);
    if (known) known.pods.push(pod);
    else groups.set(key, { pods: [pod], profile });
  }
  return [...groups.values()];
}

interface Asked {
  readonly group: CandidateGroup;
  readonly option: Option | undefined;
  /** Why it was not asked at all. */
  readonly skipped: string | undefined;
  /** By equivalence group: why a new node would not take such a pod; undefined: it would. */
  readonly rejected: readonly (readonly string[] | undefined)[];
}

function ask(
  group: CandidateGroup,
  alike: readonly PodGroup[],
  cluster: Cluster,
  { maxNodesTotal }: AutoscalerOptions,
): Asked {
  const skip = (skipped: string): Asked => ({ group, option: undefined, skipped, rejected: [] });
  if (group.isBackedOff) return skip('in backoff after failed scale-up');
  if (group.target >= group.max) return skip('max node group size reached');
  const room = maxNodesTotal > 0 ? maxNodesTotal - cluster.nodes.length : Infinity;
  const most = Math.min(group.max - group.target, room);
  if (most <= 0) return skip('max cluster size reached');
  const name = `template-node-for-${group.name}`;
  const trial = withFresh(cluster, group.fresh(`${name}-trial`));
  const rejected = alike.map(({ pods: [pod], profile }) =>
    pod ? reasonsAgainst(pod, trial.cluster, profile, trial.name) : [],
  );
  const groups = alike.filter((_, i) => rejected[i] === undefined);
  const fresh = (n: number) => group.fresh(`${name}-${n}`);
  const found = estimate({ cluster, fresh, groups, most });
  if (found.nodes === 0) return { group, option: undefined, skipped: undefined, rejected };
  const { template } = group;
  const wastePermille = waste(template, found);
  const option = { group: group.name, template, estimate: found, wastePermille };
  return { group, option, skipped: undefined, rejected };
}

function planFor(
  { option }: Choice,
  asked: readonly Asked[],
  { options }: ScaleUpInput,
): readonly Growth[] {
  const chosen = asked.find(({ group }) => group.name === option.group);
  if (!chosen) return [];
  const similar = options.balanceSimilarNodeGroups
    ? asked.filter(
        (other) =>
          other !== chosen &&
          other.option !== undefined &&
          takesAll(other, chosen) &&
          isSimilar(other.group.template.node, chosen.group.template.node),
      )
    : [];
  return balanced(
    [chosen, ...similar].map(({ group }) => group),
    option.estimate.nodes,
  );
}

/** Every kind of pod that the chosen group takes. */
const takesAll = (other: Asked, chosen: Asked): boolean =>
  chosen.rejected.every((reasons, i) => reasons !== undefined || other.rejected[i] === undefined);

/** processors/status ReasonsMessage: each reason with the number of groups that gave it, in the order of the text. */
function reasonsMessage(asked: readonly Asked[], kind: number): string {
  const counts = new Map<string, number>();
  for (const { skipped, rejected } of asked)
    for (const reason of skipped === undefined ? (rejected[kind] ?? []) : [skipped])
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`);
  return `pod didn't trigger scale-up: ${texts.sort().join(', ')}`;
}
