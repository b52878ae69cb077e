import type { Ref } from '../../engine/model';
import type { RecordMaps } from '../recordMaps';
import { shortName } from '../sentences/shortName';

/** As people call it: a container instance goes by the EC2 instance that it is, a policy by its own name. */
export function nameIn(ref: Ref, records: RecordMaps): string {
  const key =
    ref.kind === 'ecs/ContainerInstance'
      ? records.get('ecs/ContainerInstance', ref.key)?.ec2InstanceId
      : undefined;
  if (ref.kind.startsWith('applicationautoscaling/') && ref.key.includes('|'))
    return ref.key.slice(ref.key.indexOf('|') + 1);
  return shortName(key === undefined ? ref : { kind: 'ec2/Instance', key });
}
