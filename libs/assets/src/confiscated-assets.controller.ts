import { Controller, Query } from '@nestjs/common';
import { AfterQuery, type ListAnswer, QueryRoute } from '#libs/http';
import { ConfiscatedAssets, type ConfiscatedAssetsRow } from './confiscated-assets.ts';

/** The confiscated assets and their pools, in columns. */
@Controller('v1/confiscated-assets')
export class ConfiscatedAssetsController {
  constructor(private readonly confiscated: ConfiscatedAssets) {}

  @QueryRoute({
    roles: ['finance-officer', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'],
    summary: 'Show the confiscated assets by currency: frozen, ordered, final, settled; reserved, paid, recovered, available of each pool',
    description: 'Assets are worth their latest valuation, and from the sale on its money. Money of two currencies is never added.',
  })
  async show(@Query() query: AfterQuery): Promise<ListAnswer<ConfiscatedAssetsRow>> {
    const { items, position } = await this.confiscated.rows(query);
    return { items, position: String(position) };
  }
}
