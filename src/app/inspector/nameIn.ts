import type { Ref } from '../../engine/model';
import type { RecordMaps } from '../recordMaps';
import { shortName } from '../sentences/shortName';

/** As people call it: a container instance goes by the EC2 instance that it is. */
export function nameIn(ref: Ref, records: RecordMaps): string {
  const key =
    ref.kind === 'ecs/ContainerInstance'
      ? records.get('ecs/ContainerInstance', ref.key)?.ec2InstanceId
      : undefined;
  return shortName(key === undefined ? ref : { kind: 'ec2/Instance', key });
}
