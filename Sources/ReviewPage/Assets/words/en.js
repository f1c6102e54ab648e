// The words of the page in English.

import shell from "./en/shell.js";
import list from "./en/list.js";
import film from "./en/film.js";
import study from "./en/study.js";
import reading from "./en/reading.js";
import department from "./en/department.js";
import administration from "./en/administration.js";

export default { ...shell, ...list, ...film, ...study, ...reading, ...department, ...administration };
