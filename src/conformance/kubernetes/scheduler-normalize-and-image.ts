/** Suite scheduler-normalize-and-image: default normalisation, ImageLocality, image names. */
import { normalizeScore } from '../../models/kubernetes/scheduler/normalizeScore';
import { normalizedImageName } from '../../models/kubernetes/scheduler/podInfo';
import { imageLocality } from '../../models/kubernetes/scheduler/scores/imageLocality';
import { differences, type Suite } from '../suite';
import { cluster, info, options, type Manifest } from './schedulerFixtures';
import { scoreAll } from './schedulerPlugins';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-normalize-and-image',
  check({ input, expect }) {
    switch (input['operation']) {
      case 'normalize': {
        const scores = [...(input['scores'] as number[])];
        normalizeScore(scores, input['reverse'] as boolean, input['maxScore'] as number);
        return differences(expect, { scores });
      }
      case 'imageLocality': {
        const world = cluster({ nodes: input['nodes'] as Manifest[] });
        const scores = scoreAll(imageLocality(options()), info(input['pod'] as Manifest), world);
        return differences(expect, { scores });
      }
      case 'normalizeImageName':
        return differences(expect, { image: normalizedImageName(input['image'] as string) });
      default:
        return [`unknown operation ${String(input['operation'])}`];
    }
  },
};
