/**
 * What would happen to a text: parsed, and each of its objects submitted to a fresh world with room on both platforms.
 * Things that a service definition names (its cluster, task definition, target groups) are taken at face value by being
 * created first. Used by `check` and `corpus`.
 */
import {
  awsCall,
  awsInput,
  isError,
  objectsOf,
  parseText,
  type DocumentObject,
  type TextRange,
} from '../documents';
import type { Response } from './protocol';
import { compileScenario } from './scenario';
import { checkAwsFile } from '../models/aws/validation/checkAwsInput';
import { checkDocument } from '../models/ecs/validation/checkDocument';
import { configFieldsWithoutEffect, isClusterConfig } from '../models/eks/validation/clusterConfig';
import { standIn } from './standIns';
import { World } from './world';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly range: TextRange;
}

export interface ObjectVerdict {
  /** `Deployment web`, `taskDefinition web`... */
  readonly what: string;
  readonly outcome: 'runs' | 'rejects' | 'unsupported-kind';
  readonly error: { readonly name: string; readonly message: string } | null;
  /** What is accepted but not simulated, in words. */
  readonly notices: readonly string[];
}

export interface TextVerdict {
  readonly parses: boolean;
  readonly objects: readonly ObjectVerdict[];
  readonly findings: readonly Finding[];
  readonly world: World;
}

export function judgeText(name: string, text: string): TextVerdict {
  const world = new World(ROOMY_GROUND, 7);
  world.advance(1000);
  const documents = parseText(name, text);
  const problems = documents.flatMap((d) => d.problems);
  const findings: Finding[] = problems.map(({ severity, message, range }) => ({
    severity,
    message,
    range,
  }));
  if (problems.some(isError)) return { parses: false, objects: [], findings, world };
  const objects = objectsOf(documents).map((object) => judgeObject(world, object, findings));
  if (objects.length === 0) findings.push(nothingIn(text));
  return { parses: true, objects, findings, world };
}

/** kubectl and aws alike refuse a file that holds nothing. */
function nothingIn(text: string): Finding {
  const end = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return {
    severity: 'error',
    message: 'no objects passed to apply',
    range: { from: 0, to: text.length, ...end },
  };
}

const ROOMY_GROUND = compileScenario(
  'judge',
  {
    version: 1,
    title: { en: 'Judge', ko: '판정' },
    ground: {
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      instances: ['ecs-container-instance', 'eks-node'].map((as) => ({
        count: 3,
        instanceType: 'm5.4xlarge',
        bootstrap: { as, cluster: 'default' },
      })),
    },
    clusters: ['default'],
  },
  [],
  () => [],
);

function judgeObject(world: World, object: DocumentObject, findings: Finding[]): ObjectVerdict {
  const { description, document, path, value } = object;
  const what =
    description.api === 'unknown' ? 'unknown' : `${description.kind} ${description.name}`.trim();
  const input = { document: standIn(value, (request) => world.submit('client', request)) };
  const response = world.submit('client', { api: 'quayside', action: 'applyDocument', input });
  const notices = noticesIn(object);
  if (response.ok) {
    const words = [...noticesOf(response.output), ...notices];
    return { what, outcome: 'runs', error: null, notices: words };
  }
  const { error } = response;
  const { causes, message } = error;
  for (const cause of causes.length > 1 ? causes : [{ path: causes[0]?.path ?? [], message }])
    findings.push({
      severity: 'error',
      message: cause.message,
      range: document.locate([...path, ...cause.path]),
    });
  return { what, outcome: outcomeOf(response), error, notices: [] };
}

/** What is taken without effect, said by the file's own reader. */
function noticesIn({ description, value }: DocumentObject): readonly string[] {
  if (isClusterConfig(value)) {
    const places = configFieldsWithoutEffect(value).map((path) => path.join('.'));
    return places.length === 0
      ? []
      : [`accepted, without effect in this simulator: ${places.join(', ')}`];
  }
  const aws = awsInput(value);
  const { notices } = aws
    ? checkAwsFile(awsCall(aws, undefined, []).action, aws)
    : { notices: description.api === 'ecs' ? checkDocument(value).notices : [] };
  return notices.map(({ message }) => message);
}

function outcomeOf({ error }: Extract<Response, { ok: false }>): ObjectVerdict['outcome'] {
  return error.message.includes('no matches for kind') ? 'unsupported-kind' : 'rejects';
}

function noticesOf(output: unknown): readonly string[] {
  const { warnings } = (output ?? {}) as { warnings?: unknown };
  return Array.isArray(warnings) ? warnings.map(String) : [];
}
