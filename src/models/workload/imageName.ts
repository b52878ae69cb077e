/**
 * Image references as container runtimes read them: `[registry/]repository[:tag][@digest]`, with Docker Hub and `latest`
 * filled in (distribution/reference grammar, v3). A name outside the grammar can never be pulled: the kubelet says
 * InvalidImageName, Docker `invalid reference format`.
 */
import { rememberByText } from './remember';

export interface ImageName {
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** Path below the registry; single names on Docker Hub stand under `library/`. */
  readonly repository: string;
  /** `latest` when neither tag nor digest is written; null when only a digest is. */
  readonly tag: string | null;
  readonly digest: string | null;
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const REGISTRY =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const MAX_NAME = 255;

/** undefined: not a reference at all. */
export const parseImageName = rememberByText(parse);

function parse(image: string): ImageName | undefined {
  const [named = '', digest, ...rest] = image.split('@');
  if (rest.length > 0 || (digest !== undefined && !validDigest(digest))) return undefined;
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const path = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : null;
  if (tag !== null && !TAG.test(tag)) return undefined;
  const { registry, repository } = splitRegistry(path);
  if (!REGISTRY.test(registry) || path.length > MAX_NAME) return undefined;
  if (!repository.split('/').every((component) => COMPONENT.test(component))) return undefined;
  return {
    registry,
    repository,
    tag: tag ?? (digest === undefined ? 'latest' : null),
    digest: digest ?? null,
  };
}

function validDigest(digest: string): boolean {
  if (!DIGEST.test(digest)) return false;
  return !digest.startsWith('sha256:') || /^sha256:[0-9a-f]{64}$/.test(digest);
}

/** The first part names a registry only when it looks like a host: a dot, a port, `localhost` or a capital. */
function splitRegistry(path: string): { registry: string; repository: string } {
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const registry = isHost ? first : 'docker.io';
  const repository = isHost ? path.slice(slash + 1) : path;
  if (registry !== 'docker.io' && registry !== 'index.docker.io') return { registry, repository };
  const official = repository.includes('/') ? repository : `library/${repository}`;
  return { registry: 'docker.io', repository: official };
}

/** Every way to write this name, the fullest first: what a name or glob of a described image is held against. */
export function spellings(written: string, name: ImageName): readonly string[] {
  const { registry, repository, tag, digest } = name;
  const short = repository.startsWith('library/')
    ? repository.slice('library/'.length)
    : repository;
  const paths = [`${registry}/${repository}`, repository, short];
  const suffixes = [tag === null ? '' : `:${tag}`, digest === null ? '' : `@${digest}`, ''];
  return [...new Set([written, ...suffixes.flatMap((suffix) => paths.map((p) => p + suffix))])];
}
