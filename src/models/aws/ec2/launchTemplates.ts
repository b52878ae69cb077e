/**
 * Launch templates: what new instances are to be, by name and version (EC2 API, CreateLaunchTemplate). A version never
 * changes; `$Latest` and `$Default` are resolved at each launch.
 */
import type { Context, Effect, Read } from '../../../engine/model';
import { refuse } from '../refusal';
import type { LaunchTemplate, LaunchTemplateData } from './types';

/** `existing` undefined: version 1 of a new template. */
export function newVersion(
  name: string,
  data: LaunchTemplateData,
  existing: LaunchTemplate | undefined,
  ctx: Context,
): { readonly template: LaunchTemplate; readonly effects: readonly Effect[] } {
  const id = () => `lt-0${ctx.random(`ec2/launchTemplate/${name}`).text(16, '0123456789abcdef')}`;
  const before = existing ?? {
    LaunchTemplateId: id(),
    LaunchTemplateName: name,
    CreateTime: ctx.nowMs,
    DefaultVersionNumber: 1,
    LatestVersionNumber: 0,
    versions: [],
  };
  const template = {
    ...before,
    LatestVersionNumber: before.LatestVersionNumber + 1,
    versions: [...before.versions, data],
  };
  const about = { kind: 'ec2/LaunchTemplate', key: name } as const;
  const { LatestVersionNumber: VersionNumber } = template;
  const told = { VersionNumber, InstanceType: data.InstanceType };
  return {
    template,
    effects: [
      { do: 'put', ...about, value: template },
      {
        do: 'note',
        fact: { model: 'aws', type: 'launchTemplateVersionCreated', data: told, about },
      },
    ],
  };
}

export function templateById(id: string, read: Pick<Read, 'list'>): LaunchTemplate | undefined {
  return read.list('ec2/LaunchTemplate').find((t) => t.LaunchTemplateId === id);
}

/** The number behind `$Latest`, `$Default` or a number's text; refused when there is no such version. */
export function versionNumber(template: LaunchTemplate, version: string): number {
  if (version === '$Latest') return template.LatestVersionNumber;
  if (version === '$Default') return template.DefaultVersionNumber;
  const number = /^\d+$/.test(version) ? Number(version) : 0;
  if (number < 1 || number > template.LatestVersionNumber)
    refuse(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${version} for the launch template with ID ${template.LaunchTemplateId}.`,
    );
  return number;
}
