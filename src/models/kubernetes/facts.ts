/** Every fact of the model, joined from its folders. */
import type { ApiFact } from './api/facts';
import type { ControllersFact } from './controllers/facts';
import type { KubeletFact } from './kubelet/facts';
import type { NodeLifecycleFact } from './nodeLifecycle/facts';
import type { OutsideFact } from './outside/facts';
import type { SchedulerFact } from './scheduler/facts';

export type KubernetesFact =
  ApiFact | ControllersFact | KubeletFact | NodeLifecycleFact | OutsideFact | SchedulerFact;

declare module '../../engine/model' {
  interface FactTypes {
    kubernetes: KubernetesFact;
  }
}
