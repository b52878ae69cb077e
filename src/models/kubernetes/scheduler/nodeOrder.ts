/**
 * The order in which nodes are tried (kube-scheduler backend/cache/node_tree.go, v1.34): one node of each zone in turn,
 * zones in the order in which they first had a node, nodes in the order in which they joined. So the first nodes tried
 * are spread over zones even where not all are tried.
 */
export interface Zone {
  readonly zone: string;
  readonly names: readonly string[];
}
export type NodeTree = readonly Zone[];

/** Where a node stands in the tree. */
export interface Place {
  readonly zone: string;
  readonly rank: number;
}

export const withName = (tree: NodeTree, zone: string, name: string): NodeTree =>
  tree.some((z) => z.zone === zone)
    ? tree.map((z) => (z.zone === zone ? { zone, names: [...z.names, name] } : z))
    : [...tree, { zone, names: [name] }];

export const withoutName = (tree: NodeTree, zone: string, name: string): NodeTree =>
  tree
    .map((z) => (z.zone === zone ? { zone, names: z.names.filter((n) => n !== name) } : z))
    .filter((z) => z.names.length > 0);

export function interleaved(tree: NodeTree): string[] {
  const names: string[] = [];
  const rounds = Math.max(0, ...tree.map((z) => z.names.length));
  for (let round = 0; round < rounds; round++)
    for (const zone of tree) {
      const name = zone.names[round];
      if (name !== undefined) names.push(name);
    }
  return names;
}

/**
 * The index of a place in the interleaved order: all of the rounds before, and of its own round the zones before. A node
 * that joins is the last of its zone, so it is inserted there and moves nobody else.
 */
export function indexOf(tree: NodeTree, { zone, rank }: Place): number {
  let index = 0;
  let before = true;
  for (const { zone: name, names } of tree) {
    if (name === zone) before = false;
    index += Math.min(names.length, before ? rank + 1 : rank);
  }
  return index;
}
