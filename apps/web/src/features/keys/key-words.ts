import { addWords } from '../../lib/i18n/add-words.js';
import { keys } from '../../lib/i18n/en/keys.js';

addWords({ keys });
