/** Deployments of a service: how one begins and which ones a service keeps. */
import type { Context } from '../../../engine/model';
import type { Service } from '../types';

/** The service with a fresh PRIMARY deployment of what it now asks for; what was PRIMARY becomes ACTIVE. */
export declare function withNewDeployment(service: Service, ctx: Context): Service;
