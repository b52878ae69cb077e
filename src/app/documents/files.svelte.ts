/**
 * The learner's files: their texts, what they parse to, where they differ from the shown moment, and what became of
 * the last Apply. The texts belong to the learner: no run, seek or refusal ever changes one (DECISIONS.md 1.10).
 */
import type { ParsedDocument, Problem } from '../../documents';
import type { EditorMarker } from '../../editor';
import type { Findings } from '../../editor/validate';
import type { ScenarioFile } from '../../host/scenario';
import type { Tabs } from '../session.svelte';
import { forget, kept, read, write } from '../storage';
import { differences } from '../../documents/differences';
import { liveRecord, type Records } from './liveRecord';
import { isEksctl, isRun, type PlannedObject } from './plan';

export type Outcome =
  | { readonly kind: 'applied'; readonly atMs: number }
  | { readonly kind: 'refused'; readonly done: number; readonly all: number }
  /** A new revision stands and a service still runs an older one: a second, explicit act. */
  | {
      readonly kind: 'registered';
      readonly definition: string;
      readonly service: { readonly cluster: string; readonly name: string } | null;
    };

type Reader = typeof import('../../documents');
type Validator = typeof import('../../editor/validate');
type Eksctl = typeof import('./eksctl');

const NO_FINDINGS: Findings = { markers: [], notSimulated: [] };

export class DocumentFile {
  readonly name: string;
  readonly format: 'json' | 'yaml';
  /** As the scenario has it, or as it was when the last Apply took it. */
  appliedText = $state('');
  text = $state('');
  documents = $state.raw<readonly ParsedDocument[]>([]);
  planned = $state.raw<readonly PlannedObject[]>([]);
  /** What validation says while typing. */
  findings = $state.raw<Findings>(NO_FINDINGS);
  /** What the platform said to the last Apply. */
  refusals = $state.raw<readonly EditorMarker[]>([]);
  outcome = $state.raw<Outcome | null>(null);
  applying = $state(false);
  /** The scenario's text; null for a file that the learner brought. */
  readonly original: string | null;

  constructor(name: string, original: string | null, text: string) {
    this.name = name;
    this.format = /\.json$/i.test(name) ? 'json' : 'yaml';
    this.original = original;
    this.appliedText = original ?? '';
    this.text = text;
  }

  get problems(): readonly Problem[] {
    return this.documents.flatMap((document) => document.problems);
  }

  get broken(): number {
    return this.problems.filter((problem) => problem.severity === 'error').length;
  }

  /** Differs from what is live at the shown moment. */
  get differs(): boolean {
    return this.planned.some(
      (each) => !isRun(each) && (each.live === undefined || each.differences.length > 0),
    );
  }

  /** It asks for a run of its own each time: nothing live answers to it. */
  get runs(): boolean {
    return this.planned.some(isRun);
  }

  get errors(): number {
    return this.findings.markers.filter((marker) => marker.severity === 'error').length;
  }

  /** Lines that ask for something else than what is live. */
  get changedLines(): readonly number[] {
    const lines = this.planned.flatMap(({ object, differences }) =>
      differences.map(({ path }) => object.document.locate([...object.path, ...path]).line),
    );
    return lines.sort((a, b) => a - b).filter((line, i) => line !== lines[i - 1]);
  }

  /** There is something to send: it differs, it starts a run, or the text is another than the one applied last. */
  get sendable(): boolean {
    if (this.broken > 0 || this.planned.length === 0 || this.applying) return false;
    return this.differs || this.runs || this.text !== this.appliedText;
  }
}

/** Reading waits until the hand rests. */
const REST_MS = 120;
/** Differences from what is live need not be newer than this. */
const COMPARE_MS = 250;

export class Files {
  all = $state.raw<readonly DocumentFile[]>([]);
  current = $state('');
  /** The browser refused to keep a text: it lives until the tab is closed. */
  unkept = $state(false);
  readonly #slug: string;
  readonly #records: Records;
  #reader: Reader | undefined;
  #validator: Validator | undefined;
  #eksctl: Eksctl | undefined;
  #timers: Record<string, ReturnType<typeof setTimeout>> = {};
  #comparing = false;

