import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, type ListAnswer, listAnswer, PageQuery, PathId, QueryRoute, type RowAnswer, rowAnswer, linesAsked } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { assetRegister, type AssetRow } from './asset-register.ts';
import { assetTimeline, type AssetTimelineEntry } from './asset-timeline.ts';
import { ListAssetsQuery } from './list-assets.ts';

const READERS = [
  'legal-officer',
  'finance-officer',
  'investigator',
  'unit-head',
  'committee-member',
  'integrity-officer',
  'auditor',
] as const;

/** Assets on their way from the holder to the state and back: how they stand, and everything that was recorded of them. */
@Controller('v1/assets')
export class AssetsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({ roles: READERS, summary: 'List assets' })
  async register(@Query() query: ListAssetsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<AssetRow>> {
    return listAnswer(await this.views.of(identity).query(assetRegister, ListAssetsQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show an asset as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<AssetRow>> {
    return rowAnswer(await this.views.of(identity).get(assetRegister, id, query), 'asset');
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on an asset',
    description: 'In the order it was recorded, with when it happened.',
  })
  async timeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<AssetTimelineEntry>> {
    return listAnswer(await this.views.of(identity).lines(assetTimeline, id, linesAsked(query), query));
  }
}
