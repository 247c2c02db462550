import { answered } from '../libs/composition/src/answered.generated.ts';

interface Schema {
  readonly type?: unknown;
  readonly items?: Schema;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
const definitions = answered.definitions as Readonly<Record<string, Schema>>;

/**
 * What bounds each list within an answer, by what has it. A list of words of the vocabulary is bounded by that, an answer's `items` by the page, and what one event
 * says by the command that said it: these are not named here. Whoever adds a list says here what bounds it, and where nothing does, makes it a page.
 */
type Lists = Readonly<Record<string, string>>;

/** The latest of what there are, beside the field that counts them all; each has a list or a timeline of its own. */
const LATEST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CaseStatus: {
    arrests: 'arrestCount',
    documents: 'documentCount',
    searches: 'searchCount',
    seizures: 'seizureCount',
    statements: 'openStatements',
    suspects: 'suspectCount',
  },
  RewardPage: { acts: 'actCount', rounds: 'roundCount' },
};

/** As many as one body may say, or as one decision works out from that. */
const SAID: Lists = {
  AdoptedRule: 'shares',
  AllocatedShare: 'why',
  Allocation: 'shares unitFund.why',
  Arrest: 'officers units',
  ArrestStatus: 'officers units',
  AssetDestruction: 'witnesses',
  AssetSale: 'buyerSide',
  Certificate: 'analysts',
  Change: 'noMore now stages',
  Charges: 'offences suspectIds',
  ClawbackState: 'caps forfeits recover',
  Destruction: 'retainedSamples witnesses',
  EndOfCharges: 'suspectIds',
  EnteredVerdict: 'enteredBy',
  ExhibitSealing: 'seizingOfficers seizingUnits',
  IrregularVerdict: 'defects',
  LedgerEntry: 'causes postings',
  ProposalRow: 'confirmableBy records streams',
  'Proceedings.trials': 'suspectIds',
  Reclassification: 'offences',
  Recovery: 'paymentIds',
  RecoveryState: 'paymentIds plan.instalments',
  Restriction: 'persons',
  Reversal: 'cancelled caps clawbackIds payments unforfeits',
  'RewardPage.corrections': 'caps forfeits lowered recover',
  'RewardPage.decided': 'sentences',
  'RewardPage.grant': 'shares',
  'RewardPage.supplements': 'shares stages',
  Round: 'beyondDuty conclusion.caps conclusion.setAside stages',
  Roster: 'officers units',
  SaleDistribution: 'settlementIds',
  Search: 'officers units witnesses',
  SearchManner: 'witnesses',
  SearchStatus: 'officers units witnesses',
  Seizure: 'officers units',
  SeizureRow: 'officers units',
  SeizureStatus: 'officers units',
  SuspectStatus: 'identifiers',
  Ground: 'by',
  WithdrawnStep: 'suspectIds',
  Json: '',
  JsonChanges: 'list without',
  ListStep: 'add',
  Reassessed: 'seizures.gone seizures.set',
};

/** As many as the law, the registers or the calendar have: stages, rules, substances, provinces, weeks of a campaign, offices, pools, programs that run. */
const KINDS: Lists = {
  Actor: 'roles',
  AgencyCounts: 'bySubstance',
  Announcement: 'provinces',
  Assessment: 'lines stages',
  BoardPage: 'byAgency byProvince byWeek provinces',
  BonusPage: 'totals',
  BonusSummary: 'totals',
  CampaignPage: 'provinces',
  ConfiscatedAssetsRow: 'pools',
  Counts: 'bySubstance',
  DefectRules: 'excluding suspending',
  Formula: 'tables tables.bands',
  InstrumentRow: 'mayEnact',
  LineValue: '',
  PolicyAssessment: 'hindrances lines stages',
  PolicyTerms: 'alongside stages supersedes',
  ProvinceCounts: 'bySubstance',
  Readiness: 'runners',
  RewardPage: 'passedOver recipients stages',
  RewardSummary: 'recipients',
  SeizureFacts: 'defects',
  WeekCounts: 'bySubstance',
  HeldUp: 'releasedBy',
};

/**
 * One longer with each deed of an official about this one thing: an order, an appeal, a vote, a handing over. Nothing but their work bounds them, and none is longer
 * than a person reads. A new one belongs here only if nobody can make it long without an office for that; what reports from the field make longer is a page.
 */
