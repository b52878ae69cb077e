/**
 * A kubectl command line as far as a container in the cluster needs it (kubectl v1.34): patch, scale, delete, rollout restart,
 * annotate, label, get, create job --from. Words in, what is meant out; or what kubectl itself says is wrong.
 */
import { RESOURCES, type Resource } from '../validation/resources';

export interface KubectlCommand {
  readonly verb:
    'patch' | 'scale' | 'delete' | 'restart' | 'annotate' | 'label' | 'get' | 'createJob';
  readonly resource: Resource;
  /** Empty: all that `selector` selects. */
  readonly names: readonly string[];
  readonly namespace: string | undefined;
  readonly selector: string | undefined;
  /** Patch, as JSON; of scale, annotate and label what is made of their flags. */
  readonly body: unknown;
  readonly patchType: string;
  /** `create job`: the CronJob it is made from. */
  readonly from: string | undefined;
  readonly ignoreNotFound: boolean;
}

export class KubectlError extends Error {}

/** Flags that take a value, with their long names. */
const VALUE_FLAGS: Readonly<Record<string, string>> = {
  n: 'namespace',
  namespace: 'namespace',
  p: 'patch',
  patch: 'patch',
  type: 'type',
  l: 'selector',
  selector: 'selector',
  replicas: 'replicas',
  o: 'output',
  output: 'output',
  from: 'from',
  'grace-period': 'grace-period',
  timeout: 'timeout',
  'field-manager': 'field-manager',
};

interface Words {
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string>>;
}

function split(words: readonly string[]): Words {
  const args: string[] = [];
  const flags: Record<string, string> = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word);
    if (!match) {
      args.push(word);
      continue;
    }
    const [, given = '', value] = match;
    const name = VALUE_FLAGS[given];
    if (name === undefined) flags[given] = value ?? 'true';
    else if (value !== undefined) flags[name] = value;
    else if (words[i + 1] === undefined)
      throw new KubectlError(`error: flag needs an argument: ${word}`);
    else flags[name] = words[++i] as string;
  }
  return { args, flags };
}

/** Throws `KubectlError` with the text that goes to standard error. */
export function parseKubectl(words: readonly string[]): KubectlCommand {
  const { args, flags } = split(words);
  const [verb = '', ...rest] = args;
  switch (verb) {
    case 'patch':
      return command('patch', rest, flags, {
        body: parsedPatch(flags['patch']),
        patchType: flags['type'] ?? 'strategic',
      });
    case 'scale':
      return command('scale', rest, flags, {
        body: { spec: { replicas: replicasOf(flags['replicas']) } },
        patchType: 'merge',
      });
    case 'delete':
    case 'get':
      return command(verb, rest, flags, {});
    case 'annotate':
    case 'label':
      return marked(verb, rest, flags);
    case 'rollout':
      if (rest[0] === 'restart') return command('restart', rest.slice(1), flags, {});
      throw unknown(`rollout ${rest[0] ?? ''}`);
    case 'create':
      if (rest[0] === 'job' && flags['from'] !== undefined) return jobFrom(rest[1], flags);
      throw unknown(`create ${rest[0] ?? ''}`);
    default:
      throw unknown(verb);
  }
}

const unknown = (what: string): KubectlError =>
  new KubectlError(`error: unknown command ${JSON.stringify(what)} for "kubectl"`);

type Rest = Partial<Pick<KubectlCommand, 'body' | 'patchType' | 'from'>>;

function command(
  verb: KubectlCommand['verb'],
  args: readonly string[],
  flags: Words['flags'],
  rest: Rest,
): KubectlCommand {
  const { resource, names } = target(args);
  const { namespace, selector } = flags;
  if (names.length === 0 && selector === undefined && flags['all'] !== 'true' && verb !== 'get')
    throw new KubectlError('error: resource(s) were provided, but no name was specified');
  return {
    verb,
    resource,
    names,
    namespace,
    selector,
    body: undefined,
    patchType: 'strategic',
    from: undefined,
    ignoreNotFound: flags['ignore-not-found'] === 'true',
    ...rest,
  };
}

/** `hpa web`, `hpa/web`, `deployment/web deployment/shop`, `pods`. */
function target(args: readonly string[]): Pick<KubectlCommand, 'resource' | 'names'> {
  const [first = '', ...more] = args;
  if (first === '')
    throw new KubectlError(
      'error: You must provide one or more resources by argument or filename.',
    );
  const slash = first.indexOf('/');
  if (slash < 0) return { resource: resourceNamed(first), names: more };
  const names = args.map((word) => word.slice(word.indexOf('/') + 1));
  return { resource: resourceNamed(first.slice(0, slash)), names };
}

/** By plural, singular or short name, with or without the group. */
export function resourceNamed(text: string): Resource {
  const [word = '', ...group] = text.toLowerCase().split('.');
  const known = RESOURCES.filter(
    (r) =>
      (r.resource === word || r.kind.toLowerCase() === word || r.shortNames.includes(word)) &&
      (group.length === 0 || r.group === group.join('.')),
  );
  // Of two versions the newer is preferred.
  const found = known.find((r) => r.version === 'v2') ?? known[0];
  if (!found) throw new KubectlError(`error: the server doesn't have a resource type "${word}"`);
  return found;
}

function parsedPatch(text: string | undefined): unknown {
  if (text === undefined)
    throw new KubectlError(
      'error: must specify --patch or --patch-file containing the contents of the patch',
    );
  try {
    return JSON.parse(text);
  } catch {
    throw new KubectlError(
      `error: unable to parse ${JSON.stringify(text)}: the patch must be JSON here`,
    );
  }
}

function replicasOf(text: string | undefined): number {
  if (text === undefined) throw new KubectlError('error: required flag(s) "replicas" not set');
  if (!/^\d{1,9}$/.test(text))
    throw new KubectlError(
      `error: invalid argument ${JSON.stringify(text)} for "--replicas" flag: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  return Number(text);
}

/** `annotate deployment web a=1 b-`: values are set, a trailing dash takes one away. */
function marked(
  verb: 'annotate' | 'label',
  args: readonly string[],
  flags: Words['flags'],
): KubectlCommand {
  const isChange = (word: string) =>
    /^[^/=]+(?:\/[^/=]+)?(?:=.*|-)$/.test(word) && /[=]|-$/.test(word);
  const first = args[0] ?? '';
  const from = first.includes('/') ? 1 : 2;
  const changes = args.slice(from).filter(isChange);
  const named = args.filter((word, i) => i < from || !isChange(word));
  const values = Object.fromEntries(
    changes.map((word) => {
      const equals = word.indexOf('=');
      return equals < 0
        ? [word.slice(0, -1), null]
        : [word.slice(0, equals), word.slice(equals + 1)];
    }),
  );
  const body = { metadata: { [verb === 'label' ? 'labels' : 'annotations']: values } };
  return command(verb, named, flags, { body, patchType: 'merge' });
}

function jobFrom(name: string | undefined, flags: Words['flags']): KubectlCommand {
  const [type = '', from = ''] = (flags['from'] ?? '').split('/');
  if (resourceNamed(type).kind !== 'CronJob')
    throw new KubectlError(`error: unsupported resource type for --from: ${type}`);
  return command('createJob', ['jobs', ...(name === undefined ? [] : [name])], flags, { from });
}
