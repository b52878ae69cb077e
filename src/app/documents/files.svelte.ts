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
import { differences } from './differences';
import { liveRecord, type Records } from './liveRecord';
import type { PlannedObject } from './plan';

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

  constructor(file: ScenarioFile, kept: string | null) {
    this.name = file.name;
    this.format = /\.json$/i.test(file.name) ? 'json' : 'yaml';
    this.appliedText = file.text;
    this.text = kept ?? file.text;
  }

  get problems(): readonly Problem[] {
    return this.documents.flatMap((document) => document.problems);
  }

  get broken(): number {
    return this.problems.filter((problem) => problem.severity === 'error').length;
  }

  /** Differs from what is live at the shown moment. */
  get differs(): boolean {
    return this.planned.some((each) => each.live === undefined || each.differences.length > 0);
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

  /** There is something to send: it differs, or the text is another than the one applied last. */
  get sendable(): boolean {
    if (this.broken > 0 || this.planned.length === 0 || this.applying) return false;
    return this.differs || this.text !== this.appliedText;
  }
}

/** Reading waits until the hand rests. */
const REST_MS = 120;
/** Differences from what is live need not be newer than this. */
const COMPARE_MS = 250;

export class Files {
  readonly all: readonly DocumentFile[];
  current = $state('');
  /** The browser refused to keep a text: it lives until the tab is closed. */
  unkept = $state(false);
  readonly #slug: string;
  readonly #records: Records;
  #reader: Reader | undefined;
  #validator: Validator | undefined;
  #timers: Record<string, ReturnType<typeof setTimeout>> = {};
  #comparing = false;
  #aside: Readonly<Record<string, string>> | null = null;

  constructor(
    scenario: { slug: string; files: readonly ScenarioFile[] },
    records: Records,
    tabs: Tabs | null = null,
  ) {
    this.#slug = scenario.slug;
    this.#records = records;
    const { files } = scenario;
    const shown = tabs
      ? tabs.names.flatMap((name) => files.find((file) => file.name === name) ?? [])
      : inOrder(files);
    this.all = shown.map((file) => new DocumentFile(file, read(this.#key(file.name))));
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
    [this.#reader, this.#validator] = await Promise.all([
      import('../../documents'),
      import('../../editor/validate'),
    ]);
    for (const file of this.all) this.#read(file);
  }

  edit(name: string, text: string, original: string): void {
    const file = this.named(name);
    if (!file || file.text === text) return;
    file.text = text;
    file.refusals = [];
    file.outcome = null;
    if (text === original) forget(this.#key(name));
    else write(this.#key(name), text);
    this.unkept ||= !kept();
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
      const live = liveRecord(object.description, object.value, this.#records);
      return {
        object,
        live,
        differences: live === undefined ? [] : differences(object.value, live),
      };
    });
  }

  /** Puts the texts aside before somebody else writes in them; the first time counts until they are taken back. */
  putAside(): void {
    if (this.hasAside) return;
    const texts = Object.fromEntries(this.all.map(({ name, text }) => [name, text]));
    write(this.#asideKey, JSON.stringify(texts));
    this.#aside = texts;
  }

  get hasAside(): boolean {
    return this.#textsAside() !== null;
  }

  /** The texts that were put aside, which are then no longer kept apart. */
  takeAside(): Readonly<Record<string, string>> {
    const texts = this.#textsAside() ?? {};
    this.#aside = null;
    forget(this.#asideKey);
    return texts;
  }

  #textsAside(): Readonly<Record<string, string>> | null {
    if (this.#aside) return this.#aside;
    try {
      return JSON.parse(read(this.#asideKey) ?? 'null') as Record<string, string> | null;
    } catch {
      return null;
    }
  }

  get #asideKey(): string {
    return `aside/${this.#slug}`;
  }

  #key = (name: string): string => `text/${this.#slug}/${name}`;
}

/** The service first: it holds the number that the first visit is about. Then ECS, then Kubernetes, as written. */
function inOrder(files: readonly ScenarioFile[]): ScenarioFile[] {
  const rank = (name: string) =>
    name === 'service.json' ? 0 : name.endsWith('.json') ? 1 : name === 'deployment.yaml' ? 2 : 3;
  return [...files].sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}
