/** What kubelets do and find out. `data` carries the numbers that the decision used. */
export type KubeletFact =
  | {
      readonly type: 'nodeRegistered';
      readonly data: {
        readonly zone: string;
        readonly instanceType: string;
        readonly instanceId: string | null;
      };
    }
  | { readonly type: 'nodeReady'; readonly data: Record<string, never> }
  | {
      readonly type: 'kubeletStopping';
      readonly data: { readonly pods: number; readonly graceSeconds: number };
    }
  | { readonly type: 'kubeletStarted'; readonly data: { readonly podsRestarted: number } }
  /** Known to the world, not to the cluster. */
  | { readonly type: 'kubeletSilent'; readonly data: { readonly pods: number } }
  | { readonly type: 'kubeletReturned'; readonly data: { readonly nextReportMs: number } }
  | { readonly type: 'nodePoweredOff'; readonly data: { readonly containersLost: number } }
  | { readonly type: 'nodeDeleted'; readonly data: Record<string, never> }
  | { readonly type: 'podAdmitted'; readonly data: { readonly node: string } }
  | {
      readonly type: 'podRejected';
      readonly data: { readonly node: string; readonly reason: string; readonly message: string };
    }
  | {
      readonly type: 'podSandboxReady';
      readonly data: { readonly ip: string; readonly sandboxMs: number };
    }
  | {
      readonly type: 'imagePulling';
      readonly data: {
        readonly container: string;
        readonly image: string;
        readonly pullMs: number;
        readonly waitedMs: number;
      };
    }
  | {
      readonly type: 'imagePulled';
      readonly data: {
        readonly container: string;
        readonly image: string;
        readonly pullMs: number;
        readonly sizeMB: number;
      };
    }
  | {
      readonly type: 'imagePullFailed';
      readonly data: { readonly container: string; readonly image: string; readonly error: string };
    }
  | {
      readonly type: 'imagePullBackOff';
      readonly data: {
        readonly container: string;
        readonly image: string;
        readonly backOffMs: number;
      };
    }
  | {
      readonly type: 'imageUnusable';
      readonly data: {
        readonly container: string;
        readonly image: string;
        readonly reason: string;
      };
    }
  | {
      readonly type: 'containerStarted';
      readonly data: { readonly container: string; readonly restartCount: number };
    }
  | {
      readonly type: 'containerKilling';
      readonly data: {
        readonly container: string;
        readonly why: 'podDeleted' | 'startupProbe' | 'livenessProbe' | 'shutdown' | 'podEnding';
        readonly graceMs: number;
        readonly preStopMs: number;
      };
    }
  | {
      readonly type: 'containerTerminated';
      readonly data: {
        readonly container: string;
        readonly exitCode: number;
        readonly reason: string;
        readonly ranMs: number;
        readonly restartCount: number;
      };
    }
  | {
      readonly type: 'containerBackOff';
      readonly data: {
        readonly container: string;
        readonly backOffMs: number;
        readonly restartCount: number;
      };
    }
  | {
      readonly type: 'probeFailed';
      readonly data: {
        readonly container: string;
        readonly probe: 'Startup' | 'Liveness' | 'Readiness';
        readonly message: string;
      };
    }
  | {
      readonly type: 'podReady';
      readonly data: { readonly node: string; readonly sinceCreatedMs: number };
    }
  | {
      readonly type: 'podNotReady';
      readonly data: { readonly reason: string; readonly message: string };
    }
  | {
      readonly type: 'podSucceeded' | 'podFailed';
      readonly data: { readonly reason: string | null; readonly message: string | null };
    }
  | {
      readonly type: 'podTerminating';
      readonly data: { readonly graceMs: number; readonly reason: string | null };
    }
  | {
      readonly type: 'containerCrashed';
      readonly data: { readonly container: string; readonly exitCode: number };
    };
