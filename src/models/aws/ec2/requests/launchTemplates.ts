/** EC2 CreateLaunchTemplate, CreateLaunchTemplateVersion, ModifyLaunchTemplate, DescribeLaunchTemplates and ...Versions. */
import type { Admission, Context, Read } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { answer, refuse } from '../../refusal';
import { inputOf, requiredText, textOf, textsOf, type Input } from '../../requestInput';
import { newVersion, templateById, versionNumber } from '../launchTemplates';
import type { LaunchTemplate, LaunchTemplateData } from '../types';
import { marketOf, readBootstrap, readImageId, readTags, readType } from './runInstances';

export const createLaunchTemplate = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = requiredText(given, 'LaunchTemplateName');
    if (ctx.has('ec2/LaunchTemplate', name))
      refuse(
        'InvalidLaunchTemplateName.AlreadyExistsException',
        'Launch template name already in use.',
        ['LaunchTemplateName'],
      );
    const data = launchTemplateData(inputOf(given['LaunchTemplateData']));
    const { template, effects } = newVersion(name, data, undefined, ctx);
    return { ok: true, output: { LaunchTemplate: wireTemplate(template) }, effects };
  });

export const createLaunchTemplateVersion = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const existing = templateNamed(given, ctx);
    const source = textOf(given, 'SourceVersion');
    const base = source === undefined ? undefined : versionOf(existing, source);
    const data = launchTemplateData(inputOf(given['LaunchTemplateData']), base);
    const { template, effects } = newVersion(existing.LaunchTemplateName, data, existing, ctx);
    const LaunchTemplateVersion = wireVersion(template, template.LatestVersionNumber);
    return { ok: true, output: { LaunchTemplateVersion }, effects };
  });

export const modifyLaunchTemplate = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const existing = templateNamed(given, ctx);
    const DefaultVersionNumber = versionNumber(existing, requiredText(given, 'DefaultVersion'));
    const value = { ...existing, DefaultVersionNumber };
    const key = existing.LaunchTemplateName;
    return {
      ok: true,
      output: { LaunchTemplate: wireTemplate(value) },
      effects: [{ do: 'put', kind: 'ec2/LaunchTemplate', key, value }],
    };
  });

export const describeLaunchTemplates = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const names = textsOf(inputOf(input), 'LaunchTemplateNames');
    const found = read
      .list('ec2/LaunchTemplate')
      .filter((t) => names.length === 0 || names.includes(t.LaunchTemplateName));
    return { ok: true, output: { LaunchTemplates: found.map(wireTemplate) }, effects: [] };
  });

export const describeLaunchTemplateVersions = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const template = templateNamed(given, read);
    const asked = textsOf(given, 'Versions').map((version) => versionNumber(template, version));
    const numbers = asked.length > 0 ? asked : template.versions.map((_, i) => i + 1);
    const LaunchTemplateVersions = numbers.map((number) => wireVersion(template, number));
    return { ok: true, output: { LaunchTemplateVersions }, effects: [] };
  });

/** By name or id, as every request that takes a template has it. */
export function templateNamed(input: Input, read: Pick<Read, 'get' | 'list'>): LaunchTemplate {
  const id = textOf(input, 'LaunchTemplateId');
  if (id !== undefined)
    return (
      templateById(id, read) ??
      refuse(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
        ['LaunchTemplateId'],
      )
    );
  const name = requiredText(input, 'LaunchTemplateName');
  return (
    read.get('ec2/LaunchTemplate', name) ??
    refuse(
      'InvalidLaunchTemplateName.NotFoundException',
      `The specified launch template, with template name ${name}, does not exist.`,
      ['LaunchTemplateName'],
    )
  );
}

export const versionOf = (template: LaunchTemplate, version: string): LaunchTemplateData =>
  template.versions[versionNumber(template, version) - 1] as LaunchTemplateData;

/** Fields that are left out stay as in the version it starts from. */
export function launchTemplateData(given: Input, base?: LaunchTemplateData): LaunchTemplateData {
  const says = (...fields: string[]) => fields.some((field) => given[field] !== undefined);
  const boots = !base || says('bootstrap', 'UserData');
  const bootstrap = boots ? readBootstrap(given) : base.bootstrap;
  return {
    InstanceType: base && !says('InstanceType') ? base.InstanceType : readType(given),
    ImageId: base && !says('ImageId') ? base.ImageId : readImageId(given, bootstrap),
    Tags: base && !says('TagSpecifications') ? base.Tags : readTags(given),
    bootstrap,
    ...(says('InstanceMarketOptions') ? marketOf(given) : marketOfBase(base)),
  };
}

const marketOfBase = (base: LaunchTemplateData | undefined) =>
  base?.InstanceMarketOptions ? { InstanceMarketOptions: base.InstanceMarketOptions } : {};

const wireTemplate = (template: LaunchTemplate) => ({
  LaunchTemplateId: template.LaunchTemplateId,
  LaunchTemplateName: template.LaunchTemplateName,
  CreateTime: isoInstant(template.CreateTime),
  DefaultVersionNumber: template.DefaultVersionNumber,
  LatestVersionNumber: template.LatestVersionNumber,
});

function wireVersion(template: LaunchTemplate, VersionNumber: number) {
  const { InstanceType, ImageId, Tags, InstanceMarketOptions } = template.versions[
    VersionNumber - 1
  ] as LaunchTemplateData;
  const TagSpecifications = Tags.length === 0 ? [] : [{ ResourceType: 'instance', Tags }];
  return {
    LaunchTemplateId: template.LaunchTemplateId,
    LaunchTemplateName: template.LaunchTemplateName,
    VersionNumber,
    DefaultVersion: VersionNumber === template.DefaultVersionNumber,
    LaunchTemplateData: {
      InstanceType,
      ImageId,
      TagSpecifications,
      ...(InstanceMarketOptions ? { InstanceMarketOptions } : {}),
    },
  };
}
