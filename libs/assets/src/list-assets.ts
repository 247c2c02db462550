import { IsIn } from 'class-validator';
import { IsProvince } from '#libs/bodies';
import { before, contains, is, IsId, ListQuery, where } from '#libs/http';
import { assetDefects } from './asset-defects.ts';
import { assetKinds } from './asset-events.ts';
import { proceedsStates } from './asset-proceeds.ts';
import { assetRegister } from './asset-register.ts';
import { assetStatuses, holds } from './asset-status.ts';

/** Which assets, in which order. */
export class ListAssetsQuery extends ListQuery(assetRegister, {
  filters: {
    status: is(IsIn(assetStatuses)),
    hold: is(IsIn(holds), 'What keeps it from disappearing'),
    kind: is(IsIn(assetKinds)),
    caseId: is(IsId()),
    province: is(IsProvince()),
    holderId: is(IsId()),
    proceeds: is(IsIn(proceedsStates), 'Where the money of its sale is'),
    defect: contains('defects', IsIn(assetDefects), 'Assets with a fact that has this defect'),
    claimed: where(
      IsIn(['yes', 'no']),
      (claimed: 'yes' | 'no') => ({ claimsOpen: claimed === 'yes' ? { from: 1 } : { is: 0 } }),
      '`yes`: with a claim of somebody else that is not decided',
    ),
    freezeExpiresTo: before('freezeExpiresAt', 'In force, and expiring before this moment'),
  },
  sort: ['identifiedAt', 'updatedAt', 'freezeExpiresAt'],
  order: '-identifiedAt',
  describeSort: 'Order; with a minus, the latest first',
}) {}
