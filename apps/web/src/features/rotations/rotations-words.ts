import { addWords } from '../../lib/i18n/add-words.js';
import { rotations } from '../../lib/i18n/en/rotations.js';

addWords({ rotations });
