/** The long ids that a container runtime would get by hashing: 64 hexadecimal digits, the same for the same thing. */
import { parseImageName } from '../../workload/imageName';
import { rememberByText } from '../../workload/remember';
import { fnv32a } from '../naming';

/** `docker.io/library/nginx@sha256:...`: the digest that was written, or one that stands for this tag. */
export const imageDigest = rememberByText((image: string): string => {
  const name = parseImageName(image);
  if (!name) return image;
  const { registry, repository, tag, digest } = name;
  return `${registry}/${repository}@${digest ?? `sha256:${hex64(`${registry}/${repository}:${tag}`)}`}`;
});

export const containerID = (podUid: string, container: string, restartCount: number): string =>
  `containerd://${hex64(`${podUid}/${container}/${restartCount}`)}`;

const LANES = [1, 2, 3, 4, 5, 6, 7, 8].map((lane) => (0x811c9dc5 ^ (lane * 0x01000193)) >>> 0);

const hex64 = (text: string): string =>
  LANES.map((basis) => fnv32a(text, basis).toString(16).padStart(8, '0')).join('');
