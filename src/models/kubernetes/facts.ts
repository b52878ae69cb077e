/** Every fact of the model, joined from its folders. */
import type { ApiFact } from './api/facts';
import type { AutoscalingFact } from './autoscaling/facts';
import type { ControllersFact } from './controllers/facts';
import type { JobFact } from './controllers/job/facts';
import type { KubeletFact } from './kubelet/facts';
import type { KubectlFact } from './kubectl/part';
import type { MetricsFact } from './metrics/facts';
import type { NodeLifecycleFact } from './nodeLifecycle/facts';
import type { OutsideFact } from './outside/facts';
import type { SchedulerFact } from './scheduler/facts';

export type KubernetesFact =
  | ApiFact
  | AutoscalingFact
  | ControllersFact
  | JobFact
  | KubectlFact
  | KubeletFact
  | MetricsFact
  | NodeLifecycleFact
  | OutsideFact
  | SchedulerFact;

declare module '../../engine/model' {
  interface FactTypes {
    kubernetes: KubernetesFact;
  }
}
