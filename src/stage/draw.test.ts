/** The fixtures' pictures as text: a change of the drawing shows as a readable difference. */
import { describe, expect, it } from 'vitest';
import { draw } from './draw';
import { SCENES, type SceneName } from './fixtures/scenes';
import { tinyRoot, type TinyElement } from './fixtures/tinyDocument';
import { layout } from './layout/layout';
import { ease, paceOf } from './motion';
import { asText } from './part';
import { SAMPLES, sampleParts } from './samples';
import { scene } from './scene';
import { POINTING_AT_NOTHING } from './scene/pointing';
import type { View } from './view';
import { ENGLISH } from './words';
import { KOREAN } from './words.ko';

const DESKTOP = { width: 1128, height: 335 };
const PACE = paceOf(1, false);

function picture(name: SceneName, root: TinyElement, over: Partial<View> = {}): TinyElement {
  const { view, nowMs, pointing } = SCENES[name];
  const words = name === 'scale' ? KOREAN : ENGLISH;
  const options = { ...POINTING_AT_NOTHING, ...pointing, words, speed: 1, reducedMotion: false };
  const frame = scene(layout({ ...view, ...over }, DESKTOP, null), nowMs, options);
  draw(root as unknown as Element, ease(null, frame, 0, PACE, true));
  return root;
}

describe('draw', () => {
  it.each<SceneName>(['first', 'rollout', 'scale', 'outage'])('paints %s', async (name) => {
    await expect(picture(name, tinyRoot()).toText() + '\n').toMatchFileSnapshot(
      `./snapshots/${name}.svg`,
    );
  });

  it('paints every state at every size', async () => {
    const drawn = (['ecs', 'kubernetes'] as const).flatMap((platform) =>
      SAMPLES[platform].flatMap((sample) =>
        (['normal', 'compact', 'mosaic'] as const).map((size) => {
          const inside = sampleParts(sample, size)
            .map((each) => asText(each, '  '))
            .join('\n');
          return `<!-- ${platform} ${sample.of.state}, ${size} -->\n${inside}`;
        }),
      ),
    );
    await expect(drawn.join('\n') + '\n').toMatchFileSnapshot('./snapshots/states.svg');
  });

  it('touches nothing when nothing changed', () => {
    const root = picture('rollout', tinyRoot());
    const [before, text] = [root.ownerDocument.moves, root.toText()];
    picture('rollout', root);
    expect(root.ownerDocument.moves).toBe(before);
    expect(root.toText()).toBe(text);
  });

  it('keeps the element of a tile for its whole life', () => {
    const root = picture('first', tinyRoot());
    const find = () =>
      root.withClass('tile').find((each) => each.getAttribute('data-key') === 'ecs-web-2b90');
    const before = find();
    picture('rollout', root);
    expect(find()).toBe(before);
    expect(before?.getAttribute('data-revision')).toBe('old');
  });

  it('takes a half away with all that is in it', () => {
    const root = picture('first', tinyRoot());
    expect(root.withClass('stage-half')).toHaveLength(2);
    picture('first', root, { kubernetes: null });
    expect(root.withClass('stage-half')).toHaveLength(1);
    expect(root.withClass('tile').every((each) => each.getAttribute('data-kind') === 'task')).toBe(
      true,
    );
  });

  it('sets geometry and data only: no colour, no size of text, no duration', () => {
    const drawn = (['first', 'rollout', 'outage'] as const)
      .map((name) => picture(name, tinyRoot()).toText())
      .join('');
    expect(drawn).not.toMatch(/(fill|stroke|style|font-size|font-weight)="/);
  });
});
