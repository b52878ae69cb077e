/**
 * Pulls a container's image. The instance keeps what it has pulled, for every task on it; a second task that wants it
 * meanwhile waits for the same layers. Default pull behaviour: the registry is always asked, layers that are there are
 * not fetched again (agent, ECS_IMAGE_PULL_BEHAVIOR default). Fargate keeps nothing between tasks.
 * Simplified: images are not cleaned up.
 */
import type { Context, Effect } from '../../../engine/model';
import { imageBehaviour, pullMs } from '../../workload/imageBehaviour';
import { CONTAINER_LIFECYCLE } from '../lifecycles/container';
import { timings } from '../timings';
import { agentOf } from './agentRecord';
import { containerKey, fargateZoneOf } from './managedTask';

export function pullImage(
  { task, container: name }: { readonly task: string; readonly container: string },
  ctx: Context,
): Effect[] {
  const managed = ctx.get('ecs/ManagedTask', task);
  const image = ctx.get('ecs/Task', task)?.containers.find((c) => c.name === name)?.image;
  if (!managed || image === undefined) return [];
  const { place } = managed;
  const pull =
    fargateZoneOf(place) === null
      ? pullOnInstance(place, image, ctx)
      : wholePull(place, image, ctx);
  const { ms, cached } = pull;
  const about = { kind: 'ecs/Task', key: task } as const;
  return [
    ...pull.effects,
    {
      do: 'note',
      fact: {
        model: 'ecs',
        type: 'imagePullStarted',
        about,
        data: { container: name, image, pullMs: ms, cached },
      },
    },
    {
      do: 'tell',
      lifecycle: CONTAINER_LIFECYCLE,
      key: containerKey(task, name),
      event: { type: 'pull', pullMs: ms } as { type: string },
    },
  ];
}

interface Pull {
  readonly ms: number;
  readonly cached: boolean;
  readonly effects: readonly Effect[];
}

const wholePull = (place: string, image: string, ctx: Context): Pull => ({
  ms: pullMs(imageBehaviour(ctx, image), ctx.random(`ecs/agent/${place}`)),
  cached: false,
  effects: [],
});

function pullOnInstance(place: string, image: string, ctx: Context): Pull {
  const agent = agentOf(ctx, place);
  const thereAtMs = agent.images[image];
  if (thereAtMs !== undefined) {
    const { from, to } = timings.cachedPullMs;
    const askMs = ctx.random(`ecs/agent/${place}`).between(from, to);
    return { ms: Math.max(askMs, thereAtMs - ctx.nowMs), cached: true, effects: [] };
  }
  const whole = wholePull(place, image, ctx);
  const images = { ...agent.images, [image]: ctx.nowMs + whole.ms };
  return {
    ...whole,
    effects: [{ do: 'put', kind: 'ecs/Agent', key: place, value: { ...agent, images } }],
  };
}
