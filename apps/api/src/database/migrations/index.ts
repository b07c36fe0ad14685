import { OrganizationsHaveFeedsAndRuns } from './0001-organizations-have-feeds-and-runs.js';
import { FactsArePointsOfSeries } from './0002-facts-are-points-of-series.js';
import { TheDirectoryKeepsWhatWasSeen } from './0003-the-directory-keeps-what-was-seen.js';
import { DaysOfKeysAreSummed } from './0004-days-of-keys-are-summed.js';
import { TheDirectoryHoldsEveryList } from './0005-the-directory-holds-every-list.js';
import { TheAuditLogIsKeptForEver } from './0006-the-audit-log-is-kept-for-ever.js';
import { ReplicasShareAPace } from './0007-replicas-share-a-pace.js';
import { FeedsCanBePaused } from './0008-feeds-can-be-paused.js';
import { DaysOfRollupsAreFoundByDate } from './0009-days-of-rollups-are-found-by-date.js';
import { LongRangesAreShortToRead } from './0010-long-ranges-are-short-to-read.js';
import { FeedsTellWhenAnswersChange } from './0011-feeds-tell-when-answers-change.js';
import { DaysAreToldApartByADigest } from './0012-days-are-told-apart-by-a-digest.js';
import { PeopleSignIn } from './0013-people-sign-in.js';
import { WhatIsDoneIsWrittenDown } from './0015-what-is-done-is-written-down.js';
import { KeysOfOrganizationsAreKept } from './0016-keys-of-organizations-are-kept.js';
import { PeopleComeFromAProvider } from './0017-people-come-from-a-provider.js';
import { PeopleCanBeErased } from './0018-people-can-be-erased.js';
import { KeysAreLookedAfter } from './0019-keys-are-looked-after.js';
import { KeysAreRotated } from './0020-keys-are-rotated.js';
import { LeaksAreAnswered } from './0021-leaks-are-answered.js';
import { StepsOfRotationsAreFoundAgain } from './0022-steps-of-rotations-are-found-again.js';

/** In the order in which they run. A migration is never edited after it has landed. */
export const MIGRATIONS = [
  OrganizationsHaveFeedsAndRuns,
  FactsArePointsOfSeries,
  TheDirectoryKeepsWhatWasSeen,
  DaysOfKeysAreSummed,
  TheDirectoryHoldsEveryList,
  TheAuditLogIsKeptForEver,
  ReplicasShareAPace,
  FeedsCanBePaused,
  DaysOfRollupsAreFoundByDate,
  LongRangesAreShortToRead,
  FeedsTellWhenAnswersChange,
  DaysAreToldApartByADigest,
  PeopleSignIn,
  WhatIsDoneIsWrittenDown,
  KeysOfOrganizationsAreKept,
  PeopleComeFromAProvider,
  PeopleCanBeErased,
  KeysAreLookedAfter,
  KeysAreRotated,
  LeaksAreAnswered,
  StepsOfRotationsAreFoundAgain,
];