const DEEDS: Lists = {
  AssessableFacts: 'analysts ends hands roles unexplained verdicts',
  AssessmentInputs: 'cleared upheld',
  AssetClaim: 'decisions enteredBy',
  AssetRow:
    'attestations awaitedWitnesses bids claims duties freezeRequests freezes heldUpBy interlocutoryOrders orders owed releases restitutions sales seizures sought valuations',
  AssetSale: 'distributions interest settlements',
  BoardPage: 'figures',
  BonusPage: 'bonuses',
  CampaignPage: 'extensions figures',
  CaseStatus: 'links officerIds officers',
  Charges: 'reclassifications',
  ConfiscationOrder: 'appeals enteredBy.final enteredBy.ordered enteredBy.reversed finalities',
  ExhibitRow:
    'approvals attestations awaitedWitnesses certificates discrepancies reconciliations samples sealCorrections transfers weighings',
  Freeze: 'renewals',
  IdentifierEntry: 'decisions',
  InterlocutoryOrder: 'enteredBy',
  KeyedInstance: 'outbox refusals',
  OperationalUse: 'spendings',
  PaymentState: 'failures returns',
  PoolPage: 'rules',
  Proceedings: 'appeals charges ended sent trials verdicts withdrawn withdrawnSteps',
  RecoveryState: 'receipts',
  RewardPage: 'acquittals clawbacks cleared conflicts corrections duties holds payments recoveries reversals supplements upheld',
  RewardPolicyRow: 'versions',
  Round: 'votes',
  ShownOfficer: 'appointments caps postings ranks reserved suspensions',
  ShownUnit: 'moves',
  EndOfCharges: 'attestations',
  EnteredVerdict: 'attestedBy',
  Finality: 'attestations',
  RoleHands: 'hands',
  ReportedValuation: 'enteredBy',
  Roster: 'removed',
  SuspectStatus: 'assessedBy',
  TakenTitle: 'enteredBy',
  ClaimDecision: 'enteredBy',
  Assessed: 'analysts ends hands roles unexplained verdicts',
  AssessmentInBrief: 'upheld',
};

/** The aggregate lets no more in: what is beyond goes into another one, or in place of the oldest. */
const FULL: Lists = {
  Lead: 'about concerns conclusions restsOn',
};

/**
 * These grow with what is reported from the field. What an assessment rests on is whole, as it must recompute for ever: by one case's seizures, suspects and
 * exhibits, each a few hundred bytes. Nothing is added here.
 */
const REPORTED: Lists = {
  AssessableFacts: 'named',
  AssessmentInputs: 'later seizures suspects',
  Holder: 'cases',
  IdentifierEntry: 'cases open uses',
  OperationPage: 'duplicates',
  Assessed: 'named',
  SeizureFacts: 'exhibits later',
  Use: 'commands',
};

/** Where a list stands, whether it is on the page of one or in the list of all of them. */
function placeOf(path: string): string {
  const [name = '', ...fields] = path.replace(/^(\w+)List\.items\./, '$1.').split('.');
  const page = /^(\w+)Page$/.exec(name)?.[1];
  const known = page !== undefined && (page in definitions || `${page}List` in definitions || page.endsWith('Page'));
  return [known ? page : name, ...fields].join('.');
}

function* listsIn(schema: Schema | boolean | undefined, path: string): Generator<string> {
  if (typeof schema !== 'object') return;
  const { items, properties = {}, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
  if (schema.type === 'array' && items?.enum === undefined && items?.const === undefined) yield path;
  yield* listsIn(items, path);
  yield* listsIn(additionalProperties, path);
  for (const part of [...anyOf, ...oneOf, ...allOf]) yield* listsIn(part, path);
  for (const [field, part] of Object.entries(properties)) yield* listsIn(part, `${path}.${field}`);
}

const isOfOneEvent = (path: string): boolean => /^\w*TimelineEntry/.test(path);
const isAPage = (path: string): boolean => /^\w+List\.items$/.test(path);

const lists = [
  ...new Set(
    Object.entries(definitions)
      .flatMap(([name, schema]) => [...listsIn(schema, name)])
      .filter((path) => !isOfOneEvent(path) && !isAPage(path))
      .map(placeOf),
  ),
].toSorted();

const named = (table: Lists): readonly string[] =>
  Object.entries(table).flatMap(([name, fields]) => (fields === '' ? [name] : fields.split(' ').map((field) => `${name}.${field}`)));
const latest = Object.entries(LATEST).flatMap(([name, fields]) => Object.keys(fields).map((field) => `${name}.${field}`));

describe('the lists within answers', () => {
  it('are bounded each by something that is said here', () => {
    expect(lists.length).toBeGreaterThan(100);
    expect([...latest, ...named(SAID), ...named(KINDS), ...named(DEEDS), ...named(FULL), ...named(REPORTED)].toSorted()).toEqual(lists);
  });

  it('that show the latest of many say how many there are', () => {
    for (const [name, counts] of Object.entries(LATEST)) {
      const page = definitions[`${name}Page`] ?? definitions[name];
      for (const count of Object.values(counts)) expect(page?.properties?.[count]).toBeDefined();
    }
  });
});
