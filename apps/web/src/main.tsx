import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-500.css';
import japanese from '@fontsource-variable/noto-sans-jp/wght.css?url';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/tokens.css';
import './app/base.css';
import './app/mantine.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, makeQueryClient } from './app/app.js';
import { makeRouter } from './app/router.js';
import { startLoading } from './app/start-loading.js';
import { createApi } from './lib/api.js';
import { answersAhead } from './start.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

const parts = { api: createApi(answersAhead.take), router: makeRouter(), queryClient: makeQueryClient() };
startLoading(parts);

createRoot(root).render(
  <StrictMode>
    <App {...parts} />
  </StrictMode>,
);

// The fallback for Japanese names: its list of a hundred parts need not hold up the first page.
const styles = document.createElement('link');
styles.rel = 'stylesheet';
styles.href = japanese;
document.head.append(styles);
