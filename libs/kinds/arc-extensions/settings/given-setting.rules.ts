import { mostAlike } from '#libs/kernel';
import {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
  isLabel,
  noLabelMessage,
} from '#libs/resources';
import type { ExtensionSettings } from './extension-settings.schema.js';
import { isNamedSetting, knownSettings, readSettings } from './extension-settings.rules.js';
import { cautionHelmType, checkHelmSetting, plainSetting } from './helm-setting.rules.js';
import { textSettings } from './named.settings.js';
import { meaningOf, newNameOf, oldSettingNames } from './old-setting.rules.js';

/** Settings as a client gave them. Null: not said. */
export interface GivenSettings {
  settings: { [Name in keyof ExtensionSettings]: ExtensionSettings[Name] | null } | null;
  extraSettings: Record<string, string> | null;
  /** Protected setting to reference. */
  protectedSettings: Record<string, string> | null;
}

export interface ReadSettings {
  settings: Partial<ExtensionSettings>;
  extraSettings: Record<string, string> | null;
  findings: Findings;
}

/** What a client asks for under today's names, and what has to be said about the names that were written. */
export function readGivenSettings(
  { settings, extraSettings, protectedSettings }: GivenSettings,
  path: FieldPath,
): ReadSettings {
  const named = Object.fromEntries(
    Object.entries(settings ?? {}).filter(([, value]) => value !== null),
  ) as Partial<ExtensionSettings>;
  const extra = Object.entries(extraSettings ?? {});
  const old = extra.filter(([name]) => newNameOf(name) !== undefined);
  const others = extra.filter(([name]) => newNameOf(name) === undefined);
  const renamed = readOld(old, { named, others: Object.fromEntries(others) }, [
    ...path,
    'extraSettings',
  ]);
  const said = { ...renamed.settings, ...named };
  return {
    settings: said,
    extraSettings: extraSettings && {
      ...renamed.extraSettings,
      ...Object.fromEntries(others.map(([name, value]) => [plainSetting(name), value])),
    },
    findings: together(
      renamed.findings,
      ...others.map(([name, value]) => checkExtra(name, value, [...path, 'extraSettings', name])),
      ...Object.keys(protectedSettings ?? {}).map((name) =>
        checkProtected(name, [...path, 'protectedSettings', name]),
      ),
      ...textSettings.map((name) =>
        checkHelmSetting(name, said[name] ?? '', [...path, 'settings', name]),
      ),
      ...Object.entries(named.nodeSelector ?? {}).map(([key, value]) =>
        checkLabel(key, value, [...path, 'settings', 'nodeSelector', key]),
      ),
    ),
  };
}

/** Old names, one by one: mapped with a warning, or refused where today's name or another old one says otherwise. */
function readOld(
  old: readonly [string, string][],
  said: { named: Partial<ExtensionSettings>; others: Record<string, string> },
  path: FieldPath,
): ReadSettings & { extraSettings: Record<string, string> } {
  let [settings, extraSettings, findings] = [{}, {}, nothing];
  for (const [name, value] of old) {
    const meaning = meaningOf(name, value);
    const read = readSettings(meaning ?? {});
    const before = { ...settings, ...extraSettings, ...said.named, ...said.others };
    findings = together(findings, checkOld({ name, value }, meaning && { ...read, before }, path));
    settings = { ...settings, ...read.settings };
    extraSettings = { ...extraSettings, ...read.extraSettings };
  }
  return { settings, extraSettings, findings };
}

function checkOld(
  { name, value }: { name: string; value: string },
  read: { settings: object; extraSettings: object; before: Record<string, unknown> } | undefined,
  path: FieldPath,
): Findings {
  const [field, now] = [[...path, name], newNameOf(name) ?? ''];
  if (!read)
    return refusal('INVALID_INPUT', field, `'${value}' is neither True nor False. Today: ${now}.`);
  const contradicted = Object.entries({ ...read.settings, ...read.extraSettings }).find(
    ([today, means]) => read.before[today] !== undefined && read.before[today] !== means,
  );
  if (contradicted) {
    const message = `is an old name of ${now}, and says otherwise than ${contradicted[0]} beside it: leave it out.`;
    return refusal('INVALID_INPUT', field, message);
  }
  const message = `is an old name, taken as what it is called today: ${now}.`;
  return caution('OLD_SETTING_NAME', field, message);
}

function checkExtra(name: string, value: string, field: FieldPath): Findings {
  const right = knownSettings.find((known) => known.toLowerCase() === name.toLowerCase());
  if (right !== undefined && right !== name) {
    const place = isNamedSetting(right) ? ', a field of its own in settings' : '';
    return refusal('INVALID_INPUT', field, `is written ${right}${place}.`);
  }
  return together(checkHelmSetting(name, value, field), cautionUnknown(name, field));
}

/** A name that is all but one of those that are known. */
function cautionUnknown(name: string, field: FieldPath): Findings {
  if (knownSettings.includes(name) || isNamedSetting(name)) return nothing;
  const [like] = mostAlike([...knownSettings, ...oldSettingNames], name, { most: 1, atLeast: 0.8 });
  if (like === undefined) return nothing;
  return caution('UNKNOWN_SETTING', field, `is no setting that is documented: is ${like} meant?`);
}

/** Old guides name the key's file in ways that the extension does not read. */
const protectedNames = ['sslCertPemFile', 'sslKeyPemFile'];
const oldProtected: Readonly<Record<string, string>> = {
  sslcertkeyfile: 'sslKeyPemFile',
  sskeypmfile: 'sslKeyPemFile',
};

function checkProtected(name: string, field: FieldPath): Findings {
  const right =
    protectedNames.find((known) => known.toLowerCase() === name.toLowerCase()) ??
    oldProtected[name.toLowerCase()];
  if (right === undefined || right === name) return checkHelmSetting(name, '', field);
  return refusal('INVALID_INPUT', field, `is written ${right}.`);
}

const checkLabel = (key: string, value: string, field: FieldPath): Findings =>
  isLabel(key, value)
    ? cautionHelmType(value, field)
    : refusal('INVALID_INPUT', field, noLabelMessage);
