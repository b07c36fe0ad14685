import { addWords } from '../../lib/i18n/add-words.js';
import { chartEvents } from '../../lib/i18n/en/chart-events.js';

addWords({ chartEvents });
