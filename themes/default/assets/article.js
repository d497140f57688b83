/* What an article can do besides being read. */

import { startCopying } from "./copy.js";
import { markFound } from "./found.js";
import { startHeadings } from "./headings.js";
import { startHelpful } from "./helpful.js";
import { startSteps } from "./steps.js";

export function start() {
  startCopying();
  startHeadings();
  startSteps();
  startHelpful();
  markFound();
}
