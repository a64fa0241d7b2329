import { run } from 'javascript';

export default () => run;
