import { addWords } from '../../lib/i18n/add-words.js';
import { memberActions } from '../../lib/i18n/en/member-actions.js';

addWords({ memberActions });
