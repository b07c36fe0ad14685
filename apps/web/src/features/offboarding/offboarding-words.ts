import { addWords } from '../../lib/i18n/add-words.js';
import { offboarding } from '../../lib/i18n/en/offboarding.js';
import '../keys/key-words.js';

addWords({ offboarding });
