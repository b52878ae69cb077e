/**
 * Remembers, for the pods of one template, what node-local rules said of each node. Between two decisions one node has
 * changed, so the thousand others need not be asked again. Only a memory: with a recorder nothing is remembered, and the
 * explanation of every decision checks that the outcome is the same.
 */
import type { Cluster } from './cluster';
import type { NodeInfo } from './nodeInfo';
import type { PodInfo } from './podInfo';
import type { Profile } from './profile';

/** More than all plugins together have; what a key counts may change from decision to decision. */
const KEYS_AT_MOST = 16;

export class NodeMemo<Verdict> {
  private readonly nodes: (NodeInfo | undefined)[];
  private readonly verdicts: (Verdict | undefined)[];
  private readonly scores = new Map<string, number[]>();

  constructor(private readonly length: number) {
    this.nodes = new Array<undefined>(length).fill(undefined);
    this.verdicts = new Array<undefined>(length).fill(undefined);
  }

  /** The verdict on the node at this index; `look` is asked when it is another node than last time. */
  verdict(at: number, node: NodeInfo, look: (node: NodeInfo) => Verdict | undefined) {
    if (this.nodes[at] !== node) {
      this.nodes[at] = node;
      this.verdicts[at] = look(node);
      for (const scores of this.scores.values()) scores[at] = NaN;
    }
    return this.verdicts[at];
  }

  /** Of the nodes that `verdict` has just been asked about: what `look` says, or has said. */
  scorer(key: string, look: (node: NodeInfo) => number): (at: number, node: NodeInfo) => number {
    const known = this.scoresOf(key);
    return (at, node) => {
      const score = known[at] as number;
      return Number.isNaN(score) ? (known[at] = look(node)) : score;
    };
  }

  private scoresOf(key: string): number[] {
    let scores = this.scores.get(key);
    if (scores) return scores;
    if (this.scores.size >= KEYS_AT_MOST) this.scores.clear();
    scores = new Array<number>(this.length).fill(NaN);
    this.scores.set(key, scores);
    return scores;
  }
}

/** Templates whose pods come in turns; more would hold old nodes in memory for nothing. */
const REMEMBERED_AT_MOST = 64;

interface Remembered {
  readonly spec: PodInfo['spec'];
  readonly profile: Profile;
  readonly nodes: number;
  readonly memo: NodeMemo<never>;
}
let remembered: readonly Remembered[] = [];

/** A pod without a controller is the only one of its kind: nothing to remember. */
export function nodeMemo<Verdict>(
  { spec, controller }: PodInfo,
  { nodes }: Cluster,
  profile: Profile,
): NodeMemo<Verdict> | undefined {
  if (!controller) return undefined;
  const same = (r: Remembered): boolean =>
    r.spec === spec && r.profile === profile && r.nodes === nodes.length;
  const found = remembered.find(same);
  if (found === remembered[0] && found) return found.memo;
  const latest = found ?? { spec, profile, nodes: nodes.length, memo: new NodeMemo(nodes.length) };
  remembered = [latest, ...remembered.filter((r) => r !== latest)].slice(0, REMEMBERED_AT_MOST);
  return latest.memo;
}
