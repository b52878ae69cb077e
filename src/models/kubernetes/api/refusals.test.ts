/** What the API server refuses, and in which words. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiServer, deployment, pod } from './fixtures/apiServer';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});

describe('refusals', () => {
  it('names the field as the API does', () =>
    expect(
      api.refused({ verb: 'apply', body: deployment({ spec: { replicas: -1 } }) }),
    ).toMatchObject({
      status: 422,
      error: {
        name: 'Invalid',
        message:
          'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
        causes: [
          {
            path: ['spec', 'replicas'],
            field: 'spec.replicas',
            reason: 'FieldValueInvalid',
            message: 'Invalid value: -1: must be greater than or equal to 0',
          },
        ],
      },
    }));

  it('says whose limit a million replicas meets', () =>
    expect(
      api.refused({ verb: 'apply', body: deployment({ spec: { replicas: 1_000_000 } }) }).error
        .message,
    ).toContain(
      'must be less than or equal to 50000 (a limit of this simulator, not of Kubernetes)',
    ));

  it('lists unknown fields in strict decoding', () =>
    expect(
      api.refused({
        verb: 'apply',
        body: deployment({ spec: { replica: 1 }, container: { imagePullpolicy: 'Always' } }),
      }),
    ).toMatchObject({
      status: 400,
      error: {
        name: 'BadRequest',
        message:
          'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.template.spec.containers[0].imagePullpolicy", unknown field "spec.replica"',
      },
    }));

  it('repeats what Go says of wrong types', () =>
    expect(
      api.refused({ verb: 'apply', body: deployment({ spec: { replicas: '3' } }) }).error.message,
    ).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ));

  it('changes nothing and leaves no fact', () => {
    api.refused({ verb: 'apply', body: deployment({ spec: { replicas: -1 } }) });
    expect(api.simulation.records.version).toBe(0);
    expect(api.factTypes()).toEqual([]);
  });

  it('keeps selectors as they are', () => {
    api.apply(deployment());
    const other = { app: 'other' };
    expect(
      api.refused({
        verb: 'apply',
        body: deployment({
          spec: {
            selector: { matchLabels: other },
            template: { ...deployment().spec.template, metadata: { labels: other } },
          },
        }),
      }).error.message,
    ).toBe(
      'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
    );
  });

  it.each([
    ['argoproj.io/v1alpha1', 'Rollout', /no matches for kind "Rollout" in version "argoproj.io/],
    ['policy/v1beta1', 'PodDisruptionBudget', /no matches for kind "PodDisruptionBudget"/],
  ])('knows no %s %s', (apiVersion, kind, message) => {
    const { error } = api.refused({ verb: 'apply', body: { apiVersion, kind } });
    expect(error.message).toMatch(message);
    expect(error.causes[0]?.message.length).toBeGreaterThan(10);
  });

  it('finds no namespace that was not created', () => {
    expect(
      api.refused({ verb: 'apply', body: deployment({ metadata: { namespace: 'shop' } }) }).error
        .message,
    ).toBe('namespaces "shop" not found');
    api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    expect(api.apply(deployment({ metadata: { namespace: 'shop' } })).operation).toBe('created');
  });

  it('knows AlreadyExists and NotFound', () => {
    api.submit({ verb: 'create', body: pod() });
    expect(api.refused({ verb: 'create', body: pod() })).toMatchObject({
      status: 409,
      error: { name: 'AlreadyExists', message: 'pods "one" already exists' },
    });
    expect(api.refused({ verb: 'delete', resource: 'pods', name: 'two' })).toMatchObject({
      status: 404,
      error: { name: 'NotFound', message: 'pods "two" not found' },
    });
  });
});
