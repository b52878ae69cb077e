/**
 * What a lesson's `stage:` link names (`ecs/service/web`, `ec2/zone/us-east-1b`), as things that are on the stage now.
 * A workload stands for its tasks or pods: they are what one can see of it.
 */
import type { Ref } from '../../engine/model';
import { halvesOf, type Box, type Half, type Tile, type View } from '../../stage/view';

export function thingsNamed(thing: string, view: View): readonly Ref[] {
  const [family = '', noun = '', ...rest] = thing.split('/');
  const name = rest.at(-1) ?? '';
  const halves = halvesOf(view);
  switch (`${family}/${noun}`) {
    case 'ec2/zone':
      return halves.flatMap((half) => half.zones.filter((zone) => zone.name === name)).map(refOf);
    case 'elasticloadbalancing/loadBalancer':
      return halves
        .flatMap(({ loadBalancer }) => loadBalancer ?? [])
        .filter((each) => each.name === name)
        .map(refOf);
    case 'ec2/instance':
      return halves
        .flatMap(boxesOf)
        .filter(({ ref, id }) => ref.key === name || id === name)
        .map(refOf);
  }
  const half = halves.find(({ platform }) => platform === family);
  return half ? onHalf(half, noun, name) : [];
}

function onHalf(half: Half, noun: string, name: string): readonly Ref[] {
  const tiles = tilesOf(half);
  switch (noun) {
    case 'service':
      if (half.platform === 'kubernetes' && half.loadBalancer?.name === name)
        return [half.loadBalancer.ref];
      return tiles.filter((tile) => tile.name === name).map(refOf);
    case 'deployment':
    case 'replicaSet':
    case 'family':
      return tiles.filter((tile) => tile.name === name).map(refOf);
    case 'taskDefinition':
      return tiles.filter((tile) => tile.name === name.replace(/:\d+$/, '')).map(refOf);
    case 'pod':
    case 'task':
      return tiles
        .filter((tile) => lastPart(tile.ref) === name || tile.shortId === name)
        .map(refOf);
    case 'tasks':
    case 'pods':
      return tiles.map(refOf);
    case 'node':
    case 'containerInstance':
      return boxesOf(half)
        .filter((box) => lastPart(box.ref) === name || box.name === name)
        .map(refOf);
    case 'nodes':
    case 'containerInstances':
    case 'cluster':
      return boxesOf(half).map(refOf);
    default:
      return [];
  }
}

const refOf = ({ ref }: { readonly ref: Ref }): Ref => ref;
const lastPart = ({ key }: Ref): string => key.slice(key.lastIndexOf('/') + 1);
const boxesOf = (half: Half): readonly Box[] => half.zones.flatMap((zone) => zone.boxes);

/** What lives or still stands: what has ended is fading. */
function tilesOf(half: Half): readonly Tile[] {
  const all = half.zones.flatMap((zone) => [
    ...zone.boxes.flatMap((box) => box.tiles),
    ...zone.floating,
  ]);
  return [...all, ...half.waiting.tiles].filter(
    ({ family, endedAtMs }) => family !== 'system' && endedAtMs === null,
  );
}
