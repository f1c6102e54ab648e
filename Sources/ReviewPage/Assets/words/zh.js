// The words of the page in Simplified Chinese. A clinician has to read these words before they are used.

import shell from "./zh/shell.js";
import list from "./zh/list.js";
import film from "./zh/film.js";
import study from "./zh/study.js";
import reading from "./zh/reading.js";
import department from "./zh/department.js";
import administration from "./zh/administration.js";

export default { ...shell, ...list, ...film, ...study, ...reading, ...department, ...administration };
