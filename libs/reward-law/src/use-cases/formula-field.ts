import { rule } from '#libs/http';
import { currencies, substances } from '#libs/vocabulary';
import type { Formula } from '../terms/policy-terms.ts';

const moneySchema = {
  type: 'object',
  properties: { currency: { type: 'string', enum: [...currencies] }, amount: { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,17})$' } },
  required: ['currency', 'amount'],
  additionalProperties: false,
};
const milligramsSchema = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
const formulaSchema = (kind: Formula['kind'], properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties: { kind: { const: kind }, ...properties },
  required: ['kind', ...Object.keys(properties)],
  additionalProperties: false,
});

/** A formula of any kind, with the fields of its kind. */
export const IsFormula = rule(
  'isFormula',
  {
    type: 'object',
    oneOf: [
      formulaSchema('flat', { amount: moneySchema }),
      formulaSchema('per_unit', {
        amount: moneySchema,
        unitMg: milligramsSchema,
        counting: { type: 'string', enum: ['whole', 'pro-rata'] },
      }),
      formulaSchema('scaled_to_cap', { upTo: moneySchema, wholeAtPureMg: milligramsSchema }),
      formulaSchema('tiered', {
        tables: {
          type: 'array',
          minItems: 1,
          maxItems: 20,
          items: {
            type: 'object',
            properties: {
              substances: { type: 'array', minItems: 1, maxItems: 20, items: { type: 'string', enum: [...substances] } },
              bands: {
                type: 'array',
                minItems: 1,
                maxItems: 50,
                items: {
                  type: 'object',
                  properties: { fromMg: { ...milligramsSchema, minimum: 0 }, amount: moneySchema, perMg: milligramsSchema },
                  required: ['fromMg', 'amount'],
                  additionalProperties: false,
                },
              },
            },
            required: ['substances', 'bands'],
            additionalProperties: false,
          },
        },
      }),
      formulaSchema('asset_share', { shareBp: { type: 'integer', minimum: 1, maximum: 10_000 }, upTo: moneySchema }),
    ],
  },
  '$property must be one of the formulas flat, per_unit, scaled_to_cap, tiered and asset_share, with the fields of its kind',
);
