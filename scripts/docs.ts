/** `npm run docs`: writes docs/api.md from the sources. */
import { writeFileSync } from 'node:fs';
import { apiPage } from './api/page.js';

writeFileSync('docs/api.md', apiPage());
