import { addWords } from '../../lib/i18n/add-words.js';
import { activity } from '../../lib/i18n/en/activity.js';

addWords({ activity });
