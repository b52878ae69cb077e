/** What a thing is called where there is little room: `8f3a`, `web-6c8d-r4n8d`, `i-0c41`. */
import type { Ref } from '../../engine/model';

export function shortName({ kind, key }: Ref): string {
  const last = key.slice(key.lastIndexOf('/') + 1);
  switch (kind) {
    case 'ecs/Task':
      return last.slice(0, 4);
    case 'ecs/ContainerInstance':
    case 'ec2/Instance':
      return last.slice(0, 6);
    case 'kubernetes/Node':
      return last.split('.')[0] ?? last;
    case 'elasticloadbalancing/TargetHealth':
      return key.slice(key.indexOf('|') + 1);
    case 'elasticloadbalancing/TargetGroup':
      return key.split('/').at(-2) ?? last;
    default:
      return last;
  }
}

/** The platform's own sentences with their 32-digit ids cut to the four that the stage shows. */
export const shortIds = (message: string): string =>
  message.replace(/\b([0-9a-f]{4})[0-9a-f]{28}\b/g, '`$1`');
