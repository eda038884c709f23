import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { MutationRunner } from './runner.ts';
import { ignoredBecause } from './samplingTables.ts';

/** What Stryker loads. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'laws', MutationRunner),
  declareValuePlugin(PluginKind.Ignore, 'sampling tables', { shouldIgnore: ignoredBecause as never }),
];
