/** Suite scheduler-queue: order of the queue, nodes looked at, ties, and the FailedScheduling message. */
import { fitErrorMessage } from '../../models/kubernetes/scheduler/fitError';
import { unschedulable } from '../../models/kubernetes/scheduler/framework';
import { comesFirst } from '../../models/kubernetes/scheduler/queueOrder';
import { highest, numFeasibleNodesToFind } from '../../models/kubernetes/scheduler/selectHost';
import { differences, type Case, type Suite } from '../suite';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-queue',
  check(testCase) {
    switch (testCase.input['operation']) {
      case 'less':
        return checkOrder(testCase);
      case 'numFeasibleNodesToFind':
        return checkCount(testCase);
      case 'selectHost':
        return checkHost(testCase);
      case 'failedSchedulingMessage':
        return checkMessage(testCase);
      default:
        return [`unknown operation ${String(testCase.input['operation'])}`];
    }
  },
};

interface Queued {
  readonly priority: number;
  readonly queuedAt: string | null;
}

function checkOrder({ input, expect }: Case): readonly string[] {
  const entry = ({ priority, queuedAt }: Queued, key: string) => ({
    priority,
    timestampMs: queuedAt === null ? 0 : Date.parse(queuedAt),
    key,
  });
  // A pod that is second by name, so that what comes first does so by priority or time.
  const a = entry(input['a'] as Queued, 'default/b');
  const b = entry(input['b'] as Queued, 'default/a');
  return differences(expect, { aFirst: comesFirst(a, b) });
}

function checkCount({ input, expect }: Case): readonly string[] {
  const { nodes, globalPercentage, profilePercentage } = input as {
    nodes: number;
    globalPercentage: number;
    profilePercentage: number | null;
  };
  return differences(expect, {
    count: numFeasibleNodesToFind(nodes, profilePercentage ?? globalPercentage),
  });
}

function checkHost({ input, expect }: Case): readonly string[] {
  const totals = input['totalScores'] as [string, number][];
  const best = highest(totals.map(([, total]) => total)).map((i) => totals[i]?.[0] ?? '');
  const allowed = expect['oneOf'] as string[];
  return best.length === allowed.length && best.every((name) => allowed.includes(name))
    ? []
    : [`oneOf: expected ${allowed.join(', ')}, would draw among ${best.join(', ')}`];
}

function checkMessage({ input, expect }: Case): readonly string[] {
  const { numNodes, preFilterMessage, nodeReasons, postFilterMessage } = input as {
    numNodes: number;
    preFilterMessage: string;
    nodeReasons: Readonly<Record<string, string[]>>;
    postFilterMessage: string;
  };
  const diagnosis = {
    numAllNodes: numNodes,
    preFilterMessage,
    nodeToStatus: new Map(
      Object.entries(nodeReasons).map(([node, reasons]) => [node, unschedulable(...reasons)]),
    ),
    absentNodes: undefined,
    unschedulablePlugins: [],
  };
  return differences(expect, { message: fitErrorMessage(diagnosis, postFilterMessage) });
}
