/** The long ids that a container runtime would get by hashing: 64 hexadecimal digits, the same for the same thing. */
import { fnv32a } from '../naming';

/** `nginx@sha256:...` */
export function imageDigest(image: string): string {
  const [name = image] = image.split('@');
  return `${name}@sha256:${hex64(image)}`;
}

export const containerID = (podUid: string, container: string, restartCount: number): string =>
  `containerd://${hex64(`${podUid}/${container}/${restartCount}`)}`;

const LANES = [1, 2, 3, 4, 5, 6, 7, 8].map((lane) => (0x811c9dc5 ^ (lane * 0x01000193)) >>> 0);

const hex64 = (text: string): string =>
  LANES.map((basis) => fnv32a(text, basis).toString(16).padStart(8, '0')).join('');
