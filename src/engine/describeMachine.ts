/** The definition that runs, as plain data for the inspector to draw: what is drawn cannot differ from what runs. */
import type { AnyStateMachine, AnyStateNode } from 'xstate';

export interface MachineData {
  readonly initial: string;
  readonly states: readonly { readonly name: string; readonly final: boolean }[];
  readonly transitions: readonly {
    readonly from: string;
    readonly to: string;
    /** Event type, or the delay's name when `after`. */
    readonly on: string;
    readonly after: boolean;
    readonly guard: string | null;
  }[];
}

export function describeMachine(machine: AnyStateMachine): MachineData {
  const nodes = leaves(machine.root);
  return {
    initial: nameOf(initialLeaf(machine.root)),
    states: nodes.map((node) => ({ name: nameOf(node), final: node.type === 'final' })),
    transitions: nodes.flatMap(transitionsFrom),
  };
}

function transitionsFrom(node: AnyStateNode): MachineData['transitions'] {
  const levels: AnyStateNode[] = [];
  for (let at: AnyStateNode | undefined = node; at; at = at.parent) levels.push(at);
  return levels.flatMap((level) =>
    [...level.transitions.values(), level.always ?? []].flat().flatMap((transition) =>
      (transition.target ?? []).map((target) => {
        const eventType = transition.eventType as string;
        const delay = /^xstate\.after\.(.+?)\./.exec(eventType);
        return {
          from: nameOf(node),
          to: nameOf(initialLeaf(target as AnyStateNode)),
          on: delay?.[1] ?? eventType,
          after: delay !== null,
          guard: guardName(transition.guard),
        };
      }),
    ),
  );
}

function leaves(node: AnyStateNode): AnyStateNode[] {
  const children = Object.values(node.states) as AnyStateNode[];
  return children.length === 0 ? [node] : children.flatMap(leaves);
}

function initialLeaf(node: AnyStateNode): AnyStateNode {
  const target = node.initial?.target?.[0] as AnyStateNode | undefined;
  return target ? initialLeaf(target) : node;
}

function guardName(guard: unknown): string | null {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type);
  return null;
}

const nameOf = (node: AnyStateNode): string => node.path.join('.');
