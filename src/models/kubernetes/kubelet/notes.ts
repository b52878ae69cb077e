/** Facts of the kubelet, as effects. */
import type { Effect } from '../../../engine/model';
import type { KubeletFact } from './facts';
import { aboutNode, aboutPod } from './types';

export const notePod = (key: string, fact: KubeletFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: aboutPod(key), ...fact },
});

export const noteNode = (name: string, fact: KubeletFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: aboutNode(name), ...fact },
});