  constructor(
    scenario: { slug: string; files: readonly ScenarioFile[] },
    records: Records,
    tabs: Tabs | null = null,
  ) {
    this.#slug = scenario.slug;
    this.#records = records;
    const shown = tabs ? named(scenario.files, tabs.names) : inOrder(scenario.files);
    const given = shown.map(
      ({ name, text }) => new DocumentFile(name, text, read(this.#key(name)) ?? text),
    );
    const own = ownNames(read(this.#listKey)).filter((name) => given.every((f) => f.name !== name));
    const brought = own.map((name) => new DocumentFile(name, null, read(this.#key(name)) ?? ''));
    this.all = [...given, ...brought];
    this.current = tabs?.first ?? this.all[0]?.name ?? '';
  }

  get file(): DocumentFile | undefined {
    return this.named(this.current);
  }

  named(name: string): DocumentFile | undefined {
    return this.all.find((file) => file.name === name);
  }

  /** Fetches the parsers and reads everything once. */
  async start(): Promise<void> {
    [this.#reader, this.#validator, this.#eksctl] = await Promise.all([
      import('../../documents'),
      import('../../editor/validate'),
      import('./eksctl'),
    ]);
    for (const file of this.all) this.#read(file);
  }

  /** Puts a file that the learner brought beside the others and shows it; a name that is taken gets a number. */
  add(wanted: string, text: string): DocumentFile {
    const file = new DocumentFile(freeName(wanted, this.all), null, text);
    this.all = [...this.all, file];
    this.current = file.name;
    this.#keep(file);
    this.#read(file);
    return file;
  }

  /** Takes a file that the learner brought away. What it asked for stays in the world. */
  remove(name: string): void {
    const at = this.all.findIndex((file) => file.name === name && file.original === null);
    if (at === -1) return;
    this.all = this.all.filter((_, i) => i !== at);
    this.current = (this.all[at] ?? this.all.at(-1))?.name ?? '';
    forget(this.#key(name));
    this.#keepList();
  }

  edit(name: string, text: string): void {
    const file = this.named(name);
    if (!file || file.text === text) return;
    file.text = text;
    file.refusals = [];
    file.outcome = null;
    this.#keep(file);
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(() => this.#read(file), REST_MS);
  }

  /** The world changed: looks again in a moment, however often that is said meanwhile. */
  compareSoon(): void {
    if (this.#comparing) return;
    this.#comparing = true;
    setTimeout(() => {
      this.#comparing = false;
      this.compare();
    }, COMPARE_MS);
  }

  /** Looks again at what is live; the texts stay. */
  compare(): void {
    for (const file of this.all)
      if (file.planned.length > 0) file.planned = this.#plan(file.documents);
  }

  /** Reads at once what was typed a moment ago: Apply must not send an older text. */
  readNow(file: DocumentFile): void {
    clearTimeout(this.#timers[file.name]);
    this.#read(file);
  }

  #read(file: DocumentFile): void {
    if (!this.#reader || !this.#validator) return;
    file.documents = this.#reader.parseText(file.name, file.text);
    file.planned = this.#plan(file.documents);
    file.findings =
      file.broken > 0
        ? NO_FINDINGS
        : this.#validator.validate(
            file.planned.map(({ object }) => object),
            file.format,
          );
  }

  #plan(documents: readonly ParsedDocument[]): PlannedObject[] {
    const objects = this.#reader?.objectsOf(documents) ?? [];
    return objects.map((object) => {
      const live = isEksctl({ object })
        ? this.#eksctl?.liveClusterConfig(object.value, this.#records)
        : liveRecord(object.description, object.value, this.#records);
      return {
        object,
        live,
        differences: live === undefined ? [] : differences(object.value, live),
      };
    });
  }

  #keep(file: DocumentFile): void {
    if (file.text === file.original) forget(this.#key(file.name));
    else write(this.#key(file.name), file.text);
    if (file.original === null) this.#keepList();
    this.unkept ||= !kept();
  }

  #keepList(): void {
    const own = this.all.filter((file) => file.original === null).map((file) => file.name);
    if (own.length > 0) write(this.#listKey, JSON.stringify(own));
    else forget(this.#listKey);
  }

  #key = (name: string): string => `text/${this.#slug}/${name}`;
  get #listKey(): string {
    return `files/${this.#slug}`;
  }
}

/** Machines, clusters, task definitions, services, what scales them, then manifests as they stand: what comes later may need what comes before. */
export function inApplyOrder(files: readonly DocumentFile[]): readonly DocumentFile[] {
  const ranks = [
    ...['launchTemplate', 'queue', 'autoScalingGroup', 'lifecycleHook', 'warmPool'],
    ...['capacityProvider', 'cluster', 'clusterCapacityProviders'],
    ...['taskDefinition', 'cloudFormation', 'service', 'runTask'],
    // Limits, then what moves within them, then what calls it.
    ...['scalableTarget', 'scalingPolicy', 'scheduledAction'],
    ...['groupPolicy', 'groupAction', 'metricAlarm'],
  ];
  const rank = (file: DocumentFile) => {
    const description = file.planned[0]?.object.description;
    if (description?.api === 'aws') return ranks.indexOf(description.kind);
    if (description?.api === 'ecs') return ranks.indexOf(description.kind);
    if (description?.api === 'application-autoscaling') return ranks.indexOf(description.kind);
    return ranks.length;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/** What was kept may be from anywhere: names that are no names are dropped. */
function ownNames(kept: string | null): string[] {
  try {
    const names: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

const NAME_LENGTH = 64;

/** A file name that no other file has, ends in .json, .yaml or .yml, and holds nothing that a URI would trip over. */
export function freeName(wanted: string, taken: readonly { readonly name: string }[]): string {
  const clean = wanted.replace(/^.*[/\\]/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const [, stem = 'file', end = '.yaml'] =
    /^(.*?)(\.json|\.ya?ml)?$/i.exec(clean.slice(-NAME_LENGTH)) ?? [];
  const name = `${stem || 'file'}${end}`;
  if (taken.every((file) => file.name !== name)) return name;
  for (let n = 2; ; n++) {
    const next = `${stem || 'file'}-${n}${end}`;
    if (taken.every((file) => file.name !== next)) return next;
  }
}

const named = (files: readonly ScenarioFile[], names: readonly string[]): ScenarioFile[] =>
  names.flatMap((name) => files.find((file) => file.name === name) ?? []);

/** The service first: it holds the number that the first visit is about. Then ECS, then Kubernetes, as written. */
function inOrder(files: readonly ScenarioFile[]): ScenarioFile[] {
  const rank = (name: string) =>
    name === 'service.json' ? 0 : name.endsWith('.json') ? 1 : name === 'deployment.yaml' ? 2 : 3;
  return [...files].sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}
