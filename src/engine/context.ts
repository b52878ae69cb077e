/** What models are given to read with: every record that is handed out is counted (`Work.recordsVisited`). */
import { stateOf } from './lifecycles';
import type { Context, Kind, RecordKinds } from './model';
import type { RandomStreams } from './random';
import type { Simulation } from './simulation';

export function createContext(simulation: Simulation, streams: RandomStreams): Context {
  const { records, work, facts, lifecycles } = simulation;
  return {
    get nowMs() {
      return simulation.nowMs;
    },
    get<K extends Kind>(kind: K, key: string) {
      work.recordsVisited += 1;
      return records.entry(kind, key)?.value as RecordKinds[K] | undefined;
    },
    has: (kind, key) => records.entry(kind, key) !== undefined,
    meta: (kind, key) => records.entry(kind, key)?.meta,
    list<K extends Kind>(kind: K) {
      const rows = records.rows(kind);
      work.recordsVisited += rows.size;
      const values: RecordKinds[K][] = [];
      for (const { value } of rows.values()) values.push(value as RecordKinds[K]);
      return values;
    },
    keys(kind) {
      const rows = records.rows(kind);
      work.recordsVisited += rows.size;
      return [...rows.keys()];
    },
    size: (kind) => records.rows(kind).size,
    by<K extends Kind>(kind: K, index: string, bucket: string) {
      const values: RecordKinds[K][] = [];
      const rows = records.rows(kind);
      for (const key of records.index(kind, index).bucket(bucket).keys())
        values.push(rows.get(key)?.value as RecordKinds[K]);
      work.recordsVisited += values.length;
      return values;
    },
    keysBy(kind, index, bucket) {
      const keys = [...records.index(kind, index).bucket(bucket).keys()];
      work.recordsVisited += keys.length;
      return keys;
    },
    count: (kind, index, bucket) => records.index(kind, index).bucket(bucket).size,
    tally: (name, bucket) => records.tally(name, bucket),
    projection: <T>(name: string) => records.projection(name) as T,
    lifecycle(name, key) {
      const running = lifecycles.get(name, key);
      return running && stateOf(running);
    },
    revision: (family) => records.revision(family),
    newestFact: (ref) => facts.newestAbout(ref)?.serial ?? undefined,
    random: (stream) => streams.stream(stream),
  };
}
