import { addWords } from '../../lib/i18n/add-words.js';
import { audit } from '../../lib/i18n/en/audit.js';

addWords({ audit });
