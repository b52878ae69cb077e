/** A world of AWS and workload alone, for the tests beside the code. */
import { composeModel } from '../../engine/composeModel';
import type { Admission, Effect, Fact, Kind } from '../../engine/model';
import { Simulation } from '../../engine/simulation';
import { workloadModel } from '../workload/model';
import type { Listener } from '../workload/types';
import { awsModel } from './model';

/** Stands for the agents and kubelets: writes whatever effects it is handed. */
const puppet = composeModel('puppet', (request) => request.api === 'puppet', [
  {
    admit: (request) => ({
      ok: true,
      output: {},
      effects: (request as unknown as { input: readonly Effect[] }).input,
    }),
  },
]);

export class TestWorld {
  readonly simulation: Simulation;

  constructor(seed = 1, ground: Readonly<Record<string, unknown>> = {}) {
    this.simulation = new Simulation({
      models: [workloadModel, awsModel, puppet],
      seed,
      freeze: true,
    });
    this.ask('quayside', 'createGround', {
      region: 'us-east-1',
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      ...ground,
    });
  }

  get read() {
    return this.simulation.context;
  }

  /** Throws what is refused. */
  ask(api: string, action: string, input: unknown): unknown {
    const answer = this.try(api, action, input);
    if (!answer.ok) throw new Error(`${answer.error.name}: ${answer.error.message}`);
    return answer.output;
  }

  try(api: string, action: string, input: unknown): Admission {
    return this.simulation.submit({ api, action, input } as never, 'test');
  }

  query(api: string, action: string, input: unknown = {}): unknown {
    const answer = this.simulation.query({ api, action, input } as never);
    if (!answer?.ok) throw new Error(`${answer?.error.name}: ${answer?.error.message}`);
    return answer.output;
  }

  refusal(api: string, action: string, input: unknown): string {
    const answer = this.try(api, action, input);
    return answer.ok ? 'accepted' : `${answer.error.name}: ${answer.error.message}`;
  }

  to(ms: number): this {
    this.simulation.runUntil(ms);
    return this;
  }

  after(ms: number): this {
    return this.to(this.simulation.nowMs + ms);
  }

  /** What an agent or a kubelet would write when a process starts, changes or ends (`null`). */
  listener(
    ip: string,
    port: number,
    answers: Listener['answers'] | null,
    instanceId: string | null = null,
  ) {
    const about = { kind: 'workload/Listener', key: `${ip}:${port}` } as const;
    const value: Listener | null = answers && {
      ip,
      port,
      about: { kind: 'ecs/Task' as Kind, key: 'x' },
      container: 'web',
      availabilityZone: 'us-east-1a',
      instanceId,
      answers,
      cpuPerRequestMs: 20,
    };
    const effect: Effect = value ? { do: 'put', ...about, value } : { do: 'remove', ...about };
    this.ask('puppet', 'write', [effect]);
  }

  facts(...types: string[]): readonly Fact[] {
    return this.simulation.facts.since(0).filter((f) => types.includes(f.type));
  }
}
