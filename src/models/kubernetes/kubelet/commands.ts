/** What is asked of the kubelets: by the cloud (power, network, joining), by their own syncs, by faults. */
import type { NodeRegistration } from '../commands';
import type { NodeSyncCommand } from './nodeSync';
import type { OutOfMemoryCommand } from './outOfMemory';
import type { PodWorkerCommand } from './podWorker';
import type { ProcessEndedCommand } from './processEnd';

export type KubeletCommand =
  | ({ readonly type: 'registerNode' } & NodeRegistration)
  | { readonly type: 'stopKubelet'; readonly node: string }
  | { readonly type: 'startKubelet'; readonly node: string }
  | { readonly type: 'silenceKubelet'; readonly node: string; readonly silent: boolean }
  | { readonly type: 'powerOffNode'; readonly node: string }
  | { readonly type: 'deleteNode'; readonly name: string }
  | NodeSyncCommand
  | OutOfMemoryCommand
  | PodWorkerCommand
  | ProcessEndedCommand;
