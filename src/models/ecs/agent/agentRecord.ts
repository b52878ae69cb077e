/** What an agent on an instance keeps on its disk: where the search for dynamic host ports goes on, and the images. */
import type { Read } from '../../../engine/model';
import { ephemeralPorts } from './hostPorts';

export interface AgentState {
  readonly nextPort: number;
  /** Image -> virtual ms at which all its layers are there; later than now while it is being pulled. */
  readonly images: Readonly<Record<string, number>>;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: EC2 instance id. */
    'ecs/Agent': AgentState;
  }
}

/** Container instances are Linux with a readable kernel range; Windows instances are not modelled. */
export const PORT_RANGE = ephemeralPorts('linux', true);

export const agentOf = (read: Pick<Read, 'get'>, instanceId: string): AgentState =>
  read.get('ecs/Agent', instanceId) ?? { nextPort: PORT_RANGE.first, images: {} };
