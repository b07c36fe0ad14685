import { addWords } from '../../lib/i18n/add-words.js';
import { leaks } from '../../lib/i18n/en/leaks.js';

addWords({ leaks });
