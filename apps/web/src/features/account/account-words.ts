import { addWords } from '../../lib/i18n/add-words.js';
import { account } from '../../lib/i18n/en/account.js';

addWords({ account });
