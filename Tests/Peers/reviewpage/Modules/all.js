import { run } from "./check.js";
import "./film.test.js";
import "./reading.test.js";
import "./report.test.js";
import "./shell.test.js";
import "./signing.test.js";
import "./study.test.js";
import "./unsigned.test.js";
import "./wall.test.js";

export default run;
