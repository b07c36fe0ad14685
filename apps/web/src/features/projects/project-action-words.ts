import { addWords } from '../../lib/i18n/add-words.js';
import { projectActions } from '../../lib/i18n/en/project-actions.js';

addWords({ projectActions });
