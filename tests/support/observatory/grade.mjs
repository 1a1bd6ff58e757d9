// The Observatory's own tests and its own sums, on a site of this computer: node grade.mjs <package> <http port> <https port>
import {writeFileSync} from 'node:fs';

const [, , folder, httpPort, httpsPort] = process.argv;
const {retrieve} = await import(`${folder}/src/retriever/retriever.js`);
const {ALL_TESTS} = await import(`${folder}/src/constants.js`);
const {getGradeForScore, getScoreModifier} = await import(`${folder}/src/grader/grader.js`);
const {MINIMUM_SCORE_FOR_EXTRA_CREDIT} = await import(`${folder}/src/grader/charts.js`);

// Browsers' own list of hosts that are https only, which it would fetch: this computer is not on it.
writeFileSync(`${folder}/conf/hsts-preload.json`, '{}');

const site = await retrieve('localhost', {httpPort: Number(httpPort), httpsPort: Number(httpsPort)});
const tests = {};
let all = 100, without = 100;
for (const test of ALL_TESTS) {
  const output = test(site), modifier = output.result ? getScoreModifier(output.result) : 0;
  tests[output.constructor.name] = {result: output.result, modifier, pass: output.pass};
  all += modifier;
  without += Math.min(modifier, 0);
}
const score = without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : without;
console.log(JSON.stringify({...getGradeForScore(score), tests}));
