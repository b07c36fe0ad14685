import { addWords } from '../lib/i18n/add-words.js';
import { actions } from '../lib/i18n/en/actions.js';

addWords({ actions });
