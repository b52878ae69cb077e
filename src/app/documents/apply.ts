/**
 * Apply: one request an object, in the order of the file, each whole or refused, as kubectl does it (DECISIONS.md 2.8).
 * What the platform refuses is shown at its place in the text; the objects before it stay applied.
 */
import type { EditorMarker } from '../../editor';
import type { Response } from '../../host/protocol';
import type { Session } from '../session.svelte';
import type { DocumentFile, Outcome } from './files.svelte';
import type { PlannedObject } from './plan';
import { clusterOf, type Records } from './liveRecord';

export async function applyFile(file: DocumentFile, session: Session): Promise<void> {
  const { planned, text } = file;
  file.applying = true;
  file.refusals = [];
  let done = 0;
  let last: Response | undefined;
  try {
    for (const each of planned) {
      const document = each.object.value;
      last = await session.submit({
        api: 'quayside',
        action: 'applyDocument',
        input: { document },
      });
      if (!last.ok) {
        file.refusals = markersOf(last, each);
        file.outcome = { kind: 'refused', done, all: planned.length };
        return;
      }
      done += 1;
    }
    file.appliedText = text;
    file.outcome = outcomeOf(last, session);
  } finally {
    file.applying = false;
  }
}

function markersOf(
  refusal: Extract<Response, { ok: false }>,
  { object }: PlannedObject,
): EditorMarker[] {
  const { name, message, causes } = refusal.error;
  const marker = (path: readonly (string | number)[], text: string): EditorMarker => ({
    severity: 'error',
    message: text,
    range: object.document.locate([...object.path, ...path]),
  });
  if (causes.length === 0) return [marker([], `${name}: ${message}`)];
  return causes.map((cause) => marker(cause.path, `${name}: ${cause.message}`));
}

function outcomeOf(response: Response | undefined, session: Session): Outcome {
  const definition = response?.ok ? registered(response.output) : null;
  if (!definition) return { kind: 'applied', atMs: session.world.nowMs };
  const { family, revision } = definition;
  return {
    kind: 'registered',
    definition: `${family}:${revision}`,
    service: serviceOf(family, revision, session.world.records),
  };
}

function registered(output: unknown): { family: string; revision: number } | null {
  const definition = (output as { taskDefinition?: unknown } | null)?.taskDefinition;
  if (definition === null || typeof definition !== 'object') return null;
  const { family, revision } = definition as { family?: unknown; revision?: unknown };
  return typeof family === 'string' && typeof revision === 'number' ? { family, revision } : null;
}

/** A service that runs an older revision of the family. */
function serviceOf(family: string, revision: number, records: Records) {
  for (const service of records.all('ecs/Service').values()) {
    const running = service.taskDefinition.slice(service.taskDefinition.lastIndexOf('/') + 1);
    const older = running.startsWith(`${family}:`) && running !== `${family}:${revision}`;
    if (service.status === 'ACTIVE' && older)
      return { cluster: clusterOf({ cluster: service.clusterArn }), name: service.serviceName };
  }
  return null;
}

/** The second act after registering: the service moves to the new revision. */
export async function updateService(
  file: DocumentFile,
  session: Session,
  service: { cluster: string; name: string },
  taskDefinition: string,
): Promise<void> {
  const input = { cluster: service.cluster, service: service.name, taskDefinition };
  await session.act({ api: 'ecs', action: 'UpdateService', input });
  file.outcome = { kind: 'applied', atMs: session.world.nowMs };
}
