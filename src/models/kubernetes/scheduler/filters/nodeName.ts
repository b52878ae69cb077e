/** NodeName: a pod that names its node goes there or nowhere (plugins/nodename, v1.34). */
import { unresolvable, type FilterFactory } from '../framework';

const OTHER_NODE = unresolvable("node(s) didn't match the requested node name");

export const nodeName: FilterFactory = () => ({
  name: 'NodeName',
  isNodeLocal: true,
  preFilter: ({ nodeName }) =>
    nodeName === ''
      ? 'Skip'
      : { filter: (node) => (node.name === nodeName ? undefined : OTHER_NODE) },
  hint: (waiting, event) => event.type === 'NodeAdd' && event.node.name === waiting.nodeName,
});
