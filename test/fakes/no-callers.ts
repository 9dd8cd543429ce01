import type {CallersPorts} from '../../src/lib/service/ports.js';

/** A place where nothing calls a function without its alias. */
export const noCallers: CallersPorts = {
  apis: {
    readApi: async () => undefined,
    readServedApi: async () => undefined,
    setStageVariable: async () => undefined,
    setIntegrationUri: async () => undefined,
  },
  mappings: {
    getMapping: async () => undefined,
    pointMapping: async (uuid) => {
      throw new Error(`There is no mapping ${uuid}.`);
    },
  },
  policies: {readPolicy: async () => ({statements: []}), addStatement: async () => undefined},
  rules: {targetsAt: async () => [], pointTarget: async () => 'elsewhere'},
};
