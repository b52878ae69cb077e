/**
 * What a container does (DECISIONS.md 1.8): described images first, known ones next, a plain server otherwise; then its
 * `command` and `args`. Every image name runs, except one that no registry could hold.
 */
import type { RandomStream, Read } from '../../engine/model';
import { globMatches } from './glob';
import { parseImageName, spellings, type ImageName } from './imageName';
import { knownImages, plainServer, type KnownImage } from './knownImages';
import { processCourse, type ProcessCourse } from './processCourse';
import { timings } from './timings';
import type { ImageBehaviour } from './types';

/** Projection: described images, most specific name first. */
export const DESCRIBED_IMAGES = 'workload/describedImages';

/**
 * `command` replaces the image's own program, `args` follow it (Kubernetes); for ECS pass `entryPoint` and `command`.
 */
export function imageBehaviour(
  read: Pick<Read, 'projection'>,
  image: string,
  command: readonly string[] = NO_WORDS,
  args: readonly string[] = NO_WORDS,
): ImageBehaviour {
  const described = read.projection<readonly ImageBehaviour[]>(DESCRIBED_IMAGES);
  let known = remembered.get(described);
  if (!known || known.size >= REMEMBERED_AT_MOST)
    remembered.set(described, (known = new Map<string, ImageBehaviour>()));
  const words = command.length + args.length === 0 ? NO_WORDS : [...command, ...args];
  const key = words.length === 0 ? image : JSON.stringify([image, words]);
  let behaviour = known.get(key);
  if (!behaviour) known.set(key, (behaviour = behaviourOf(described, image, words)));
  return behaviour;
}
const NO_WORDS: readonly string[] = [];
/** As long as the same images are described, the same name and words mean the same: one object for all of them. */
const remembered = new WeakMap<readonly ImageBehaviour[], Map<string, ImageBehaviour>>();
const REMEMBERED_AT_MOST = 1_000;

function behaviourOf(
  described: readonly ImageBehaviour[],
  image: string,
  words: readonly string[],
): ImageBehaviour {
  const name = parseImageName(image);
  if (!name) return { ...plainServer, name: image, fails: 'pull' };
  const match = described.length > 0 ? firstMatch(described, spellings(image, name)) : undefined;
  const known = match ? undefined : knownImage(name);
  const own = match ?? (known ? ofKnown(known, image, name) : { ...plainServer, name: image });
  if (words.length === 0) return own;
  return follow(own, processCourse(words), words, known?.interactive ?? false);
}

/** From the first byte asked for to the last file unpacked. */
export function pullMs({ sizeMB }: ImageBehaviour, random: RandomStream): number {
  const { manifestMs, pullMBPerSecond } = timings;
  const rate = random.between(pullMBPerSecond.from, pullMBPerSecond.to);
  return random.between(manifestMs.from, manifestMs.to) + Math.ceil((sizeMB * 1000) / rate);
}

/** A name without a tag describes every tag of its repository: `spellings` ends with the bare paths. */
function firstMatch(
  described: readonly ImageBehaviour[],
  names: readonly string[],
): ImageBehaviour | undefined {
  return described.find(({ name }) => names.some((spelling) => globMatches(name, spelling)));
}

const byLastPart = new Map<string, KnownImage>(
  knownImages.flatMap((known) => known.repositories.map((r) => [r, known] as const)),
);
const byGlob = [...byLastPart].filter(([repository]) => repository.includes('*'));

function knownImage({ repository }: ImageName): KnownImage | undefined {
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return byLastPart.get(last) ?? byGlob.find(([glob]) => globMatches(glob, last))?.[1];
}

function ofKnown(known: KnownImage, image: string, { tag }: ImageName): ImageBehaviour {
  const { variants = {} } = known;
  const variant = Object.keys(variants).find((word) => tag?.includes(word));
  const sizeMB = (variant !== undefined && variants[variant]) || known.behaviour.sizeMB;
  return { ...known.behaviour, name: image, sizeMB };
}

function follow(
  own: ImageBehaviour,
  course: ProcessCourse,
  words: readonly string[],
  interactive: boolean,
): ImageBehaviour {
  if (course.what === 'serves') {
    // An interpreter given a program is a server on whatever port is mapped.
    const base = interactive ? { ...own, ...servedByInterpreter } : own;
    return {
      ...base,
      startUpMs: base.startUpMs + course.afterMs,
      readyMs: base.readyMs + course.afterMs,
    };
  }
  const stopsAfterMs = words.some((w) => /\btrap\b/.test(w)) ? 0 : timings.ignoresSigtermMs;
  const { consumes: _, protectsTask: __, ...alone } = own;
  const process = {
    ...alone,
    startUpMs: 0,
    readyMs: 0,
    listens: null,
    leakMiBPerMinute: 0,
    stopsAfterMs,
  };
  if (course.what === 'ends')
    return { ...process, exits: { afterMs: course.afterMs, code: course.code } };
  const { memoryMiB = own.memoryMiB, cpuMilli = 0 } = course;
  return { ...process, exits: null, memoryMiB, idleCpuMilli: cpuMilli };
}

const servedByInterpreter = {
  exits: null,
  listens: [],
  startUpMs: plainServer.startUpMs,
  readyMs: plainServer.readyMs,
} as const;
