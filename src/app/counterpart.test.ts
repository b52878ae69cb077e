/** What stands across is named as the stage names it, and as what it is: a task meets a pod, an instance a node. */
import { describe, expect, it } from 'vitest';
import { SCENES } from '../stage/fixtures/scenes';
import { ENGLISH } from '../stage/words';
import { KOREAN } from '../stage/words.ko';
import { counterpartOf } from './counterpart';

const { view } = SCENES.first;
const ecsBox = view.ecs!.zones[0]!.boxes[0]!;
const node = view.kubernetes!.zones[0]!.boxes[0]!;

describe('counterpart', () => {
  it('pairs boxes by their place, whichever was asked for', () => {
    const names = [ecsBox.name, node.name];
    expect(counterpartOf(ecsBox.ref, view)).toEqual({
      ref: node.ref,
      name: node.name,
      what: 'box',
      names,
    });
    expect(counterpartOf(node.ref, view)).toEqual({
      ref: ecsBox.ref,
      name: ecsBox.name,
      what: 'box',
      names,
    });
  });

  it('pairs tiles of one name', () => {
    const [task, pod] = [ecsBox.tiles[0]!, node.tiles.find((tile) => tile.family !== 'system')!];
    expect(counterpartOf(task.ref, view)).toMatchObject({
      ref: pod.ref,
      what: 'tile',
      names: [task.shortId, pod.shortId],
    });
  });

  it('is called by its kind', () => {
    expect(ENGLISH.counterpart('tile', 'a', 'b')).toBe('task a ↔ pod b');
    expect(ENGLISH.counterpart('box', 'i-1', 'ip-1')).toBe('instance i-1 ↔ node ip-1');
    expect(KOREAN.counterpart('box', 'i-1', 'ip-1')).toBe('인스턴스 i-1 ↔ 노드 ip-1');
  });
});
